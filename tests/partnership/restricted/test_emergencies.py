"""Opening a restricted record in an emergency: an hour, told at once, looked at afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from goldenthread.notifications.models import Message
from goldenthread.partnership import actions, queries
from goldenthread.partnership.models import BreakGlass
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail import queries as trail
from tests.conftest import NOW, TODAY
from tests.partnership.restricted.test_out_of_sight import names
from tests.person_linked_app.models import Child


@pytest.fixture
def opened(office: Any, restricted: UUID, children: dict[str, Child]) -> BreakGlass:
    glass_id = actions.break_glass(
        about_id=children["Ben Quill"].about_id, reason="safety", words="Ben is missing",
        by=office, on=TODAY, at=timezone.now(),
    )  # fmt: skip
    return BreakGlass.objects.get(pk=glass_id)


def test_it_shows_the_record_for_sixty_minutes(
    office: Any, viewer: Any, opened: BreakGlass
) -> None:
    assert opened.ends_at - opened.opened_at == timedelta(minutes=60)
    assert "Ben Quill" in names(office)
    assert "Ben Quill" not in names(viewer("programme_office", name="Colleague"))
    BreakGlass.objects.update(
        opened_at=Now() - timedelta(minutes=61), ends_at=Now() - timedelta(minutes=1)
    )
    assert "Ben Quill" not in names(office)


def test_the_owner_and_the_administrators_are_told_at_once_and_no_name_is_said(
    administrator: Any, second: Any, local_area: Any, opened: BreakGlass
) -> None:
    told = Message.objects.filter(kind="break_glass")
    assert {administrator.person_id, second.person_id} <= set(
        told.values_list("person_id", flat=True)
    )
    assert len(told) == len({one.person_id for one in told})
    for one in told:
        assert one.urgent
        assert "Quill" not in one.subject + one.words
        assert "missing" not in one.subject + one.words
        assert one.address == "/a/eastmere/people/restricted/"


def test_nothing_is_opened_where_nobody_could_be_told(
    office: Any, restricted: UUID, children: dict[str, Child], monkeypatch: Any
) -> None:
    from goldenthread.partnership.actions import telling

    monkeypatch.setattr(telling, "_couriers", [])
    with pytest.raises(RuntimeError):
        actions.break_glass(
            about_id=children["Ben Quill"].about_id, reason="safety", words="words", by=office,
            on=TODAY, at=NOW,
        )  # fmt: skip
    assert not BreakGlass.objects.exists()
    assert "Ben Quill" not in names(office)


def test_it_is_marked_in_the_trail_without_what_was_said(
    office: Any, administrator: Any, opened: BreakGlass
) -> None:
    entry = trail.audit_trail(local_area_id=office.local_area_id)[0]
    assert entry.act == "partnership.break_glass"
    assert entry.words.startswith("opened a restricted record in an emergency")
    assert "missing" not in entry.words
    assert "Quill" not in entry.words + entry.object_label


def test_afterwards_another_administrator_says_whether_it_was_right_once(
    administrator: Any, second: Any, opened: BreakGlass
) -> None:
    actions.review_glass(
        glass_id=opened.pk, version=1, found="justified", words="Found safe", by=administrator,
        on=TODAY,
    )  # fmt: skip
    (fact,) = queries.openings(viewer=administrator)
    assert (fact.found, fact.reviewed_by) == ("justified", "Ada Mason")
    with pytest.raises(ChangedMeanwhile):
        actions.review_glass(
            glass_id=opened.pk, version=2, found="not_justified", words="x", by=second, on=TODAY
        )


def test_nobody_looks_at_their_own_emergency(
    administrator: Any, restricted: UUID, children: dict[str, Child]
) -> None:
    glass_id = actions.break_glass(
        about_id=children["Ben Quill"].about_id, reason="legal", words="Court at noon",
        by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip
    with pytest.raises(NotPermitted, match="yourself"):
        actions.review_glass(
            glass_id=glass_id, version=1, found="justified", words="x", by=administrator, on=TODAY
        )
    row = BreakGlass.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.filter(pk=row.pk).update(
            found="justified", reviewed_on=TODAY, reviewed_by_id=administrator.user_id
        )


@pytest.mark.parametrize("role", ["board_member", "parent_carer_forum", "external_adviser"])
def test_whoever_does_not_work_on_records_opens_none(
    role: str, viewer: Any, restricted: UUID, children: dict[str, Child]
) -> None:
    with pytest.raises(NotPermitted):
        actions.break_glass(
            about_id=children["Ben Quill"].about_id, reason="safety", words="x",
            by=viewer(role), on=TODAY, at=NOW,
        )  # fmt: skip


def test_a_reference_that_is_not_restricted_or_of_another_area_gets_one_answer(
    office: Any, stranger: Any, restricted: UUID, children: dict[str, Child]
) -> None:
    said = set()
    for by, about in ((office, children["Ada Quill"].about_id), (office, office.user_id),
                      (stranger, children["Ben Quill"].about_id)):  # fmt: skip
        with pytest.raises(Refused) as refused:
            actions.break_glass(about_id=about, reason="safety", words="x", by=by, on=TODAY, at=NOW)
        said.add(refused.value.sentence)
    assert len(said) == 1


# --- restricting, reviewing, naming --------------------------------------------------------------


def test_a_restriction_is_to_be_reviewed_within_ninety_days(
    administrator: Any, restricted: UUID
) -> None:
    fact = queries.restriction(restricted, viewer=administrator)
    assert fact
    assert fact.review_due == TODAY + timedelta(days=90)
    later = TODAY + timedelta(days=80)
    todo = queries.rights_to_do(viewer=administrator, on=later)
    assert [one.id for one in todo.restrictions] == [restricted]
    actions.review_restriction(
        restriction_id=restricted, version=1, reason="Still at risk", by=administrator, on=later
    )
    fact = queries.restriction(restricted, viewer=administrator)
    assert fact
    assert fact.review_due == later + timedelta(days=90)
    assert queries.rights_to_do(viewer=administrator, on=later).restrictions == ()


def test_nobody_names_themselves_and_no_grant_lasts_longer_than_ninety_days(
    administrator: Any, office: Any, restricted: UUID
) -> None:
    asked = {"restriction_id": restricted, "reason": "x", "by": administrator, "on": TODAY}
    with pytest.raises(NotPermitted, match="themselves"):
        actions.name_grant(**asked, user_id=administrator.user_id, until=TODAY, at=NOW)
    with pytest.raises(Refused, match="at the latest"):
        actions.name_grant(
            **asked, user_id=office.user_id, until=TODAY + timedelta(days=91), at=NOW
        )


def test_a_record_is_restricted_once_at_a_time(
    administrator: Any, restricted: UUID, children: dict[str, Child]
) -> None:
    with pytest.raises(Refused, match="restricted already"):
        actions.restrict(
            about_id=children["Ben Quill"].about_id, category="other", reason="x",
            owner_id=administrator.person_id, by=administrator, on=TODAY,
        )  # fmt: skip


def test_only_administrators_restrict_and_see_what_is_restricted(
    office: Any, administrator: Any, restricted: UUID, children: dict[str, Child]
) -> None:
    with pytest.raises(NotPermitted):
        actions.restrict(
            about_id=children["Ada Quill"].about_id, category="other", reason="x",
            owner_id=administrator.person_id, by=office, on=TODAY,
        )  # fmt: skip
    assert queries.restrictions(viewer=office) == ()
    assert queries.restriction(restricted, viewer=office) is None
    assert queries.openings(viewer=office) == ()
