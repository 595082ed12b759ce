"""What a browser fetches for the first page somebody opens, as it travels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from benchmarks import building, pages
from benchmarks.browser import Browser

_FETCHED = re.compile(r'<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="([^"]+)"')


@dataclass(frozen=True)
class Fetched:
    """Compressed bytes; a static file has a Brotli copy too."""

    name: str
    gzip: int
    brotli: int


def first_load() -> list[Fetched]:
    """The plan's page, its styles and its scripts. Pages are compressed by gzip only."""
    office = Browser(building.office_email(building.FIRST))
    address = pages.addresses(building.FIRST)["Plan"]
    size = len(office.get(address))
    found = [Fetched("the page", size, size)]
    for link in _FETCHED.findall(office.page(address)):
        if link.startswith(settings.STATIC_URL):
            kept = Path(settings.STATIC_ROOT) / link.removeprefix(settings.STATIC_URL)
            name = re.sub(r"\.[0-9a-f]{12}\.", ".", kept.name)
            found.append(Fetched(name, _size(kept, ".gz"), _size(kept, ".br")))
        else:
            size = len(office.get(link))
            found.append(Fetched(link.rsplit("/", 1)[-1], size, size))
    return found


def _size(kept: Path, ending: str) -> int:
    """Of the compressed copy; of the file itself where compressing gains nothing."""
    copy = kept.with_name(kept.name + ending)
    return (copy if copy.exists() else kept).stat().st_size
