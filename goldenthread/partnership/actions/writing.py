"""What every verb of the partnership does: find the row in the area, save it, tell the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction

from goldenthread.partnership.models import Forum, InLocalArea, Person
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

Row = TypeVar("Row", bound=models.Model)
Named = TypeVar("Named", bound=InLocalArea)


def note(
    verb: Verb,
    act: str,
    row: models.Model,
    words: str,
    *,
    by: Viewer,
    on: date,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    about: Iterable[models.Model] = (),
    reason: str = "",
) -> None:
    """One entry in the trail; `words` finish a sentence that begins with the actor's name, `about`
    are further things in whose history it stands; `reason` can be erased, words cannot."""
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"partnership.{act}",
        object_kind=row._meta.model_name or "",
        object_id=row.pk,
        object_label=str(row),
        words=words,
        on=on,
        changes=changes,
        subjects=[(one._meta.model_name or "", one.pk) for one in about],
        reason=reason,
    )


def saved_once(row: Row, sentence: str) -> Row:
    """Save a new row, or refuse with the sentence where its name is taken."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused(sentence) from clash
    return row


def saved_as_first(row: Named, name: str) -> Named:
    """Save a new row of a name, or refuse where the area has that name, whatever its capitals.

    The database holds to it, but the capitals it knows in SQLite are those of A to Z alone: a name
    with others is looked for here too.
    """
    sentence = f"{name} is there already. Choose it from the list."
    if not name.isascii():
        there = type(row)._default_manager.filter(local_area_id=row.local_area_id)
        if any(str(one).casefold() == name.casefold() for one in there):
            raise Refused(sentence)
    return saved_once(row, sentence)


def of_area(model: type[Row], pk: UUID, by: Viewer, what: str) -> Row:
    """The row, locked until the commit; refused where it is not in the area."""
    rows = model._default_manager.select_for_update()
    found = rows.filter(local_area_id=by.local_area_id, pk=pk).first()
    if found is None:
        raise Refused(f"That {what} is not in {by.local_area_name}.")
    return found


def named(words: str, sentence: str) -> str:
    """A name without the spaces around it; refused where nothing is left."""
    name = words.strip()
    if not name:
        raise Refused(sentence)
    return name


def email_address(typed: str) -> str:
    """An address as accounts have it; refused where it is none."""
    address = typed.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused(f"“{typed}” is not an email address like name@example.org.") from wrong
    return address


def one_of(choices: type[models.TextChoices], value: str) -> None:
    """Refuse a kind that is not one of the closed set."""
    if value not in choices.values:
        raise Refused(f"{value} is not one of: {', '.join(choices.labels)}. Choose one of those.")


def as_last_seen(row: Forum | Person, version: int) -> None:
    """Refuse a change of what somebody else changed first."""
    if row.version != version:
        raise ChangedMeanwhile(
            f"Somebody else changed {row} while you had it open. "
            "Look at it again, then make your change."
        )
