"""Any return there can be, by Hypothesis: every item of every record, given or not."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from hypothesis import strategies as st

from goldenthread.rules.sen2.items import ITEMS, TAGS, Item, Kind, Module
from goldenthread.rules.sen2.records import BELOW, RECORDS, Person

DAYS = st.dates(date(1995, 1, 1), date(2030, 12, 31))
# What XML can hold, without the white space at its ends that readers take away.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co"),
                  exclude_characters="\ufffe\uffff"),
    min_size=1, max_size=20,
).map(str.strip).filter(bool)  # fmt: skip
_ITEMS = {(item.module, item.field): item for item in ITEMS}


def _value(item: Item) -> st.SearchStrategy[Any]:
    if item.codes:
        codes = st.sampled_from([code.value for code in item.codes])
        return codes.map(int) if item.kind is Kind.WHOLE else codes
    return {
        Kind.DATE: DAYS,
        Kind.FLAG: st.booleans(),
        Kind.AUTHORITY: st.from_regex(r"[0-9]{3}", fullmatch=True),
        Kind.URN: st.from_regex(r"[0-9]{6}", fullmatch=True),
        Kind.UKPRN: st.from_regex(r"[0-9]{8}", fullmatch=True),
    }.get(item.kind, WORDS)


def records(module: Module, *, beside: bool = False) -> st.SearchStrategy[Any]:
    """A record of this kind with whatever may hang from it. `beside`: also what XML has not."""
    made = {}
    for one in fields(RECORDS[module]):
        item = _ITEMS.get((module, one.name))
        if item is not None:
            known = st.none() if not (item.returned or beside) else _value(item) | st.none()
            made[one.name] = known
        else:
            below = next((below for below, name in BELOW.items() if name == one.name), None)
            if below is not None:
                most = 3 if below in (Module.PLACEMENT_DETAIL, Module.NEED) else 2
                made[one.name] = st.lists(records(below, beside=beside), max_size=most).map(tuple)
    return st.builds(RECORDS[module], **made)


PERSONS: st.SearchStrategy[Person] = records(Module.PERSON)
MODULES = tuple(TAGS)
