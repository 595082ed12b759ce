"""The retention schedule of the guide, written from what every table says of itself."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from goldenthread.retention import schedule
from goldenthread.retention.kinds import Retention, Ruled, Short, With

BEGINS, ENDS = "<!-- schedule: made by tests/retention/test_schedule.py -->", "<!-- /schedule -->"


def schedule_as_markdown() -> str:
    """Two tables: the kinds with their usual rules, and every table of the product."""
    lines = [
        BEGINS,
        "| kind of record | what it is | usual rule | why |",
        "|---|---|---|---|",
        *(
            f"| {kind.title} | {kind.what} | {kind.usual} years after {kind.counts_from} "
            f"| {kind.because} |"
            for kind in schedule.KINDS
        ),
        "",
        "| table | how long |",
        "|---|---|",
        *(f"| {_name(model)} | {_words(said)} |" for model, said in _tables()),
        ENDS,
    ]
    return "\n".join(lines)


def _tables() -> list[tuple[type[Model], Retention]]:
    """The product's own, and those of others that hold something."""
    found = [
        (model, said)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(("goldenthread.", "allauth.", "django."))
        if (said := schedule.retention_of(model)) is not None
    ]
    return sorted(found, key=lambda one: one[0]._meta.label.lower())


def _name(model: type[Model]) -> str:
    return f"`{model._meta.label}`"


def _words(said: Retention) -> str:
    if isinstance(said, Ruled):
        return f"by the rule “{schedule.BY_KEY[said.kind].title}”"
    if isinstance(said, With):
        return f"with {said.what}"
    if isinstance(said, Short):
        return f"until {said.after}" if "ended" in said.after else f"{said.after}, then forgotten"
    return f"stays: {said.because}"
