"""What was interrupted in the hand-over waited to be sent again by itself; from now on it is held.

When it was handed over was not kept: the moment at which it was queued stands in its place, which
is a minute before where the mail server was there.
"""

from typing import Any

from django.db import migrations
from django.db.models import F


def hold(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("notifications", "Message").objects.exclude(sent_to="")
    rows.filter(state="waiting", perhaps_twice=True).update(
        state="perhaps",
        handing_over_at=F("recorded_at"),
        next_attempt_at=None,
        perhaps_twice=False,
        version=F("version") + 1,
    )


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_what_was_perhaps_sent_is_held")]

    operations = [migrations.RunPython(hold, migrations.RunPython.noop)]
