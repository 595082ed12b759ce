
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('improvement_plan', '0003_risks_issues_escalations_and_agreed_dependencies'),
        ('partnership', '0005_task_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='ManyChange',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by_id', models.UUIDField(null=True)),
                ('recorded_by_label', models.CharField(max_length=200)),
                ('words', models.CharField(max_length=500)),
                ('rows', models.JSONField()),
                ('undone_on', models.DateField(blank=True, null=True)),
                ('local_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.localarea')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='improvement_plan.plan')),
            ],
            options={
                'ordering': ('-recorded_at',),
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=100)),
                ('owner_id', models.UUIDField()),
                ('owner_label', models.CharField(max_length=200)),
                ('shared', models.BooleanField(default=False)),
                ('filters', models.TextField(blank=True)),
                ('columns', models.JSONField(default=list)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('local_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.localarea')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='improvement_plan.plan')),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='DefaultView',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('user_id', models.UUIDField()),
                ('local_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.localarea')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='improvement_plan.plan')),
                ('view', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='improvement_plan.savedview')),
            ],
        ),
        migrations.CreateModel(
            name='SentWorkbook',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by_id', models.UUIDField(null=True)),
                ('recorded_by_label', models.CharField(max_length=200)),
                ('code', models.CharField(max_length=8)),
                ('for_whom', models.CharField(max_length=300)),
                ('filters', models.TextField(blank=True)),
                ('rows', models.JSONField()),
                ('local_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.localarea')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='improvement_plan.plan')),
            ],
            options={
                'ordering': ('-recorded_at',),
            },
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(models.F('plan'), models.F('owner_id'), models.F('name'), condition=models.Q(('ended_on__isnull', True)), name='saved_view_named_once'),
        ),
        migrations.AddConstraint(
            model_name='defaultview',
            constraint=models.UniqueConstraint(models.F('plan'), models.F('user_id'), name='one_default_view_a_person'),
        ),
        migrations.AddConstraint(
            model_name='sentworkbook',
            constraint=models.UniqueConstraint(models.F('local_area'), models.F('code'), name='workbook_code_once_an_area'),
        ),
    ]
