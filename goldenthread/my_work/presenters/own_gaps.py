"""What the plan lacks in the viewer's own actions, each gap with the page where it is mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.urls import reverse

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.queries.facts import ActionRow
from goldenthread.my_work.presenters.lines import Line
from goldenthread.my_work.presenters.parts import Group, Part, here, plan_note
from goldenthread.my_work.queries import Home
from goldenthread.pages.words import counted
from goldenthread.rules.plan_quality import ACTION_GAPS

# Late without a cause stands first: a board asks about it before anything else.
_FIRST = ("no-cause", "overdue-no-cause")
_MAY: Mapping[str, Callable[..., str]] = {
    "no-cause": policies.may_rate,
    "overdue-no-cause": policies.may_update,
    "not-rated": policies.may_rate,
    "old-rating": policies.may_rate,
    "no-evidence": policies.may_add_evidence,
    "as-imported": policies.may_add_evidence,
    "awaiting-sign-off": policies.may_sign_off,
}


def own_gaps(home: Home) -> Part:
    """One line for each gap and plan; where the viewer may mend none of them, it only shows."""
    keys = (*_FIRST, *(key for key in ACTION_GAPS if key not in _FIRST))
    lines = [line for key in keys for line in _lines(key, home)]
    with_gap = [row for row in home.mine or () if row.states & ACTION_GAPS.keys()]
    return Part(
        key="own-gaps",
        title="Gaps in what you lead",
        groups=(Group("", tuple(lines)),),
        count=len(with_gap),
        href=here(home, "own-gaps") if lines else "",
        shown=5,
        lede="Actions of yours of which the plan does not say everything yet." if lines else "",
        empty="Nothing is missing in what you lead",
        empty_text="An action of yours that is late without a cause, is not rated, or wants "
        "evidence is counted here, with the page where it is mended.",
    )


def _lines(key: str, home: Home) -> list[Line]:
    found = []
    for plan in (one.plan for one in home.summaries):
        rows = [row for row in home.mine or () if row.plan_id == plan.id and key in row.states]
        if not rows:
            continue
        page = reverse("improvement_plan:gap", args=[home.viewer.local_area_slug, plan.id, key])
        href = f"{page}?mine=yes"
        mendable = any(_may_mend(key, row, home) for row in rows)
        mend = "Mend it" if len(rows) == 1 else "Mend them"
        found.append(
            Line(
                number=str(len(rows)),
                title=ACTION_GAPS[key].words,
                href=href,
                notes=tuple(filter(None, (_named(rows), plan_note(plan, home)))),
                next=mend if mendable else "See who mends it",
                next_href=href,
            )
        )
    return found


def _may_mend(key: str, row: ActionRow, home: Home) -> bool:
    return not _MAY.get(key, policies.may_edit_action)(home.viewer, row.subject)


def _named(rows: list[ActionRow]) -> str:
    """1.1, 1.2, 1.3, 1.4 and 4 others."""
    shown = [row.reference for row in rows[:4] if row.reference]
    more = len(rows) - len(shown)
    others = f" and {counted(more, 'other')}" if more else ""
    return f"{', '.join(shown)}{others}"
