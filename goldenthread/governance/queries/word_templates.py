"""Word templates in force, and those that ended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from goldenthread.governance.models import WordTemplate
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class WordTemplateFact:
    id: UUID
    name: str
    forum_id: UUID | None
    forum_name: str
    file_id: UUID


def word_templates(*, viewer: Viewer, forum_id: UUID | None = None) -> tuple[WordTemplateFact, ...]:
    """Templates in force: the body's own first, then those for any body."""
    rows = WordTemplate.objects.filter(
        local_area_id=viewer.local_area_id, ended_on__isnull=True
    ).select_related("forum")
    facts = [_template(row) for row in rows if forum_id is None or row.forum_id in (None, forum_id)]
    return tuple(sorted(facts, key=lambda fact: (fact.forum_id is None, fact.name)))


def word_template(template_id: UUID, *, viewer: Viewer) -> WordTemplateFact | None:
    """One template, in force or ended."""
    rows = WordTemplate.objects.filter(local_area_id=viewer.local_area_id, pk=template_id)
    row = rows.select_related("forum").first()
    return _template(row) if row else None


def _template(row: WordTemplate) -> WordTemplateFact:
    return WordTemplateFact(
        id=row.pk,
        name=row.name,
        forum_id=row.forum_id,
        forum_name=row.forum.name if row.forum else "",
        file_id=row.file_id,
    )
