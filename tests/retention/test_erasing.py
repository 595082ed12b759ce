"""What goes, what stays, and what is left: a certificate that says how much, never what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, JSONField, QuerySet, TextField
from django.test.utils import CaptureQueriesContext

from goldenthread.files import storage
from goldenthread.files.models import AreaStorage, StoredFile
from goldenthread.intake.models import PlanImport
from goldenthread.notifications.models import Message
from goldenthread.partnership.models import Person, Restriction, TaskLink, User
from goldenthread.retention import actions, queries
from goldenthread.retention.models import ErasedRow, ErasureCertificate, RetentionApproval
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail import integrity
from goldenthread.trail.actions import record
from goldenthread.trail.models import TrailDetail, TrailEntry
from tests.conftest import NOW, TODAY
from tests.person_linked_app.models import AssessmentRequest, Child
from tests.retention.conftest import USUAL, left

pytestmark = pytest.mark.django_db
ZIVIA = "Zivia Quellthorpe"


def born(years: int, *, days: int = 0) -> date:
    return TODAY.replace(year=TODAY.year - years) - timedelta(days=days)


def a_child(area: Any, on: date | None, name: str = ZIVIA) -> Child:
    child = Child.objects.create(local_area=area, name=name, born_on=on)
    AssessmentRequest.objects.create(local_area=area, child=child, received_on=TODAY)
    return child


def children() -> set[UUID]:
    rows = Child.objects.including_restricted_records(because="to count")
    return set(rows.values_list("pk", flat=True))


def erase(area: Any, on: date = TODAY) -> Any:
    return actions.erase(local_area_id=area.pk, on=on)


# --- rules ----------------------------------------------------------------------------------------


@pytest.mark.asvs("14.2.7")
def test_nothing_goes_before_rules_are_set_and_approved(
    local_area: Any, administrator: Any
) -> None:
    child = a_child(local_area, born(30))
    assert erase(local_area) is None
    actions.set_rules(years=USUAL, version=0, by=administrator, on=TODAY)
    assert erase(local_area) is None
    assert children() == {child.pk}


@pytest.mark.asvs("2.3.5")
def test_who_sets_the_rules_does_not_approve_them(administrator: Any, second: Any) -> None:
    with pytest.raises(NotPermitted, match="no rules yet"):
        actions.approve_rules(version=0, by=second, on=TODAY)
    actions.set_rules(years=USUAL, version=0, by=administrator, on=TODAY)
    with pytest.raises(NotPermitted, match="You set these rules yourself"):
        actions.approve_rules(version=1, by=administrator, on=TODAY)
    actions.approve_rules(version=1, by=second, on=TODAY)
    with pytest.raises(Refused, match="approved already"):
        actions.approve_rules(version=1, by=second, on=TODAY)
    row = RetentionApproval.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionApproval.objects.filter(pk=row.pk).update(approved_by_id=row.set_by_id)


def test_changed_rules_need_approval_anew(
    local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    approved()
    a_child(local_area, born(30))
    actions.set_rules(years=USUAL | {"links": 2}, version=1, by=administrator, on=TODAY)
    assert queries.approval(viewer=administrator) is None
    assert erase(local_area) is None
    with pytest.raises(ChangedMeanwhile):
        actions.set_rules(years=USUAL, version=1, by=administrator, on=TODAY)


@pytest.mark.parametrize("years", [{}, USUAL | {"links": 0}, USUAL | {"links": 151}])
def test_rules_are_whole_and_of_a_year_at_least(administrator: Any, years: dict[str, int]) -> None:
    with pytest.raises(Refused, match="number of years"):
        actions.set_rules(years=years, version=0, by=administrator, on=TODAY)


def test_only_administrators_keep_retention(viewer: Callable[..., Any]) -> None:
    office = viewer("programme_office")
    with pytest.raises(NotPermitted, match="Only an area administrator"):
        queries.dry_run(viewer=office, on=TODAY)
    with pytest.raises(NotPermitted):
        actions.set_rules(years=USUAL, version=0, by=office, on=TODAY)


# --- children -------------------------------------------------------------------------------------


@pytest.mark.asvs("14.2.7")
def test_a_child_s_records_go_the_day_after_their_time(
    local_area: Any, approved: Callable[..., None]
) -> None:
    approved()
    child = a_child(local_area, born(25))
    assert erase(local_area, TODAY) is None
    assert children() == {child.pk}
    done = erase(local_area, TODAY + timedelta(days=1))
    assert children() == set()
    assert not AssessmentRequest.objects.including_restricted_records(because="to count").exists()
    assert done.number == 1


def test_another_area_keeps_to_its_own_rules(
    local_area: Any, other_area: Any, approved: Callable[..., None]
) -> None:
    approved()
    mine, theirs = a_child(local_area, born(30)), a_child(other_area, born(30))
    assert erase(other_area) is None
    erase(local_area)
    assert mine.pk not in children()
    assert children() == {theirs.pk}


def test_nothing_that_names_the_child_is_left_anywhere(
    local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    """Every text of every table is looked through, the trail's included."""
    approved()
    child = a_child(local_area, born(30))
    Restriction.objects.create(
        local_area=local_area, about_id=child.about_id, category="other",
        reason=f"{ZIVIA} is a relative", owner_id=administrator.person_id,
        restricted_by_id=administrator.user_id, from_date=TODAY, review_due=TODAY,
    )  # fmt: skip
    with transaction.atomic():
        record(
            local_area_id=local_area.pk, actor_id=administrator.user_id,
            actor_label=administrator.name, verb="altered", act="register.rename",
            object_kind="child", object_id=child.pk, object_label="a child", on=TODAY,
            words="changed a name", changes={"name": ("", ZIVIA)}, reason=f"{ZIVIA} asked",
        )  # fmt: skip
    assert _says(ZIVIA) > 2
    erase(local_area)
    assert _says(ZIVIA) == 0
    assert integrity.verify(local_area.pk).bad is None
    entry = TrailEntry.objects.get(act="register.rename")
    assert entry.details_hash
    assert not TrailDetail.objects.filter(entry_id=entry.id).exists()


def _says(words: str) -> int:
    found = 0
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, (CharField, TextField, JSONField)):
                values = QuerySet(model).values_list(field.attname, flat=True)
                found += sum(words in json.dumps(value, default=str) for value in values)
    return found


def test_a_child_without_a_date_of_birth_stays_and_is_counted(
    local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    approved()
    child = a_child(local_area, None)
    erase(local_area)
    assert children() == {child.pk}
    found = queries.dry_run(viewer=administrator, on=TODAY)
    assert found[0].undated == 1


# --- holds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "one"), [("", False), ("children", False), ("children", True)])
def test_a_legal_hold_keeps_what_is_over_until_it_is_released(
    local_area: Any, administrator: Any, approved: Callable[..., None], kind: str, one: bool
) -> None:
    approved()
    child = a_child(local_area, born(30))
    hold_id = actions.place_hold(
        kind=kind, object_id=child.pk if one else None, reason="Claim 12", by=administrator,
        review_due=TODAY, on=TODAY,
    )  # fmt: skip
    assert erase(local_area) is None
    (held,) = queries.dry_run(viewer=administrator, on=TODAY)[0].held
    assert held.why == "Legal hold since 14 January 2020: Claim 12"
    actions.release_hold(hold_id=hold_id, version=1, reason="Settled", by=administrator, on=TODAY)
    assert erase(local_area).rows == 2
    assert children() == set()
    assert child.pk not in children()


def test_a_hold_on_one_child_lets_others_go(
    local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    approved()
    held, other = a_child(local_area, born(30)), a_child(local_area, born(30))
    actions.place_hold(
        kind="children", object_id=held.pk, reason="Claim 12", review_due=TODAY, by=administrator,
        on=TODAY,
    )  # fmt: skip
    erase(local_area)
    assert children() == {held.pk}
    assert other.pk not in children()


def test_holds_say_what_why_and_when_they_are_looked_at(
    administrator: Any, viewer: Callable[..., Any]
) -> None:
    given = {"kind": "", "object_id": None, "reason": "Inquiry", "review_due": TODAY, "on": TODAY}

    def place(**more: Any) -> UUID:
        return actions.place_hold(**given | {"by": administrator} | more)

    for wrong, said in (
        ({"reason": "  "}, "which claim"),
        ({"kind": "cats"}, "from the list"),
        ({"object_id": uuid4()}, "which kind"),
        ({"review_due": TODAY - timedelta(days=1)}, "in the past"),
        ({"review_due": TODAY + timedelta(days=400)}, "within a year"),
        ({"by": viewer("programme_office")}, "Only an area administrator"),
    ):
        with pytest.raises(Refused, match=said):
            place(**wrong)
    hold_id = place()
    later = TODAY + timedelta(days=30)
    actions.review_hold(hold_id=hold_id, version=1, review_due=later, by=administrator, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        actions.release_hold(hold_id=hold_id, version=1, reason="x", by=administrator, on=TODAY)
    actions.release_hold(hold_id=hold_id, version=2, reason="Over", by=administrator, on=TODAY)
    with pytest.raises(Refused, match="released on 14 January 2020 already"):
        actions.release_hold(hold_id=hold_id, version=3, reason="x", by=administrator, on=TODAY)


# --- documents and files --------------------------------------------------------------------------


def imported(area: Any, file: Any, on: date) -> PlanImport:
    return PlanImport.objects.create(
        local_area=area, file_id=file.id, state="imported", raw={"a": 1}, understood={"b": 1},
        answers={"c": 1}, imported_on=on, imported_by_label="x", created_by_label="x",
        recorded_at=NOW,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_document_s_words_and_bytes_go_and_the_import_stays(
    local_area: Any, approved: Callable[..., None], stored: Callable[..., Any]
) -> None:
    approved()
    file = stored(b"A plan that names Zivia", name="Zivia Quellthorpe.txt")
    row = imported(local_area, file, born(7))
    path = storage.place(local_area.pk, StoredFile.objects.get().sha256)
    assert path.exists()
    done = erase(local_area)
    row.refresh_from_db()
    assert (row.raw, row.understood, row.answers, row.state) == (None, None, {}, "imported")
    kept = StoredFile.objects.get()
    assert (kept.name, kept.removed_at is None) == ("erased", False)
    assert AreaStorage.objects.get().used_bytes == 0
    assert not path.exists()
    assert done.files == {(local_area.pk, kept.sha256)}
    said = ErasureCertificate.objects.get().erased
    assert said == [
        {
            "kind": "documents",
            "years": 6,
            "rows": {"files.StoredFile": 1, "intake.PlanImport": 1},
            "bytes": 23,
        }
    ]
    assert erase(local_area) is None


@pytest.mark.django_db(transaction=True)
def test_a_file_that_something_else_needs_stays(
    local_area: Any, approved: Callable[..., None], stored: Callable[..., Any]
) -> None:
    """The same document was imported twice; the second is not over."""
    approved()
    file = stored(b"A plan")
    first = imported(local_area, file, born(7))
    PlanImport.objects.filter(pk=first.pk).update(state="discarded")
    second = imported(local_area, file, TODAY)
    path = storage.place(local_area.pk, StoredFile.objects.get().sha256)
    erase(local_area)
    assert path.exists()
    assert StoredFile.objects.get().removed_at is None
    PlanImport.objects.filter(pk=second.pk).update(imported_on=born(7))
    erase(local_area)
    assert not path.exists()


# --- messages, links, accounts --------------------------------------------------------------------


def a_message(area: Any, person: Person, on: date, link: TaskLink | None = None) -> Message:
    key = uuid4().hex
    return Message.objects.create(
        local_area=area, person=person, kind="update_request", subject="About 2.3", words="Words",
        once=key, message_id=key, state="sent", sent_at=NOW, sent_to="ana@eastmere.example",
        queued_on=on, task_link=link,
    )  # fmt: skip


def test_a_link_stays_while_a_message_that_stays_leads_to_it(
    local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    approved()
    person = Person.objects.create(local_area=local_area, name="Ana Reyes")
    link = TaskLink.objects.create(
        local_area=local_area, person=person, task="update_request", object_id=uuid4(),
        expires_on=born(2), made_on=born(2),
    )  # fmt: skip
    message = a_message(local_area, person, TODAY, link)
    assert erase(local_area) is None
    links = next(
        one for one in queries.dry_run(viewer=administrator, on=TODAY) if one.kind.key == "links"
    )
    assert [one.why for one in links.held] == ["Message leads to it, and stays."]
    Message.objects.filter(pk=message.pk).update(queued_on=born(3))
    assert erase(local_area).rows == 2
    assert not TaskLink.objects.exists()


def test_a_message_of_which_nobody_knows_whether_it_was_sent_stays_until_it_is_settled(
    local_area: Any, approved: Callable[..., None]
) -> None:
    approved()
    person = Person.objects.create(local_area=local_area, name="Ana Reyes")
    message = a_message(local_area, person, born(3))
    Message.objects.filter(pk=message.pk).update(state="perhaps", handing_over_at=NOW, sent_at=None)
    assert erase(local_area) is None
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=NOW)
    assert erase(local_area).rows == 1


def test_who_left_keeps_a_name_and_no_account(
    local_area: Any, approved: Callable[..., None]
) -> None:
    approved()
    user = User.objects.create_user("mara@eastmere.example", "a long enough password", name="Mara")
    person = left("Mara Venn", area=local_area, on=born(2), user=user)
    erase(local_area)
    person.refresh_from_db()
    user.refresh_from_db()
    assert (person.name, person.email) == ("Mara Venn", "")
    assert user.email == f"erased-{user.pk.hex}@erased.invalid"
    assert not user.is_active
    assert not user.check_password("a long enough password")


def test_an_account_that_another_area_needs_stays(
    local_area: Any, other_area: Any, approved: Callable[..., None]
) -> None:
    approved()
    user = User.objects.create_user("mara@eastmere.example", "a long enough password", name="Mara")
    left("Mara Venn", area=local_area, on=born(2), user=user)
    Person.objects.create(local_area=other_area, name="Mara Venn", user=user)
    erase(local_area)
    user.refresh_from_db()
    assert (user.email, user.is_active) == ("mara@eastmere.example", True)


# --- certificates ---------------------------------------------------------------------------------


def test_a_certificate_says_how_much_and_never_what(
    local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    approved()
    child = a_child(local_area, born(30))
    done = erase(local_area)
    (found,) = queries.certificates(viewer=administrator)
    assert found.id == done.certificate_id
    assert (found.number, found.on, found.by) == (1, TODAY, "Golden Thread")
    assert (found.approved_by, found.approved_on) == ("Second Administrator", TODAY)
    labels = {"register_of_tests.Child": 1, "register_of_tests.AssessmentRequest": 1}
    assert found.erased == ({"kind": "children", "years": 25, "rows": labels, "bytes": 0},)
    entry = TrailEntry.objects.latest("seq")
    assert (entry.verb, entry.act) == ("erased", "retention.erase")
    assert found.hash in entry.object_label
    assert set(ErasedRow.objects.values_list("row_id", flat=True)) >= {str(child.pk)}
    assert ZIVIA not in json.dumps([found.erased, entry.words, entry.object_label])


def test_a_dry_run_changes_nothing(
    local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    approved()
    a_child(local_area, born(30))
    a_child(local_area, born(24))
    with CaptureQueriesContext(connection) as asked:
        found = {one.kind.key: one for one in queries.dry_run(viewer=administrator, on=TODAY)}
    assert all(one["sql"].startswith("SELECT") for one in asked.captured_queries)
    assert (found["children"].things, len(children())) == (1, 2)
    assert found["children"].next_on == date(2021, 1, 15)
    assert not ErasureCertificate.objects.exists()


def test_what_came_back_with_a_backup_is_erased_again(
    local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    approved()
    child = a_child(local_area, born(30))
    erase(local_area)
    rows = queries.erased_rows()
    ErasedRow.objects.all().delete()
    ErasureCertificate.objects.all().delete()
    Child.objects.create(pk=child.pk, local_area=local_area, name=ZIVIA, born_on=born(30))
    (again,) = actions.erase_again(rows, on=TODAY)
    assert children() == set()
    assert again.rows == 1
    (found,) = queries.certificates(viewer=administrator)
    assert (found.by, found.approved_on) == ("Restore of a backup", None)
    assert actions.erase_again(rows, on=TODAY) == []
