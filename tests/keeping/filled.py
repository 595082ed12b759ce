"""An installation with something of everything that a backup holds."""

from __future__ import annotations

from pathlib import Path

from tests.keeping.installation import Installation, migrated

KEY = "0123456789abcdef" * 4
# Two areas, a file in each, an entry whose details can be erased, and somebody signed in.
FILL = """
from datetime import date, datetime, UTC
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from tests.trail.acts import rate
from goldenthread.files import actions as files
from goldenthread.files.models import StoredFile
from goldenthread.intake.models import PlanImport
from goldenthread.files.kinds import Kind
from goldenthread.partnership import actions
from goldenthread.partnership.queries import all_areas
for slug in ("eastmere", "westholm"):
    actions.found_local_area(slug=slug, name=slug.title(), brand_colour="#0b4f55",
        administrator_name="Adé Óg", administrator_email=f"a@{slug}.example", password="words " * 4,
        demonstration=False, on=date(2018, 1, 1), at=datetime(2020, 1, 14, tzinfo=UTC))
for area in all_areas():
    files.keep(upload=f"{area.slug}: a plan\\n".encode() * 5000, name="plan.txt",
        local_area_id=area.id, by_id=None, by_label="A test", on=date(2020, 1, 14),
        allowed=frozenset(Kind))
    with transaction.atomic():
        rate(local_area_id=area.id)
for area in all_areas():
    file = StoredFile.objects.get(local_area_id=area.id)
    PlanImport.objects.create(local_area_id=area.id, file_id=file.id, state="imported",
        raw={"said": "words"}, imported_on=date(2010, 1, 4), created_by_label="A test",
        recorded_at=datetime(2010, 1, 4, tzinfo=UTC))
session = SessionStore()
session["who"] = "somebody"
session.save()
"""


def filled(folder: Path, name: str, key: Path) -> Installation:
    """Two local areas and somebody signed in."""
    made = migrated(folder, name, key)
    made.python(FILL)
    return made
