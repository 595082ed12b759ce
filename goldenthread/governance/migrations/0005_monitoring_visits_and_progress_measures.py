"""Monitoring visits, the progress measures agreed at them, and what later visits found."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0004_highlight_reports_and_challenges"),
        ("improvement_plan", "0007_what_families_tell_us"),
        ("partnership", "0008_young_peoples_groups_are_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonitoringVisit",
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
                ("said_by", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.UUIDField(null=True)),
                ("recorded_by_label", models.CharField(max_length=200)),
                ("on", models.DateField()),
                ("name", models.CharField(max_length=300)),
                ("advisers", models.JSONField(default=list)),
                ("bodies", models.JSONField(default=list)),
                ("notes", models.TextField(blank=True)),
                ("next_visit_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                        related_name="+",
                        to="improvement_plan.plan",
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-recorded_at"),
            },
        ),
        migrations.CreateModel(
            name="ProgressMeasure",
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
                ("said_by", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.UUIDField(null=True)),
                ("recorded_by_label", models.CharField(max_length=200)),
                ("words", models.TextField()),
                ("shown_by", models.TextField()),
                ("due", models.DateField()),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                        related_name="+",
                        to="improvement_plan.plan",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="governance.monitoringvisit",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="MeasureJudgement",
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
                ("said_by", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.UUIDField(null=True)),
                ("recorded_by_label", models.CharField(max_length=200)),
                ("on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("met", "Met"), ("partly", "Partly met"), ("not", "Not met")],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
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
                        related_name="+",
                        to="improvement_plan.plan",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.monitoringvisit",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="governance.progressmeasure",
                    ),
                ),
            ],
            options={
                "ordering": ("on", "recorded_at", "id"),
            },
        ),
        migrations.AddIndex(
            model_name="monitoringvisit",
            index=models.Index(fields=["plan", "on"], name="governance__plan_id_8372c2_idx"),
        ),
        migrations.AddConstraint(
            model_name="monitoringvisit",
            constraint=models.UniqueConstraint(
                models.F("plan"), models.F("name"), name="visit_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="monitoringvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_visit_on__isnull", True),
                    ("next_visit_on__gt", models.F("on")),
                    _connector="OR",
                ),
                name="next_visit_is_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("words", ""), _negated=True),
                    models.Q(("shown_by", ""), _negated=True),
                ),
                name="measure_says_what_is_shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurejudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["met", "partly", "not"]), models.Q(("words", ""), _negated=True)
                ),
                name="judgement_is_met_partly_or_not",
            ),
        ),
    ]
