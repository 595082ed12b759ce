from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db.models.signals import post_migrate


class TrailConfig(AppConfig):
    name = "goldenthread.trail"
    label = "trail"

    def ready(self) -> None:
        # Contexts here do not talk by signals. This one is Django's own hook, the only one that
        # runs after every migrate, whoever starts it; a migration would run once, and SQLite
        # drops triggers each time a later migration remakes the table.
        post_migrate.connect(_install_triggers, sender=self)
        register(_triggers_are_in_place, Tags.database)


def _install_triggers(*, using: str, **_: Any) -> None:
    from goldenthread.trail import triggers

    triggers.install(using)


def _triggers_are_in_place(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **_: Any,
) -> list[CheckMessage]:
    """A warning, not an error: Django checks before it migrates, and migrating is the cure."""
    from goldenthread.trail import triggers

    return [
        Warning(
            "The database does not guard the audit trail against being altered.",
            hint="Migrate the database: that puts the triggers back.",
            id="trail.W001",
        )
        for using in databases or ()
        if triggers.tables_present(using) and not triggers.triggers_present(using)
    ]
