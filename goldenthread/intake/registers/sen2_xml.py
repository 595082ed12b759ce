"""The SEN2 return as XML → persons, one at a time, in bounded memory.

Nothing outside the file is ever fetched, a document type is refused before anything else is read,
and no more than one person is held. Every placement and both needs are kept; a tag that is not
known, a day or a code that cannot be read becomes a problem with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from lxml import etree

from goldenthread.intake.registers import limits
from goldenthread.intake.registers.building import Shape, shapes
from goldenthread.intake.registers.prolog import DOCTYPE, Prolog, feed, not_well_formed
from goldenthread.intake.registers.rows import PersonRead, Reading, RowProblem, SourceKind
from goldenthread.intake.registers.values import DateStyle, take
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2.items import Item, Kind, Module, asked_in, items_of
from goldenthread.rules.sen2.records import Header, Place

_CHUNK = 1 << 16
_OFFICERS = ("{*}DMO", "{*}DCO", "{*}DSCO")
_WATCHED = ("{*}Person", "{*}Header", *_OFFICERS)
_AROUND = frozenset({"message", "header", "persons", "sen2", "collectiondetails", "source",
                     "content", "person"})  # fmt: skip
_MISSING = object()
_MEMO = 20_000  # values remembered for each item; days of birth are the most
_HEADER_ITEMS = {item.tag.lower(): item for item in items_of(Module.HEADER)}
_NOT_ASKED = "is not asked in the return of {year}; it was read."
NO_PERSONS = (
    "This file holds no person of a SEN2 return. "
    "Load the XML that was made for COLLECT, as it was made."
)
_TOO_LARGE = (
    "This file has a part larger than any person’s record can be, so it was not read. "
    "Check that it is a SEN2 return."
)
# What is known of a tag: the field, the values met so far, the item; or the records below.
_Handler = tuple[int, dict[str | None, Any] | None, Item | None, Shape | None]


class Bytes(Protocol):
    """Anything that can be read to its end."""

    def read(self, size: int = -1, /) -> bytes: ...


class XmlReading(Reading):
    """A SEN2 return being read; `header` is known from the beginning."""

    kind = SourceKind.SEN2_XML

    def __init__(self, stream: Bytes) -> None:
        """Reads up to the first person. Raises Refused."""
        super().__init__(asked_in(None))
        self._stream = stream
        self._said: dict[str, Any] = {}
        self._root: Any = None  # any element of the tree, once there is one
        # By kind of record and tag: a _Handler, or None for a tag that has no place there.
        self._handlers: dict[Module, dict[Any, Any]] = {}
        self._problems: list[RowProblem] = []
        self._unread: set[str] = set()
        self._elements = self._watched()
        self._waiting = self._next_person()
        year = self._said.get("year")
        self.fields = asked_in(year if isinstance(year, int) else None)

    def __iter__(self) -> Iterator[PersonRead]:
        root = shapes()[Module.PERSON]
        number = 0
        element = self._waiting
        while element is not None:
            number += 1
            self.counts.found[Module.PERSON] += 1
            yield self._person(element, root, number)
            _forget(element)
            element = self._next_person()
        self._look_at_the_rest()
        if not number:
            raise Refused(NO_PERSONS)

    # --- the file -----------------------------------------------------------------------------

    def _watched(self) -> Iterator[Any]:
        """The elements that are watched, each when it has ended."""
        parser = etree.XMLPullParser(
            events=("end",), tag=_WATCHED, resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        prolog = Prolog()
        since = 0
        while chunk := self._stream.read(_CHUNK):
            prolog.look(chunk)
            since += len(chunk)
            feed(parser, chunk)
            for _, met in parser.read_events():
                element: Any = met
                if element.getroottree().docinfo.internalDTD is not None:
                    raise Refused(DOCTYPE)  # in an encoding that the look at the prolog missed
                self._root = element
                since = 0
                yield element
            if since > limits.MAX_PERSON_BYTES:
                raise Refused(_TOO_LARGE)
        try:
            parser.close()
        except etree.XMLSyntaxError as error:
            raise Refused(not_well_formed(error)) from None
        for _, element in parser.read_events():
            self._root = element
            yield element

    def _next_person(self) -> Any:
        """The next person's element; headers and officers met on the way are read."""
        for element in self._elements:
            name = _local(element.tag)
            if name == "person":
                parent = element.getparent()
                if parent is not None and _local(parent.tag) == "persons":
                    self._look_before(element)
                    return element
                # Inside another person it is met again there; elsewhere here.
            elif name == "header":
                self._read_header(element)
            else:
                self._read_header_item(element)
        return None

    def _look_before(self, element: Any) -> None:
        """What stands between two persons is no person: told, and forgotten."""
        parent = element.getparent()
        while (before := element.getprevious()) is not None:
            if not _is_forgotten(before):
                self._unknown(before, "between persons")
            parent.remove(before)

    def _look_at_the_rest(self) -> None:
        """Whatever is left when every person is gone."""
        if self._root is None:
            return
        for element in self._root.getroottree().getroot().iter("*"):
            name = _local(element.tag)
            known = name in _AROUND or name in _HEADER_ITEMS
            if not known or (name == "person" and len(element)):
                self._unknown(element, "outside persons")

    def _unknown(self, element: Any, where: str) -> None:
        self.counts.found["not known"] += 1
        self.counts.refused["not known"] += 1
        self.problems.append(
            RowProblem(where, _shown(element.tag), "is not part of a SEN2 return here; not read.")
        )

    # --- the header ---------------------------------------------------------------------------

    def _read_header(self, element: Any) -> None:
        for child in element.iter("*"):
            if not len(child):
                self._read_header_item(child)

    def _read_header_item(self, element: Any) -> None:
        item = _HEADER_ITEMS.get(_local(element.tag))
        if item is None:
            if _local(element.tag) not in _AROUND:
                self.problems.append(
                    RowProblem("header", _shown(element.tag), "is not known; not read.")
                )
            return
        taken = take(item, element.text or "", DateStyle.XML)
        if taken.sentence:
            self.problems.append(RowProblem("header", item.tag, taken.sentence))
        self._said[item.field] = taken.value
        self.header = Header(**self._said)

    # --- persons ------------------------------------------------------------------------------

    def _person(self, element: Any, shape: Shape, number: int) -> PersonRead:
        self._problems = []
        self._unread = set()
        person = self._record(element, shape, (number,))
        where = f"line {element.sourceline:,}"
        return PersonRead(number, "", person, tuple(self._problems), where=where)

    def _record(self, element: Any, shape: Shape, numbers: tuple[int, ...]) -> Any:
        """One record with all that hangs from it."""
        handlers = self._handlers.setdefault(shape.module, {})
        values = shape.empty()
        unread: list[str] | None = None
        found = self.counts.found
        for child in element:
            tag = child.tag
            handler = handlers.get(tag, _MISSING)
            if handler is _MISSING:
                handler = handlers[tag] = self._handler(tag, shape)
            if handler is None:
                self._stray(child, shape, numbers)
                continue
            slot, memo, item, below = handler
            if below is not None:
                found[below.module] += 1
                inside = values[slot]
                if inside is None:
                    inside = values[slot] = []
                inside.append(self._record(child, below, (*numbers, len(inside) + 1)))
                continue
            text = child.text
            if memo is not None:
                value = memo.get(text, _MISSING)
            elif text is None or len(text) > limits.MAX_TEXT:
                value = _MISSING
            else:
                value = text.strip() or None
            if value is _MISSING or len(child) or values[slot] is not None:
                value, bad = self._slowly(child, item, memo, shape, numbers, values[slot])
                if bad:
                    unread = [*(unread or ()), item.field]
            values[slot] = value
        if unread:
            self._unread.update(f"{_key(shape.module)}.{name}" for name in unread)
        self.counts.read[shape.module] += 1
        if shape.module is Module.PERSON and self._unread:
            values.append(frozenset(self._unread))
        return shape.finished(values, unread)

    def _handler(self, tag: Any, shape: Shape) -> _Handler | None:
        """What to do with a tag met for the first time."""
        name = _local(tag)
        if name in shape.below:
            slot, below = shape.below[name]
            return slot, None, None, below
        if name not in shape.items:
            return None
        slot, item = shape.items[name]
        year = self._said.get("year")
        if isinstance(year, int) and not item.in_force(year):
            said = _NOT_ASKED.format(year=year)
            self.problems.append(RowProblem("the whole return", item.tag, said))
        return slot, None if item.kind is Kind.TEXT else {None: None}, item, None

    def _slowly(
        self, child: Any, item: Item, memo: dict[str, Any], shape: Shape,
        numbers: tuple[int, ...], before: Any,
    ) -> tuple[Any, bool]:  # fmt: skip
        """A value met for the first time, or in a way that needs words. True: could not be read."""
        where = str(Place(shape.module, numbers))
        if len(child):
            said = "holds other elements, so it was not read."
            self._problems.append(RowProblem(where, _shown(child.tag), said))
            return before, True
        taken = take(item, child.text or "", DateStyle.XML)
        if taken.sentence:
            self._problems.append(RowProblem(where, _shown(child.tag), taken.sentence))
        elif memo is not None and len(memo) < _MEMO:
            memo[child.text] = taken.value
        if before is not None:
            if taken.value is not None and taken.value != before:
                said = "is given twice, differently; the first was kept."
                self._problems.append(RowProblem(where, _shown(child.tag), said))
            return before, False
        return taken.value, taken.unread

    def _stray(self, child: Any, shape: Shape, numbers: tuple[int, ...]) -> None:
        self.counts.found["not known"] += 1
        self.counts.refused["not known"] += 1
        where = str(Place(shape.module, numbers))
        said = "is not known in this place; it was not read."
        self._problems.append(RowProblem(where, _shown(child.tag), said))


def _forget(element: Any) -> None:
    """Let go of a person; the empty element stays until the next, as lxml needs it."""
    element.clear(keep_tail=True)


def _is_forgotten(element: Any) -> bool:
    return _local(element.tag) == "person" and not len(element)


def _local(tag: Any) -> str:
    """The name in small letters without its namespace; "" for what is no element."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _shown(tag: Any) -> str:
    """The name as written, short enough for a sentence."""
    name = tag.rpartition("}")[2] if isinstance(tag, str) else "an entity"
    return name if len(name) <= 60 else f"{name[:59]}…"


def _key(module: Module) -> str:
    return module.value.replace(" ", "_")


def read_xml(stream: Bytes) -> XmlReading:
    """A SEN2 return, read as far as its first person. Raises Refused."""
    return XmlReading(stream)
