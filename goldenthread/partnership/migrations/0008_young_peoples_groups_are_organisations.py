"""A young people's group is an organisation of its own kind, and speaks in its own name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnership", "0007_addresses_that_mail_comes_back_from")]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("council", "Council"),
                    ("icb", "Integrated care board"),
                    ("health_provider", "Health provider"),
                    ("setting", "School, college or other setting"),
                    ("parent_carer_forum", "Parent carer forum"),
                    ("young_people", "Young people’s group"),
                    ("regulator", "Regulator or department"),
                    ("other", "Other"),
                ],
                max_length=30,
            ),
        ),
    ]
