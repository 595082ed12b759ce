"""Whoever started a paper or a highlight report had it in hand; from now on it can be handed over."""

from typing import Any

from django.db import migrations, models
from django.db.models import F

OF = ("BoardPaper", "HighlightReport")


def begun_by(apps: Any, schema_editor: Any) -> None:
    for name in OF:
        rows = apps.get_model("governance", name).objects.all()
        rows.update(writer_id=F("created_by_id"), writer_label=F("created_by_label"))


class Migration(migrations.Migration):
    dependencies = [("governance", "0005_monitoring_visits_and_progress_measures")]

    operations = [
        *(
            operation
            for name in ("boardpaper", "highlightreport")
            for operation in (
                migrations.AddField(
                    model_name=name,
                    name="writer_id",
                    field=models.UUIDField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name=name,
                    name="writer_label",
                    field=models.CharField(blank=True, max_length=200, default=""),
                    preserve_default=False,
                ),
            )
        ),
        migrations.RunPython(begun_by, migrations.RunPython.noop),
    ]
