from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('improvement_plan', '0008_rounds_say_when_those_above_were_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='finding',
            name='ended_as',
            field=models.CharField(blank=True, choices=[('met', 'Met'), ('merged', 'Merged with another'), ('wrong', 'Recorded by mistake')], max_length=8),
        ),
        migrations.AddField(
            model_name='finding',
            name='ended_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='finding',
            name='ended_reason',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='finding',
            name='kind',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='finding',
            name='responsible',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_as', ''), ('ended_on__isnull', True), ('ended_reason', '')), models.Q(('ended_as__in', ['met', 'merged', 'wrong']), ('ended_on__isnull', False), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='finding_ends_with_a_reason'),
        ),
    ]
