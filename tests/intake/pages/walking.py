"""An officer walking through an import with the browser's plain forms: every field of the page is
sent as it stands, as a browser without scripts would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from lxml import html as markup

LIST = "/a/eastmere/import/"


class Walk:
    """One officer's visit; `at` is the page that is open."""

    def __init__(self, client: Client, commit: Callable[..., Any]) -> None:
        self.client, self._commit = client, commit
        self.at = LIST
        self.answer: Any = None

    def upload(self, content: bytes, name: str, address: str = LIST) -> Walk:
        with self._commit(execute=True):
            sent = SimpleUploadedFile(name, content)
            self.answer = self.client.post(address, {"document": sent})
        return self._follow(address)

    def open(self, address: str) -> Walk:
        self.answer = self.client.get(address)
        return self._follow(address)

    def step(self, name: str) -> Walk:
        """Open a step of this import by its name."""
        return self.open(f"{LIST}{self.import_id}/{name}/")

    @property
    def import_id(self) -> str:
        return self.at.removeprefix(LIST).split("/")[0]

    @property
    def page(self) -> Any:
        return markup.fromstring(self.answer.content)

    @property
    def words(self) -> str:
        return " ".join(self.page.find(".//main").text_content().split())

    def fields(self) -> QueryDict:
        """What the page's main form would send."""
        data = QueryDict(mutable=True)
        form = next(
            one for one in self.page.findall(".//main//form")
            if "put-aside" not in (one.get("action") or "")
        )  # fmt: skip
        for element in form.iter("input", "select", "textarea"):
            name, kind = element.get("name"), element.get("type", "")
            if not name or (kind in ("checkbox", "radio") and element.get("checked") is None):
                continue
            if element.tag == "select":
                chosen = element.xpath("./option[@selected]") or element.xpath("./option[1]")
                data.appendlist(name, chosen[0].get("value", ""))
            elif element.tag == "textarea":
                data.appendlist(name, element.text_content())
            elif kind != "file":
                data.appendlist(name, element.get("value", "on" if kind == "checkbox" else ""))
        return data

    def send(self, **changed: str | list[str]) -> Walk:
        """Send the page's form with some fields changed; names have _ for -."""
        return self.send_fields({name.replace("__", "-"): it for name, it in changed.items()})

    def send_fields(self, changed: Mapping[str, str | list[str]]) -> Walk:
        data = self.fields()
        for name, value in changed.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        here = self.at
        self.answer = self.client.post(
            here, data.urlencode(), content_type="application/x-www-form-urlencoded"
        )
        return self._follow(here)

    def _follow(self, address: str) -> Walk:
        self.at = address
        while self.answer.status_code in (301, 302):
            self.at = urlsplit(self.answer["Location"]).path
            self.answer = self.client.get(self.answer["Location"].split("#")[0])
        return self
