"""The plan's own settings: its details, the names of its levels, its scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.plan_tabs import SETTINGS, plan_tabs
from goldenthread.improvement_plan.presenters.saying import AXIS_QUESTIONS
from goldenthread.improvement_plan.queries.facts import PlanFact, ScaleFact
from goldenthread.pages.marks import RatingMark, mark_of
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import CountsAs, Scale, ScalePoint

COUNTS_AS_WORDS: dict[CountsAs, str] = {
    CountsAs.COMPLETE: "Complete",
    CountsAs.ON_TRACK: "On track",
    CountsAs.UNDER_WAY: "Under way",
    CountsAs.NONE: "None of the shares",
}


@dataclass(frozen=True)
class PointLine:
    """One point of a scale, in words."""

    mark: RatingMark
    meaning: str
    question: str
    counts_as: str
    wants: str
    used: str


@dataclass(frozen=True)
class EarlierVersion:
    name: str
    points: tuple[PointLine, ...]


@dataclass(frozen=True)
class ScaleBlock:
    """A scale in force, and the versions it had before."""

    key: str
    name: str
    said: str
    points: tuple[PointLine, ...]
    edit_href: str
    main_href: str
    earlier: tuple[EarlierVersion, ...]


@dataclass(frozen=True)
class Detail:
    key: str
    value: str
    href: str = ""  # where it is changed
    own_href: str = ""  # what the value itself opens


@dataclass(frozen=True)
class SettingsPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    refused: str
    details: tuple[Detail, ...]
    levels: tuple[str, ...]
    levels_href: str
    scales: tuple[ScaleBlock, ...]
    add_scale_href: str
    history_href: str
    closed: str
    close_href: str
    reopen_href: str
    next_href: str
    carry_href: str


def settings_page(
    plan: PlanFact,
    before: PlanFact | None,
    scales: Sequence[ScaleFact],
    used: Mapping[str, Mapping[str, int]],
    *,
    viewer: Viewer,
    addresses: Addresses,
) -> SettingsPage:
    refused = policies.may_edit_plan(viewer, plan.id)
    if plan.closed_on:
        refused = policies.closed_words(plan.title, plan.closed_on)

    def to(name: str, *args: object) -> str:
        return "" if refused else addresses.to(name, plan.id, *args)

    return SettingsPage(
        title="Settings",
        caption=plan.title,
        breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, Crumb("Settings")),
        tabs=plan_tabs(plan.id, SETTINGS, addresses),
        refused="" if plan.closed_on else refused,
        details=(
            Detail("Title", plan.title, to("edit_plan")),
            Detail("Kind of plan", plan.kind, to("edit_plan"), own_href=addresses.to("plan_kinds")),
            Detail("It starts on", say_date(plan.starts_on), to("edit_plan")),
            Detail("It ends on", say_date(plan.ends_on), to("edit_plan")),
            Detail("Accepted on", say_date(plan.accepted_on), to("edit_plan")),
            *(
                [Detail("It follows", before.title, own_href=addresses.plan(before.id))]
                if before
                else ()
            ),
        ),
        levels=plan.level_names,
        levels_href=to("rename_levels"),
        scales=tuple(
            _block(
                fact,
                scales,
                used.get(fact.key, {}),
                to("edit_scale", fact.key),
                "" if fact.main else to("make_main", fact.key),
            )
            for fact in plan.scales
        ),
        add_scale_href=to("add_scale"),
        history_href=addresses.history("plan", plan.id),
        closed=refused if plan.closed_on else "",
        carry_href=to("carry_over") if before else "",
        close_href="" if plan.closed_on else to("close_plan"),
        next_href=f"{addresses.to('new_plan')}?after={plan.id}"
        if not policies.may_create_plan(viewer)
        else "",
        reopen_href=addresses.to("reopen_plan", plan.id)
        if plan.closed_on and not policies.may_reopen_plan(viewer, plan.id)
        else "",
    )


def _block(
    fact: ScaleFact,
    every: Sequence[ScaleFact],
    used: Mapping[str, int],
    edit_href: str,
    main_href: str,
) -> ScaleBlock:
    said = [f"Version {fact.version}"]
    said.append(
        "the council’s own scale of its actions" if fact.main else "beside the council’s own scale"
    )
    return ScaleBlock(
        key=fact.key,
        name=fact.name,
        said=", ".join(said),
        points=point_lines(fact.scale, used),
        edit_href=edit_href,
        main_href=main_href,
        earlier=tuple(
            EarlierVersion(f"Version {each.version}: {each.name}", point_lines(each.scale))
            for each in every
            if each.key == fact.key and each.version != fact.version
        ),
    )


def point_lines(scale: Scale, used: Mapping[str, int] | None = None) -> tuple[PointLine, ...]:
    """Best first. `used` is point key → standing ratings."""
    return tuple(
        PointLine(
            mark=mark_of(point, scale),
            meaning=point.meaning,
            question=AXIS_QUESTIONS.get(point.axis, ""),
            counts_as=COUNTS_AS_WORDS[point.counts_as],
            wants=_wants(point),
            used=counted((used or {}).get(point.key, 0), "rating"),
        )
        for point in scale.points
    )


def _wants(point: ScalePoint) -> str:
    """What a rating at this point asks for."""
    if point.ended:
        return "Ended: no new rating is given at it"
    wanted = [
        words
        for words, asked in (
            ("evidence", point.needs_evidence),
            ("a sign-off by somebody other than the lead", point.needs_sign_off),
            ("a cause and a recovery date", point.needs_cause),
        )
        if asked
    ]
    return f"Wants {' and '.join(wanted)}" if wanted else ""


def main_scale_lede(plan: PlanFact, fact: ScaleFact, rated: int, total: int) -> str:
    """What counting by another scale does to what was counted before."""
    before = next((each.name for each in plan.scales if each.main), "")
    counted_now = f" instead of “{before}”" if before else ""
    left = total - rated
    unrated = (
        f" The council has rated {rated} of {counted(total, 'action')} on it, so the other {left} "
        "will count as not yet rated until somebody rates them."
        if left
        else f" The council has rated all {counted(total, 'action')} on it."
    )
    return (
        f"From today every count and share is taken from the council’s ratings on “{fact.name}”"
        f"{counted_now}.{unrated} Ratings on the other scale stay and are shown beside. Closed "
        "periods and issued papers keep what they counted; the next report cannot be set beside "
        "them rating by rating. It can be changed back here."
    )


@dataclass(frozen=True)
class ScaleChoice:
    """A scale to choose, with its points drawn beside its name."""

    value: str
    name: str
    question: str
    marks: tuple[RatingMark, ...]


def scale_choices(scales: Sequence[Scale]) -> tuple[ScaleChoice, ...]:
    return tuple(
        ScaleChoice(
            value=scale.key,
            name=scale.name,
            question=AXIS_QUESTIONS.get(scale.points[0].axis, ""),
            marks=tuple(mark_of(point, scale) for point in scale.points),
        )
        for scale in scales
    )


def level_boxes(names: Sequence[str]) -> dict[str, str]:
    """The names of a plan's levels as the boxes of their form."""
    return {f"level_{number}": name for number, name in enumerate(names, start=1)}


def settings_crumbs(
    plan_id: UUID, title: str, here: str, addresses: Addresses
) -> tuple[Crumb, ...]:
    settings = Crumb("Settings", addresses.to("plan_settings", plan_id))
    return addresses.plan_crumbs(plan_id, title, settings, Crumb(here))
