"""Ids and days in the words of the database: for whole registers, of which only few rows are looked
at more closely. Django makes a UUID or a date of each, which takes longer than to read them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import CharField, DateField, ForeignKey, Model, UUIDField
from django.db.models.functions import Cast


def words_of(column: str) -> Cast:
    """An id or a day, for `values_list`: a day is 2026-03-31 on either database."""
    return Cast(column, CharField())


def in_words(model: type[Model], names: Iterable[str]) -> list[str | Cast]:
    """Columns for `values_list`, of them each id and each day in words."""
    return [
        words_of(name) if isinstance(field, (DateField, ForeignKey, UUIDField)) else name
        for name, field in ((name, model._meta.get_field(name)) for name in names)
    ]


def words_of_id(pk: UUID) -> str:
    """The id as `words_of` reads it."""
    return str(pk) if connection.features.has_native_uuid_field else pk.hex


def dashed(words: str) -> str:
    """An id in the words of either database, as `str` says a UUID."""
    if len(words) != 32:
        return words
    return f"{words[:8]}-{words[8:12]}-{words[12:16]}-{words[16:20]}-{words[20:]}"
