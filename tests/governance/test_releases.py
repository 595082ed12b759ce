"""What leaves the partnership: prepared by one, released by another; named, counted, recorded."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from goldenthread.files import queries as files
from goldenthread.files import storage
from goldenthread.governance import actions
from goldenthread.governance.models import Release
from goldenthread.governance.queries import releases as queries
from goldenthread.partnership.models import Role
from goldenthread.reports.actions import issue_paper
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.trail import queries as trail
from tests.conftest import NOW, TODAY
from tests.kept_rows import kept

DFE = {
    "recipient_kind": "dfe",
    "recipient": "Ana Reyes, SEND adviser",
    "address": "ana.reyes@education.gov.uk",
    "address_again": "Ana.Reyes@education.gov.uk",
    "purpose": "Asked for at the review meeting",
    "form": "pdf",
}


@pytest.fixture
@kept
def second(viewer: Any) -> Any:
    """Another of those who may release."""
    return viewer("area_administrator", name="Ada Mason")


@pytest.fixture
def issued(start: Any, fill: Any, see: Any, office: Any) -> Any:
    """`issued()`: a public paper that the board has; `classification="exempt"` makes another."""

    def made(**given: Any) -> UUID:
        paper_id = start("December")
        fill(paper_id, **given)
        issue_paper(paper_id=paper_id, version=see(paper_id).version, by=office, on=TODAY, at=NOW)
        return UUID(str(paper_id))

    return made


@pytest.fixture
def prepared(issued: Any, office: Any) -> Any:
    """`prepared()`: a paper set aside for the Department, by the programme office."""

    def made(**given: Any) -> queries.ReleaseFact:
        paper_id = given.pop("paper_id", None) or issued()
        release_id = actions.prepare_release(
            paper_id=paper_id, **(DFE | given), by=office, on=TODAY, at=NOW
        )
        return fact(release_id, office)

    return made


def fact(release_id: UUID, viewer: Any) -> queries.ReleaseFact:
    found = queries.release(release_id, viewer=viewer)
    assert found is not None
    return found


def let_go(one: queries.ReleaseFact, by: Any, **given: Any) -> None:
    usual = {"release_id": one.id, "version": one.version, "recipient": one.recipient}
    actions.release(**(usual | given), by=by, on=TODAY, at=NOW)


# --- two people -----------------------------------------------------------------------------------


@pytest.mark.asvs("2.3.5")
def test_what_one_prepared_another_releases(prepared: Any, office: Any, second: Any) -> None:
    one = prepared()
    assert (one.state_words, one.left) == ("Waits for a second person", False)

    let_go(one, second)

    done = fact(one.id, office)
    assert done.state_words == "Released on 14 January 2020 by Ada Mason"
    assert (done.prepared_by, done.left, done.contents.people) == (office.name, True, 0)
    assert done.contents.sensitivity == "public"


@pytest.mark.asvs("2.3.5")
def test_nobody_releases_or_refuses_what_they_prepared(prepared: Any, office: Any) -> None:
    one = prepared()
    with pytest.raises(NotPermitted, match=r"a second person releases it\. Ask somebody else"):
        let_go(one, office)
    with pytest.raises(NotPermitted, match="a second person releases it"):
        actions.refuse_release(
            release_id=one.id, version=one.version, reason="No", by=office, on=TODAY, at=NOW
        )
    assert fact(one.id, office).waits


@pytest.mark.asvs("2.3.5")
def test_the_database_itself_wants_two_people(prepared: Any, office: Any) -> None:
    one = prepared()
    with pytest.raises(IntegrityError, match="release_takes_two_people"), transaction.atomic():
        Release.objects.filter(pk=one.id).update(
            state="released", decided_on=TODAY, decided_at=NOW, decided_by_id=office.user_id
        )
    with pytest.raises(IntegrityError, match="release_is_decided"), transaction.atomic():
        Release.objects.filter(pk=one.id).update(state="released")


@pytest.mark.parametrize("role", [r for r in Role.values if r not in
                                  ("programme_office", "area_administrator")])  # fmt: skip
def test_only_those_who_write_papers_prepare_and_release(
    role: str, prepared: Any, viewer: Any, issued: Any
) -> None:
    one = prepared()
    somebody = viewer(role, name="Sam Else")
    with pytest.raises((NotPermitted, NotThere)):
        let_go(one, somebody)
    with pytest.raises(NotPermitted, match="Ask the programme office"):
        actions.prepare_release(paper_id=one.paper_id, **DFE, by=somebody, on=TODAY, at=NOW)
    assert queries.releases(viewer=somebody) == ()


def test_another_area_sees_and_decides_nothing(prepared: Any, stranger: Any) -> None:
    one = prepared()
    assert queries.releases(viewer=stranger) == ()
    with pytest.raises(NotThere, match="no such document here"):
        let_go(one, stranger)
    with pytest.raises(Refused, match="Only an issued paper"):
        actions.prepare_release(paper_id=one.paper_id, **DFE, by=stranger, on=TODAY, at=NOW)


# --- who receives what ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"address_again": "ana.reys@education.gov.uk"}, "two addresses are not the same"),
        ({"address": "a@hill.example", "address_again": "a@hill.example"}, "no address of “Dep"),
        ({"recipient": " "}, "Enter the recipient’s name"),
        ({"purpose": ""}, "Say what it is sent for"),
        ({"form": "html"}, "Choose the format"),
        ({"recipient_kind": "moon"}, "Choose who receives it"),
    ],
)
def test_a_recipient_is_named_and_matched(given: dict[str, str], says: str, prepared: Any) -> None:
    with pytest.raises(Refused, match=says):
        prepared(**given)
    assert not Release.objects.exists()


def test_an_exempt_paper_is_never_published_or_sent_to_a_school(
    issued: Any, prepared: Any, office: Any
) -> None:
    paper_id = issued(classification="exempt", exempt_paragraph="paragraph 2")
    nobody = {"recipient_kind": "public", "address": "", "address_again": ""}
    with pytest.raises(Refused, match="public documents at most"):
        prepared(paper_id=paper_id, **nobody)
    head = "head@hill.school.example"
    with pytest.raises(Refused, match="official documents at most"):
        prepared(paper_id=paper_id, recipient_kind="provider", address=head, address_again=head)
    assert prepared(paper_id=paper_id).contents.sensitivity == "restricted"


@pytest.mark.asvs("2.3.1")
def test_a_draft_never_leaves(start: Any, office: Any) -> None:
    with pytest.raises(Refused, match=r"Only an issued paper or report leaves\. Issue it first"):
        actions.prepare_release(paper_id=start("December"), **DFE, by=office, on=TODAY, at=NOW)


def test_whoever_releases_types_the_recipient_too(prepared: Any, second: Any) -> None:
    one = prepared()
    with pytest.raises(Refused, match="not the recipient it was prepared for"):
        let_go(one, second, recipient="Ben Osei, Ofsted")
    let_go(one, second, recipient="ana reyes,  SEND adviser")


# --- the copy that leaves -------------------------------------------------------------------------


def test_nothing_is_handed_out_before_it_is_released_nor_after_it_is_withdrawn(
    prepared: Any, office: Any, second: Any
) -> None:
    one = prepared()
    with pytest.raises(Refused, match="once a second person has released it"):
        queries.released_file(one, viewer=office)

    let_go(one, second)
    kept_file = queries.released_file(fact(one.id, office), viewer=office)
    with files.open_bytes(kept_file.id, local_area_id=office.local_area_id) as content:
        held = content.read()
    assert hashlib.sha256(held).hexdigest() == one.sha256
    assert held.startswith(b"%PDF")

    actions.withdraw_release(
        release_id=one.id, version=2, reason="Wrong month", by=office, on=TODAY + timedelta(1)
    )
    late = fact(one.id, office)
    assert late.state_words.startswith("Withdrawn on 15 January 2020")
    assert late.left, "it stays among what left"
    with pytest.raises(Refused, match="once a second person has released it"):
        queries.released_file(late, viewer=office)


def test_a_damaged_copy_is_not_released(prepared: Any, second: Any) -> None:
    one = prepared()
    path = storage.place(second.local_area_id, one.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(Refused, match="The file is damaged"):
        let_go(one, second)
    assert fact(one.id, second).waits


def test_a_refusal_says_why_and_is_the_end(prepared: Any, office: Any, second: Any) -> None:
    one = prepared()
    say_no = {"release_id": one.id, "version": one.version, "by": second, "on": TODAY, "at": NOW}
    with pytest.raises(Refused, match="Say why"):
        actions.refuse_release(**say_no, reason=" ")
    actions.refuse_release(**say_no, reason="It should go to Ofsted")
    refused = fact(one.id, office)
    assert (refused.left, refused.reason) == (False, "It should go to Ofsted")
    with pytest.raises(Refused, match="refused already"):
        let_go(refused, second)
    with pytest.raises(Refused, match="refused already"):
        actions.withdraw_release(release_id=one.id, version=2, reason="Late", by=office, on=TODAY)


@pytest.mark.asvs("15.4.2")
def test_the_second_of_two_who_decide_is_told(prepared: Any, second: Any, viewer: Any) -> None:
    one = prepared()
    let_go(one, second)
    with pytest.raises(ChangedMeanwhile, match="Somebody else decided"):
        let_go(one, viewer("programme_office", name="Third Person"))


# --- the trail and the list -----------------------------------------------------------------------


def test_the_trail_says_disclosed_to_whom_what_class_how_many_and_which_file(
    prepared: Any, second: Any
) -> None:
    one = prepared()
    let_go(one, second)
    entries = trail.history(
        local_area_id=second.local_area_id, kind="paper", object_id=one.paper_id
    )
    (told,) = [entry for entry in entries if entry.act == "governance.release"]
    assert told.verb == "disclosed"
    assert told.actor_label == "Ada Mason"
    assert told.words == (
        "released it to “Department for Education” as PDF: public, people in it: 0, "
        f"SHA-256 {one.sha256}"
    )
    assert ("address", "", "ana.reyes@education.gov.uk") in told.changes
    assert "Ana Reyes" not in told.words, "the recipient’s name can be erased"


def test_the_list_of_what_left_names_each_recipient_and_file(
    prepared: Any, office: Any, second: Any
) -> None:
    left, waiting = prepared(), prepared(form="docx")
    let_go(left, second)
    lines = "".join(queries.what_left_lines(viewer=office)).lstrip("\ufeff")
    (row,) = csv.DictReader(io.StringIO(lines))
    assert (row["recipient"], row["class"], row["people"]) == (DFE["recipient"], "Public", "0")
    assert (row["sha256"], row["released_by"]) == (left.sha256, "Ada Mason")
    assert waiting.sha256 not in lines


# --- pages ----------------------------------------------------------------------------------------


def at(name: str, *args: Any) -> str:
    return reverse(f"governance:{name}", args=["eastmere", *args])


def test_from_the_paper_s_page_to_the_copy_that_leaves(
    issued: Any, office: Any, second: Any, signed_in: Any, settings: Any
) -> None:
    settings.EXPORTS_ASK_AGAIN = False
    paper_id = issued()
    one = signed_in(office)
    paper = one.get(reverse("reports:paper", args=["eastmere", paper_id])).content.decode()
    assert "Send outside the partnership" in paper
    assert "Public: anybody may read it. No person’s records are in it." in paper

    page = one.get(at("send_paper", paper_id)).content.decode()
    assert "Highest class in it" in page
    wrong = one.post(at("send_paper", paper_id), DFE | {"address_again": "a@b.example"})
    assert wrong.status_code == 422
    assert "The two addresses are not the same." in wrong.content.decode()
    sent = one.post(at("send_paper", paper_id), DFE)
    release_id = UUID(sent["Location"].rstrip("/").rpartition("/")[2])

    own = one.get(sent["Location"]).content.decode()
    assert "You prepared this yourself, and a second person releases it." in own
    assert one.get(at("released_file", release_id)).status_code == 422

    decision = {"deed": "release", "version": "1", "recipient": DFE["recipient"]}
    assert one.post(at("release", release_id), decision).status_code == 403
    two = signed_in(second)
    assert two.post(at("release", release_id), decision).status_code == 302
    copy = two.get(at("released_file", release_id))
    assert copy["Content-Class"] == "public; people=0"
    assert b"".join(copy.streaming_content).startswith(b"%PDF")
    listed = two.get(at("releases")).content.decode()
    assert "1 left so far, 0 waiting" in listed
    answer = two.post(at("what_left_file"))
    assert answer["Content-Class"] == "restricted; people=1"
    assert b"ana.reyes@education.gov.uk" in b"".join(answer.streaming_content)


def test_what_is_missing_is_said_beside_its_field(
    prepared: Any, second: Any, signed_in: Any
) -> None:
    one = prepared()
    client = signed_in(second)
    empty = client.post(at("release", one.id), {"deed": "refuse", "version": one.version})
    assert empty.status_code == 422
    assert "Say why it must not leave" in empty.content.decode()
    assert client.post(at("release", one.id), {"deed": "shred"}).status_code == 422
    assert client.get(at("release", uuid4())).status_code == 404


def test_a_highlight_report_leaves_the_same_way(
    plan_id: UUID, office: Any, second: Any, signed_in: Any
) -> None:
    client = signed_in(office)
    assert client.get(at("send_report", uuid4())).status_code == 404
    with pytest.raises(Refused, match="Only an issued paper or report"):
        actions.prepare_release(report_id=uuid4(), **DFE, by=office, on=TODAY, at=NOW)
