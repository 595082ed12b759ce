"""How a weak setting is told, and how a check of one is made known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, Info, Warning

Found = Iterator[CheckMessage]
# Every check, by the name of its function: the tests go through them.
WATCHED: dict[str, Callable[[], Found]] = {}


def watched(look: Callable[[], Found]) -> Callable[[], Found]:
    """A check of settings and the machine, looked at before an installation is opened."""

    def check(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
        return list(look())

    checks.register(check, "goldenthread", deploy=True)
    WATCHED[look.__name__] = look
    return look


def watched_in_database(look: Callable[[], Found]) -> Callable[[], Found]:
    """The same, where a database may be asked (`--database default`)."""

    def check(
        app_configs: Any = None, databases: Sequence[str] | None = None, **_: Any
    ) -> list[CheckMessage]:
        return list(look()) if databases else []

    checks.register(check, "goldenthread", checks.Tags.database, deploy=True)
    WATCHED[look.__name__] = look
    return look


def broken(name: str, could: str, to_set: str) -> CheckMessage:
    """It does not work, or it is open to anybody."""
    return Error(could, hint=to_set, id=f"goldenthread.{name}")


def weak(name: str, could: str, to_set: str) -> CheckMessage:
    """It works until somebody tries, or something fails."""
    return Warning(could, hint=to_set, id=f"goldenthread.{name}")


def remark(name: str, could: str, to_set: str) -> CheckMessage:
    """Nothing is wrong; whoever runs it may want to know."""
    return Info(could, hint=to_set, id=f"goldenthread.{name}")
