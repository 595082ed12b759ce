"""The pages of restricted records and access reviews, as those who may and as those who may not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from goldenthread.partnership import actions, queries
from goldenthread.partnership.models import BreakGlass, NamedGrant, Restriction
from tests.conftest import TODAY
from tests.person_linked_app.models import Child


def day(name: str, when: Any) -> dict[str, str]:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def test_a_record_is_restricted_named_withdrawn_reviewed_and_lifted_on_pages(
    administrator: Any, office: Any, children: dict[str, Child], signed_in: Any, address: Any,
    monkeypatch: Any,
) -> None:  # fmt: skip
    client = signed_in(administrator)
    typed = {
        "record": children["Ben Quill"].about_id, "category": "high_risk", "reason": "At risk",
        "owner": administrator.person_id,
    }  # fmt: skip
    page = client.post(address("restrict"), typed, follow=True).content.decode()
    assert "Nobody sees it until you name them" in page
    assert "Quill" not in page
    row = Restriction.objects.get()
    today = timezone.localdate()
    named = {"person": office.user_id, "reason": "Writes the plan", **day("until", today)}
    page = client.post(address("name_grant", row.pk), named, follow=True).content.decode()
    assert "Programme Office" in page
    grant = NamedGrant.objects.get()
    withdraw = address("withdraw_named_grant", row.pk, grant.pk)
    assert (
        "sees the record no more"
        in client.post(withdraw, {"reason": "Another team"}, follow=True).content.decode()
    )
    said = {"version": row.version, "reason": "Still at risk"}
    page = client.post(address("review_restriction", row.pk), said, follow=True).content.decode()
    assert "The restriction stays" in page
    said = {"version": row.version + 1, "reason": "Safe again"}
    page = client.post(address("lift", row.pk), said, follow=True).content.decode()
    assert "not restricted any more" in page
    history = client.get(address("history", "restriction", row.pk)).content.decode()
    assert "lifted the restriction of a record" in history


def test_an_emergency_is_opened_and_looked_at_afterwards_on_pages(
    office: Any, administrator: Any, restricted: UUID, children: dict[str, Child], client: Any,
    signed_in: Any, address: Any,
) -> None:  # fmt: skip
    typed = {
        "record": children["Ben Quill"].about_id, "reason": "safety", "words": "Child is missing",
    }  # fmt: skip
    page = signed_in(office).post(address("break_glass"), typed, follow=True).content.decode()
    assert "You see the record for 60 minutes" in page
    assert "in an emergency" in page
    assert "Child is missing" not in page  # whoever may not restrict sees no list of emergencies
    glass = BreakGlass.objects.get()
    assert signed_in(office).get(address("review_glass", glass.pk)).status_code == 403
    client = signed_in(administrator)
    assert "Child is missing" in client.get(address("restriction", restricted)).content.decode()
    said = {"version": 1, "found": "justified", "words": "Found safe"}
    page = client.post(address("review_glass", glass.pk), said, follow=True).content.decode()
    assert "It was right to open the record" in page


def test_pages_of_another_area_s_restrictions_are_not_there(
    stranger: Any, restricted: UUID, signed_in: Any, address: Any
) -> None:
    client = signed_in(stranger)
    for name in ("restriction", "review_restriction", "lift", "name_grant"):
        assert client.get(address(name, restricted, slug="westholm")).status_code == 404, name
    history = address("history", "restriction", restricted, slug="westholm")
    assert client.get(history).status_code == 404


@pytest.mark.parametrize("role", ["programme_office", "board_member", "action_lead"])
def test_who_may_not_restrict_sees_only_what_is_open_to_them(
    role: str, viewer: Any, administrator: Any, restricted: UUID, signed_in: Any, address: Any
) -> None:
    somebody = viewer(role, name="Some Body")
    client = signed_in(somebody)
    page = client.get(address("restrictions")).content.decode()
    assert "No restricted record is open to you" in page
    reference = queries.restrictions(viewer=administrator)[0].reference
    assert reference not in page
    assert client.get(address("restriction", restricted)).status_code == 403
    assert client.get(address("history", "restriction", restricted)).status_code == 404


# --- access reviews ------------------------------------------------------------------------------


def test_a_review_is_begun_decided_and_finished_on_pages(
    administrator: Any, second: Any, office: Any, viewer: Any, signed_in: Any, address: Any
) -> None:
    leaver = viewer("deputy", name="Gone Away")
    client = signed_in(second)
    client.post(address("open_access_review"))
    review = queries.access_reviews(viewer=second)[0]
    rows = queries.reviewed_rights(review.id, viewer=second)
    at = address("access_review", review.id)
    refused = client.post(at, {"row": [], "because": ""})
    assert refused.status_code == 422
    assert "Choose at least one right" in refused.content.decode()
    (gone,) = [row for row in rows if row.user_id == leaver.user_id]
    said = {"version": gone.version, "decision": "remove", "because": "Left in December"}
    page = client.post(address("decide_right", gone.id), said, follow=True).content.decode()
    assert "has ended" in page
    assert client.get(address("decide_right", gone.id)).status_code in (200, 403)
    signed_in(leaver)
    assert client.get("/a/eastmere/").status_code == 404
    client = signed_in(second)
    others = [row.id for row in rows if row.user_id not in (leaver.user_id, second.user_id)]
    page = client.post(at, {"row": others, "because": "Still needed"}, follow=True)
    assert "are kept" in page.content.decode()
    own = [row.id for row in rows if row.user_id == second.user_id]
    assert client.get(address("decide_right", own[0])).status_code == 403
    client = signed_in(administrator)
    client.post(at, {"row": own, "because": "Still needed"})
    page = client.post(address("finish_access_review", review.id), follow=True).content.decode()
    assert "The access review is finished" in page
    assert "1 removed" in page


def test_whoever_gives_no_rights_reviews_none(office: Any, signed_in: Any, address: Any) -> None:
    client = signed_in(office)
    assert client.get(address("access_reviews")).status_code == 403
    assert client.post(address("open_access_review")).status_code == 403


def test_another_area_s_review_is_not_there(
    administrator: Any, stranger: Any, signed_in: Any, address: Any
) -> None:
    review_id = actions.open_access_review(by=administrator, on=TODAY)
    (row, *_) = queries.reviewed_rights(review_id, viewer=administrator)
    client = signed_in(stranger)
    assert client.get(address("access_review", review_id, slug="westholm")).status_code == 404
    assert client.get(address("decide_right", row.id, slug="westholm")).status_code == 404
    assert queries.reviewed_rights(review_id, viewer=stranger) == ()


def test_a_right_to_details_is_given_and_ended_on_pages(
    administrator: Any, office: Any, viewer: Any, signed_in: Any, address: Any
) -> None:
    team = actions.add_post(title="EHC Team", kind="team", by=administrator, on=TODAY)
    post = actions.add_post(title="Head", by=administrator, on=TODAY)
    client = signed_in(administrator)
    today = timezone.localdate()
    typed = {
        "person": office.user_id, "detail": "health", "team": team, "reason": "Writes it",
        **day("from_date", today),
    }  # fmt: skip
    page = client.post(address("give_detail"), typed, follow=True).content.decode()
    assert "Records of EHC Team" in page
    assert client.post(address("give_detail"), typed | {"team": post}).status_code == 422
    (grant,) = queries.detail_grants(viewer=administrator, on=today)
    client.post(address("end_detail", grant.id), {"when": "now"})
    assert queries.detail_grants(viewer=administrator, on=today) == ()
