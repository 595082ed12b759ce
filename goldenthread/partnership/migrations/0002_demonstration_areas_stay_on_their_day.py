from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnership", "0001_local_areas_people_and_grants")]

    operations = [
        migrations.AddField(
            model_name="localarea",
            name="lives_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
