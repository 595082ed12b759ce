"""Whole processes by pages alone: each step is offered as expected or usual, in the case it belongs
to, and what is recorded leads to the next."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from lxml import html

from goldenthread.ehcp_register.models import STILL, Case, Deadline, Event, RegisterEntry
from goldenthread.partnership.models import LocalArea
from goldenthread.rules.proceedings import TABLE, What
from goldenthread.rules.proceedings.following import FOLLOWS
from tests.conftest import TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
W = What
D = date
Step = tuple[What, date] | tuple[What, date, dict[str, Any]]


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


class Record:
    """One child's record, written in by its pages alone."""

    def __init__(self, client: Any, child_id: UUID, viewer: Any) -> None:
        self.client, self.child_id, self.viewer = client, child_id, viewer

    def offered(self) -> dict[str, str]:
        """What stands before “Anything else”: kind of event → its link, the first of each."""
        page = reverse("ehcp_register:record", args=["eastmere", self.child_id])
        tree: Any = html.fromstring(self.client.get(page).content)
        heading = tree.xpath("//h2[normalize-space()='Anything else']")[0]
        found: dict[str, str] = {}
        for href in heading.xpath("preceding::a[contains(@href, '/record/')]/@href"):
            found.setdefault(href.partition("/record/")[2].partition("/")[0], href)
        return found

    def take(self, what: What, on: date, more: dict[str, Any] | None = None) -> None:
        offered = self.offered()
        assert what.value in offered, f"{what} is not offered; {sorted(offered)} are"
        self.send(offered[what.value], on, more or {})

    def send(self, href: str, on: date, more: dict[str, Any]) -> None:
        """Open the form, type a day and what is given, leave the rest as it was drawn."""
        tree: Any = html.fromstring(self.client.get(href).content)
        chosen = tree.xpath("//main//input[@type='radio' and @checked]")
        typed: dict[str, str] = {one.get("name"): one.get("value") for one in chosen}
        typed |= days("happened_on", on)
        for name, value in more.items():
            typed |= days(name, value) if isinstance(value, date) else {name: value}
        answer = self.client.post(href, typed)
        assert answer.status_code == 302, answer.content.decode()

    def open_duties(self) -> set[str]:
        rows = Deadline.objects.visible_to(self.viewer, on=TODAY)
        return set(
            rows.filter(child_id=self.child_id, open_until=STILL).values_list("duty", flat=True)
        )

    def cases(self) -> list[str]:
        rows = Case.objects.visible_to(self.viewer, on=TODAY).filter(child_id=self.child_id)
        return sorted(rows.values_list("process", flat=True))

    def stage(self) -> str:
        rows = RegisterEntry.objects.visible_to(self.viewer, on=TODAY)
        return str(rows.get(child_id=self.child_id, until=STILL).stage)


def days(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year),
    }  # fmt: skip


@pytest.fixture
def new(officer: Any, signed_in: Any) -> Record:
    """Somebody added by the form, with a request of 3 June 2019."""
    client = signed_in(officer)
    typed = {
        "forename": "Bryony", "surname": "Ashcombe", "first": "request", "code": "1",
        "said_by": "The request form",
    }  # fmt: skip
    typed |= days("born_on", date(2012, 3, 27)) | days("first_on", date(2019, 6, 3))
    answer = client.post(reverse("ehcp_register:add_child", args=["eastmere"]), typed)
    child_id = UUID(answer["Location"].rstrip("/").rpartition("/")[2])
    return Record(client, child_id, officer)


@pytest.fixture
def planned(manager: Any, officer: Any, signed_in: Any) -> Record:
    """Somebody with a plan of 25 May 2018, reviewed on 1 May 2019."""
    child_id = register.add(register.child(1), by=manager)["EM00001"]
    return Record(signed_in(officer), child_id, officer)


ASSESSMENT: tuple[Step, ...] = (
    (W.ASSESSMENT_AGREED, D(2019, 7, 8)),
    (W.ADVICE_ASKED, D(2019, 7, 9), {"body": "Educational psychology"}),
    (W.ADVICE_ASKED, D(2019, 7, 9), {"body": "Health"}),
    (W.ADVICE_RECEIVED, D(2019, 8, 12), {"body": "Educational psychology"}),
    (W.ADVICE_RECEIVED, D(2019, 8, 19), {"body": "Health"}),
    (W.ASSESSED, D(2019, 8, 27)),
    (W.DRAFT_SENT, D(2019, 9, 9)),
    (W.FAMILY_COMMENTED, D(2019, 9, 20)),
    (W.PLACE_ASKED, D(2019, 9, 23), {"body": "Alder School"}),
    (W.PLACE_ANSWERED, D(2019, 10, 4), {"body": "Alder School"}),
    (W.PLAN_MADE, D(2019, 10, 14)),
    (W.PROVISION_IN_PLACE, D(2019, 10, 21)),
)
REVIEW: tuple[Step, ...] = (
    (W.MEETING_ARRANGED, D(2019, 9, 2), {"day": D(2019, 10, 1)}),
    (W.MEETING_NOTICE_GIVEN, D(2019, 9, 10)),
    (W.MEETING_ADVICE_SENT, D(2019, 9, 13)),
    (W.MEETING_HELD, D(2019, 10, 1)),
    (W.MEETING_REPORT_SENT, D(2019, 10, 10)),
    (W.REVIEW_AMENDS, D(2019, 10, 24)),
    (W.AMENDMENTS_SENT, D(2019, 10, 24)),
    (W.FAMILY_COMMENTED, D(2019, 11, 5)),
    (W.PLAN_AMENDED, D(2019, 12, 2)),
)


def walk(record: Record, steps: tuple[Step, ...]) -> None:
    for what, on, *more in steps:
        record.take(what, on, more[0] if more else None)


def test_an_assessment_from_its_request_to_the_plan(new: Record) -> None:
    walk(new, ASSESSMENT)

    assert new.stage() == "plan"
    assert new.cases() == ["assessment"]
    assert not {"D01", "D02", "D03", "D07"} & new.open_duties()


def test_a_review_from_its_invitations_to_the_amended_plan(planned: Record) -> None:
    walk(planned, REVIEW)

    assert planned.cases() == ["assessment", "review", "review"]
    # The report of the review of April 2019, which is still to be sent, is another's.
    assert not {"D11", "D12", "D14", "D15", "D17", "D18"} & planned.open_duties()
    amended = Event.objects.visible_to(planned.viewer, on=TODAY).get(what="plan-amended")
    held = Event.objects.visible_to(planned.viewer, on=TODAY).get(
        what="meeting-held", on=D(2019, 10, 1)
    )
    assert amended.case_id == held.case_id


def test_a_refusal_mediated_appealed_and_ordered_otherwise(new: Record) -> None:
    walk(
        new,
        (
            (W.ASSESSMENT_REFUSED, D(2019, 7, 8)),
            (W.ADVISER_CONTACTED, D(2019, 7, 15)),
            (W.MEDIATION_WANTED, D(2019, 7, 16)),
            (W.MEDIATION_HELD, D(2019, 8, 6)),
            (W.CERTIFICATE_ISSUED, D(2019, 8, 8)),
            (W.APPEAL_LODGED, D(2019, 9, 2)),
            (W.APPEAL_SENT, D(2019, 9, 4)),
            (W.APPEAL_ANSWERED, D(2019, 10, 10)),
            (W.ORDER_MADE, D(2019, 12, 2), {"asks": "assess"}),
            (W.ASSESSMENT_AGREED, D(2019, 12, 12)),
        ),
    )
    assert new.cases() == ["assessment"]
    assert new.stage() == "assessed"


def test_a_transfer_in_and_what_follows(manager: Any, officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    typed = {
        "forename": "Callum", "surname": "Dray", "first": "moved-in",
        "said_by": "The other authority",
    }  # fmt: skip
    typed |= days("born_on", date(2012, 3, 27)) | days("first_on", date(2019, 11, 4))
    typed |= days("plan_day", date(2019, 5, 1))
    answer = client.post(reverse("ehcp_register:add_child", args=["eastmere"]), typed)
    record = Record(client, UUID(answer["Location"].rstrip("/").rpartition("/")[2]), officer)
    walk(
        record,
        (
            (W.TRANSFER_TOLD, D(2019, 11, 20)),
            (W.MEETING_ARRANGED, D(2019, 11, 25), {"day": D(2020, 1, 8)}),
            (W.MEETING_HELD, D(2020, 1, 8)),
            (W.REVIEW_KEEPS, D(2020, 1, 13)),
        ),
    )
    assert "D24" not in record.open_duties()


def test_a_transfer_away(planned: Record) -> None:
    away = planned_link(planned, W.MOVE_AWAY_KNOWN)
    planned.send(away, D(2019, 12, 2), {"day": D(2020, 1, 6)})
    walk(planned, ((W.PLAN_TRANSFERRED_AWAY, D(2020, 1, 10)),))
    assert planned.stage() == "moved"


def test_a_plan_that_ceases(planned: Record) -> None:
    planned.send(planned_link(planned, W.CEASING_CONSIDERED), D(2019, 9, 2), {})
    walk(
        planned,
        (
            (W.CEASING_NOTIFIED, D(2019, 10, 1)),
            (W.PLAN_CEASED, D(2020, 1, 6), {"code": "2"}),
        ),
    )
    assert planned.stage() == "ceased"
    assert planned.open_duties() <= {"D32", "D40"}


def test_a_re_assessment(planned: Record) -> None:
    planned.send(planned_link(planned, W.REASSESSMENT_REQUESTED), D(2019, 9, 2), {})
    walk(
        planned,
        (
            (W.REASSESSMENT_AGREED, D(2019, 9, 13)),
            (W.ADVICE_ASKED, D(2019, 9, 16), {"body": "Health"}),
            (W.ADVICE_RECEIVED, D(2019, 10, 21), {"body": "Health"}),
            (W.DRAFT_SENT, D(2019, 11, 4)),
            (W.PLAN_REPLACED, D(2019, 12, 9)),
        ),
    )
    assert planned.stage() == "plan"
    assert planned.cases() == ["assessment", "reassessment", "review"]


def test_a_move_to_the_next_phase(planned: Record) -> None:
    expected = planned_link(planned, W.PHASE_MOVE_EXPECTED)
    planned.send(expected, D(2019, 9, 2), {"day": D(2020, 9, 1), "phase": "next-school"})
    before = planned.open_duties()
    assert {"D20", "D21", "D22"} & before
    walk(planned, ((W.AMENDMENTS_SENT, D(2019, 11, 4)), (W.PLAN_AMENDED, D(2020, 1, 10))))
    assert not {"D20", "D21", "D22"} & planned.open_duties()


def planned_link(record: Record, what: What) -> str:
    """What begins a process nobody waits for stands under “Anything else”."""
    page = reverse("ehcp_register:record", args=["eastmere", record.child_id])
    tree: Any = html.fromstring(record.client.get(page).content)
    return str(tree.xpath(f"//a[contains(@href, '/record/{what.value}/')]/@href")[-1])


def test_what_follows_is_a_closed_set_and_leads_on() -> None:
    """Whatever would meet a duty follows something, or begins a process."""
    follows = {one for after in FOLLOWS.values() for one in after}
    begins = {
        W.REQUEST_RECEIVED, W.BECAME_RESPONSIBLE, W.DETAINED_REQUEST, W.MEETING_ARRANGED,
        W.OTHER_AMENDMENTS_SENT, W.PHASE_MOVE_EXPECTED, W.MOVE_AWAY_KNOWN, W.PLAN_TRANSFERRED_IN,
        W.COMMISSIONER_CHANGED, W.REASSESSMENT_REQUESTED, W.CEASING_CONSIDERED, W.RECOMMENDED,
        W.AGREED_WITHOUT_AUTHORITY, W.RELEASED, W.NO_LONGER_RESPONSIBLE, W.DIED,
        W.EARLY_REVIEW_CONSIDERED,
    }  # fmt: skip
    meets = {what for one in TABLE for what in one.meets}
    alone = meets - follows - begins
    assert alone <= {W.RECONSIDERED}, sorted(alone)
