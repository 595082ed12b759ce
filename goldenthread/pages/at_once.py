"""Two people who save the same thing at the same moment: the database keeps one of them."""

from __future__ import annotations

from django.db import IntegrityError

SENTENCE = (
    "Somebody else saved the same at the same moment, and what is there once cannot be there "
    "twice. Nothing of yours was saved. Look at what is there now, then save again under another "
    "name or number if you still need it."
)
_UNIQUE_IN_POSTGRESQL = "23505"
_UNIQUE_IN_SQLITE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def is_there_already(problem: Exception) -> bool:
    """Whether it is that alone: a row that may be there once is there already. Whatever else a
    database refuses is a mistake of the product, and is not hidden."""
    if not isinstance(problem, IntegrityError):
        return False
    cause = problem.__cause__
    return (
        getattr(cause, "sqlstate", None) == _UNIQUE_IN_POSTGRESQL
        or getattr(cause, "sqlite_errorname", None) in _UNIQUE_IN_SQLITE
    )
