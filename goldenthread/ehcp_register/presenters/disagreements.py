"""The words of the page on which sources disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.disagreements import (
    FIELD_WORDS,
    Disagreement,
    Disagreements,
    SaidBySource,
)
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.pages.addresses import Paging, paging
from goldenthread.pages.words import counted, say_date


@dataclass(frozen=True)
class SaidLine:
    id: UUID
    value: str
    system: str
    as_at: str
    state: str
    button: str


@dataclass(frozen=True)
class DisagreementCard:
    name: str
    href: str
    field: str
    version: int
    said: tuple[SaidLine, ...]


@dataclass(frozen=True)
class DisagreementsPage:
    lede: str
    cards: tuple[DisagreementCard, ...]
    parts: tuple[dict[str, Any], ...]
    paging: Paging
    settled: bool


def disagreements_page(
    found: Disagreements, *, settled: bool, slug: str, address: str
) -> DisagreementsPage:
    there = Addresses(slug)
    total = found.settled if settled else found.open
    lede = (
        "What was decided holds, whatever a source says later, until somebody decides again."
        if settled
        else f"{counted(total, 'field')} of which two sources say something different. Until "
        "somebody decides, the register has what came in last."
    )
    home = there.to("disagreements")
    return DisagreementsPage(
        lede=lede,
        cards=tuple(_card(one, there) for one in found.rows),
        parts=(
            {"text": "To decide", "count": f"{found.open:,}", "href": home, "current": not settled},
            {
                "text": "Decided",
                "count": f"{found.settled:,}",
                "href": f"{home}?show=decided",
                "current": settled,
            },
        ),
        paging=paging(total=total, page=found.page, page_size=PER_PAGE, address=address),
        settled=settled,
    )


def _card(one: Disagreement, there: Addresses) -> DisagreementCard:
    words = FIELD_WORDS[one.field]
    return DisagreementCard(
        name=", ".join(part for part in (one.surname, one.forename) if part) or "No name known",
        href=there.child(one.child_id),
        field=words[:1].upper() + words[1:],
        version=one.version,
        said=tuple(_said(each, one.field) for each in one.said),
    )


def _said(each: SaidBySource, field: str) -> SaidLine:
    value = say_date(date.fromisoformat(each.given)) if field == "born_on" else each.given
    if each.decided_on:
        state = f"Decided on {say_date(each.decided_on)} by {each.decided_by}"
    else:
        state = "In the register now" if each.held else ""
    return SaidLine(
        id=each.id,
        value=value,
        system=each.system,
        as_at=say_date(each.as_at),
        state=state,
        button="" if each.decided_on else f"{each.system} is right",
    )
