"""Pages of papers: the list, starting one, its front sheet, its withdrawal, a body's own fields."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from goldenthread.governance import queries
from goldenthread.pages.models import Draft
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import Role
from tests.conftest import TODAY
from tests.factories.papers import NEEDED

OFFICE = (Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR)


def address(name: str, *args: Any, slug: str = "eastmere") -> str:
    return reverse(f"governance:{name}", args=[slug, *args])


def sheet(paper: queries.PaperFact, **changed: Any) -> dict[str, Any]:
    """A front sheet as its form sends it."""
    return {
        "version": paper.version,
        "title": paper.title,
        "meeting_on_day": 28,
        "meeting_on_month": 1,
        "meeting_on_year": 2020,
        "classification": "public",
        "exempt_paragraph": "",
        **{f"sheet-{key}": words for key, words in NEEDED.items()},
        **changed,
    }


def test_every_page_as_every_role(
    viewer: Any, signed_in: Any, start: Any, plan_id: UUID, board: UUID
) -> None:
    draft = start("December")
    for role in Role.values:
        client = signed_in(viewer(role))
        writes = role in OFFICE
        page = client.get(address("papers"))
        assert page.status_code == 200, role
        assert ("Progress to December" in page.content.decode()) == writes, role
        for at in (address("start", plan_id), address("front_sheet_fields", board)):
            answer = client.get(at)
            assert answer.status_code == (200 if writes else 403), f"{at} as {role}"
            if not writes:
                assert "Ask the programme office" in answer.content.decode()
        for at in (address("front_sheet", draft), address("withdraw", draft)):
            # A draft is out of sight of those who do not write papers, not merely locked.
            assert client.get(at).status_code == (200 if writes else 404), f"{at} as {role}"


def test_pages_of_another_area_are_none(
    stranger: Any, signed_in: Any, start: Any, plan_id: UUID, board: UUID
) -> None:
    draft = start("December")
    client = signed_in(stranger)
    for name, one in (
        ("start", plan_id),
        ("front_sheet", draft),
        ("withdraw", draft),
        ("front_sheet_fields", board),
    ):
        for slug in ("eastmere", "westholm"):
            at = address(name, one, slug=slug)
            assert (client.get(at).status_code, client.post(at).status_code) == (404, 404), at


def test_a_paper_is_started_from_a_closed_period(
    office: Any, signed_in: Any, plan_id: UUID, closed: dict[str, UUID], board: UUID
) -> None:
    client = signed_in(office)
    empty = client.post(address("start", plan_id), {})
    assert empty.status_code == 422
    for sentence in ("Choose the body", "Choose a closed period.", "Enter a title"):
        assert sentence in empty.content.decode()
    typed = {"forum": str(board), "snapshot": str(closed["December"]), "title": "Progress"}
    answer = client.post(address("start", plan_id), typed, follow=True)
    assert "The draft is ready." in answer.content.decode()
    (paper,) = queries.papers(viewer=office)
    assert answer.redirect_chain == [(reverse("reports:paper", args=["eastmere", paper.id]), 302)]


def test_without_a_closed_period_the_page_says_how_to_get_one(
    office: Any, signed_in: Any, plan_id: UUID
) -> None:
    page = signed_in(office).get(address("start", plan_id)).content.decode()
    assert "No period is closed yet" in page
    assert "Close a reporting period" in page


def test_a_board_of_another_area_cannot_be_chosen(
    office: Any, stranger: Any, signed_in: Any, plan_id: UUID, closed: dict[str, UUID]
) -> None:
    theirs = partnership.add_forum(name="Their board", by=stranger, on=TODAY)
    typed = {"forum": str(theirs), "snapshot": str(closed["December"]), "title": "Progress"}
    answer = signed_in(office).post(address("start", plan_id), typed)
    assert answer.status_code == 422
    assert queries.papers(viewer=office) == ()


def test_the_front_sheet_presets_no_class(office: Any, signed_in: Any, start: Any) -> None:
    page = signed_in(office).get(address("front_sheet", start("December"))).content.decode()
    choices = page[page.index('name="classification"') - 200 : page.index("exempt_paragraph")]
    assert "checked" not in choices


def test_the_front_sheet_is_saved_and_misses_nothing(
    office: Any, signed_in: Any, start: Any, see: Any
) -> None:
    paper_id = start("December")
    at = address("front_sheet", paper_id)
    answer = signed_in(office).post(at, sheet(see(paper_id)), follow=True)
    assert "The front sheet was saved." in answer.content.decode()
    paper = see(paper_id)
    assert (paper.missing, paper.meeting_on) == ((), date(2020, 1, 28))


def test_a_front_sheet_in_error_says_how_to_mend_it(
    office: Any, signed_in: Any, start: Any, see: Any
) -> None:
    paper_id = start("December")
    typed = sheet(see(paper_id), title="", meeting_on_month="13", classification="secret")
    answer = signed_in(office).post(address("front_sheet", paper_id), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a title." in page
    assert "Date of the meeting must be a real date" in page
    assert see(paper_id).version == 1


def test_the_second_editor_of_a_front_sheet_sees_both_and_saves_theirs(
    office: Any, signed_in: Any, start: Any, see: Any, fill: Any
) -> None:
    paper_id = start("December")
    first_seen = see(paper_id)
    fill(paper_id, words={"sponsor": "Director of nursing"})
    client = signed_in(office)
    typed = sheet(first_seen, **{"sheet-sponsor": "Chief executive"})
    answer = client.post(address("front_sheet", paper_id), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this paper" in page
    assert "They wrote" in page
    assert "Director of nursing" in page
    assert "Chief executive" in page
    assert f'name="version" value="{see(paper_id).version}"' in page
    again = client.post(
        address("front_sheet", paper_id), {**typed, "version": see(paper_id).version}
    )
    assert again.status_code == 302
    assert see(paper_id).front_sheet["sponsor"] == "Chief executive"


def test_what_was_typed_before_is_given_back_and_forgotten_once_saved(
    office: Any, signed_in: Any, start: Any, see: Any
) -> None:
    paper_id = start("December")
    at = address("front_sheet", paper_id)
    client = signed_in(office)
    typed = sheet(see(paper_id), **{"sheet-background": "Half a sentence"})
    assert client.post("/drafts/", {**typed, "draft-of": at}).json() == {"kept": True}
    page = client.get(at)
    assert page.status_code == 200
    assert "This is what you typed before. It is not saved yet." in page.content.decode()
    assert "Half a sentence" in page.content.decode()
    assert see(paper_id).front_sheet == {}
    client.post(at, typed)
    assert Draft.objects.count() == 0
    assert "This is what you typed before." not in client.get(at).content.decode()


def test_a_draft_is_withdrawn_after_being_asked(
    office: Any, signed_in: Any, start: Any, see: Any
) -> None:
    paper_id = start("December")
    client = signed_in(office)
    at = address("withdraw", paper_id)
    assert "cannot be issued" in client.get(at).content.decode()
    assert client.post(at, {"version": "soon"}).status_code == 422
    answer = client.post(at, {"version": "1"}, follow=True)
    assert "The draft was withdrawn." in answer.content.decode()
    assert client.post(at, {"version": "1"}).status_code == 403
    assert see(paper_id).state == "withdrawn"


# --- a body's own fields ----------------------------------------------------------------------


def fields_of(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="label-')[1:]]


def typed_fields(
    fields: tuple[queries.FrontSheetField, ...], version: int, **changed: Any
) -> dict[str, Any]:
    """The list of fields as its form sends it."""
    typed: dict[str, Any] = {"version": version}
    for row in range(len(fields) + 3):
        field = fields[row] if row < len(fields) else queries.FrontSheetField("", "")
        typed |= {
            f"place-{row}": row + 1,
            f"label-{row}": field.label,
            f"hint-{row}": field.hint,
            f"kind-{row}": field.kind,
        }
        if field.required:
            typed[f"required-{row}"] = "on"
    return typed | changed


def fields_now(viewer: Any, board: UUID) -> tuple[queries.FrontSheetField, ...]:
    from goldenthread.partnership.queries import forum

    found = forum(board, viewer=viewer)
    assert found is not None
    return queries.front_sheet_of(found.front_sheet_fields)


def test_a_body_s_fields_are_offered_with_three_empty_rows(
    office: Any, signed_in: Any, board: UUID
) -> None:
    client = signed_in(office)
    page = client.get(address("front_sheet_fields", board)).content.decode()
    assert len(fields_of(page)) == len(queries.FRONT_SHEET) + 3
    assert "Go back to the usual fields" not in page
    link = client.get(reverse("partnership:forum", args=["eastmere", board])).content.decode()
    assert address("front_sheet_fields", board) in link


def test_saving_the_fields_unchanged_keeps_them_all(
    office: Any, signed_in: Any, board: UUID
) -> None:
    typed = typed_fields(queries.FRONT_SHEET, 1)
    answer = signed_in(office).post(address("front_sheet_fields", board), typed, follow=True)
    assert "The front sheet of papers to Improvement Board was saved." in answer.content.decode()
    assert fields_now(office, board) == queries.FRONT_SHEET


def test_fields_are_named_moved_added_needed_and_taken_away(
    office: Any, signed_in: Any, board: UUID, start: Any, fill: Any, see: Any
) -> None:
    paper_id = start("December")
    fill(paper_id, words={"wards": "All"})
    count = len(queries.FRONT_SHEET)
    wards = next(n for n, one in enumerate(queries.FRONT_SHEET) if one.key == "wards")
    typed = typed_fields(queries.FRONT_SHEET, 1)
    typed |= {f"label-{row}": "" for row in range(count) if row not in (0, wards)}
    typed |= {
        "place-0": "9",
        f"place-{wards}": "1",
        f"label-{wards}": "Wards and towns",
        f"required-{wards}": "on",
        f"label-{count}": "Call-in",
        f"kind-{count}": "yes_no",
        f"place-{count}": "5",
        f"label-{count + 1}": "Call in!",
    }
    client = signed_in(office)
    assert client.post(address("front_sheet_fields", board), typed).status_code == 302
    fields = fields_now(office, board)
    assert [(one.key, one.label, one.kind, one.required) for one in fields] == [
        ("wards", "Wards and towns", "line", True),
        ("call-in", "Call-in", "yes_no", False),
        ("item_type", "Item type", "line", True),
        ("call-in-2", "Call in!", "words", False),
    ]
    page = client.get(address("front_sheet", paper_id)).content.decode()
    assert "Wards and towns" in page
    assert 'value="All"' in page
    assert "Board sponsor" not in page
    assert see(paper_id).missing == ()


def test_a_field_named_twice_is_said_beside_it(office: Any, signed_in: Any, board: UUID) -> None:
    typed = typed_fields(queries.FRONT_SHEET, 1, **{"label-1": "ITEM TYPE", "place-0": "first"})
    answer = signed_in(office).post(address("front_sheet_fields", board), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“ITEM TYPE” is there twice. Give each field a name of its own." in page
    assert "Give field 1 a whole number as its place." in page
    assert fields_now(office, board) == queries.FRONT_SHEET


def test_a_list_without_any_field_is_refused(office: Any, signed_in: Any, board: UUID) -> None:
    typed = {"version": "1"} | {
        f"kind-{row}": "words" for row in range(len(queries.FRONT_SHEET) + 3)
    }
    answer = signed_in(office).post(address("front_sheet_fields", board), typed)
    assert answer.status_code == 422
    assert "Keep at least one field" in answer.content.decode()


def test_the_usual_fields_come_back(office: Any, signed_in: Any, board: UUID) -> None:
    client = signed_in(office)
    at = address("front_sheet_fields", board)
    typed = typed_fields(queries.FRONT_SHEET, 1)
    typed |= {f"label-{row}": "" for row in range(1, len(queries.FRONT_SHEET))}
    client.post(at, typed)
    assert fields_now(office, board) != queries.FRONT_SHEET
    assert "Go back to the usual fields" in client.get(at).content.decode()
    assert client.post(at, {"usual": "yes"}).status_code == 302
    assert fields_now(office, board) == queries.FRONT_SHEET


def test_the_second_to_change_the_fields_is_told(office: Any, signed_in: Any, board: UUID) -> None:
    client = signed_in(office)
    at = address("front_sheet_fields", board)
    assert client.post(at, typed_fields(queries.FRONT_SHEET, 1)).status_code == 302
    answer = client.post(at, typed_fields(queries.FRONT_SHEET, 1))
    assert answer.status_code == 409
    assert "Somebody else changed Improvement Board" in answer.content.decode()


def test_an_unknown_body_has_no_front_sheet(office: Any, signed_in: Any) -> None:
    assert signed_in(office).get(address("front_sheet_fields", uuid4())).status_code == 404
