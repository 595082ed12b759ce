"""`flush` empties every table, and the trail may not be emptied: so only for tests.

Django's own test case calls this between tests that commit.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush

from goldenthread.trail import triggers


class Command(flush.Command):
    """Django's flush, refused wherever the trail is real."""

    def handle(self, **options: Any) -> None:
        if not getattr(settings, "TESTING", False):
            raise CommandError(
                "This installation keeps an audit trail, which may not be emptied. "
                "To start afresh, make a new database."
            )
        using = options["database"]
        triggers.remove(using)
        try:
            super().handle(**options)
        finally:
            triggers.install(using)
