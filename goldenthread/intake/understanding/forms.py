"""Forms: tables with their labels down the first column and one value each."""

from __future__ import annotations

from goldenthread.intake.reading.raw import Cell, RawRow, RawTable
from goldenthread.intake.understanding.column_headings import read_heading
from goldenthread.intake.understanding.kinds import Role

# Labels of a form (one report a table, labels down its first column).
_FORM_ROLES = frozenset(
    {
        Role.LEAD, Role.ACCOUNTABLE, Role.RATING, Role.RATING_REASON, Role.MITIGATION, Role.RISKS,
        Role.PROGRESS, Role.NEXT_STEPS, Role.DUE, Role.START, Role.ACTION, Role.LEVEL,
        Role.SUCCESS_MEASURES, Role.IMPACT, Role.OUTCOME, Role.FORUM, Role.DEPENDENCIES,
        Role.EVIDENCE, Role.COPRODUCTION, Role.RESOURCES, Role.REFERENCE,
    }
)  # fmt: skip


def upright(table: RawTable) -> RawTable:
    """A form (labels down the first column, one value each) as a table of one row."""
    if len(table.rows) < 4:
        return table
    pairs: list[tuple[Cell, Cell]] = []
    above: list[RawRow] = []
    for row in table.rows:
        cells = [cell for cell in row.cells if not cell.merged_left]
        if len(cells) not in (2, 4):
            if len(cells) == 1 or not any(cell.text.strip() for cell in cells):
                if not pairs:
                    above.append(row)
                continue
            return table
        pairs.extend(zip(cells[::2], cells[1::2], strict=True))
    known = [
        found.role for label, _ in pairs
        if (found := read_heading(label.text)).confidence >= 0.8
    ]  # fmt: skip
    roles = set(known) & _FORM_ROLES
    if len(roles) < 4 or len(known) * 5 < len(pairs) * 3:
        return table
    kept = [(label, value) for label, value in pairs if label.text.strip()]
    rows = (
        *above,
        RawRow(1, tuple(label for label, _ in kept), table.page),
        RawRow(2, tuple(value for _, value in kept), table.page),
    )
    return RawTable(table.index, rows, table.page)
