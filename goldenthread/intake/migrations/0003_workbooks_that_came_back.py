import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_stored_files_and_area_storage'),
        ('improvement_plan', '0006_snapshots_count_gaps'),
        ('intake', '0002_what_an_import_made'),
        ('partnership', '0007_addresses_that_mail_comes_back_from'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkbookReturn',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('reading', 'Being read'), ('ready', 'Ready to look at'), ('refused', 'Could not be read'), ('applied', 'Taken over'), ('aside', 'Put aside')], default='reading', max_length=12)),
                ('refusal', models.TextField(blank=True)),
                ('cells', models.JSONField(blank=True, null=True)),
                ('outcome', models.JSONField(default=dict)),
                ('job_run_id', models.UUIDField(blank=True, null=True)),
                ('applied_on', models.DateField(blank=True, null=True)),
                ('applied_by_label', models.CharField(blank=True, max_length=200)),
                ('created_by_id', models.UUIDField(null=True)),
                ('created_by_label', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('local_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.localarea')),
                ('sent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='improvement_plan.sentworkbook')),
            ],
            options={
                'ordering': ('-recorded_at',),
                'constraints': [models.UniqueConstraint(models.F('local_area'), models.F('file'), condition=models.Q(('state', 'applied')), name='workbook_taken_over_once')],
            },
        ),
    ]
