"""Reads the dates of a cell as councils write them, and says what it assumed.

Where words allow two readings the earlier last day is taken, because a date read too early shows
up as overdue and is put right, while one read too late hides a delay. Nothing is assumed in
silence: `WrittenDate.problem` says it, in sentences for the person who checks.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from goldenthread.rules.calendars import wordings
from goldenthread.rules.calendars.periods import Span, plus_months
from goldenthread.rules.calendars.pieces import Piece, find_pieces
from goldenthread.rules.calendars.saying import say_date
from goldenthread.rules.calendars.written_dates import Precision, WrittenDate

LONGEST_CELL = 1000  # characters; more is a story, and not worth the time to search
LOOK_BACK_DAYS = 60  # a yearless date may lie this long before the document that holds it

_PLAIN_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about all and approx approximately around as at be between beginning by circa close
        complete completed completion date deadline delivered delivery due during early end ends
        first for from half in into is it late later latest mid middle no not of on or revised
        second start starts than the then there after this through till timescale to until up was
        we week will with within year ll d s prior before following beyond onwards thereafter
        """,
    )
)


def read_dates(text: str, *, near: date | None = None) -> tuple[WrittenDate, ...]:
    """Every date in a cell, in the order written; empty for a blank cell.

    `near` is a date of the document itself, from which a missing year is proposed (and said to be).
    Several dates in one cell are several; a span ("from Sept 2019 to July 2020") is one.
    """
    words = _tidied(text)
    if not words.strip():
        return ()
    if len(words) > LONGEST_CELL:
        problem = "Too long to be read as a date."
        return (WrittenDate(text.strip(), None, None, Precision.NONE, problem),)
    found = find_pieces(words)
    if not found:
        return (wordings.without_a_date(text.strip(), near),)
    pieces = _with_borrowed_years(found)
    pieces, stray = _without_stray_years(pieces)
    pieces = _with_spans_joined(pieces, words)
    pieces, twice = _without_repeats(pieces)
    pieces = [_with_proposed_year(piece, near) for piece in pieces]
    pieces = [_with_words_before(piece, words) for piece in pieces]
    if len(pieces) == 1:
        written = [_single(pieces[0], words, text.strip())]
    else:
        written = [_as_written(piece, piece.words) for piece in pieces]
    remarks = [*stray, *twice, *_about_several(written)]
    if all(one.precision is not Precision.ONGOING for one in written):
        remarks += _about_other_words(found, words)
    last = written[-1]
    written[-1] = replace(last, problem=" ".join(filter(None, [last.problem, *remarks])))
    return tuple(written)


def last_acceptable_day(text: str, near: date | None = None) -> date | None:
    """The latest last acceptable day written in a cell; None where there is none."""
    return max((one.last_day for one in read_dates(text, near=near) if one.last_day), default=None)


def _tidied(text: str) -> str:
    """The words with one kind of dash, apostrophe and space; line breaks are kept."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"[\u2018\u2019\u00b4`]", "'", text)
    text = re.sub(r"[^\S\n]+", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r" *\n *", "\n", text)


def _with_borrowed_years(pieces: list[Piece]) -> list[Piece]:
    """A date without a year takes it from the next one in the cell, else from the one before."""
    borrowed: list[Piece] = []
    for position, piece in enumerate(pieces):
        later = next((other for other in pieces[position + 1 :] if other.span), None)
        earlier = next((other for other in reversed(borrowed) if other.span), None)
        borrowed.append(_borrowing(piece, later, earlier))
    return borrowed


def _borrowing(piece: Piece, later: Piece | None, earlier: Piece | None) -> Piece:
    """The piece with a neighbour's year, so chosen that the cell's dates stay in their order."""
    if piece.span or not piece.in_year:
        return piece
    if later and later.span:
        span = piece.in_year(later.span[0].year)
        if span[0] > later.span[1]:
            span = piece.in_year(later.span[0].year - 1)
        return replace(piece, span=span).noting(_year_from(piece, span, later))
    if earlier and earlier.span:
        span = piece.in_year(earlier.span[1].year)
        if span[1] < earlier.span[0]:
            span = piece.in_year(earlier.span[1].year + 1)
        return replace(piece, span=span).noting(_year_from(piece, span, earlier))
    return piece


def _year_from(piece: Piece, span: Span, other: Piece) -> str:
    return f"“{piece.words}” has no year; {span[0].year} is taken from “{other.words}” beside it."


def _without_stray_years(pieces: list[Piece]) -> tuple[list[Piece], list[str]]:
    """A year alone beside dates of that year is a fragment of the cell, not one more date."""
    dated = {
        day.year for piece in pieces if not piece.bare_year and piece.span for day in piece.span
    }
    kept = [piece for piece in pieces if not _is_stray(piece, dated)]
    borrowed = [note.partition("taken from")[2] for piece in kept for note in piece.notes]
    return kept, [
        f"“{piece.words}” stands alone beside the dates and is not read as one more."
        for piece in pieces
        if _is_stray(piece, dated) and not any(piece.words in note for note in borrowed)
    ]


def _is_stray(piece: Piece, dated: set[int]) -> bool:
    return piece.bare_year and piece.span is not None and piece.span[0].year in dated


def _with_spans_joined(pieces: list[Piece], words: str) -> list[Piece]:
    """Two dates joined by "to" or a dash are one span."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        gap = words[before.end : piece.start] if before else ""
        between = before is not None and re.search(r"\bbetween\s*$", words[: before.start], re.I)
        is_range = wordings.RANGE.match(gap) or (between and gap.strip().lower() == "and")
        if before and before.span and piece.span and is_range and "\n" not in gap:
            if before.span[0] <= piece.span[1]:
                joined[-1] = _span_of(before, piece, (before.span[0], piece.span[1]), words)
                continue
            joined.append(piece.noting("Written as a span, but it would end before it starts."))
        else:
            joined.append(piece)
    return joined


def _span_of(first: Piece, last: Piece, span: Span, words: str) -> Piece:
    return replace(
        last,
        start=first.start,
        words=words[first.start : last.end],
        span=span,
        notes=tuple(note for note in first.notes if "has no year" not in note) + last.notes,
        bare_year=False,
        joined=True,
    )


def _without_repeats(pieces: list[Piece]) -> tuple[list[Piece], list[str]]:
    """The same date written twice (two steps in one cell) is one date."""
    kept: list[Piece] = []
    remarks: list[str] = []
    for piece in pieces:
        if piece.span and any(piece.span == other.span for other in kept):
            remarks.append(f"“{piece.words}” is written more than once.")
        else:
            kept.append(piece)
    return kept, list(dict.fromkeys(remarks))


def _with_proposed_year(piece: Piece, near: date | None) -> Piece:
    """Without a year there is no day; the document's own date lets one be proposed."""
    if piece.span or not piece.in_year:
        return piece
    if near is None:
        return piece.noting("No year is written.")
    earliest = near - timedelta(days=LOOK_BACK_DAYS)
    years = (near.year - 1, near.year, near.year + 1, near.year + 2)
    span = next(span for span in map(piece.in_year, years) if span[1] >= earliest)
    note = (
        f"No year is written; {span[1].year} is proposed because the document is dated "
        f"{say_date(near)}."
    )
    return replace(piece, span=span).noting(note)


def _with_words_before(piece: Piece, words: str) -> Piece:
    """ "Before", "mid" and "week commencing" change which day is the last acceptable one."""
    lead = words[: piece.start]
    if not piece.span:
        return piece
    first, last = piece.span
    part = wordings.PART.search(lead)
    if wordings.WEEK.search(lead) and piece.precision is Precision.DAY:
        friday = last + timedelta(days=max(0, 4 - last.weekday()))
        note = f"The week that begins then: {say_date(friday)} is taken as its last day."
        return replace(piece, span=(first, friday)).noting(note)
    within = wordings.WITHIN_OF.search(lead)
    if within:
        end = wordings.after(last, within)
        note = f"Counted from {say_date(last)}."
        return replace(piece, span=(first, end), precision=Precision.DAY).noting(note)
    if wordings.BEFORE.search(lead) and not wordings.NOT_BEFORE.search(lead):
        eve = first - timedelta(days=1)
        note = f"“Before” is read as {say_date(eve)} at the latest."
        return replace(piece, span=(eve, eve), precision=Precision.DAY).noting(note)
    if part and piece.precision is not Precision.DAY:
        end = _end_of_part(piece.precision, part["part"].lower(), (first, last))
        note = f"“{part['part'].capitalize()}” names no day: {say_date(end)} is taken."
        return replace(piece, span=(first, end)).noting(note)
    return piece


def _end_of_part(precision: Precision, part: str, span: Span) -> date:
    """The last day of the early part of a term, quarter or year; of the whole otherwise.

    Early in a term or quarter is its first month, early in a year its first three; a month is too
    short to be divided.
    """
    first, last = span
    if part in ("early", "start", "beginning") and precision is not Precision.MONTH:
        count = 3 if precision is Precision.YEAR else 1
        return plus_months(first, count) - timedelta(days=1)
    return last


def _as_written(piece: Piece, words: str) -> WrittenDate:
    first, last = piece.span or (None, None)
    return WrittenDate(words, first, last, piece.precision, " ".join(piece.notes))


def _single(piece: Piece, words: str, text: str) -> WrittenDate:
    """One date in the cell: the words around it may say that it is a start or a review."""
    written = _as_written(piece, text)
    if piece.span is None:
        return written
    lead, rest = words[: piece.start], words[piece.end :]
    ongoing = _as_ongoing(piece, lead, rest)
    if ongoing:
        first, problem = ongoing
        written = replace(written, first_day=first, last_day=None, precision=Precision.ONGOING)
    else:
        problem = _beside_a_deadline(lead, rest)
    return replace(written, problem=f"{written.problem} {problem}".strip())


def _as_ongoing(piece: Piece, lead: str, rest: str) -> tuple[date | None, str] | None:
    """First day and problem where the date is no deadline: a start, or the review of what goes on.

    None where it is one.
    """
    if piece.span is None or wordings.THEREAFTER.search(rest) or wordings.ENDS.search(lead):
        return None
    first, last = piece.span
    said = say_date(last) if piece.precision is Precision.DAY else piece.words
    goes_on = wordings.ONGOING.search(f"{lead} {rest}")
    start = first, f"Starts {_in_or_on(piece)}; no end is written."
    if goes_on and wordings.REVIEW.search(lead):
        return None, f"Ongoing; {said} is for a review, not a due date."
    if wordings.AFTER.search(lead):
        return last + timedelta(days=1), f"Starts after {said}; no end is written."
    if wordings.AFTERWARDS.match(rest) or _starts(piece, lead) or wordings.ONGOING.search(rest):
        return start
    if goes_on:
        return None, f"Ongoing; whether it starts or ends at {said} is not written."
    return None


def _beside_a_deadline(lead: str, rest: str) -> str:
    """What the words around a deadline add to it."""
    if wordings.THEREAFTER.search(rest):
        return "It goes on after this date."
    around = f"{lead} {rest}"
    if wordings.ONGOING.search(around) or wordings.REPEATS.search(around):
        ends = wordings.ENDS.search(lead)
        return "Ongoing until this date." if ends else "It repeats; only the date is read."
    return "Says when the work was done." if wordings.DONE_THEN.search(lead) else ""


def _starts(piece: Piece, lead: str) -> bool:
    """The words before the date make it a start, not a deadline."""
    says_so = wordings.STARTS.search(lead) or wordings.NOT_BEFORE.search(lead)
    return bool(says_so) and not piece.joined and not wordings.WEEK.search(lead)


def _in_or_on(piece: Piece) -> str:
    if piece.precision is Precision.DAY and piece.span:
        return f"on {say_date(piece.span[0])}"
    return f"in {piece.words}"


def _about_several(written: list[WrittenDate]) -> list[str]:
    if len(written) < 2:
        return []
    named = ", ".join(f"“{one.as_written}”" for one in written)
    return [f"{len(written)} dates in one cell: {named}."]


def _about_other_words(pieces: list[Piece], words: str) -> list[str]:
    """Say which words and figures beside the dates were not read, but for the usual little ones."""
    left = words
    for piece in pieces:
        left = left[: piece.start] + "\n" * (piece.end - piece.start) + left[piece.end :]
    for pattern in (wordings.ONGOING, wordings.REPEATS, wordings.WEEK, wordings.WEEK_END):
        left = pattern.sub(" ", left)
    runs = (re.findall(r"[\w']+", run) for run in left.split("\n"))
    unread = [words for run in runs if (words := _without_plain_ends(run))]
    return [f"Not read as part of a date: “{'”, “'.join(unread)}”."] if unread else []


def _without_plain_ends(run: list[str]) -> str:
    """The words from the first to the last that is not one of the usual little ones."""
    telling = [place for place, word in enumerate(run) if word.lower() not in _PLAIN_WORDS]
    return " ".join(run[telling[0] : telling[-1] + 1]) if telling else ""
