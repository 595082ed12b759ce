"""Hide what is small, and as little else as is needed for it to stay hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from goldenthread.rules.disclosure.auditing import recoverable
from goldenthread.rules.disclosure.boxes import NO_LIMIT, Box, cheapest_box, free_boxes
from goldenthread.rules.disclosure.profiles import HIDE_SMALL, Profile
from goldenthread.rules.disclosure.published import Earlier, Protected, Reason, Shown
from goldenthread.rules.disclosure.release import Board, gather
from goldenthread.rules.disclosure.statements import Known
from goldenthread.rules.disclosure.tables import Key, Table
from goldenthread.rules.refusals import Refused


def protect(
    table: Table,
    profile: Profile = HIDE_SMALL,
    *,
    earlier: Earlier | None = None,
    given: Collection[Known] = (),
    also_hidden: Collection[Key] = (),
) -> Protected:
    """The table as it may be published: no hidden count can be worked out from all that is seen.

    For every hidden count (and every small one that no table lists) there are other tables, of
    whole numbers and not below nought, that agree with everything published, and in which it
    differs by the profile's protection at least: the *boxes* found here. That is proof against any
    amount of arithmetic: with totals, filters and views of the same table, percentages, tables
    before this one (`earlier`) and what is known from elsewhere (`given`). It is not proof against
    somebody who knows a person in the table, nor against guessing which hidden number was hidden
    first.

    The same input gives the same output, in whatever order rows are given. `also_hidden` keeps
    cells hidden that were hidden when the same table was published before. Raises Refused where no
    way to hide is left, or where the tables are too large to show it.

    Source: the hypercube method (S. Giessing and D. Repsilber, in Inference Control in Statistical
    Databases, 2002), for totals of totals, percentages and months.
    """
    board = Board(gather(table, profile, earlier, given))
    now = board.now
    reasons = {cell: Reason.SMALL for cell in board.guarded if board.hidden(cell)}
    for key in sorted(also_hidden):
        if key not in board.place:
            raise Refused(f"{', '.join(key)} is not a cell of the table.")
        cell = board.number(now, key)
        if board.listed(cell) and board.values[cell] >= profile.least_hidden:
            reasons.setdefault(cell, Reason.TOTALS)
            board.guarded.add(cell)
            board.freedom.hide(cell)
    _cover(board, now, reasons, frozenset(reasons))
    statements = board.statements()
    given_away = recoverable(statements, profile)
    if given_away:
        raise Refused("Not published: " + " ".join(one.sentence for one in given_away[:3]))
    shown = {
        cell: _shown(board, cell, reasons.get(cell))
        for cell in range(len(board.values))
        if board.listed(cell) and board.layers[cell].told is None
    }
    return Protected(
        profile=profile,
        cells={board.key(c): one for c, one in shown.items() if board.layers[c].name == now},
        flows={
            (board.layers[c].name.split()[0], *board.key(c)): one
            for c, one in shown.items()
            if board.layers[c].flow
        },
        table=table,
        statements=statements,
        given=tuple(given),
        earlier=earlier,
    )


def _cover(board: Board, now: str, reasons: dict[int, Reason], kept: frozenset[int]) -> None:
    """Hide more until every guarded cell is open far enough, then show again what need not be."""
    resting: dict[int, tuple[Box, ...]] = {}
    hidden_more: dict[int, tuple[int, int, int, int]] = {}
    waiting = sorted(board.guarded, key=lambda cell: (board.values[cell], cell), reverse=True)
    while waiting:
        cell = waiting.pop()
        if cell in resting:
            continue
        resting[cell] = free_boxes(board.freedom, cell, _width(board, cell))
        if resting[cell]:
            continue
        box = cheapest_box(board.freedom, cell, _width(board, cell))
        if box is None and 0 < board.freedom.price[cell] < NO_LIMIT:
            # Rounded, and as rounded it has too little room of its own.
            hidden_more[cell] = board.freedom.hide(cell)
            reasons[cell] = Reason.TOTALS
            del resting[cell]
            waiting.append(cell)
            continue
        if box is None:
            raise Refused(
                f"{board.name(cell)} cannot be kept hidden any more: what was published "
                "before or is known elsewhere gives it away. Do not publish this table."
            )
        why = Reason.TOTALS if board.layers[cell].name == now else Reason.EARLIER
        for corner, _ in box.corners[1:]:
            if board.freedom.price[corner]:
                hidden_more[corner] = board.freedom.hide(corner)
                reasons[corner] = why
                board.guarded.add(corner)
                waiting.append(corner)
        resting[cell] = (box,)
    _show_again(board, resting, hidden_more, reasons, kept)


def _show_again(
    board: Board,
    resting: dict[int, tuple[Box, ...]],
    hidden_more: dict[int, tuple[int, int, int, int]],
    reasons: dict[int, Reason],
    kept: frozenset[int],
) -> None:
    """Cells that later ones made needless, the largest first."""
    for cell in sorted(hidden_more, key=lambda one: (-board.values[one], one)):
        if cell in kept:
            continue
        now_hidden = board.freedom.hide(cell)
        rounded = board.layers[cell].profile.rounding is not None
        board.freedom.restore(cell, hidden_more[cell])
        if not rounded:
            board.guarded.discard(cell)
        found = _rest_again(board, resting, cell)
        if found is None:
            board.freedom.restore(cell, now_hidden)
            board.guarded.add(cell)
            continue
        resting.update(found)
        if not rounded:
            resting.pop(cell, None)
        del reasons[cell]


def _rest_again(
    board: Board, resting: dict[int, tuple[Box, ...]], shown: int
) -> dict[int, tuple[Box, ...]] | None:
    """New boxes for the cells whose own had this corner; None where one has no other."""
    found = {}
    for cell in sorted(resting):
        if cell in board.guarded and _stands_on(resting[cell], shown):
            boxes = free_boxes(board.freedom, cell, _width(board, cell))
            if not boxes:
                return None
            found[cell] = boxes
    return found


def _stands_on(boxes: Iterable[Box], cell: int) -> bool:
    return any(corner == cell for box in boxes for corner, _ in box.corners)


def _width(board: Board, cell: int) -> int:
    return board.layers[cell].profile.protection


def _shown(board: Board, cell: int, reason: Reason | None) -> Shown:
    profile = board.layers[cell].profile
    if reason is not None:
        return Shown(profile.labels.hidden, None, profile.sentence, reason)
    count = profile.rounded(board.values[cell])
    return Shown(f"{count:,}", count)
