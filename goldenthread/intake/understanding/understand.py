"""A raw document → the plan as understood. One pass, no clock, nothing outside the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from goldenthread.intake.reading.raw import RawDocument
from goldenthread.intake.understanding import checks, scales, summaries
from goldenthread.intake.understanding.actions import ActionRead, Context, read_action
from goldenthread.intake.understanding.body import body_rows
from goldenthread.intake.understanding.corrections import Corrections
from goldenthread.intake.understanding.findings import plan_findings
from goldenthread.intake.understanding.gathered import Gathered, gather
from goldenthread.intake.understanding.joining import Group, join_rows
from goldenthread.intake.understanding.kinds import Role, TableKind
from goldenthread.intake.understanding.kpis import figure_problems, read_kpis
from goldenthread.intake.understanding.levels import Levels, Place
from goldenthread.intake.understanding.outline import read_outline
from goldenthread.intake.understanding.overviews import with_ratings
from goldenthread.intake.understanding.people import Known, read_people
from goldenthread.intake.understanding.plan import (
    Action,
    Counts,
    RowUnderstood,
    ScaleFound,
    Section,
    TableUnderstood,
    UnderstoodPlan,
)
from goldenthread.intake.understanding.references import with_references
from goldenthread.intake.understanding.tables import ReadTable, read_tables
from goldenthread.intake.understanding.titles import document_date, title_of
from goldenthread.intake.understanding.waits import with_waits
from goldenthread.intake.understanding.words import fold


def understand(document: RawDocument, corrections: Corrections | None = None) -> UnderstoodPlan:
    """Understand a plan document; `corrections` overrule what would be understood without them.

    Never refuses: what cannot be read becomes a problem of the plan.
    """
    answers = corrections or Corrections()
    tables = read_tables(document, answers)
    outline = read_outline(document, tables)
    title = answers.title or title_of(document, [table.caption for table in tables])
    people = read_people(tables, document.paragraphs)
    found_scales = scales.read_scales(document, tables)
    groups = join_rows(body_rows(tables, outline), answers)
    gathered = gather(groups)
    levels = Levels(outline, title)
    places = levels.place_all(gathered)
    near = document_date(document)
    context = Context(Known.of(people), found_scales, answers, near, _rating_words(gathered))
    reads = _actions(gathered, places, context)
    actions, unplaced = with_waits(with_references([read.action for read in reads]))
    sections = with_ratings(levels.finished(), tables, found_scales)
    kpis = read_kpis(tables, outline)
    names = answers.level_names or levels.names()
    shown_scales = _scales(found_scales, actions)
    stated = summaries.stated_counts(tables, actions)
    problems = [problem for read in reads for problem in read.problems]
    problems += [*unplaced, *summaries.differences(stated), *figure_problems(kpis)]
    problems += checks.of_plan(
        checks.Seen(
            document, tables, sections, actions, reads, people, found_scales, kpis, gathered
        )
    )
    if levels.word_given and not answers.level_names:
        problems.append(checks.level_name_missing(names[0]))
    return UnderstoodPlan(
        title=title,
        format=document.format,
        levels=tuple(names),
        sections=sections,
        actions=tuple(actions),
        people=people,
        scales=shown_scales,
        kpis=kpis,
        forums=_forums(actions),
        tables=tuple(_table(table) for table in tables),
        rows=_rows(groups),
        counts=_counts(sections, actions, groups, len(kpis)),
        problems=tuple(sorted(problems, key=lambda one: (one.row is None, one.row or 0))),
        notes=document.notes,
        stated=stated,
        findings=plan_findings(document, sections, names),
    )


def _actions(
    gathered: Sequence[Gathered], places: dict[int, Place], context: Context
) -> list[ActionRead]:
    out: list[ActionRead] = []
    for one in gathered:
        if not one.group.is_heading:
            out.append(read_action(one, places[one.row], f"a{len(out) + 1}", context))
    return out


def _rating_words(gathered: Sequence[Gathered]) -> Counter[str]:
    """How often each word stands in a rating column, case and space folded."""
    return Counter(
        fold(one.column_text(at)) for one in gathered for at in one.table.at(Role.RATING)
    )


def _scales(found: Sequence[ScaleFound], actions: Sequence[Action]) -> tuple[ScaleFound, ...]:
    """The document's scales; without any, the labels that its ratings use."""
    if found:
        return tuple(found)
    used = scales.in_use(
        rating for action in actions for rating in (*action.ratings_history, *action.ratings)
    )
    return (used,) if used else ()


def _forums(actions: Sequence[Action]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forum for action in actions for forum in action.forums))


def _table(table: ReadTable) -> TableUnderstood:
    counted = table.kind in (TableKind.PLAN, TableKind.KPIS)
    return TableUnderstood(
        table.table.index,
        table.kind,
        table.table.page,
        len(table.body) if counted else len(table.table.rows),
        table.columns,
        table.continues,
        table.caption,
    )


def _rows(groups: Sequence[Group]) -> tuple[RowUnderstood, ...]:
    out: list[RowUnderstood] = []
    action = 0
    for group in groups:
        action += 0 if group.is_heading else 1
        for row, verdict in zip(group.rows, group.verdicts, strict=True):
            out.append(
                RowUnderstood(
                    row.number,
                    row.id,
                    row.table.table.index,
                    verdict.reading,
                    "" if group.is_heading else f"a{action}",
                    verdict.ask,
                    verdict.because,
                )
            )
    return tuple(out)


def _counts(
    sections: Sequence[Section], actions: Sequence[Action], groups: Sequence[Group], kpis: int
) -> Counts:
    return Counts(
        sections=len(sections),
        areas=sum(len(section.areas) for section in sections),
        raw_rows=sum(len(group.rows) for group in groups),
        rows=sum(1 for group in groups if not group.is_heading),
        actions=len(actions),
        kpis=kpis,
        headings=sum(1 for group in groups if group.is_heading),
    )
