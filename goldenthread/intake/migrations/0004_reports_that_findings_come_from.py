import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_stored_files_and_area_storage'),
        ('improvement_plan', '0009_findings_end_with_a_reason'),
        ('intake', '0003_workbooks_that_came_back'),
        ('partnership', '0007_addresses_that_mail_comes_back_from'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportImport',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('ready', 'Ready to look at'), ('applied', 'Taken over')], default='ready', max_length=8)),
                ('findings', models.JSONField(default=list)),
                ('added', models.PositiveIntegerField(default=0)),
                ('applied_on', models.DateField(blank=True, null=True)),
                ('applied_by_label', models.CharField(blank=True, max_length=200)),
                ('created_by_id', models.UUIDField(null=True)),
                ('created_by_label', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('local_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.localarea')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='improvement_plan.plan')),
            ],
            options={
                'ordering': ('-recorded_at',),
                'constraints': [models.UniqueConstraint(models.F('plan'), models.F('file'), name='report_brought_in_once')],
            },
        ),
    ]
