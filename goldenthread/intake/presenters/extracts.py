"""The words of the pages on which an extract comes into the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from goldenthread.intake.queries.arrivals import ArrivalFact, ArrivalState
from goldenthread.intake.queries.mappings import MappingFact
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer

# The lists of a preview: what each is called, and the sentence under its title.
LISTS: dict[str, tuple[str, str]] = {
    "new": ("New to the register", "Nobody in the register has their number, or their name and day "
            "of birth."),
    "changes": ("Known, and something changes", "What the register has now, and what it would have "
                "instead."),
    "same": ("Known, and as they were", "The file says of them what the register has."),
    "asked": ("May be somebody known", "Say who they are. Whoever is not decided about is left "
              "out, and asked about again with the next file."),
    "missing": ("Named no longer", "This stream named them before, and this file does not. They "
                "stay as they are: look whether they moved away, or the file is only a part."),
    "nobody": ("Without anything to know them by", "Neither a number nor a name with a day of "
               "birth. They are left out, for they would come in anew with every file."),
    "problems": ("What could not be read as it stands", "By where it stands in the file, so that "
                 "it can be put right there."),
    "checks": ("The 50 checks of the SEN2 return", "A check that did not run has passed nothing."),
}  # fmt: skip
_ROWS = {
    "row": "Rows", "person": "Persons", "request": "Requests", "assessment": "Assessments",
    "named plan": "Named plans", "plan detail": "Plan details", "active plan": "Plans in force",
    "placement detail": "Placements", "need": "Types of need",
}  # fmt: skip
_KINDS = {
    "field": "{words} changes", "event": "“{words}” is added",
    "corrected": "the day of “{words}” changes", "placement": "{words} changes",
    "need": "{words} changes",
}  # fmt: skip


@dataclass(frozen=True)
class ArrivalLine:
    """One file in the list of extracts."""

    name: str
    href: str
    as_at: str
    system: str
    state: str
    detail: str
    who: str


@dataclass(frozen=True)
class Figure:
    """A number that opens its rows; `href` "" where it has none."""

    number: str
    words: str
    href: str = ""


@dataclass(frozen=True)
class PreviewPage:
    """What an extract would change."""

    lede: str
    figures: tuple[Figure, ...]
    rows: tuple[tuple[str, str, str, str], ...]
    adds_up: str
    changes: tuple[tuple[str, str], ...]
    differs: str
    checks: str
    checks_href: str
    problems: str
    problems_href: str
    assumed: tuple[str, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    undecided: str
    waits: str
    read_by: str
    nothing: bool


def address(name: str, viewer: Viewer, *args: object) -> str:
    return reverse(f"bringing_in:{name}", args=[viewer.local_area_slug, *args])


def crumbs(viewer: Viewer, *more: tuple[str, str]) -> list[Crumb]:
    """Register, the list of extracts, and what is below it."""
    first = Crumb("Register", reverse("ehcp_register:home", args=[viewer.local_area_slug]))
    if not more:
        return [first, Crumb("Bring in an extract")]
    found = [first, Crumb("Bring in an extract", address("extracts", viewer))]
    return [*found, *(Crumb(text, href) for text, href in more)]


def arrival_lines(facts: Sequence[ArrivalFact], viewer: Viewer) -> tuple[ArrivalLine, ...]:
    """Each extract with what became of it, the latest first."""
    return tuple(
        ArrivalLine(
            name=one.file_name,
            href=address("extract", viewer, one.id),
            as_at=say_date(one.as_at),
            system=_read_by(one) or one.system or "Not known yet",
            state=one.state_words,
            detail=_detail(one),
            who=f"{say_date(one.brought_on)}, {one.brought_by}"
            if one.brought_on
            else f"{say_date(timezone.localtime(one.recorded_at).date())}, {one.created_by}",
        )
        for one in facts
    )


@dataclass(frozen=True)
class MappingLine:
    """A system whose columns are known."""

    name: str
    version: str
    columns: str
    who: str


def mapping_lines(facts: Sequence[MappingFact]) -> tuple[MappingLine, ...]:
    """Each in its latest version."""
    return tuple(
        MappingLine(
            one.name,
            str(one.version),
            str(one.columns),
            f"{say_date(timezone.localtime(one.recorded_at).date())}, {one.by}",
        )
        for one in facts
    )


def _detail(one: ArrivalFact) -> str:
    if one.state == ArrivalState.BROUGHT:
        made = one.outcome
        return (
            f"{made['new']:,} new, {made['changed']:,} changed, {made['unchanged']:,} as they were"
        )
    if one.state == ArrivalState.REFUSED:
        return one.refusal
    if one.state == ArrivalState.READY:
        return "Nothing is written yet. Look at what it would change."
    if one.state == ArrivalState.COLUMNS:
        return "Say what its columns are."
    return ""


def _read_by(one: ArrivalFact) -> str:
    return f"{one.system}, columns version {one.mapping[1]}" if one.mapping else one.system


def steps(one: ArrivalFact, current: str, viewer: Viewer) -> list[dict[str, str]]:
    """The way of an extract; saying its columns is a step of those that need it."""
    names = [("upload", "Upload"), ("columns", "Columns"), ("look", "Look at it"),
             ("in", "Bring it in")]  # fmt: skip
    if current != "columns" and one.mapping is None:
        names = [each for each in names if each[0] != "columns"]
    at = [name for name, _ in names].index(current)
    return [
        {"text": text, "state": "done" if place < at else "now" if place == at else ""}
        for place, (_, text) in enumerate(names)
    ]


def came_before(one: ArrivalFact) -> str:
    """What to say of a file that was brought in before."""
    return (
        f"This very file was brought in before, as at {say_date(one.as_at)}, on "
        f"{say_date(one.brought_on)} by {one.brought_by}."
    )


def waits_until(one: ArrivalFact) -> str:
    """Until when the file waits, in a sentence."""
    return (
        f"The file waits here sealed until {_moment(one.expires_at)}, then it is deleted. It is "
        "deleted at once when it is brought in or cancelled."
    )


def _moment(when: datetime) -> str:
    local = timezone.localtime(when)
    return f"{say_date(local.date())}, {local:%H:%M}"


def preview_page(one: ArrivalFact, viewer: Viewer) -> PreviewPage:
    """The words of what an extract would change."""
    found = one.found
    rows = tuple(
        (
            _ROWS.get(name.casefold(), name),
            f"{met:,}",
            f"{read:,}",
            f"{refused:,}",
        )
        for name, (met, read, refused) in found["rows"].items()
    )
    checks = found["checks"]
    undecided = sum(str(place) not in one.decided for place in found["asked_places"])
    return PreviewPage(
        lede=f"{one.system}, as at {say_date(one.as_at)}. {found['kind'][:1].upper()}"
        f"{found['kind'][1:]}, {counted(found['persons'], 'person')}. Nothing is written yet.",
        figures=_figures(one, viewer),
        rows=rows,
        adds_up=_adds_up(found["rows"]),
        changes=_changes(found["changes"]),
        differs=_differs(found["differs"]),
        checks=f"{checks['ran']} of {checks['ran'] + checks['not_run']} checks ran: "
        f"{checks['passed']} found nothing, {checks['hit']} found something. "
        f"{checks['not_run']} did not run.",
        checks_href=address("extract_list", viewer, one.id, "checks"),
        problems=f"{counted(found['problems'], 'problem')} in what was read"
        if found["problems"]
        else "",
        problems_href=address("extract_list", viewer, one.id, "problems"),
        assumed=_sentences(found["assumed"]),
        left_out=_sentences(found["left_out"]),
        notes=tuple(found["notes"]),
        undecided=_undecided(undecided),
        waits=waits_until(one),
        read_by=f"Read with version {one.mapping[1]} of the columns of {one.mapping[0]}."
        if one.mapping
        else "",
        nothing=not (one.count("new") or one.count("changes") or one.decided),
    )


def _figures(one: ArrivalFact, viewer: Viewer) -> tuple[Figure, ...]:
    words = {
        "new": "new to the register",
        "changes": "known, and something changes",
        "same": "known, and as they were",
        "asked": "may be somebody known",
        "nobody": "without anything to know them by",
        "missing": "named before by this stream, and no longer",
    }
    decided = sum(str(place) in one.decided for place in one.found["asked_places"])
    if decided:
        words["asked"] += f"; {decided:,} decided"
    return tuple(
        Figure(
            f"{one.count(name):,}",
            text,
            address("extract_list", viewer, one.id, name) if one.count(name) else "",
        )
        for name, text in words.items()
        if one.count(name) or name in ("new", "changes", "same", "asked")
    )


def _adds_up(rows: dict[str, list[int]]) -> str:
    met, read, refused = (sum(one[at] for one in rows.values()) for at in range(3))
    was = "was" if refused == 1 else "were"
    left = f"{refused:,} {was} refused, each with its reason" if refused else "none was refused"
    return (
        f"Every row is accounted for: of {counted(met, 'row')} met, {read:,} were read and {left}."
    )


def _changes(counts: dict[str, int]) -> tuple[tuple[str, str], ...]:
    found = []
    for key, number in counts.items():
        kind, _, words = key.partition("|")
        sentence = _KINDS[kind]
        said = sentence.format(words=words)
        found.append((f"{number:,}", f"{said[:1].upper()}{said[1:]}"))
    return tuple(found)


def _differs(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    if not total:
        return ""
    named = ", ".join(f"{words} {number:,}" for words, number in counts.items())
    return (
        f"Of {counted(total, 'field')} another source says something else ({named}). Once this is "
        "in, they stand under Sources, until somebody decides."
    )


def _sentences(counts: dict[str, int]) -> tuple[str, ...]:
    return tuple(f"{sentence} ({number:,})" for sentence, number in counts.items())


def _undecided(number: int) -> str:
    if number <= 0:
        return ""
    them = "One who may be somebody known is" if number == 1 else (
        f"{number:,} who may be somebody known are"
    )  # fmt: skip
    return f"{them} not decided about. Brought in now, they are left out."


@dataclass(frozen=True)
class DonePage:
    """What an extract changed."""

    sentence: str
    figures: tuple[Figure, ...]
    facts: tuple[dict[str, Any], ...]


def done_page(one: ArrivalFact, viewer: Viewer) -> DonePage:
    """What an extract changed, and how it is known which it was."""
    made = one.outcome
    slug = viewer.local_area_slug
    words = (
        ("new", "new to the register"),
        ("changed", "known, and something changed"),
        ("unchanged", "known, and as they were"),
        ("events_added", "events added"),
        ("events_corrected", "events corrected"),
        ("fields_changed", "fields changed"),
        ("left_to_ask", "left out: may be somebody known"),
        ("nobody", "left out: nothing to know them by"),
        ("problems_kept", "problems that the checks found"),
    )
    quality = reverse("ehcp_register:quality", args=[slug])
    return DonePage(
        sentence=f"{one.system} as at {say_date(one.as_at)} is in the register, all of it. "
        "Its file was deleted.",
        figures=tuple(
            Figure(f"{made[name]:,}", text, quality if name == "problems_kept" else "")
            for name, text in words
            if made.get(name) or name in ("new", "changed", "unchanged")
        ),
        facts=tuple(
            {"key": key, "value": value}
            for key, value in (
                ("Brought in", f"{say_date(one.brought_on)} by {one.brought_by}"),
                ("File", one.file_name),
                ("SHA-256 of the file", one.sha256),
                ("Read as", _read_by(one)),
                ("Rows", _adds_up(one.found["rows"])),
            )
        ),
    )
