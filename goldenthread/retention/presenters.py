"""Words of the pages of retention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst

from goldenthread.pages.words import counted, say_date
from goldenthread.retention import schedule
from goldenthread.retention.queries import (
    ApprovalFact,
    CertificateFact,
    Going,
    Held,
    HoldFact,
    RuleFact,
)

REFERENCES = 3  # of what is held for one reason: the command line lists them all
AGAIN = "again"  # what a restored backup brought back


@dataclass(frozen=True)
class RuleLine:
    title: str
    what: str
    rule: str
    now: str
    held: str
    next: str


def years_words(years: int, counts_from: str) -> str:
    """ "6 years after it was imported"."""
    return f"{counted(years, 'year')} after {counts_from}"


def rule_lines(rules: Iterable[RuleFact], going: Iterable[Going]) -> list[RuleLine]:
    """Each kind with its rule, what is over today, what is held back, and when the next goes."""
    found = {one.kind.key: one for one in going}
    lines = []
    for rule in rules:
        one = found.get(rule.kind.key)
        lines.append(
            RuleLine(
                title=rule.kind.title,
                what=rule.kind.what,
                rule=years_words(rule.years, rule.kind.counts_from) if rule.years else "No rule",
                now=str(one.things) if one else "–",
                held=str(len(one.held)) if one else "–",
                next=say_date(one.next_on) if one and one.next_on else "–",
            )
        )
    return lines


def state_words(rules: Sequence[RuleFact], approval: ApprovalFact | None) -> str:
    """What happens tonight, in a sentence or two."""
    if approval:
        return (
            f"{approval.approved_by} approved these rules on {say_date(approval.approved_on)}. "
            "Each night between three and four, what is over is erased."
        )
    if any(rule.years for rule in rules):
        return (
            "Nothing is erased yet: a second area administrator has to look at these rules and "
            "approve them."
        )
    return "Nothing is erased: no rules are set. Set them, then ask a second administrator."


def hold_lines(holds: Iterable[HoldFact], *, on: date) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "what": hold_what(one),
            "reason": one.reason,
            "placed": f"{say_date(one.placed_on)}, {one.placed_by}",
            "review": say_date(one.review_due),
            "late": one.released_on is None and one.review_due <= on,
            "released": _released(one),
        }
        for one in holds
    ]


def hold_what(hold: HoldFact) -> str:
    title = schedule.BY_KEY[hold.kind].title if hold.kind else "Everything in the area"
    return f"{title}: {hold.object_id}" if hold.object_id else title


def _released(hold: HoldFact) -> str:
    if hold.released_on is None:
        return ""
    said = f"{say_date(hold.released_on)}, {hold.released_by}: {hold.released_because}"
    return f"Released {said}"


def certificate_lines(certificates: Iterable[CertificateFact]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "number": one.number,
            "on": say_date(one.on),
            "what": "; ".join(_kind_words(part) for part in one.erased),
        }
        for one in certificates
    ]


def _kind_words(part: dict[str, Any]) -> str:
    return f"{_title(part)} ({counted(sum(part['rows'].values()), 'row')})"


def _title(part: dict[str, Any]) -> str:
    if part["kind"] == AGAIN:
        return "What came back with a backup"
    return schedule.BY_KEY[part["kind"]].title


def certificate_page(found: CertificateFact) -> dict[str, Any]:
    """All that the certificate says."""
    approved = (
        f"{found.approved_by}, {say_date(found.approved_on)}"
        if found.approved_on
        else "It had been erased before, and came back with a backup"
    )
    return {
        "title": f"Erasure certificate {found.number}",
        "facts": [
            {"key": "Erased on", "value": say_date(found.on)},
            {"key": "By", "value": found.by},
            {"key": "Rules approved by", "value": approved},
            {"key": "SHA-256", "value": found.hash},
        ],
        "parts": [
            {
                "kind": _title(part),
                "rule": _rule(part),
                "rows": [
                    {"table": table_words(label), "number": number}
                    for label, number in part["rows"].items()
                ],
                "bytes": f"{part['bytes']:,} bytes of files" if part["bytes"] else "",
            }
            for part in found.erased
        ],
    }


def _rule(part: dict[str, Any]) -> str:
    if part["years"] is None:
        return ""
    return years_words(part["years"], schedule.BY_KEY[part["kind"]].counts_from)


def table_words(label: str) -> str:
    """What a table is called: "Plan import"."""
    return capfirst(str(schedule.model_of(label)._meta.verbose_name))


def going_parts(going: Iterable[Going]) -> list[dict[str, Any]]:
    """What would go, kind by kind, and why each thing that is over stays."""
    return [
        {
            "title": one.kind.title,
            "rule": years_words(one.years, one.kind.counts_from),
            "things": one.things,
            "rows": [
                {"table": table_words(label), "number": len(ids)}
                for label, ids in sorted(one.rows.items())
                if ids
            ],
            "held": _held(one.held),
            "undated": _undated(one.undated),
            "concerned": bool(one.things or one.held or one.undated),
            "next": say_date(one.next_on) if one.next_on else "",
        }
        for one in going
    ]


def _held(held: Iterable[Held]) -> list[dict[str, Any]]:
    """One line for each table and reason, with the references of a few: thousands may be held for
    one reason."""
    together: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        together.setdefault((one.label, one.why), []).append(one)
    return [
        {
            "what": table_words(label),
            "number": len(rows),
            "references": [str(one.row_id) for one in rows[:REFERENCES]],
            "more": max(0, len(rows) - REFERENCES),
            "why": why,
        }
        for (label, why), rows in together.items()
    ]


def _undated(number: int) -> str:
    if not number:
        return ""
    if number == 1:
        return "1 has no date to count from, and stays until it gets one."
    return f"{number} have no date to count from, and stay until they get one."
