"""What the demonstration has not, so that every address can be filled in."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import docx
import openpyxl
from django.db import connection, transaction
from django.utils import timezone

from benchmarks import returns
from goldenthread.demo import story
from goldenthread.ehcp_register import actions as register
from goldenthread.ehcp_register.models import Child, Event, Newcomer
from goldenthread.files.actions import keep
from goldenthread.files.kinds import Kind
from goldenthread.governance import actions as governance
from goldenthread.governance import queries as governance_queries
from goldenthread.governance.actions.word_templates import add_word_template
from goldenthread.improvement_plan.actions import add_milestone
from goldenthread.improvement_plan.models import Action, ManyChange, Plan
from goldenthread.intake import actions as intake
from goldenthread.intake.actions import settings as actions_of_settings
from goldenthread.intake.actions.arrivals import upload_extract
from goldenthread.intake.actions.reports import upload_report
from goldenthread.intake.actions.returned import upload_return
from goldenthread.intake.models import PlanImport, RegisterArrival, WorkbookReturn
from goldenthread.jobs import tasks as jobs
from goldenthread.partnership import actions
from goldenthread.partnership.models import Post, Restriction
from goldenthread.retention import actions as retention
from goldenthread.retention.models import ErasureCertificate, RetentionRule
from goldenthread.rules.clocks import LawfulException
from goldenthread.rules.sen2 import as_xml
from goldenthread.rules.standing.records import (
    BudgetRecord,
    CircumstanceRecord,
    Claimed,
    ResponsibilityRecord,
)
from tests.factories import register as children
from tests.factories import settings_lists
from tests.factories.plan_documents import as_docx, york_layout
from tests.files.uploads import PDF

DAY = story.TODAY
REPORT = b"Areas for improvement\nLeaders should tell families what is on offer.\n"


def add_the_rest(areas: Any) -> None:
    """By the product's own verbs where that is short, else as rows."""
    office = areas.viewer("programme_office")
    administrator = areas.viewer("area_administrator")
    _of_the_plan(office)
    _of_documents(office)
    _of_rights(office, administrator)
    _of_releases(office, administrator)
    _of_retention(office, administrator)
    _of_the_register(areas.viewer("case_officer"), areas.viewer("case_manager"))


def _of_the_plan(office: Any) -> None:
    action = Action.objects.filter(local_area_id=office.local_area_id).earliest("pk")
    add_milestone(action_id=action.pk, text="Clubs found", by=office, on=DAY)
    ManyChange.objects.create(
        local_area_id=office.local_area_id, plan=action.plan, words="1 cell", rows=[], on=DAY,
        recorded_by_id=office.user_id, recorded_by_label=office.name, recorded_at=timezone.now(),
    )  # fmt: skip


def _of_documents(office: Any) -> None:
    plan = Plan.objects.filter(local_area_id=office.local_area_id).earliest("pk")
    upload_report(plan_id=plan.pk, upload=REPORT, name="report.txt", by=office, on=DAY)
    found = intake.upload(upload=as_docx(york_layout()), name="plan.docx", by=office, on=DAY)
    jobs.run(str(PlanImport.objects.get(pk=found.import_id).job_run_id))
    template = keep(
        upload=_word(), name="style.docx", local_area_id=office.local_area_id, by_id=office.user_id,
        by_label=office.name, on=DAY, allowed=frozenset({Kind.DOCX}), limit_bytes=1_000_000,
    )  # fmt: skip
    add_word_template(
        name="County", file_id=template.id, forum_id=None, by=office, on=DAY, at=timezone.now()
    )
    actions_of_settings.bring_in_file(
        content=settings_lists.as_csv([settings_lists.setting(900001, "Mill Lane School")]),
        name="list.csv", as_at=DAY, whole=True, by=office, on=DAY, at=timezone.now(),
    )  # fmt: skip
    back = upload_return(upload=_workbook(), name="back.xlsx", by=office, on=DAY)
    jobs.run(str(WorkbookReturn.objects.get(pk=back.return_id).job_run_id))


def _word() -> bytes:
    word, out = docx.Document(), BytesIO()
    word.add_paragraph("{{ title }}")
    word.save(out)
    return out.getvalue()


def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.save(out)
    return out.getvalue()


def _of_releases(office: Any, administrator: Any) -> None:
    paper = next(one for one in governance_queries.papers(viewer=office) if one.issued)
    release_id = governance.prepare_release(
        paper_id=paper.id, form="pdf", recipient_kind="dfe", recipient="Ana Reyes",
        address="ana@education.gov.uk", address_again="ana@education.gov.uk", purpose="The review",
        by=office, on=DAY, at=timezone.now(),
    )  # fmt: skip
    governance.release(
        release_id=release_id, version=1, recipient="Ana Reyes", by=administrator, on=DAY,
        at=timezone.now(),
    )  # fmt: skip


def _of_retention(office: Any, administrator: Any) -> None:
    """Rules that somebody else set, so that the administrator may approve them; a hold; proof."""
    RetentionRule.objects.create(
        local_area_id=office.local_area_id, kind="messages", years=2, set_on=DAY,
        set_by_id=office.user_id, set_by_label=office.name,
    )  # fmt: skip
    retention.place_hold(
        kind="", object_id=None, reason="words", review_due=DAY, by=administrator, on=DAY
    )
    ErasureCertificate.objects.create(
        local_area_id=office.local_area_id, number=1, on=DAY, by_label="Golden Thread",
        erased=[{"kind": "messages", "years": 2, "rows": {"notifications.Message": 1}, "bytes": 0}],
        hash="0" * 64,
    )  # fmt: skip


def _of_rights(office: Any, administrator: Any) -> None:
    at = timezone.now()
    actions.give_detail(
        user_id=office.user_id, detail="health", reason="Writes it", from_date=DAY,
        by=administrator, on=DAY, at=at,
    )  # fmt: skip
    restriction = Restriction.objects.create(
        local_area_id=office.local_area_id, about_id=uuid4(), category="other", reason="words",
        owner_id=administrator.person_id, restricted_by_id=administrator.user_id, from_date=DAY,
        review_due=DAY,
    )  # fmt: skip
    actions.name_grant(
        restriction_id=restriction.pk, user_id=office.user_id, until=DAY, reason="words",
        by=administrator, on=DAY, at=at,
    )  # fmt: skip
    actions.break_glass(
        about_id=restriction.about_id, reason="safety", words="words", by=office, on=DAY, at=at
    )
    actions.open_access_review(by=administrator, on=DAY)
    assert connection.in_atomic_block


def _of_extracts(manager: Any) -> None:
    """An extract that was read and waits to be looked at."""
    persons = "".join(as_xml.pieces(returns.HEADER, returns.persons(3)))
    waits = upload_extract(
        upload=persons.encode(), name="sen2.xml", as_at=DAY, by=manager, on=DAY, at=timezone.now()
    )
    jobs.run(str(RegisterArrival.objects.get(pk=waits).job_run_id))


def _of_the_register(officer: Any, manager: Any) -> None:
    """A child whose whereabouts are unknown, with an exception claimed, moved between caseloads."""
    ids = children.add(
        children.child(
            1,
            circumstances=(
                CircumstanceRecord(kind="whereabouts-unknown", from_date=date(2019, 12, 2)),
            ),
            budgets=(BudgetRecord(how="direct", from_date=date(2019, 9, 2)),),
            responsible=(
                ResponsibilityRecord(kind="placing", authority="873", from_date=date(2019, 9, 2)),
            ),
        ),
        by=manager,
        on=DAY,
        at=timezone.now(),
    )
    _of_extracts(manager)
    (child_id,) = ids.values()
    asked = Event.objects.visible_to(officer, on=DAY).get(what="request-received")
    register.claim_exception(
        event_id=asked.pk,
        duty="D07",
        claimed=Claimed(
            reason=LawfulException.ABSENT_4_WEEKS,
            first_on=date(2018, 3, 1),
            then_on=date(2018, 4, 2),
            evidence="Letter of the family",
        ),
        by=officer,
        on=DAY,
        at=timezone.now(),
    )
    made = Event.objects.visible_to(officer, on=DAY).get(what="plan-made")
    with transaction.atomic():
        kept = keep(
            upload=PDF, name="plan.pdf", local_area_id=officer.local_area_id,
            by_id=officer.user_id, by_label=officer.name, on=DAY, allowed=frozenset({Kind.PDF}),
        )  # fmt: skip
        child = Child.objects.visible_to(officer, on=DAY).get(pk=child_id)
        register.hold_sections(
            event_id=made.pk, version=child.version, sections=("A",), file_id=kept.id, by=officer,
            on=DAY, at=timezone.now(),
        )  # fmt: skip
    post = Post.objects.filter(local_area_id=manager.local_area_id).earliest("pk")
    register.move_children(
        children={child_id: None}, to_post_id=post.pk, by=manager, on=DAY, at=timezone.now()
    )
    register.name_service(name="Audiology", post_id=post.pk, lead_post_id=None, by=manager, on=DAY)
    register.name_department(name="Transport", post_id=post.pk, by=manager, on=DAY)
    child = Child.objects.visible_to(officer, on=DAY).get(pk=child_id)
    Newcomer.objects.create(
        local_area_id=officer.local_area_id, child=child, event_id=uuid4(), arrived_on=DAY,
        told_on=DAY,
    )  # fmt: skip
    _of_advice(child_id, asked.case_id, officer)
    _of_panels(child_id, asked.case_id, officer, manager)
    came = register.GotInTouch(on=DAY, way="phone", who="family", topic="plan", post_id=post.pk)
    for about in (child_id, None):
        register.record_contact(child_id=about, came=came, by=officer, on=DAY, at=timezone.now())


def _of_advice(child_id: UUID, case_id: UUID, officer: Any) -> None:
    """Somebody who was asked and chased, and a family that was asked."""
    given = {"by": officer, "on": DAY, "at": timezone.now()}
    register.ask_advisers(
        child_id=child_id, case_id=case_id, bodies=["Health"], views=["Parent"], asked_on=DAY,
        **given,
    )  # fmt: skip
    waits = Event.objects.visible_to(officer, on=DAY).get(what="advice-asked", body="Health")
    register.chase_advice(
        child_id=child_id, event_ids=[waits.pk], how="email", chased_on=DAY, **given
    )


def _of_panels(child_id: UUID, case_id: UUID, officer: Any, manager: Any) -> None:
    """A panel that meets today, with one case on its agenda."""
    panel_id = register.add_panel(name="Assessment panel", terms="", members="", by=manager, on=DAY)
    meeting_id = register.add_panel_meeting(
        panel_id=panel_id, held_on=DAY, papers_by=DAY, by=manager, on=DAY
    )
    register.bring_to_panel(
        child_id=child_id, case_id=case_id, meeting_id=meeting_id, asks="issue", bundle="",
        by=officer, on=DAY, at=timezone.now(),
    )  # fmt: skip
