from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_messages_sent_again_by_hand"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailpreference",
            name="week_ahead",
            field=models.BooleanField(default=True),
        ),
    ]
