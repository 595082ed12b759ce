"""The product's WSGI application, held up in the middle of what it writes when a test arms it.

Served by the product's own web server in the place of `goldenthread.config.wsgi:application`. Where
the file that FAULTS_ARMED names exists, the first statement that begins with its words waits, and
the file beside it (`….here`) tells the process it waits in.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created

from goldenthread.config.wsgi import application

__all__ = ["application"]
ARMED = Path(os.environ["FAULTS_ARMED"])
HELD = 60  # seconds; the test ends it before


def _hold(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if ARMED.exists() and sql.startswith(ARMED.read_text()):
        ARMED.unlink()
        ARMED.with_suffix(".here").write_text(str(os.getpid()))
        time.sleep(HELD)
    return execute(sql, params, many, context)


def _watch(connection: Any, **_: Any) -> None:
    if _hold not in connection.execute_wrappers:
        connection.execute_wrappers.append(_hold)


connection_created.connect(_watch)
