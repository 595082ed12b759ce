"""What leaves the partnership: prepared by one person, released by another."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_stored_files_and_area_storage'),
        ('governance', '0006_drafts_say_who_writes_them'),
        ('improvement_plan', '0013_ratings_are_found_by_who_gave_them'),
        ('partnership', '0012_everybody_with_an_account_can_be_signed_out'),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=400)),
                ('form', models.CharField(max_length=5)),
                ('sha256', models.CharField(max_length=64)),
                ('sensitivity', models.CharField(choices=[('public', 'Public'), ('official', 'Official'), ('restricted', 'Restricted'), ('special', 'Special category')], max_length=10)),
                ('people', models.PositiveIntegerField()),
                ('recipient_kind', models.CharField(max_length=20)),
                ('recipient', models.CharField(max_length=200)),
                ('address', models.EmailField(blank=True, max_length=254)),
                ('purpose', models.CharField(max_length=500)),
                ('state', models.CharField(choices=[('prepared', 'Waits for a second person'), ('released', 'Released'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='prepared', max_length=10)),
                ('prepared_on', models.DateField()),
                ('prepared_by_id', models.UUIDField()),
                ('prepared_by_label', models.CharField(max_length=200)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by_id', models.UUIDField(blank=True, null=True)),
                ('decided_by_label', models.CharField(blank=True, max_length=200)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('withdrawn_by_label', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('recorded_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('local_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.localarea')),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='governance.boardpaper')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='improvement_plan.plan')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='governance.highlightreport')),
            ],
            options={
                'ordering': ('-prepared_on', '-recorded_at'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('paper__isnull', False), ('report__isnull', True)), models.Q(('paper__isnull', True), ('report__isnull', False)), _connector='OR'), name='release_is_of_one_document'), models.CheckConstraint(condition=models.Q(('decided_by_id__isnull', True), models.Q(('decided_by_id', models.F('prepared_by_id')), _negated=True), _connector='OR'), name='release_takes_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by_id__isnull', False), ('decided_on__isnull', False), ('state__in', ('released', 'refused'))), models.Q(('decided_by_id__isnull', True), ('decided_on__isnull', True), ('state', 'prepared')), models.Q(('state', 'withdrawn'), ('withdrawn_on__isnull', False)), _connector='OR'), name='release_is_decided_by_somebody_on_a_day'), models.CheckConstraint(condition=models.Q(('state__in', ('prepared', 'released')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refused_or_withdrawn_release_says_why')],
            },
        ),
    ]
