"""A name stands once in an area whatever its capitals and the spaces around it.

Names that already differ by no more than that are told apart first: the later one gets a number, so
that nothing recorded is lost and somebody can see it and put it right.
"""

from django.db import migrations, models
from django.db.models.functions import Lower, Trim

_NAMED = (
    ("Organisation", "name", "organisation_named_once"),
    ("Forum", "name", "forum_named_once"),
    ("Post", "title", "post_titled_once"),
)


def tell_apart(apps, schema_editor):
    for model, field, _ in _NAMED:
        rows = apps.get_model("partnership", model).objects
        taken = set()
        for row in rows.order_by("local_area_id", "pk"):
            name, length = getattr(row, field), row._meta.get_field(field).max_length
            kept, number = name.strip(), 1
            while (row.local_area_id, kept.lower()) in taken:
                number += 1
                ending = f" ({number})"
                kept = name.strip()[: length - len(ending)] + ending
            taken.add((row.local_area_id, kept.lower()))
            if kept != name:
                rows.filter(pk=row.pk).update(**{field: kept})


class Migration(migrations.Migration):
    dependencies = [("partnership", "0005_task_links")]

    operations = [
        *(migrations.RemoveConstraint(model_name=model, name=name) for model, _, name in _NAMED),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.UniqueConstraint(
                    models.F("local_area"), Lower(Trim(field)), name=name
                ),
            )
            for model, field, name in _NAMED
        ),
    ]
