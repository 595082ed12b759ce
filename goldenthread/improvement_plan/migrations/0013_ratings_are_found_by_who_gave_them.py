from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """What others than the council said of a plan is found without reading all that the council
    said of it."""

    dependencies = [
        ("improvement_plan", "0012_parts_of_a_plan_answer_several_findings"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["plan", "capacity"], name="improvement_plan_id_90b875_idx"),
        ),
    ]
