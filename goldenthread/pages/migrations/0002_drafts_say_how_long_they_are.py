"""What is kept for people who are not signed in is bounded by its length, not only by number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_drafts")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="size",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
