"""The whole page: what presses, the parts of each role held, and one card a plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from goldenthread.improvement_plan.queries.facts import Counted, PlanSummary
from goldenthread.improvement_plan.queries.filters import DUE_SOON_DAYS
from goldenthread.my_work.presenters import doing, office, to_do, voices, watching
from goldenthread.my_work.presenters.caseload import caseload
from goldenthread.my_work.presenters.lines import mark
from goldenthread.my_work.presenters.own_gaps import own_gaps
from goldenthread.my_work.presenters.parts import Part, cut
from goldenthread.my_work.queries import Home
from goldenthread.pages.marks import RatingCount
from goldenthread.pages.words import counted, say_date


@dataclass(frozen=True)
class Figure:
    """A number that opens its rows, in a sentence: "5" "off track"."""

    number: str
    words: str
    href: str


@dataclass(frozen=True)
class PlanCard:
    title: str
    href: str
    number: str
    label: str
    of: str
    percent: str
    number_href: str
    change: str
    when: str
    bar: tuple[RatingCount, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class HomePage:
    caption: str
    lede: str
    parts: tuple[Part, ...]
    cards: tuple[PlanCard, ...]
    more_plans: str
    plans_href: str
    paper: Part | None  # beside the work; in its middle for board members
    no_plan: bool
    may_import: bool
    import_href: str


def home_page(home: Home, *, whole: str) -> HomePage:
    """`whole` is the key of the one part to be shown in full."""
    viewer = home.viewer
    slug = viewer.local_area_slug
    may_import = viewer.holds("programme_office", "area_administrator")
    found = _parts(home)
    return HomePage(
        caption=f"{home.on:%A} {say_date(home.on)}",
        lede=_lede(home),
        parts=tuple(cut(part, whole=whole) for part in found),
        cards=tuple(_card(summary, home) for summary in home.summaries),
        more_plans=f"{counted(home.more_plans, 'more plan')}" if home.more_plans else "",
        plans_href=f"{reverse('improvement_plan:plans', args=[slug])}?all=yes",
        paper=None if viewer.holds("board_member") else watching.latest_paper(home),
        no_plan=not home.summaries,
        may_import=may_import,
        import_href=reverse("intake:imports", args=[slug]) if may_import else "",
    )


def _parts(home: Home) -> tuple[Part, ...]:
    """In the order of who waits for whom: one's own work, what others wait for, what to watch."""
    found = [to_do.to_do(home)]
    if home.caseload is not None:
        found.append(caseload(*home.caseload, home))
    if home.mine is not None:
        found += [doing.mine(home), own_gaps(home)] if home.mine else [doing.mine(home)]
    if home.drafts is not None and home.summaries:
        found += [office.period(home), office.papers(home)]
    if home.imports:
        found.append(office.imports(home))
    if home.to_sign_off is not None:
        found.append(doing.to_sign_off(home))
    if home.to_rate is not None:
        found.append(voices.to_rate(home))
    for visit in home.visits or ():
        found += [voices.since_the_visit(visit, home), voices.unproven(visit, home)]
    if home.viewer.holds("board_member"):
        found += [watching.latest_paper(home), watching.moved(home)]
    if home.off_track is not None:
        found.append(doing.off_track(home))
    if home.drafts is not None and home.summaries:
        found.append(watching.gaps(home.summaries, home))
    if home.imports is not None and not home.imports and home.summaries:
        found.append(office.imports(home))
    if home.rights_ending is not None:
        found.append(watching.rights(home))
    return tuple(found)


def _lede(home: Home) -> str:
    """What presses, in a sentence or two."""
    said = []
    number = len(to_do.to_do(home).lines)
    if number:
        said.append(f"{counted(number, 'thing')} {_wait(number)} for you.")
    if home.mine:
        late = sum(row.overdue for row in home.mine)
        soon = sum("due-soon" in row.states for row in home.mine)
        running = sum(not row.complete for row in home.mine)
        said.append(
            f"Of your {counted(running, 'open action')}, {_number(late)} overdue and "
            f"{_number(soon)} due within {DUE_SOON_DAYS} days."
        )
    waiting = sum(len(rows.actions) for rows in home.to_sign_off or ())
    if waiting:
        said.append(f"{counted(waiting, 'action')} {_wait(waiting)} to be signed off.")
    if home.drafts:
        said.append(f"{counted(len(home.drafts), 'paper')} {_wait(len(home.drafts))} in draft.")
    return " ".join(said)


def _number(number: int) -> str:
    return "none is" if not number else f"{number} {'is' if number == 1 else 'are'}"


def _wait(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _card(summary: PlanSummary, home: Home) -> PlanCard:
    slug, plan = home.viewer.local_area_slug, summary.plan
    rows = reverse("improvement_plan:actions", args=[slug, plan.id])

    def opened(count: Counted, words: str) -> Figure:
        href = f"{rows}?{count.query}" if count.count else ""
        return Figure(f"{count.count:,}", words, href)

    share = summary.shares.complete if summary.shares else None
    scale = plan.main_scale
    signed = scale is not None and any(point.needs_sign_off for point in scale.points)
    figures = [
        opened(summary.off_track, "off track"),
        opened(summary.due_soon, f"due in the next {DUE_SOON_DAYS} days"),
    ]
    if summary.moved is not None and summary.last_report is not None:
        figures.append(opened(summary.moved, f"moved since {summary.last_report.name}"))
    query = summary.share_queries.get("complete", "")
    return PlanCard(
        title=plan.title,
        href=reverse("improvement_plan:plan", args=[slug, plan.id]),
        number=str(share.count if share else summary.actions.count),
        label=("complete and signed off" if signed else "complete") if share else "actions",
        of=f"of {counted(share.total, 'action')}" if share else "",
        percent=f"{share.percent}%" if share and share.percent is not None else "",
        number_href=f"{rows}?{query}" if share and share.count else "",
        change=_change(summary),
        when=say_date(home.on),
        bar=tuple(
            RatingCount(
                mark(each.point, plan),
                each.counted.count,
                f"{rows}?{each.counted.query}" if each.counted.count else "",
            )
            for each in summary.by_point
        ),
        figures=tuple(figures),
    )


def _change(summary: PlanSummary) -> str:
    """The two latest closed periods, or the latest and now: "Up from 33 in October 2019"."""
    if summary.shares is None:
        return ""
    now = summary.shares.complete.count
    for totals in reversed(summary.trend):
        if totals.shares and totals.shares.complete.count != now:
            before = totals.shares.complete.count
            return f"{'Up' if now > before else 'Down'} from {before} in {totals.period_name}"
    return f"No change since {summary.last_report.name}" if summary.last_report else ""
