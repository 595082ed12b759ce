"""Frozen dataclasses to plain JSON values and back, by their annotations."""

from __future__ import annotations

import datetime
import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_data(value: object) -> Any:
    """Dataclasses become objects, tuples lists, dates ISO text, enums their values."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: to_data(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, (list, tuple)):
        return [to_data(item) for item in value]
    if isinstance(value, dict):
        return {
            str(key.value if isinstance(key, Enum) else key): to_data(item)
            for key, item in value.items()
        }
    return value


def from_data(kind: type[T], data: dict[str, Any]) -> T:
    """The dataclass `kind` that `to_data` turned into `data`; fields with defaults may lack."""
    hints = get_type_hints(kind)
    given = {
        part.name: _value(hints[part.name], data[part.name])
        for part in fields(kind)  # type: ignore[arg-type]
        if part.name in data
    }
    return kind(**given)


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is not None:
        return _generic(hint, value)
    if hint in (int, float):
        return hint(value)
    if hint is datetime.date:
        return datetime.date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return from_data(typing.cast("type[Any]", hint), value) if is_dataclass(hint) else value


def _generic(hint: Any, value: Any) -> Any:
    inside = get_args(hint)
    if get_origin(hint) is tuple:
        return tuple(_value(inside[0], item) for item in value)
    if get_origin(hint) is dict:
        return {_value(inside[0], key): _value(inside[1], item) for key, item in value.items()}
    # What is left is "this or None".
    if value is None:
        return None
    return _value(next(one for one in inside if one is not type(None)), value)
