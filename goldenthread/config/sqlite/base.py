"""SQLite with connections that live on between requests: opening one reads the whole schema, and
closing the last one folds the log into the file, some milliseconds of every page.

A file that was put in the place of the one that is open (a backup restored, a demonstration made
again) is noticed at the next request, before anything is read or written.
"""

from __future__ import annotations

import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc, unused-ignore]  # untyped in Django
    """Django's own, whose health check asks whether the open file still is the file of its name."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        self.opened = self._file()
        return made

    def is_usable(self) -> bool:
        return self._file() == self.opened and super().is_usable()

    def _file(self) -> tuple[int, int] | None:
        """Device and inode of the database; None where it is in memory or gone."""
        try:
            found = os.stat(str(self.settings_dict["NAME"]))
        except OSError:
            return None
        return found.st_dev, found.st_ino
