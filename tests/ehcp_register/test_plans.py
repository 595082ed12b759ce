"""Versions of an EHC plan and their sections: what is held, what is missing, who may open it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import Child, Event, PlanSection, RegisterPractice
from goldenthread.ehcp_register.queries import children as children_of
from goldenthread.ehcp_register.queries import plans
from goldenthread.files.models import StoredFile
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea
from goldenthread.partnership.queries import viewer_for
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.rules.standing import SECTIONS
from goldenthread.rules.standing.records import Said
from goldenthread.trail.models import TrailEntry, TrailLook
from tests.conftest import NOW, TODAY
from tests.factories import register
from tests.files.uploads import PDF

pytestmark = pytest.mark.django_db
LINK = "https://documents.example.org/d/81f2"


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)
    RegisterPractice.objects.create(local_area=local_area, link_hosts="documents.example.org")


@pytest.fixture
def child(manager: Any) -> UUID:
    return register.add(register.child(1), by=manager)["EM00001"]


def made(by: Any, what: What = What.PLAN_MADE) -> UUID:
    return Event.objects.visible_to(by, on=TODAY).get(what=what.value).pk


def version_of(by: Any) -> int:
    return Child.objects.visible_to(by, on=TODAY).get().version


def hold(by: Any, *sections: str, event: UUID | None = None, **more: Any) -> tuple[UUID, ...]:
    given: dict[str, Any] = {"link": LINK, "version": version_of(by)} | more
    return actions.hold_sections(
        event_id=event or made(by), sections=sections, by=by, on=TODAY, at=NOW, **given
    )


def seen(by: Any, event: UUID | None = None) -> plans.VersionFact:
    found = plans.version(event or made(by), viewer=by, on=TODAY)
    assert found is not None
    return found[1]


def with_details(administrator: Any, viewer: Any, *details: str) -> Any:
    """The same person once an administrator gave them these rights."""
    for one in details:
        partnership.give_detail(
            user_id=viewer.user_id, detail=one, reason="Writes this part of plans",
            from_date=TODAY, by=administrator, on=TODAY, at=NOW,
        )  # fmt: skip
    from goldenthread.partnership.models import User

    return viewer_for(User.objects.get(pk=viewer.user_id), "eastmere", on=TODAY)


def address(name: str, *args: Any) -> str:
    return reverse(f"ehcp_register:{name}", args=["eastmere", *args])


def test_versions_are_the_draft_and_the_plans_with_what_is_missing(
    child: UUID, officer: Any
) -> None:
    events = children_of.events_of(child, viewer=officer, on=TODAY)
    found = plans.versions(child, events, viewer=officer, on=TODAY)

    assert [(one.words, one.number, one.current) for one in found] == [
        ("Final plan", 1, True), ("Draft plan", None, False),
    ]  # fmt: skip
    assert "J" not in found[0].missing
    assert len(found[0].missing) == len(SECTIONS) - 1


def test_a_section_held_is_missing_no_more(child: UUID, officer: Any) -> None:
    hold(officer, "A", "I")

    version = seen(officer)
    assert {one.section for one in version.sections} == {"A", "I"}
    assert "A" not in version.missing
    assert "B" in version.missing


def test_what_is_held_in_its_place_ends_it_and_it_stays_to_be_seen(
    child: UUID, officer: Any
) -> None:
    hold(officer, "A")
    hold(officer, "A", link="https://documents.example.org/d/2")

    version = seen(officer)
    assert [one.link for one in version.sections] == ["https://documents.example.org/d/2"]
    assert [(one.link, one.why) for one in version.before] == [(LINK, "Another took its place")]


def test_parts_of_f_and_advice_of_k_stand_beside_each_other(child: UUID, officer: Any) -> None:
    hold(officer, "F", part="Speech and language therapy")
    hold(officer, "F", part="Teaching assistant")
    hold(officer, "K", part="Advice of the school")

    rows = PlanSection.objects.visible_to(officer, on=TODAY)
    assert rows.filter(section="F", ended_on__isnull=True).count() == 2
    with pytest.raises(Refused, match="Only F and K"):
        hold(officer, "A", part="One")


@pytest.mark.parametrize(
    ("section", "detail"),
    [("B", "education"), ("F", "education"), ("C", "health"), ("G", "health"),
     ("D", "social_care"), ("H1", "social_care"), ("H2", "social_care")],
)  # fmt: skip
def test_a_section_with_details_is_opened_by_those_with_the_right(
    child: UUID, officer: Any, administrator: Any, section: str, detail: str
) -> None:
    hold(officer, section)

    (held,) = seen(officer).sections
    assert held.link == ""
    assert "no right" in held.withheld
    (open_now,) = seen(with_details(administrator, officer, detail)).sections
    assert (open_now.link, open_now.withheld) == (LINK, "")


def test_a_file_with_several_sections_needs_every_right(
    child: UUID, officer: Any, administrator: Any
) -> None:
    hold(officer, "A", "B", "G")
    hold(officer, "K", whose="social_care")  # at the same link

    some = with_details(administrator, officer, "education", "health")
    assert all(one.withheld for one in seen(some).sections)
    every = with_details(administrator, some, "social_care")
    assert not any(one.withheld for one in seen(every).sections)


def test_what_one_may_not_see_one_does_not_take_away(child: UUID, officer: Any) -> None:
    (held,) = hold(officer, "G")
    with pytest.raises(NotPermitted, match="no right"):
        actions.take_section_away(
            section_id=held, version=version_of(officer), reason="Wrong", by=officer, on=TODAY
        )


def test_what_is_taken_away_is_opened_no_more(child: UUID, officer: Any) -> None:
    (held,) = hold(officer, "A")
    actions.take_section_away(
        section_id=held, version=version_of(officer), reason="Another child’s", by=officer, on=TODAY
    )

    assert plans.section(held, viewer=officer, on=TODAY) is None
    assert [one.why for one in seen(officer).before] == ["Another child’s"]
    with pytest.raises(NotThere):
        actions.take_section_away(
            section_id=held, version=version_of(officer), reason="Again", by=officer, on=TODAY
        )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"link": "https://elsewhere.example/d"}, "keeps plans at documents.example.org"),
        ({"link": "https://documents.example.org/forename1"}, "tells who the child is"),
        ({"link": ""}, "either a file or a link"),
        ({"file_id": uuid4()}, "either a file or a link"),
        ({"file_id": uuid4(), "link": ""}, "not kept here"),
        ({"whose": "police"}, "whose advice"),
    ],
)
def test_what_cannot_be_held_is_refused_in_a_sentence(
    child: UUID, officer: Any, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        hold(officer, "A", **given)


def test_two_who_hold_at_once_do_not_overwrite_each_other(child: UUID, officer: Any) -> None:
    before = version_of(officer)
    hold(officer, "A", version=before)
    with pytest.raises(ChangedMeanwhile):
        hold(officer, "A", version=before)


def test_sections_go_with_a_version_that_is_put_right(child: UUID, officer: Any) -> None:
    wrong = made(officer)
    hold(officer, "A")
    right = actions.put_right(
        event_id=wrong, version=version_of(officer),
        said=Said(what=What.PLAN_MADE, on=date(2018, 6, 1)), reason="The letter", by=officer,
        on=TODAY, at=NOW,
    )  # fmt: skip

    assert [one.section for one in seen(officer, right).sections] == ["A"]
    with pytest.raises(Refused, match="corrected meanwhile"):
        hold(officer, "B", event=wrong)


def test_a_ceased_plan_says_so(child: UUID, officer: Any) -> None:
    actions.record_event(
        child_id=child, said=Said(what=What.PLAN_CEASED, on=TODAY, code="2"), process="ceasing",
        by=officer, on=TODAY, at=NOW,
    )  # fmt: skip
    version = seen(officer)
    assert (version.current, version.ceased_on) == (False, TODAY)


@pytest.mark.parametrize("role", ["clinical_officer", "programme_office", "area_administrator"])
def test_only_case_staff_hold_sections(child: UUID, officer: Any, viewer: Any, role: str) -> None:
    event, version = made(officer), version_of(officer)
    with pytest.raises(NotPermitted):
        actions.hold_sections(
            event_id=event, version=version, sections=("A",), link=LINK,
            by=viewer(role, name="Olly Other"), on=TODAY, at=NOW,
        )  # fmt: skip


def test_another_area_s_plan_is_not_there(child: UUID, officer: Any, stranger: Any) -> None:
    event = made(officer)
    assert plans.version(event, viewer=stranger, on=TODAY) is None
    with pytest.raises(NotThere):
        actions.hold_sections(
            event_id=event, version=1, sections=("A",), link=LINK, by=stranger, on=TODAY, at=NOW
        )


# --- pages ----------------------------------------------------------------------------------------


def sent(officer: Any, **changes: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("Forename1 Surname001 plan.pdf", PDF)
    return {"file": file, "whose": "", "version": version_of(officer)} | changes


def test_a_file_is_held_under_a_name_that_tells_nobody_and_comes_back_as_one(
    child: UUID, officer: Any, signed_in: Any, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_ROOT = tmp_path
    client = signed_in(officer)
    form = address("hold_sections", made(officer))
    page = client.post(form, sent(officer, sections=["A"]), follow=True).content.decode()

    assert "It is held here." in page
    assert "10 sections are missing: B, C" in page
    assert StoredFile.objects.get().name == "EHC plan.pdf"
    held = PlanSection.objects.visible_to(officer, on=TODAY).get()
    answer = client.get(address("section_file", held.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="EHC plan, section A.pdf"'
    assert answer["Content-Class"] == "special; people=1"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    look = TrailLook.objects.filter(page="ehcp_register:section_file").get()
    assert look is not None
    entry = TrailEntry.objects.get(act="ehcp_register.hold_sections")
    assert "section A" in entry.words
    assert "Surname" not in entry.words


def test_a_file_of_the_whole_plan_is_every_section(
    child: UUID, officer: Any, administrator: Any, signed_in: Any, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_ROOT = tmp_path
    client = signed_in(officer)
    client.post(address("hold_sections", made(officer)), sent(officer))

    rows = PlanSection.objects.visible_to(officer, on=TODAY)
    assert rows.count() == len(SECTIONS)
    first = address("section_file", rows.get(section="A").pk)
    refused = client.get(first)
    assert refused.status_code == 403
    assert "no right to education and health advice and social care" in refused.content.decode()
    with_details(administrator, officer, "education", "health", "social_care")
    assert client.get(first).status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"file": ""}, "Choose a file, or give a link"),
        ({"link": LINK}, "not both"),
        ({"sections": ["A"], "part": "One"}, "Only F and K have parts"),
        ({"file": SimpleUploadedFile("plan.pdf", b"MZ this is a program")}, "plan"),
    ],
)
def test_an_error_says_how_to_mend(
    child: UUID, officer: Any, signed_in: Any, settings: Any, tmp_path: Any,
    changes: dict[str, Any], said: str,
) -> None:  # fmt: skip
    settings.FILES_ROOT = tmp_path
    answer = signed_in(officer).post(
        address("hold_sections", made(officer)), sent(officer, **changes)
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PlanSection.objects.visible_to(officer, on=TODAY).exists()


def test_a_restricted_record_s_sections_are_not_found(
    child: UUID, officer: Any, administrator: Any, signed_in: Any
) -> None:
    event = made(officer)
    (held,) = hold(officer, "A")
    partnership.restrict(
        about_id=child, category="adoption", reason="Placed for adoption",
        owner_id=administrator.person_id, by=administrator, on=TODAY,
    )  # fmt: skip
    client = signed_in(officer)
    for page in (
        address("plan_version", event), address("hold_sections", event),
        address("section_file", held), address("take_section_away", held),
    ):  # fmt: skip
        assert client.get(page).status_code == 404


def test_an_event_that_brings_no_plan_is_no_version(
    child: UUID, officer: Any, signed_in: Any
) -> None:
    other = made(officer, What.REQUEST_RECEIVED)
    assert signed_in(officer).get(address("plan_version", other)).status_code == 404


def test_the_child_s_page_lists_the_versions(child: UUID, officer: Any, signed_in: Any) -> None:
    hold(officer, "A")
    page = signed_in(officer).get(address("child", child)).content.decode()
    assert "1 of 12 sections" in page
    assert "In force" in page
    assert "Draft plan" in page
