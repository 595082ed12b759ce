"""`migrate`: a migration and the note that it was done are one transaction.

Django makes a migration's indexes last and notes it after they were committed. Killed between the
two, the migration is there and not noted, and run again it finds its own tables in the way.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor


class NotedAtOnce(MigrationExecutor):
    """Makes the indexes with the rest, so that Django notes the migration before it commits."""

    def apply_migration(self, state: Any, migration: Migration, *args: Any, **kwargs: Any) -> Any:
        applied = migration.apply

        def whole(project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
            after = applied(project_state, schema_editor, collect_sql)
            for statement in schema_editor.deferred_sql:
                schema_editor.execute(statement, None)
            schema_editor.deferred_sql.clear()
            return after

        changed: Any = migration
        changed.apply = whole
        try:
            return super().apply_migration(state, migration, *args, **kwargs)
        finally:
            del changed.apply


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        module: Any = migrate
        usual = module.MigrationExecutor
        module.MigrationExecutor = NotedAtOnce
        try:
            super().handle(*args, **options)
        finally:
            module.MigrationExecutor = usual
