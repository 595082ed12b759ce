"""Tables that are not the plan, told by what they hold: people, rating keys, summaries."""

from __future__ import annotations

import re

from goldenthread.intake.reading.raw import Cell, RawTable
from goldenthread.intake.understanding.content import looks_like_rating, names_a_colour
from goldenthread.intake.understanding.kinds import TableKind
from goldenthread.intake.understanding.posts import is_person, is_post, is_team
from goldenthread.intake.understanding.words import fold, plain, squeeze

_KEY_WORDS = re.compile(
    r"\b(?:b?rag\w*|rating|status|key|traffic light|colour|meaning|definition)\b"
)
_TOTAL = frozenset({"total", "totals", "grand total"})


def rows_of(table: RawTable) -> list[list[str]]:
    """The table's texts, blank rows left out."""
    rows = [[squeeze(plain(cell.text)) for cell in row.cells] for row in table.rows]
    return [row for row in rows if any(row)]


def kind_by_content(table: RawTable) -> TableKind:
    """PEOPLE, SCALE, SUMMARY or OTHER."""
    rows = rows_of(table)
    if not rows:
        return TableKind.OTHER
    if is_summary(rows):
        return TableKind.SUMMARY
    if is_scale(table):
        return TableKind.SCALE
    if is_people(rows):
        return TableKind.PEOPLE
    return TableKind.OTHER


def is_summary(rows: list[list[str]]) -> bool:
    """Counts per rating: labels beside numbers or blank cells, often a total."""
    labelled = [row for row in rows if any(_label(cell) for cell in row)]
    if len(labelled) < 3 or len(labelled) * 2 < len(rows):
        return False
    others = [cell for row in labelled for cell in row if cell and not _label(cell)]
    numeric = all(re.fullmatch(r"[\d.,]+\s*%?(?:\s*\(.*\))?|[-–—↑↓→=▲▼]", cell) for cell in others)
    total = any(fold(row[0]) in _TOTAL for row in rows)
    return numeric and (bool(others) or total or len(rows[0]) > 2)


def _label(text: str) -> bool:
    return looks_like_rating(text) and len(text.split()) <= 6


def is_scale(table: RawTable) -> bool:
    """A key: labels (or colours) down one column, a sentence each beside them."""
    pairs = scale_pairs(table)
    if len(pairs) < 2:
        return False
    rows = rows_of(table)
    words = sum(1 for label, _, _ in pairs if label and looks_like_rating(label))
    colours = len({colour for _, _, colour in pairs if colour})
    headed = any(_KEY_WORDS.search(fold(cell)) for cell in rows[0])
    if colours >= 2 and colours == len(pairs) and not any(label for label, _, _ in pairs):
        return True
    if len(pairs) * 3 < len(rows) * 2 - 1:
        return False
    return (words >= 2 and words * 2 >= len(pairs)) or (headed and (colours >= 2 or len(pairs) > 2))


def scale_pairs(table: RawTable) -> list[tuple[str, str, str]]:
    """(label, meaning, colour) of each row of a key; a key laid out sideways is turned."""
    out: list[tuple[str, str, str]] = []
    for row in table.rows:
        cells = [cell for cell in row.cells if not cell.merged_left]
        if len(cells) < 2:
            out.extend(_label_with_meaning(cell) for cell in cells if _opens_with_label(cell))
            continue
        label, meaning = squeeze(plain(cells[0].text)), squeeze(plain(cells[1].text))
        if len(cells) > 2 and not looks_like_rating(label):
            third = squeeze(plain(cells[2].text))
            if looks_like_rating(meaning) and len(third.split()) >= 2:
                label, meaning = meaning, third
        colour = cells[0].fill or ""
        short = len(label.split()) <= 6
        header = bool(_KEY_WORDS.search(fold(label))) and not looks_like_rating(label)
        says = len(meaning.split()) >= 2 or (looks_like_rating(label) and meaning.isalpha())
        if short and not header and says and (label or colour):
            out.append((label, meaning, colour))
    if len(out) >= 2 or len(table.rows) != 2:
        return out
    top, below = table.rows[0].cells, table.rows[1].cells
    turned = [
        (squeeze(plain(label.text)), squeeze(plain(meaning.text)), label.fill or "")
        for label, meaning in zip(top, below, strict=False)
        if looks_like_rating(plain(label.text)) and meaning.text.strip()
    ]
    return turned if len(turned) >= 2 else out


def _opens_with_label(cell: Cell) -> bool:
    return bool(_label_with_meaning(cell)[0])


def _label_with_meaning(cell: Cell) -> tuple[str, str, str]:
    """A key of one column: "In progress – Green (on track)", "Red: late"; no label, no entry."""
    text, colour = squeeze(plain(cell.text)), cell.fill or ""
    for pattern in (r"(.+?)\s*\(([^()]+)\)", r"(.+?)\s*(?:[:=–—]|\s-\s)\s*(\S.+)"):
        match = re.fullmatch(pattern, text)
        if match and looks_like_rating(match[1]) and not names_a_colour(match[2]):
            return match[1], match[2], colour
    return (text, "", colour) if looks_like_rating(text) else ("", "", "")


_NAME_HEADS = frozenset(
    {
        "name", "names", "post holder", "postholder", "person", "officer", "member", "lead",
        "named person", "contact", "who", "lead officer", "responsible person",
    }
)  # fmt: skip
_POST_HEADS = frozenset(
    {
        "post", "role", "job title", "title", "position", "designation", "role title",
        "job role", "post title", "role and organisation", "responsibility",
    }
)  # fmt: skip
ORGANISATION_HEADS = frozenset(
    {"organisation", "agency", "service", "representing", "organisation represented", "partner",
     "team"}
)  # fmt: skip
INITIALS_HEADS = frozenset({"initials", "abbreviation", "initial"})
EMAIL_HEADS = frozenset({"email", "e mail", "email address", "contact details", "contact"})


def people_header(row: list[str]) -> dict[str, int]:
    """{"person", "post", "organisation", "initials", "email"} → column, for a header of people."""
    out: dict[str, int] = {}
    for at, text in enumerate(row):
        folded = fold(text)
        for key, heads in (
            ("person", _NAME_HEADS),
            ("post", _POST_HEADS),
            ("organisation", ORGANISATION_HEADS),
            ("initials", INITIALS_HEADS),
            ("email", EMAIL_HEADS),
        ):
            if folded in heads and key not in out:
                out[key] = at
                break
    return out


def is_people(rows: list[list[str]]) -> bool:
    """Posts beside names, with or without a header."""
    header = people_header(rows[0])
    if "person" in header and ("post" in header or "initials" in header) and len(rows) > 1:
        return True
    if "person" in header and "organisation" in header and len(rows[0]) <= 4:
        return True
    pairs = people_pairs(rows)
    return len(pairs) >= 2 and len(pairs) * 5 >= 3 * sum(
        1 for row in rows for cell in row[::2] if cell
    )


def people_pairs(rows: list[list[str]]) -> list[tuple[str, str]]:
    """(post, person) pairs that stand side by side, in either order."""
    out: list[tuple[str, str]] = []
    for row in rows:
        for at in range(0, len(row) - 1, 2):
            left, right = row[at], row[at + 1]
            if is_person(right) and (is_post(left) or is_team(left)) and not is_person(left):
                out.append((left, right))
            elif is_person(left) and (is_post(right) or is_team(right)):
                out.append((right, left))
    return out
