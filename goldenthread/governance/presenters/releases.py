"""The words of what leaves the partnership."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goldenthread.governance import policies
from goldenthread.governance.queries.releases import ReleaseFact
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date


@dataclass(frozen=True)
class ListPage:
    """What waits for a second person, and what was decided, each latest first."""

    waiting: tuple[ReleaseFact, ...]
    decided: tuple[ReleaseFact, ...]
    said: str


def list_page(found: Iterable[ReleaseFact]) -> ListPage:
    rows = tuple(found)
    waiting = tuple(one for one in rows if one.waits)
    left = sum(one.left for one in rows)
    return ListPage(
        waiting=waiting,
        decided=tuple(one for one in rows if not one.waits),
        said=f"{left} left so far, {len(waiting)} waiting",
    )


@dataclass(frozen=True)
class ReleasePage:
    """`refused` explains the buttons of the second person; "" where this is one."""

    facts: list[dict[str, Any]]
    refused: str
    may_withdraw: bool
    lede: str


def release_page(one: ReleaseFact, *, viewer: Viewer) -> ReleasePage:
    withdrawing = not policies.may_prepare_release(viewer, plan_id=one.plan_id)
    refused = policies.may_release(viewer, plan_id=one.plan_id, prepared_by_id=one.prepared_by_id)
    return ReleasePage(
        facts=[
            {"key": "To", "value": one.recipient_words},
            {"key": "For", "value": one.purpose},
            {"key": "Document", "value": f"{one.title}, {one.form_words}"},
            {"key": "Class", "value": one.contents.sensitivity.label},
            {"key": "People", "value": one.contents.people_words},
            {
                "key": "Prepared",
                "value": f"{say_date(one.prepared_on)} by {one.prepared_by}",
            },
            {"key": "State", "value": one.state_words},
            *([{"key": "Because", "value": one.reason}] if one.reason else []),
            {"key": "SHA-256 of the file", "value": one.sha256},
        ],
        refused=refused,
        # Who may refuse it has no need to withdraw it as well.
        may_withdraw=withdrawing and (one.released or (one.waits and bool(refused))),
        lede=_lede(one),
    )


def _lede(one: ReleaseFact) -> str:
    if one.waits:
        return (
            "It has not left. A second person looks whether the recipient, the class and the "
            "document are right, then releases it."
        )
    if one.released:
        return "A second person released it. Send this very copy, and no other."
    return "It is not handed out."
