"""The words of the pages of settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from goldenthread.pages.addresses import Paging, paging, with_query
from goldenthread.pages.words import counted, say_date
from goldenthread.provision.queries import (
    Authority,
    ChangeSeen,
    Found,
    ImportSeen,
    LinkSeen,
    Search,
    SettingSeen,
    phases,
)
from goldenthread.provision.queries.found import PER_PAGE
from goldenthread.rules.provision import SettingFacts

STANDING = (("open", "Open"), ("closed", "Closed or not open yet"), ("all", "Open or closed"))
OFFERS = (
    ("", "Anything"),
    ("special", "Special schools and colleges"),
    ("resourced", "SEN unit or resourced provision"),
    ("section_41", "Approved under section 41"),
    ("residential", "Residential places"),
    ("by_hand", "Kept by hand, without a URN"),
)
FIELD_WORDS = {
    "urn": "URN", "name": "Name", "type_name": "Type", "phase": "Phase", "status": "State",
    "ukprn": "UKPRN", "establishment_number": "Number in its authority", "type_group": "Group",
    "opened_on": "Opened on", "opened_because": "Opened because", "closed_on": "Closed on",
    "closed_because": "Closed because", "authority_code": "Number of the authority",
    "authority_name": "Local authority", "street": "Street", "locality": "Locality",
    "town": "Town", "county": "County", "postcode": "Postcode", "age_from": "Youngest age",
    "age_to": "Oldest age", "special": "Special", "independent": "Independent",
    "section_41": "Approved under section 41", "boarders": "Boarders",
    "residential": "Residential", "sixth_form": "Sixth form", "capacity": "Places",
    "on_roll": "On roll", "resourced_kind": "SEN unit or resourced provision",
    "resourced_capacity": "Places in resourced provision",
    "resourced_on_roll": "On roll in resourced provision",
    "unit_capacity": "Places in the SEN unit", "unit_on_roll": "On roll in the SEN unit",
    "needs": "Needs", "gone": "Missing from the national list",
}  # fmt: skip
NEED_WORDS = {
    "SPLD": "specific learning difficulty", "MLD": "moderate learning difficulty",
    "SLD": "severe learning difficulty", "PMLD": "profound and multiple learning difficulty",
    "SEMH": "social, emotional and mental health",
    "SLCN": "speech, language and communication needs", "HI": "hearing impairment",
    "VI": "vision impairment", "MSI": "multi-sensory impairment", "PD": "physical disability",
    "ASD": "autism", "OTH": "other difficulty or disability", "DS": "Down syndrome",
}  # fmt: skip


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One setting in the list."""

    name: str
    href: str
    where: str
    kind: str
    authority: str
    state: str
    offers: tuple[str, ...]


@dataclass(frozen=True)
class SettingsPage:
    """The list; `stands` says of which day it is."""

    href: str
    words: str
    selects: tuple[tuple[str, str, tuple[Option, ...]], ...]
    count: str
    rows: tuple[Row, ...]
    paging: Paging
    stands: str
    filtered: bool
    none_at_all: bool


def settings_page(
    found: Found,
    asked: Search,
    *,
    authorities: Sequence[Authority],
    types: Sequence[str],
    last: ImportSeen | None,
    query: QueryDict,
    slug: str,
) -> SettingsPage:
    """The list as it was asked for."""
    standing = asked.standing or "all"
    selects = (
        ("phase", "Phase", _options((("", "Any phase"), *phases()), asked.phase)),
        ("type", "Type", _options((("", "Any type"), *((t, t) for t in types)), asked.type_name)),
        ("authority", "Local authority", _options(
            (("", "Any authority"), *((a.code, a.name or a.code) for a in authorities)),
            asked.authority_code,
        )),
        ("standing", "State", _options(STANDING, standing)),
        ("offers", "What it offers", _options(OFFERS, asked.offers)),
    )  # fmt: skip
    stands = (
        f"From the national list as at {say_date(last.as_at)}, and what is kept by hand."
        if last
        else "The national list has not been brought in yet."
    )
    asking = (asked.words, asked.phase, asked.type_name, asked.authority_code, asked.offers)
    return SettingsPage(
        href=reverse("provision:settings", args=[slug]),
        words=asked.words,
        selects=selects,
        count=counted(found.count, "setting"),
        rows=tuple(_row(one, slug) for one in found.rows),
        paging=paging(
            total=found.count,
            page=found.page,
            page_size=PER_PAGE,
            address=with_query(query),
        ),
        stands=stands,
        filtered=any(asking) or standing != "open",
        none_at_all=last is None and not authorities and not found.count and not any(asking),
    )


def _options(choices: Any, chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, words, value == chosen) for value, words in choices)


def _row(one: SettingSeen, slug: str) -> Row:
    facts = one.facts
    return Row(
        name=facts.name,
        href=reverse("provision:setting", args=[slug, one.id]),
        where=", ".join(part for part in (facts.town, facts.postcode) if part),
        kind=_kind(one),
        authority=facts.authority_name,
        state=_state(one),
        offers=_offers(facts),
    )


def _kind(one: SettingSeen) -> str:
    if one.facts.phase == "not_applicable":
        return one.facts.type_name
    return f"{one.phase_words}, {one.facts.type_name}"


def _state(one: SettingSeen) -> str:
    facts = one.facts
    if facts.closed_on:
        word = "Closed" if facts.status == "closed" else "Closes"
        return f"{word} {say_date(facts.closed_on)}"
    if facts.status == "proposed" and facts.opened_on:
        return f"Opens {say_date(facts.opened_on)}"
    return one.status_words


def _offers(facts: SettingFacts) -> tuple[str, ...]:
    said = (
        (facts.special, "Special"),
        (bool(facts.resourced_kind), facts.resourced_kind),
        (facts.section_41, "Section 41"),
        (facts.independent, "Independent"),
        (facts.residential, "Residential"),
    )
    return tuple(words for true, words in said if true)


@dataclass(frozen=True)
class SettingPage:
    """One setting: lists of facts by what they are about, and what changed."""

    title: str
    caption: str
    lede: str
    parts: tuple[tuple[str, tuple[dict[str, Any], ...]], ...]
    links: tuple[tuple[str, str, str], ...]
    changes: tuple[tuple[str, str, str, str], ...]
    unchanged: str
    warning: str


def setting_page(
    one: SettingSeen,
    *,
    links: Sequence[LinkSeen],
    changes: Sequence[ChangeSeen],
    on: date,
    slug: str,
) -> SettingPage:
    """One setting as it stands, and how it came to."""
    facts = one.facts
    gone = (
        f"The national list as at {say_date(one.gone_as_at)} has this setting no longer. Check "
        "before anybody is placed there."
        if one.gone_as_at
        else ""
    )
    return SettingPage(
        title=facts.name,
        caption=f"URN {facts.urn}" if facts.urn else "Kept by hand, without a URN",
        lede=_in_a_sentence(one, on=on),
        parts=(
            ("What it is", _rows(_what(one))),
            ("SEND provision", _rows(_provision(facts))),
            ("Where it is", _rows(_where(facts))),
        ),
        links=tuple(
            (
                link.kind,
                f"{link.name} ({link.urn}){f', {say_date(link.since)}' if link.since else ''}",
                reverse("provision:setting", args=[slug, link.setting_id]),
            )
            for link in links
        ),
        changes=tuple(
            (
                say_date(change.as_at),
                FIELD_WORDS.get(change.field, change.field),
                said(change.field, change.before),
                said(change.field, change.after),
            )
            for change in changes
        ),
        unchanged=f"Nothing since it came with the list as at {say_date(one.seen_as_at)}."
        if one.seen_as_at
        else "Nothing since it was added.",
        warning=gone,
    )


def _in_a_sentence(one: SettingSeen, *, on: date) -> str:
    facts = one.facts
    where = f" in {facts.authority_name}" if facts.authority_name else ""
    if facts.closed_on and facts.closed_on < on:
        return f"{facts.type_name}{where}, closed on {say_date(facts.closed_on)}."
    if facts.closed_on:
        return f"{facts.type_name}{where}, which closes on {say_date(facts.closed_on)}."
    return f"{facts.type_name}{where}. {one.status_words}."


def _rows(pairs: Sequence[tuple[str, Any]]) -> tuple[dict[str, Any], ...]:
    return tuple({"key": key, "value": value} for key, value in pairs)


def _what(one: SettingSeen) -> list[tuple[str, Any]]:
    facts = one.facts
    ages = f"{facts.age_from} to {facts.age_to}" if facts.age_to is not None else ""
    opened = say_date(facts.opened_on) if facts.opened_on else ""
    rows: list[tuple[str, Any]] = [
        ("Phase", one.phase_words),
        ("State", one.status_words),
        ("Opened", f"{opened} ({facts.opened_because})" if facts.opened_because else opened),
    ]
    if facts.closed_on:
        because = f" ({facts.closed_because})" if facts.closed_because else ""
        rows.append(("Closed", say_date(facts.closed_on) + because))
    return [
        *rows,
        ("Ages", ages),
        ("Places", _number(facts.capacity)),
        ("On roll", _number(facts.on_roll)),
        ("Sixth form", _yes(facts.sixth_form)),
        ("UKPRN", facts.ukprn),
    ]


def _provision(facts: SettingFacts) -> list[tuple[str, Any]]:
    needs = ", ".join(f"{NEED_WORDS.get(code, code)} ({code})" for code in facts.needs)
    rows: list[tuple[str, Any]] = [
        ("Special school or college", _yes(facts.special)),
        ("Independent", _yes(facts.independent)),
        ("Approved under section 41", _yes(facts.section_41)),
        ("Residential", facts.boarders or _yes(facts.residential)),
        ("SEN unit or resourced provision", facts.resourced_kind or "None on the list"),
    ]
    if facts.resourced_capacity is not None or facts.resourced_on_roll is not None:
        rows.append(
            ("Resourced provision", _taken(facts.resourced_on_roll, facts.resourced_capacity))
        )
    if facts.unit_capacity is not None or facts.unit_on_roll is not None:
        rows.append(("SEN unit", _taken(facts.unit_on_roll, facts.unit_capacity)))
    return [*rows, ("Needs it is approved for", needs[:1].upper() + needs[1:])]


def _taken(on_roll: int | None, capacity: int | None) -> str:
    if on_roll is None:
        return counted(capacity or 0, "place")
    if capacity is None:
        return f"{on_roll} on roll"
    return f"{on_roll} on roll, {counted(capacity, 'place')}"


def _where(facts: SettingFacts) -> list[tuple[str, Any]]:
    parts = (facts.street, facts.locality, facts.town, facts.county, facts.postcode)
    code = f" ({facts.authority_code})" if facts.authority_code else ""
    return [
        ("Address", ", ".join(part for part in parts if part)),
        ("Local authority", f"{facts.authority_name}{code}".strip()),
    ]


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


_PHASE_WORDS = dict(phases())
_STATUS_WORDS = {
    "proposed": "Proposed to open", "open": "Open", "closing": "Open, but proposed to close",
    "closed": "Closed",
}  # fmt: skip


def said(field: str, value: Any) -> str:
    """A fact of a change in words."""
    if value is None or value in ("", []):
        return "Nothing"
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if field in ("opened_on", "closed_on"):
        return say_date(date.fromisoformat(value))
    words = {"phase": _PHASE_WORDS, "status": _STATUS_WORDS}.get(field, {})
    return words.get(str(value), str(value))
