"""What things of retention are called, to whom may know of them."""

from __future__ import annotations

from uuid import UUID

from goldenthread.partnership.queries import Viewer
from goldenthread.retention import policies
from goldenthread.retention.queries.standing import certificate


def certificate_named(thing_id: UUID, *, viewer: Viewer) -> str:
    """ "Erasure certificate 3"; "" where the viewer may not know of it."""
    if policies.may_keep_retention(viewer):
        return ""
    found = certificate(thing_id, viewer=viewer)
    return f"Erasure certificate {found.number}" if found else ""
