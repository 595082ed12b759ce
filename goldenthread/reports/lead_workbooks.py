"""A workbook for a lead, from what was kept of it as it left."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.files.leaving import Export, ask_again
from goldenthread.improvement_plan.actions.workbooks import send_workbook
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.workbooks import SentFact, names_of, sent_workbook
from goldenthread.partnership.queries import Viewer
from goldenthread.reports.writers.lead_workbook import Choices, write_lead_workbook
from goldenthread.rules.rounds import STATUS_WORDS
from goldenthread.rules.sensitivity import Contents, Sensitivity


def _contents(_: UUID) -> Contents:
    """Actions of a plan: nobody's own records are in them."""
    return Contents(Sensitivity.OFFICIAL)


LEAD_WORKBOOK = Export("lead_workbook", "Actions of a plan, in Excel", _contents)


@transaction.atomic
def make(
    *, plan_id: UUID, filters: ActionFilters, for_whom: str, by: Viewer, on: date
) -> tuple[str, bytes]:
    """Keep what leaves, and write it: the file's name and bytes. Refused, with nothing kept, where
    a right was taken away meanwhile."""
    sent_id = send_workbook(plan_id=plan_id, filters=filters, for_whom=for_whom, by=by, on=on)
    sent = sent_workbook(sent_id, viewer=by)
    known = names_of(plan_id, viewer=by, on=on)
    assert sent is not None  # made just now, by the same person
    assert known is not None
    choices = Choices(
        ratings=tuple(point.label for point in (known.scale.points if known.scale else ())),
        statuses=tuple(STATUS_WORDS.values()),
        leads=tuple(sorted({named.words for named in known.leads.values()})),
        forums=tuple(sorted({forum.name for forum in known.forums.values()})),
    )
    content = write_lead_workbook(sent, choices, local_area=by.local_area_name)
    ask_again()
    return file_name(sent), content


def file_name(sent: SentFact) -> str:
    """ "actions-K7QF2-2020-01-14.xlsx": no name of a person."""
    return f"actions-{sent.code}-{sent.on.isoformat()}.xlsx"
