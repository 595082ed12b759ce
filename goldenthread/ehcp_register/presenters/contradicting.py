"""The words of the queue of records that contradict themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.presenters.list_page import Choice
from goldenthread.ehcp_register.presenters.queue_pages import QueueLink, caseload_choices
from goldenthread.ehcp_register.queries.contradicting import Contradicting
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.pages.addresses import Paging, paging
from goldenthread.pages.words import counted, say_date

TITLE = "Records with contradictions"
COUNTS = (
    "Children and young people in whose record a check finds what cannot be true or is missing, "
    "each counted once, the longest first. The checks run every night."
)


@dataclass(frozen=True)
class ContradictingLine:
    name: str
    reference: str
    href: str
    since: str
    age: str
    found: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ContradictingPage:
    title: str
    caption: str
    lede: str
    count: str
    rows: tuple[ContradictingLine, ...]
    paging: Paging
    caseloads: tuple[Choice, ...]
    action: str
    home_href: str
    quality_href: str


def contradicting_link(count: int, caseload: str, *, slug: str) -> QueueLink:
    """What stands on the register's home."""
    return QueueLink(TITLE, COUNTS, f"{count:,}", _address(caseload, slug) if count else "", "")


def contradicting_page(
    found: Contradicting,
    *,
    caseload: str,
    own: bool,
    posts: Sequence[tuple[UUID, str]],
    on: date,
    slug: str,
) -> ContradictingPage:
    there = Addresses(slug)
    return ContradictingPage(
        title=TITLE,
        caption=f"As at {say_date(on)}",
        lede=COUNTS,
        count=counted(found.count, "child or young person", "children and young people"),
        rows=tuple(
            ContradictingLine(
                name=", ".join(part for part in (one.surname, one.forename) if part)
                or one.reference
                or "No name known",
                reference=one.reference,
                href=there.child(one.child_id),
                since=say_date(one.since),
                age=counted((on - one.since).days, "day"),
                found=tuple((words, said) for words, said, _ in one.found),
            )
            for one in found.rows
        ),
        paging=paging(
            total=found.count, page=found.page, page_size=PER_PAGE,
            address=_address(caseload, slug),
        ),
        caseloads=caseload_choices(posts, caseload, own=own),
        action=there.to("contradictions"),
        home_href=f"{there.to('home')}?caseload={caseload or 'all'}",
        quality_href=there.to("quality"),
    )  # fmt: skip


def _address(caseload: str, slug: str) -> str:
    address = Addresses(slug).to("contradictions")
    return f"{address}?caseload={caseload}" if caseload else address
