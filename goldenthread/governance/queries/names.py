"""What papers and highlight reports are called, for lists of who saw them."""

from __future__ import annotations

from uuid import UUID

from goldenthread.governance.queries.highlights import highlight
from goldenthread.governance.queries.papers import paper
from goldenthread.partnership.queries import Viewer


def paper_named(paper_id: UUID, *, viewer: Viewer) -> str:
    """A paper in the viewer's sight; "" of any other."""
    found = paper(paper_id, viewer=viewer)
    return found.title if found else ""


def highlight_named(report_id: UUID, *, viewer: Viewer) -> str:
    """A highlight report in the viewer's sight; "" of any other."""
    found = highlight(report_id, viewer=viewer)
    return found.title if found else ""
