"""Django's fields as components, and errors that say how to mend them."""

from datetime import date
from typing import Any

import pytest
from django import forms

from goldenthread.pages import form_fields
from goldenthread.pages.gallery import EveryField


def errors(**data: str) -> dict[str, tuple[str, ...]]:
    form = EveryField(data)
    form.is_valid()
    return {bound.name: form_fields.said_errors(bound) for bound in form}


class Start(forms.Form):
    start = form_fields.DateField(label="Start date")
    end = form_fields.DateField(label="End date", required=False)


def start(day: str, month: str, year: str) -> Start:
    form = Start({"start_day": day, "start_month": month, "start_year": year})
    form.is_valid()
    return form


def test_a_day_month_and_year_make_a_date() -> None:
    assert start("3", "05", " 2024 ").cleaned_data["start"] == date(2024, 5, 3)


def test_an_optional_date_may_be_left_out() -> None:
    assert start("3", "5", "2024").cleaned_data["end"] is None


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("", "", ""), "Fill in “Start date”, for example 3 5 2024."),
        (("3", "", ""), "Start date must also have a month and a year."),
        (("31", "2", "2024"), "Start date must be a real date, such as 3 5 2024."),
        (("3", "May", "2024"), "Start date must be a real date, such as 3 5 2024."),
        (("3", "5", "99999"), "Start date must be a real date, such as 3 5 2024."),
    ],
)
def test_a_date_that_is_none_says_how_to_mend_it(
    parts: tuple[str, str, str], sentence: str
) -> None:
    form = start(*parts)
    assert form_fields.said_errors(form["start"]) == (sentence,)


def test_what_was_typed_into_a_wrong_date_is_shown_again() -> None:
    boxes = form_fields.parameters(start("31", "2", "2024")["start"])["items"]
    assert [box["value"] for box in boxes] == ["31", "2", "2024"]
    assert [box["name"] for box in boxes] == ["start_day", "start_month", "start_year"]


def test_a_given_date_fills_its_boxes() -> None:
    form = Start(initial={"start": date(2024, 5, 3)})
    values = [box["value"] for box in form_fields.parameters(form["start"])["items"]]
    assert values == ["3", "5", "2024"]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("title", "Fill in “Title of the action”."),
        ("forum", "Choose an answer for “Forum”."),
        ("kind", "Choose an answer for “What the evidence shows”."),
        ("file", "Choose a file for “The plan”."),
    ],
)
def test_a_missing_answer_is_asked_for_by_its_name(field: str, sentence: str) -> None:
    assert errors()[field] == (sentence,)


def test_an_address_that_is_none_says_what_one_looks_like() -> None:
    said = errors(email="amara")["email"]
    assert said == ("Email of the lead must be an address such as name@example.org.",)


def test_too_many_characters_says_how_many_there_are() -> None:
    class Short(forms.Form):
        title = forms.CharField(max_length=5)

    form = Short({"title": "seven!!"})
    assert form_fields.said_errors(form["title"]) == (
        "Title must be 5 characters or fewer; it has 7.",
    )


@pytest.mark.asvs("2.2.1")
def test_a_choice_no_longer_offered_is_named() -> None:
    assert errors(forum="9")["forum"] == (
        "Forum: choose one of those listed. What was sent is no longer among them.",
    )


def test_a_box_that_must_be_ticked_says_so() -> None:
    class Agreement(forms.Form):
        agreed = forms.BooleanField(label="The forum agreed")

    assert form_fields.said_errors(Agreement({})["agreed"]) == (
        "Tick “The forum agreed” to go on.",
    )


def test_a_forms_own_sentence_is_left_as_it_is() -> None:
    class Strict(forms.Form):
        due = forms.CharField(error_messages={"required": "Say when it is due."})

    assert form_fields.said_errors(Strict({})["due"]) == ("Say when it is due.",)


def test_the_summary_links_each_error_to_its_first_box() -> None:
    form = EveryField({})
    form.add_error(None, "Two leads cannot be the same person.")
    hrefs = {error.text: error.href for error in form_fields.errors_of([form])}
    assert hrefs["Two leads cannot be the same person."] == ""
    assert hrefs["Fill in “Due”, for example 3 5 2024."] == "#id_due_day"
    assert hrefs["Choose an answer for “What the evidence shows”."] == "#id_kind_0"
    assert hrefs["Fill in “Title of the action”."] == "#id_title"


def test_every_error_link_leads_to_a_box_on_the_page(ui: Any) -> None:
    form = EveryField({})
    page = str(ui.fields(form))
    for error in form_fields.errors_of(form):
        assert f'id="{error.href[1:]}"' in page


def test_an_empty_text_is_never_the_word_none(ui: Any) -> None:
    form = EveryField(initial={"progress": None, "reference": None})
    assert "None" not in str(ui.fields(form))


def test_an_optional_field_says_so_and_a_required_one_does_not(ui: Any) -> None:
    form = EveryField()
    assert "Progress (optional)" in str(ui.field(form["progress"]))
    assert "(optional)" not in str(ui.field(form["title"]))


def test_a_password_is_not_sent_back_to_the_page(ui: Any) -> None:
    assert "hush" not in str(ui.field(EveryField({"password": "hush"})["password"]))


def test_a_hidden_field_has_no_label(ui: Any) -> None:
    class Kept(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    drawn = str(ui.field(Kept(initial={"version": 3})["version"]))
    assert 'value="3"' in drawn
    assert "label" not in drawn


@pytest.mark.asvs("1.1.2")
def test_what_people_type_is_escaped(ui: Any) -> None:
    form = EveryField({"title": "<script>", "progress": "</textarea><script>"})
    drawn = str(ui.fields(form))
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_lines_of_a_text_come_back_as_they_were_typed(ui: Any) -> None:
    drawn = str(ui.field(EveryField({"progress": "one\n  two\nthree"})["progress"]))
    assert ">one\n  two\nthree</textarea>" in drawn


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<ul><li>At least 12.</li><li>Not common.</li></ul>", "At least 12. Not common."),
        ('<a href="/x">Forgotten?</a>', ""),
        ("For example, 3 5 2024", "For example, 3 5 2024"),
    ],
)
def test_help_that_others_wrote_becomes_words(markup: str, words: str) -> None:
    assert form_fields.plain_words(markup) == words


def test_a_label_that_others_wrote_is_put_in_sentence_case() -> None:
    assert form_fields.sentence_case("New Password (again)") == "New password (again)"
