"""From when on sessions of an account count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnership", "0011_access_reviews_details_and_restricted_records")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="signed_out_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
