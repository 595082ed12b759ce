"""An export off the request, as whoever asked for it stands when it starts."""

from __future__ import annotations

import uuid
from typing import Any

from goldenthread.jobs import queries as jobs
from goldenthread.partnership.queries import asker
from tests.conftest import TODAY
from tests.person_linked_app import queries


def export_children(run_id: uuid.UUID, local_area_id: str) -> dict[str, Any]:
    area_id = uuid.UUID(local_area_id)
    run = jobs.job_run(run_id, local_area_id=area_id)
    viewer = asker(run.by_id, local_area_id=area_id, on=TODAY)
    table = queries.export(viewer=viewer, on=TODAY)
    about = [str(one.id) for one in queries.children(viewer=viewer, on=TODAY)]
    return {"table": table, "about": about}


def fetch(run_id: uuid.UUID, *, user_id: uuid.UUID, local_area_id: uuid.UUID) -> str:
    """What the export made, for whoever asked for it and while their rights count."""
    run = jobs.job_run(run_id, local_area_id=local_area_id)
    own = run.by_id if run.by_id == user_id else None
    about = [uuid.UUID(one) for one in (run.result or {})["about"]]
    asker(own, local_area_id=local_area_id, on=TODAY, about=about)
    return str((run.result or {})["table"])
