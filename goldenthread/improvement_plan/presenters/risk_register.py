"""A plan’s register of risks and issues: the grid, the list, every count’s rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.presenters.actions_page import FilterSelect, Option
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deed, Deeds, deeds
from goldenthread.improvement_plan.presenters.risk_words import (
    REGISTER,
    RiskLine,
    band_mark,
    crumbs,
    risk_line,
    risk_tabs,
    views,
)
from goldenthread.improvement_plan.presenters.saying import lowered
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.improvement_plan.queries.risk_facts import RiskFact
from goldenthread.improvement_plan.queries.risk_filters import (
    KINDS,
    NOBODY,
    STATES,
    RiskFilters,
)
from goldenthread.pages.addresses import Column
from goldenthread.pages.marks import RatingMark
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.rules.risks import (
    BANDS,
    IMPACTS,
    LIKELIHOODS,
    Level,
    Score,
    band_of,
)


@dataclass(frozen=True)
class Cell:
    """One field of the grid: how many stand there now, and the way to them."""

    score: int
    mark: RatingMark
    number: int
    href: str
    said: str


@dataclass(frozen=True)
class GridRow:
    level: Level
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class KeyLine:
    mark: RatingMark
    scores: str
    number: int
    href: str


@dataclass(frozen=True)
class Figure:
    number: int
    words: str
    href: str


@dataclass(frozen=True)
class RegisterPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    views: tuple[dict[str, object], ...]
    as_at: str
    deeds: Deeds
    figures: tuple[Figure, ...]
    grid_title: str
    impacts: tuple[Level, ...]
    grid: tuple[GridRow, ...]
    key: tuple[KeyLine, ...]
    address: str
    selects: tuple[FilterSelect, ...]
    kept: tuple[tuple[str, str], ...]
    applied: tuple[dict[str, str], ...]
    clear_href: str
    count: str
    columns: tuple[Column, ...]
    rows: tuple[RiskLine, ...]
    empty: bool


def register_page(
    plan: PlanFact,
    every: Sequence[RiskFact],
    filters: RiskFilters,
    *,
    raising: str,
    on: date,
    addresses: Addresses,
) -> RegisterPage:
    """`every` holds open and closed ones; `raising` is the sentence that refuses to raise one."""
    found = _sorted([fact for fact in every if filters.fits(fact)], filters.sort)
    in_grid = replace(filters, cell="", band="")
    shown = [fact for fact in every if in_grid.fits(fact) and fact.open]
    total = sum(fact.open for fact in every)
    return RegisterPage(
        title="Risks and issues",
        caption=plan.title,
        breadcrumbs=crumbs(plan, addresses),
        tabs=risk_tabs(plan, addresses),
        views=views(plan, REGISTER, addresses),
        as_at=say_date(on),
        deeds=deeds(
            [Deed("Raise a risk or an issue", addresses.to("raise_risk", plan.id), raising)]
        ),
        figures=_figures(plan, every, addresses),
        grid_title=_grid_title(shown),
        impacts=IMPACTS,
        grid=_grid(plan, shown, in_grid, addresses),
        key=_key(plan, shown, in_grid, addresses),
        address=addresses.to("risks", plan.id),
        selects=_selects(plan, every, filters),
        kept=tuple(
            (name, getattr(filters, name)) for name in ("cell", "sort") if getattr(filters, name)
        ),
        applied=_applied(plan, every, filters, addresses),
        clear_href=_href(plan, RiskFilters(sort=filters.sort), addresses),
        count=f"{len(found):,} of {total:,} open"
        if filters.narrows and filters.open_only
        else counted(len(found), "risk or issue", "risks and issues"),
        columns=_columns(plan, filters, addresses),
        rows=tuple(risk_line(fact, on=on, addresses=addresses) for fact in found),
        empty=not every,
    )


def _href(plan: PlanFact, filters: RiskFilters, addresses: Addresses) -> str:
    query = filters.as_query()
    address = addresses.to("risks", plan.id)
    return f"{address}?{query}" if query else address


def _sorted(found: list[RiskFact], sort: str) -> list[RiskFact]:
    """The highest score first is how the query gives them."""
    if sort == "review":
        return sorted(found, key=lambda fact: fact.review_on or date.max)
    if sort == "raised":
        return sorted(found, key=lambda fact: (fact.raised_on, fact.id), reverse=True)
    if sort == "owner":
        return sorted(found, key=lambda fact: (not fact.owner.key, fact.owner.words))
    return found


def _figures(plan: PlanFact, every: Sequence[RiskFact], addresses: Addresses) -> tuple[Figure, ...]:
    offered = (
        ("open risks", "open risk", RiskFilters(kind="risk")),
        ("open issues", "open issue", RiskFilters(kind="issue")),
        ("very high", "very high", RiskFilters(band="very-high")),
        ("reviews overdue", "review overdue", RiskFilters(state="review-overdue")),
        ("without an owner", "without an owner", RiskFilters(state="no-owner")),
        ("worse than when raised", "worse than when raised", RiskFilters(state="worse")),
    )
    figures = []
    for many, one, filters in offered:
        number = sum(filters.fits(fact) for fact in every)
        figures.append(
            Figure(number, one if number == 1 else many, _href(plan, filters, addresses))
        )
    return tuple(figures)


def _grid_title(shown: Sequence[RiskFact]) -> str:
    if not shown:
        return "Nothing stands in the grid"
    high = sum(fact.now.band.key in ("high", "very-high") for fact in shown)
    return f"{high} of {len(shown)} stand high or very high today"


def _grid(
    plan: PlanFact, shown: Sequence[RiskFact], filters: RiskFilters, addresses: Addresses
) -> tuple[GridRow, ...]:
    """The most likely at the top, the worst impact at the right."""
    return tuple(
        GridRow(
            likelihood,
            tuple(
                _cell(plan, shown, filters, Score(likelihood.value, impact.value), addresses)
                for impact in IMPACTS
            ),
        )
        for likelihood in reversed(LIKELIHOODS)
    )


def _cell(
    plan: PlanFact,
    shown: Sequence[RiskFact],
    filters: RiskFilters,
    score: Score,
    addresses: Addresses,
) -> Cell:
    narrowed = replace(filters, cell=f"{score.likelihood}-{score.impact}")
    number = sum(fact.now == score for fact in shown)
    return Cell(
        score=score.value,
        mark=band_mark(score.band),
        number=number,
        href=_href(plan, narrowed, addresses) if number else "",
        said=f"{'stands' if number == 1 else 'stand'} here: score {score.value}, "
        f"{score.band.word.lower()}",
    )


def _key(
    plan: PlanFact, shown: Sequence[RiskFact], filters: RiskFilters, addresses: Addresses
) -> tuple[KeyLine, ...]:
    return tuple(
        KeyLine(
            mark=band_mark(band),
            scores=f"{band.least} to {band.most}: {band.means}",
            number=(number := sum(band_of(fact.now.value) == band for fact in shown)),
            href=_href(plan, replace(filters, band=band.key), addresses) if number else "",
        )
        for band in reversed(BANDS)
    )


def _selects(
    plan: PlanFact, every: Sequence[RiskFact], filters: RiskFilters
) -> tuple[FilterSelect, ...]:
    word = plan.level_word(0)
    return (
        _select("kind", "Kind", "Risks and issues", KINDS.items(), filters.kind),
        _select("level", word, f"Any {lowered(word)}", _parts(every), str(filters.level or "")),
        _select("owner", "Owner", "Anybody", _owners(every), filters.owner),
        _select(
            "band",
            "Score",
            "Any score",
            [(band.key, f"{band.word} ({band.least}–{band.most})") for band in reversed(BANDS)],
            filters.band,
        ),
        _select(
            "state",
            "Where it stands",
            "Open",
            [(key, words) for key, words in STATES.items() if key != "open"],
            filters.state,
        ),
    )


def _select(
    name: str, label: str, anything: str, choices: Iterable[tuple[str, str]], held: str
) -> FilterSelect:
    return FilterSelect(
        name,
        label,
        (
            Option("", anything, chosen=not held),
            *(Option(value, words, value == held) for value, words in choices),
        ),
    )


def _parts(every: Sequence[RiskFact]) -> list[tuple[str, str]]:
    """The top levels that risks lie in."""
    tops = {fact.place.top.id: fact.place.top for fact in every if fact.place.top}
    named = ((str(top.id), f"{top.reference} {top.title}".strip()) for top in tops.values())
    return sorted(named, key=lambda choice: choice[1])


def _owners(every: Sequence[RiskFact]) -> list[tuple[str, str]]:
    named = {fact.owner.key: fact.owner.words for fact in every if fact.owner.key}
    choices = sorted(named.items(), key=lambda choice: choice[1].casefold())
    return [*choices, (NOBODY, "Nobody yet")]


def _applied(
    plan: PlanFact, every: Sequence[RiskFact], filters: RiskFilters, addresses: Addresses
) -> tuple[dict[str, str], ...]:
    bands = {band.key: band.word for band in BANDS}
    said: dict[str, str] = {
        "kind": KINDS.get(filters.kind, ""),
        "level": _level_said(plan, every, filters.level),
        "owner": f"Owner: {dict(_owners(every)).get(filters.owner, filters.owner)}",
        "band": f"Score: {bands.get(filters.band, '')}",
        "cell": "Likelihood {}, impact {}".format(*filters.cell.split("-")) if filters.cell else "",
        "state": STATES.get(filters.state, ""),
    }
    return tuple(
        {"label": words, "href": _href(plan, filters.without(name), addresses)}
        for name, words in said.items()
        if getattr(filters, name)
    )


def _level_said(plan: PlanFact, every: Sequence[RiskFact], level_id: UUID | None) -> str:
    named = dict(_parts(every)).get(str(level_id), "the part chosen")
    return f"{plan.level_word(0)}: {named}"


def _columns(plan: PlanFact, filters: RiskFilters, addresses: Addresses) -> tuple[Column, ...]:
    def column(text: str, sort: str, way: str) -> Column:
        asked = replace(filters, sort="" if filters.sort == sort else sort)
        return Column(text, _href(plan, asked, addresses), way if filters.sort == sort else "")

    return (
        column("Risk or issue", "raised", "descending"),
        Column("About"),
        Column("Score", "", "descending" if not filters.sort else ""),
        column("Owner", "owner", "ascending"),
        column("Next review", "review", "ascending"),
    )
