from typing import Any

from django.db import migrations, models


def say_when_last_written_to(apps: Any, schema_editor: Any) -> None:
    """Of the requests that stand: the latest day that is known of."""
    requests = apps.get_model("improvement_plan", "UpdateRequest").objects.select_related("round")
    changed = []
    for request in requests.iterator(chunk_size=500):
        days = (request.round.asked_on, request.passed_on, request.reminded_on)
        request.written_on = max(day for day in days if day)
        changed.append(request)
    requests.bulk_update(changed, ["written_on"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("improvement_plan", "0010_actions_say_which_action_they_go_on_with"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="reminders",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="updaterequest",
            name="written_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="updateround",
            name="reminders_changed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(say_when_last_written_to, migrations.RunPython.noop),
    ]
