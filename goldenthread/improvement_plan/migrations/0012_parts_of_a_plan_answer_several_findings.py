import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


def keep_what_is_answered(apps, schema_editor):
    level_rows = apps.get_model("improvement_plan", "PlanLevel").objects
    answer = apps.get_model("improvement_plan", "FindingAnswer")
    answer.objects.bulk_create(
        answer(
            local_area_id=level.local_area_id,
            plan_id=level.plan_id,
            finding_id=level.finding_id,
            level_id=level.pk,
        )
        for level in level_rows.filter(finding__isnull=False).order_by("position", "id")
    )


def back_to_one_each(apps, schema_editor):
    """Going back, a part keeps the first finding it answers."""
    levels = apps.get_model("improvement_plan", "PlanLevel").objects
    answers = apps.get_model("improvement_plan", "FindingAnswer").objects
    for answer in answers.order_by("-finding__position", "-id"):
        levels.filter(pk=answer.level_id).update(finding_id=answer.finding_id)


class Migration(migrations.Migration):
    dependencies = [
        ("improvement_plan", "0011_reminder_days_can_be_changed_and_requests_say_when_last_written_to"),
        ("partnership", "0009_people_leave_the_area"),
    ]

    operations = [
        migrations.CreateModel(
            name="FindingAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="improvement_plan.finding",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="improvement_plan.planlevel",
                    ),
                ),
                (
                    "local_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.localarea",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="improvement_plan.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("finding"),
                        models.F("level"),
                        name="finding_answered_once_by_a_part",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_what_is_answered, back_to_one_each),
        migrations.RemoveField(model_name="planlevel", name="finding"),
        migrations.AddField(
            model_name="planlevel",
            name="findings",
            field=models.ManyToManyField(
                related_name="levels",
                through="improvement_plan.FindingAnswer",
                to="improvement_plan.finding",
            ),
        ),
    ]
