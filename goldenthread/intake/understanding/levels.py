"""Which section and improvement areas each action belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from goldenthread.intake.understanding.aims import read_aims
from goldenthread.intake.understanding.areas import read_area_cell
from goldenthread.intake.understanding.gathered import Gathered
from goldenthread.intake.understanding.kinds import Role
from goldenthread.intake.understanding.level_cells import LevelCell, level_cells
from goldenthread.intake.understanding.level_words import (
    LevelHeading,
    read_level_heading,
    read_plain_heading,
)
from goldenthread.intake.understanding.outline import Outline
from goldenthread.intake.understanding.plan import Area, Section
from goldenthread.intake.understanding.words import (
    fold,
    sentence_case,
    squeeze,
)


@dataclass
class _AreaInProgress:
    id: str
    reference: str
    title: str
    group: str
    rows: list[int] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


@dataclass
class _SectionInProgress:
    id: str
    heading: LevelHeading
    outline: int | None = None
    areas: list[_AreaInProgress] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where one action stands."""

    section: str
    areas: tuple[str, ...]
    headings: tuple[str, ...]
    also_under: tuple[str, ...] = ()


@dataclass
class Levels:
    """Builds the sections and areas while the actions pass by in order."""

    outline: Outline
    title: str
    sections: list[_SectionInProgress] = field(default_factory=list)
    area_word: str = ""
    section_word: str = ""
    word_given: bool = False
    _heading: str = ""
    _row_section: _SectionInProgress | None = None
    _row_area: LevelHeading | None = None
    _outline_at: int | None = None

    def place_all(self, gathered: Sequence[Gathered]) -> dict[int, Place]:
        """{first row: its place} for every action; heading rows leave their mark only."""
        for at, found in enumerate(self.outline.sections):
            self.sections.append(_SectionInProgress(f"s{at + 1}", found.heading, at))
        spans = level_cells(gathered)
        out: dict[int, Place] = {}
        action = 0
        for one, own in zip(gathered, spans, strict=True):
            self._enter(one)
            if one.group.is_heading:
                self._heading_row(one)
                continue
            action += 1
            out[one.row] = self._place(one, own, f"a{action}")
        return out

    def _enter(self, one: Gathered) -> None:
        at = one.group.rows[0].section
        if at != self._outline_at:
            self._outline_at, self._heading, self._row_section, self._row_area = at, "", None, None

    def _heading_row(self, one: Gathered) -> None:
        text = squeeze(" ".join(part for parts in one.pieces.values() for part in parts))
        found = read_level_heading(text, looks_like_heading=True)
        at = one.group.rows[0].section
        top = self.outline.sections[at].heading.word if at is not None else ""
        has_levels = bool(one.table.at(Role.LEVEL))
        open_word = self._row_section.heading.word if self._row_section and at is None else ""
        if found is not None and found.word == (
            open_word or (top if at is not None else found.word)
        ):
            self._row_section = self._section_for(found, None)
            self._row_area, self._heading = None, ""
            return
        if found is not None:
            self._row_area, self._heading = found, ""
            self.area_word = self.area_word or found.word
        elif at is None and not has_levels:
            self._row_section = self._section_for(read_plain_heading(text), None)
        else:
            self._heading = text

    def _section_for(self, heading: LevelHeading, outline: int | None) -> _SectionInProgress:
        for section in self.sections:
            same_title = fold(section.heading.title) == fold(heading.title)
            same = section.heading.reference == heading.reference and (
                same_title
                or (
                    bool(heading.reference)
                    and heading.word == section.heading.word
                    and bool(heading.word)
                )
            )
            if same:
                return section
        made = _SectionInProgress(f"s{len(self.sections) + 1}", heading, outline)
        self.sections.append(made)
        return made

    def _place(self, one: Gathered, spans: dict[int, LevelCell], action: str) -> Place:
        columns = one.table.at(Role.LEVEL)
        at = one.group.rows[0].section
        section: _SectionInProgress | None = self._row_section
        if section is None and at is not None:
            section = self.sections[at]
        area_columns = list(columns)
        shared: list[_SectionInProgress] = []
        if section is None and (
            len(columns) > 1 or (columns and fold(_heading_of(one, columns[0])) not in _LOW)
        ):
            shared = self._sections_of_column(one, area_columns.pop(0), spans)
            section = shared[0] if shared else None
        if section is None:
            section = self._section_for(LevelHeading("", "", self.title), None)
        areas = self._areas(one, section, area_columns, spans)
        numbers = [row.number for row in one.group.rows]
        for area in areas:
            area.rows.extend(numbers)
            area.actions.append(action)
        if not areas:
            for holder in shared or [section]:
                holder.actions.append(action)
        headings = (self._heading,) if self._heading else ()
        also = tuple(other.id for other in shared[1:])
        return Place(section.id, tuple(area.id for area in areas), headings, also)

    def _sections_of_column(
        self, one: Gathered, column: int, spans: dict[int, LevelCell]
    ) -> list[_SectionInProgress]:
        """The sections a cell names; several numbered ones in one cell share the action."""
        span = spans.get(column)
        self.section_word = self.section_word or _level_word(_heading_of(one, column))
        if span is None or not span.text:
            return []
        found = read_level_heading(span.text, looks_like_heading=True)
        cell = read_area_cell(span.text)
        if found is None and len(cell.areas) > 1:
            headings = [LevelHeading("", *area) for area in cell.areas]
        else:
            headings = [found or read_plain_heading(span.text)]
        return [self._section_for(heading, None) for heading in headings]

    def _areas(
        self,
        one: Gathered,
        section: _SectionInProgress,
        columns: list[int],
        spans: dict[int, LevelCell],
    ) -> list[_AreaInProgress]:
        at = one.group.rows[0].section
        sub = None
        if at is not None:
            sub = self.outline.sections[at].sub_headings.get(one.table.table.index)
        sub = self._row_area or sub
        if not columns:
            if sub is None:
                return []
            self.area_word = self.area_word or sub.word
            return [self._area_for(section, sub.reference, sub.title, "")]
        column = columns[-1]
        label = " – ".join(
            ([sub.title] if sub else [])
            + [squeeze(spans[other].text) for other in columns[:-1] if other in spans]
        )
        self.area_word = self.area_word or _level_word(_heading_of(one, column))
        span = spans.get(column)
        if span is None or not span.text:
            return []
        cell = read_area_cell(span.text)
        group = cell.group or label or self._heading
        return [self._area_for(section, reference, title, group) for reference, title in cell.areas]

    def _area_for(
        self, section: _SectionInProgress, reference: str, title: str, group: str
    ) -> _AreaInProgress:
        for area in section.areas:
            alike = fold(area.title) == fold(title) or (
                reference and fuzz.ratio(fold(area.title), fold(title)) >= 95
            )
            if area.reference == reference and alike:
                return area
        made = _AreaInProgress(f"{section.id}-{len(section.areas) + 1}", reference, title, group)
        section.areas.append(made)
        return made

    def finished(self) -> tuple[Section, ...]:
        """The sections with aims and targets, those without any action or area left out."""
        out: list[Section] = []
        for section in self.sections:
            found = self.outline.sections[section.outline] if section.outline is not None else None
            aims = read_aims(found.paragraphs if found else ())
            if found is None and not section.areas and not section.actions:
                continue
            out.append(
                Section(
                    section.id,
                    section.heading.reference,
                    section.heading.title or section.heading.word,
                    section.heading.word,
                    aims.aim,
                    aims.introduction,
                    aims.targets,
                    tuple(_area(area) for area in section.areas),
                    tuple(section.actions),
                )
            )
        return tuple(out)

    def names(self) -> tuple[str, ...]:
        """The plan's own words for its levels, highest first."""
        words = [section.heading.word for section in self.sections if section.heading.word]
        top = max(dict.fromkeys(words), key=words.count) if words else self.section_word
        real = any(section.heading.title != self.title for section in self.sections)
        if not top and real and self.sections:
            self.word_given, top = True, "Priority"
        has_areas = any(section.areas for section in self.sections)
        second = self.area_word or ("Improvement area" if has_areas else "")
        return tuple(word for word in (top, second if has_areas else "") if word)


# Alone, a column of these hangs under the plan itself; any other column of a level is its top.
_LOW = frozenset(
    {
        "improvement area", "improvement areas", "area for improvement", "areas for improvement",
        "area of improvement", "sub priority", "sub theme", "area for development",
        "area of development", "development area",
    }
)  # fmt: skip


def _area(area: _AreaInProgress) -> Area:
    return Area(
        area.id,
        area.reference,
        area.title,
        area.group,
        tuple(dict.fromkeys(area.rows)),
        tuple(dict.fromkeys(area.actions)),
    )


def _heading_of(one: Gathered, column: int) -> str:
    return next(found.heading for found in one.table.columns if found.column == column)


def _level_word(heading: str) -> str:
    """ "Improvement Areas" → "Improvement area"."""
    word = sentence_case(heading.split("(", maxsplit=1)[0].strip(" :/"))
    if word.casefold().startswith("areas "):
        return "Area " + word[6:]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
