"""What families tell us, in the words of a forum or a young people's group, kept whole."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("improvement_plan", "0006_snapshots_count_gaps"),
        ("partnership", "0008_young_peoples_groups_are_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="FamilyVoice",
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
                ("on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.UUIDField(null=True)),
                ("recorded_by_label", models.CharField(max_length=200)),
                ("words", models.TextField()),
                ("said_by", models.CharField(max_length=200)),
                ("occasion", models.CharField(blank=True, max_length=300)),
                ("scale_key", models.SlugField(blank=True, max_length=60)),
                ("point_key", models.SlugField(blank=True, max_length=60)),
                ("on_behalf", models.BooleanField(default=False)),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("confirmed_by_label", models.CharField(blank=True, max_length=200)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("withdrawn_by_label", models.CharField(blank=True, max_length=200)),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voices",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.organisation",
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
                (
                    "rating",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voice",
                        to="improvement_plan.rating",
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-recorded_at"),
                "indexes": [
                    models.Index(
                        fields=["plan", "level", "on"], name="improvement_plan_id_e4c842_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="voice_has_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_by_label", ""), ("confirmed_on__isnull", True)),
                            models.Q(
                                ("confirmed_on__gte", models.F("on")),
                                ("on_behalf", True),
                                models.Q(("confirmed_by_label", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="voice_on_behalf_is_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_on__isnull", True), ("withdrawn_reason", "")),
                            models.Q(
                                ("withdrawn_on__gte", models.F("on")),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawn_voice_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating__isnull", True),
                            ("on_behalf", False),
                            ("confirmed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="unconfirmed_voice_rates_nothing",
                    ),
                ],
            },
        ),
    ]
