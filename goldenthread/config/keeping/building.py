"""The database of a backup, made anew: its tables, its rows, each compared, brought forward."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from goldenthread.config.keeping import erasures, unfinished
from goldenthread.config.keeping.opening import Opened
from goldenthread.config.keeping.sealed import Damaged
from goldenthread.config.keeping.steps import Restore, Tell
from goldenthread.config.keeping.tables import ROWS_AT_ONCE, Table, tables
from goldenthread.files import storage
from goldenthread.rules.refusals import Refused
from goldenthread.trail import integrity


class Building:
    """The steps that make an empty database the backup's, brought up to this program."""

    def __init__(self, opened: Opened, erased: erasures.Erased, on: date, tell: Tell) -> None:
        self.opened, self.erased, self.on, self.tell = opened, erased, on, tell
        self.manifest, self.erased_again = opened.manifest, erasures.Again()

    def make_tables(self) -> dict[str, Table]:
        """The tables as they were when the backup was made, empty."""
        self.tell(Restore.TABLES)
        executor = MigrationExecutor(connection)
        wanted = set(self.manifest.migrations)
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        plan = [step for step in steps if (step[0].app_label, step[0].name) in wanted]
        state = executor.migrate(None, plan=plan)
        made = {table.name: table for table in tables(state.apps)}
        said = {name: sorted(one.columns) for name, one in self.manifest.tables.items()}
        if said != {name: sorted(table.columns) for name, table in made.items()}:
            raise Damaged("The tables of this backup are not those of its migrations.")
        return made

    def load(self, made: dict[str, Table]) -> None:
        """Every row, in the order of the backup; Refused where this database cannot hold one."""
        try:
            self._load(made)
        except (DataError, IntegrityError, ValidationError, ValueError) as problem:
            raise Refused(
                f"This database cannot hold a row of the backup: {problem}. Nothing was changed."
            ) from problem

    def _load(self, made: dict[str, Table]) -> None:
        for table in made.values():
            table.empty()  # some migrations bring rows of their own
        waiting: list[list[Any]] = []
        current: Table | None = None
        order: list[int] = []
        for name, columns, row in self.opened.rows():
            if row is None or len(waiting) >= ROWS_AT_ONCE:
                if current and waiting:
                    current.insert(waiting)
                waiting = []
            if row is None:
                self.tell(Restore.LOAD, name)
                current = made[name]
                order = [columns.index(column) for column in current.columns]
            else:
                waiting.append([row[place] for place in order])
        if current and waiting:
            current.insert(waiting)
        self._set_counters(made)

    def _set_counters(self, made: dict[str, Table]) -> None:
        from django.core.management.color import no_style

        models = [table.model for table in made.values()]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)

    def check(self, made: dict[str, Table]) -> None:
        """Read every row back; Damaged where one is not as it was."""
        for name, table in made.items():
            self.tell(Restore.COMPARE, name)
            said = self.manifest.tables[name]
            order = [table.columns.index(column) for column in said.columns]
            found = table.hashed(order)
            if (found.rows, found.hexdigest()) != (said.rows, said.hash):
                raise Damaged(f"The rows of {name} did not come back as they were.")

    def bring_forward(self) -> None:
        """To this program's tables, with the triggers; the trail is whole, and erasures hold."""
        self.tell(Restore.FORWARD)
        call_command("migrate", interactive=False, verbosity=0)
        self.tell(Restore.TRAIL)
        heads = [
            integrity.WrittenHead.read(head, local_area_id=UUID(area))
            for area, _, head in self.manifest.heads
        ]
        found = integrity.verify(written=heads)
        if found.bad:
            raise Damaged(f"The audit trail did not come back whole: {found.bad.sentence}")
        self.tell(Restore.ERASURES)
        self.erased_again = erasures.again(self.erased, on=self.on)
        unfinished.mark()

    def put_files(self) -> None:
        """Every content that is not there already, forced to the disk."""
        for number, (local_area_id, sha256, content) in enumerate(self.opened.files()):
            if number % 100 == 0:
                self.tell(Restore.FILES_IN_PLACE, str(number))
            if (local_area_id, sha256) in self.erased_again.files:
                continue
            part = storage.write_beside(content, local_area_id, sha256)
            storage.put_in_place(part)
