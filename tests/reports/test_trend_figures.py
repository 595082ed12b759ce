"""Every count of the trend opens the rows of its own period."""

from __future__ import annotations

from datetime import date

from goldenthread.reports.document import (
    Figure,
    Table,
)
from goldenthread.reports.document_figures import figures_in, plain
from goldenthread.reports.writers.html import write_html
from goldenthread.rules.comparison import resolve
from tests.factories.papers import paper
from tests.factories.snapshots import april, december, october

PERIODS = {one.id: one for one in (april(), october(), december())}


def _of_period(snapshot_id: str, key: str) -> tuple[str, str]:
    return f"GT-{snapshot_id}/{key}", f"/a/fernshire/papers/figures/?reference={snapshot_id}/{key}"


def _trend(**changes: object) -> Table:
    document = paper(period_figure=_of_period, **changes)
    charts = [getattr(block, "table", None) for block in document.blocks]
    return next(one for one in charts if one and one.caption == "Progress by reporting period")


def test_each_count_of_the_trend_opens_as_many_rows_as_it_says() -> None:
    table = _trend()
    assert [row[0] for row in table.rows] == [p.cut_off for p in PERIODS.values()]
    figures = list(figures_in((table,)))
    assert len(figures) == len(table.rows) * 4
    for figure in figures:
        snapshot_id, key = figure.reference.removeprefix("GT-").split("/", 1)
        assert len(resolve(PERIODS[snapshot_id], None, key)) == figure.number
        assert date.fromisoformat(str(PERIODS[snapshot_id].cut_off)).strftime("%Y") in figure.what


def test_a_public_issued_paper_keeps_the_references_and_no_address() -> None:
    document = paper(period_figure=_of_period, front={"draft": False})
    assert b"/a/fernshire/" not in write_html(document)
    assert b"share:complete" in write_html(document)


def test_the_total_of_the_summary_is_a_figure_in_every_column() -> None:
    document = paper()
    summary = next(
        block
        for block in document.blocks
        if isinstance(block, Table) and block.part == "summary_table"
    )
    total = summary.rows[-1]
    assert [plain(cell) for cell in total[2:]] == ["94", "94", "94"]
    assert all(isinstance(cell, Figure) for cell in total[2:])
