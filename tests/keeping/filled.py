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
ERASE = """
from datetime import date
from django.db import transaction
from goldenthread.trail.actions import erase_details
from goldenthread.trail.models import TrailEntry
row = TrailEntry.objects.exclude(details_hash="").order_by("local_area_id", "seq").first()
with transaction.atomic():
    erase_details(local_area_id=row.local_area_id, seqs=[row.seq], actor_id=None,
        actor_label="A test", reason="", on=date(2020, 1, 14))
print(row.id)
"""
# By a rule of six years, in one of the areas, whose file goes with it.
ERASE_ROWS = """
from datetime import date
from uuid import uuid4
from goldenthread.intake.models import PlanImport
from goldenthread.retention import actions
from goldenthread.retention.models import RetentionApproval, RetentionRule
row = PlanImport.objects.order_by("pk").first()
mine = {"local_area_id": row.local_area_id}
RetentionRule.objects.create(kind="documents", years=6, set_on=date(2020, 1, 14),
    set_by_id=uuid4(), set_by_label="One", **mine)
RetentionApproval.objects.create(rules={"documents": 6}, set_by_id=uuid4(),
    approved_on=date(2020, 1, 14), approved_by_id=uuid4(), approved_by_label="Another", **mine)
done = actions.erase(local_area_id=row.local_area_id, on=date(2020, 1, 14))
assert done.rows == 2, done
print(row.id)
"""
LEFT = """
import sys
from goldenthread.intake.models import PlanImport
row = PlanImport.objects.select_related("file").get(pk=sys.argv[1])
print(row.raw, row.file.name, row.file.removed_at is not None)
"""
DETAILS = """
import sys
from goldenthread.trail.models import TrailDetail
print(TrailDetail.objects.filter(entry_id=sys.argv[1]).count())
"""


def filled(folder: Path, name: str, key: Path) -> Installation:
    """Two local areas and somebody signed in."""
    made = migrated(folder, name, key)
    made.python(FILL)
    return made
