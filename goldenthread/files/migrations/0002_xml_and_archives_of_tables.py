from django.db import migrations, models


class Migration(migrations.Migration):
    """Returns and exports of registers may be kept: XML, and archives of CSV files."""

    dependencies = [("files", "0001_stored_files_and_area_storage")]

    operations = [
        migrations.RemoveConstraint(model_name="storedfile", name="files_kind_is_known"),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["docx", "xlsx", "pdf", "csv", "txt", "png", "jpg", "xml", "zip"],
                    )
                ),
                name="files_kind_is_known",
            ),
        ),
    ]
