"""The words of retention: what a model may say of how long its rows are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Source:
    """Rows of one model that go by a rule.

    `since` names the fields that time counts from: the first that is filled in. `only` narrows to
    rows that are finished. `blank` are the values that take the place of what is erased, where the
    row itself stays because others lead to it ("{id}" stands for its id); without, the row goes.
    `files` are foreign keys to files whose contents go with it; `along` are rows of other models
    that go with it, by the name of their field.
    """

    model: str
    since: tuple[str, ...]
    only: Mapping[str, Any] = field(default_factory=dict)
    blank: Mapping[str, Any] | None = None
    files: tuple[str, ...] = ()
    along: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of record that a local area sets a rule for.

    `counts_from` finishes "so many years after …"; `usual` is the number a new area begins with,
    and `because` says why.
    """

    key: str
    title: str
    what: str
    counts_from: str
    usual: int
    because: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Ruled:
    """Rows go by the local area's rule for this kind."""

    kind: str


@dataclass(frozen=True)
class With:
    """Rows are kept as long as what they belong to, and go with it."""

    what: str


@dataclass(frozen=True)
class Short:
    """Rows are forgotten by the product itself, soon; by which task, as a dotted path."""

    after: str
    task: str


@dataclass(frozen=True)
class Stays:
    """Rows are not erased, for a reason."""

    because: str


Retention = Ruled | With | Short | Stays
