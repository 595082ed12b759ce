"""The words of a plan's versions on a child's page, and of one version with its sections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.children import PersonFact
from goldenthread.ehcp_register.queries.plans import SectionFact, VersionFact
from goldenthread.files.kinds import WORDS as KINDS
from goldenthread.pages.words import counted, say_date
from goldenthread.rules.standing import SECTIONS
from goldenthread.rules.standing.sections import ALWAYS, MAY_BE_EMPTY, SEVERAL, TELLS_OF

_RIGHTS = {"education": "Education", "health": "Health", "social_care": "Social care"}


@dataclass(frozen=True)
class VersionLine:
    """A version in the list on a child's page."""

    words: str
    when: str
    state: str
    held: str
    missing: str
    href: str
    struck: bool


@dataclass(frozen=True)
class HeldLine:
    part: str
    open_href: str
    open_words: str
    link: str
    host: str
    withheld: str
    by: str
    away_href: str


@dataclass(frozen=True)
class SectionLine:
    letter: str
    title: str
    right: str
    held: tuple[HeldLine, ...]
    empty: str  # what is said where nothing is held


@dataclass(frozen=True)
class VersionPage:
    title: str
    caption: str
    state: str
    lede: str
    sections: tuple[SectionLine, ...]
    before: tuple[str, ...]
    hold_href: str
    back: str


def version_lines(found: Iterable[VersionFact], *, slug: str) -> tuple[VersionLine, ...]:
    """The versions, the latest first."""
    there = Addresses(slug)
    return tuple(
        VersionLine(
            words=one.words,
            when=say_date(one.on),
            state=_state(one),
            held=_held(one),
            missing=_missing(one) if one.sections else "",
            href=there.to("plan_version", one.event_id),
            struck=one.struck,
        )
        for one in found
    )


def version_page(
    person: PersonFact, version: VersionFact, *, there: Addresses, may_record: bool
) -> VersionPage:
    """One version: each section A to K, with what is held of it."""
    return VersionPage(
        title=f"{version.words}, {say_date(version.on)}",
        caption=person.name,
        state=_state(version),
        lede=_missing(version) if version.sections else "No section of it is held here yet.",
        sections=tuple(
            _line(letter, version.sections, there, may_record and not version.struck)
            for letter in SECTIONS
        ),
        before=tuple(
            f"{one.section}{f' ({one.part})' if one.part else ''}, held on "
            f"{say_date(one.held_on)}: {one.why[:1].lower()}{one.why[1:]}"
            for one in version.before
        ),
        hold_href=there.to("hold_sections", version.event_id)
        if may_record and not version.struck
        else "",
        back=there.child(person.id),
    )


def _line(letter: str, sections: Iterable[SectionFact], there: Addresses, may: bool) -> SectionLine:
    return SectionLine(
        letter=letter,
        title=SECTIONS[letter],
        right=_RIGHTS.get(TELLS_OF.get(letter, ""), ""),
        held=tuple(_one(one, there, may) for one in sections if one.section == letter),
        empty=MAY_BE_EMPTY.get(letter, "Not here"),
    )


def _one(one: SectionFact, there: Addresses, may: bool) -> HeldLine:
    file = one.file
    return HeldLine(
        part=one.part or ("The whole section" if one.section in SEVERAL else ""),
        open_href=there.to("section_file", one.id) if file else "",
        open_words=f"{KINDS[file.kind].removeprefix('a ')}, {_size(file.size)}" if file else "",
        link=one.link,
        host=one.link.partition("://")[2].partition("/")[0],
        withheld=one.withheld,
        by=f"Held since {say_date(one.held_on)}" + (f" by {one.held_by}" if one.held_by else ""),
        away_href=there.to("take_section_away", one.id) if may and not one.withheld else "",
    )


def _size(count: int) -> str:
    return f"{max(1, round(count / 1000)):,} KB" if count < 1_000_000 else f"{count / 1e6:.1f} MB"


def _state(one: VersionFact) -> str:
    if one.struck:
        return "Never happened; kept because something is held of it"
    if one.ceased_on:
        return f"Ceased on {say_date(one.ceased_on)}"
    if one.current:
        return "In force"
    return "" if one.number is None else "Replaced"


def _held(one: VersionFact) -> str:
    there = {each.section for each in one.sections}
    return f"{len(there)} of {len(SECTIONS)} sections" if there else "None held here"


def _missing(one: VersionFact) -> str:
    if not one.missing:
        return "Every section that a plan must have is held here."
    if len(one.missing) == len(ALWAYS):
        return "No section that a plan must have is held here."
    several = counted(len(one.missing), "section")
    verb = "is" if len(one.missing) == 1 else "are"
    return f"{several} {verb} missing: {', '.join(one.missing)}."
