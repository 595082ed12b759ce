"""Plans laid out as their councils liked: what each must give, defect by defect."""

from __future__ import annotations

import pytest

from goldenthread.intake import reading
from goldenthread.intake.understanding import TableKind, UnderstoodPlan, understand
from goldenthread.intake.understanding.leads import read_leads
from goldenthread.intake.understanding.level_words import read_level_heading, read_plain_heading
from goldenthread.intake.understanding.people import Known
from tests.factories import other_councils
from tests.factories.plan_parts import PlanDocument
from tests.factories.plan_writers import as_docx, as_xlsx
from tests.intake.understanding.documents import ABOVE, heading, kinds, line, plan_of, rows


def in_word(document: PlanDocument) -> UnderstoodPlan:
    return understand(reading.read(as_docx(document), "plan.docx"))


def titles(plan: UnderstoodPlan) -> list[tuple[str, str]]:
    return [(section.reference, section.title) for section in plan.sections]


def test_a_row_that_a_pdf_page_cuts_without_a_rule_keeps_every_word() -> None:
    plan = understand(reading.read(other_councils.cut_by_the_page(), "plan.pdf"))
    assert [action.reference for action in plan.actions] == [f"1.{n}" for n in range(1, 8)]
    assert {action.progress for action in plan.actions} == {(other_councils.PROGRESS * 14).strip()}
    assert {action.leads.names for action in plan.actions} == {("SEND Manager",)}
    assert {action.rating and action.rating.as_written for action in plan.actions} == {"Amber"}


def test_a_highlight_report_gives_a_workstream_a_form_with_its_status_and_reason() -> None:
    plan = in_word(other_councils.highlight_report())
    assert plan.levels == ("Workstream",)
    assert titles(plan) == [("1", "Timeliness"), ("2", "Joint work")]
    first = plan.actions[0]
    assert first.rating is not None
    assert (first.rating.as_written, first.rating.reason) == ("Amber", "Vacancies")
    assert first.leads.names == ("Amara Lindqvist",)
    assert first.accountable.names == ("Director of SEND",)
    assert first.next_steps == "Interviews"


def test_a_register_of_risks_as_wide_as_the_plan_is_no_part_of_it() -> None:
    plan = in_word(other_councils.with_registers())
    assert [table.kind for table in plan.tables] == [
        TableKind.OTHER, TableKind.PLAN, TableKind.PLAN, TableKind.OTHER,
    ]  # fmt: skip
    assert len(plan.actions) == 3


def test_a_code_says_its_level_and_stays_the_reference() -> None:
    plan = in_word(other_councils.with_registers())
    assert plan.levels == ("Area for priority action",)
    assert titles(plan) == [("APA1", "Waiting times"), ("APA2", "Plans")]
    assert plan.actions[0].reference == "APA1.1"


@pytest.mark.parametrize("writer", [as_docx, as_xlsx])
def test_levels_as_rows_under_a_heading_that_names_level_and_action(writer: object) -> None:
    made = writer(other_councils.with_letters_as_numbers())  # type: ignore[operator]
    name = "plan.docx" if writer is as_docx else "plan.xlsx"
    plan = understand(reading.read(made, name))
    assert plan.levels == ("Workstream", "Objective")
    assert titles(plan) == [("A", "Early years"), ("B", "School age")]
    assert [area.reference for section in plan.sections for area in section.areas] == [
        "A1", "A2", "B1",
    ]  # fmt: skip
    assert [action.text for action in plan.actions] == [
        "Start a joint review", "Widen portage", "Train the schools",
    ]  # fmt: skip


def test_a_key_over_the_sheets_own_header_says_what_fills_mean() -> None:
    plan = understand(reading.read(other_councils.with_key_in_the_sheet(), "plan.xlsx"))
    assert [action.rating and action.rating.label for action in plan.actions] == [
        "Blue", "Amber", None,
    ]  # fmt: skip
    assert [(one.label, one.meaning) for one in plan.scales[0].labels][:2] == [
        ("Blue", "Complete"),
        ("Green", "On track"),
    ]
    assert "rating_colour_only" not in kinds(plan)


def test_two_numbered_weaknesses_in_one_cell_share_its_actions() -> None:
    plan = in_word(other_councils.with_shared_weaknesses())
    assert titles(plan) == [("1", "Timeliness"), ("2", "Advice"), ("3", "Voice")]
    assert [section.actions for section in plan.sections] == [
        ("a1", "a2"), ("a1", "a2"), ("a3",),
    ]  # fmt: skip
    assert plan.actions[0].also_under == ("s2",)


def test_a_key_of_initials_suggests_the_people() -> None:
    plan = in_word(other_councils.with_shared_weaknesses())
    assert [(one.initials, one.post, one.person) for one in plan.people] == [
        ("RA", "Assistant Director", "Ruth Ames"),
        ("TB", "DCO", "Tomas Brandt"),
    ]
    assert plan.actions[0].leads.suggestions == {"RA": "Ruth Ames", "TB": "Tomas Brandt"}
    assert plan.actions[1].leads.names == ()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("HoS / DCO", ("HoS", "DCO")),
        ("AD (Education) & ICB", ("AD (Education)", "ICB")),
        ("EC (AB) / CCG (TJ)", ("EC (AB)", "CCG (TJ)")),
        ("PCF (LM) and EC (RS)", ("PCF (LM)", "EC (RS)")),
        ("AD Education/Head of SEND", ("AD Education", "Head of SEND")),
        ("Jo Smith (LA) & Ann Lee (ICB)", ("Jo Smith (LA)", "Ann Lee (ICB)")),
        ("SEND Team / Schools / Health Visitors", ("SEND Team", "Schools", "Health Visitors")),
    ],
)
def test_leads_in_short_names_are_split(words: str, names: tuple[str, ...]) -> None:
    assert read_leads(words, Known(), {}).leads.names == names


def test_a_department_beside_a_post_is_split_and_asked_about() -> None:
    read = read_leads("PCF Chair / Comms", Known(), {})
    assert read.leads.names == ("PCF Chair", "Comms")
    assert read.in_doubt == ("PCF Chair / Comms",)


def test_a_field_in_capitals_behind_a_stroke_stays_with_its_post() -> None:
    read = read_leads("Service Lead Autism / ADHD", Known(), {})
    assert read.leads.names == ("Service Lead Autism / ADHD",)
    assert read.in_doubt == ("Service Lead Autism / ADHD",)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "Area of significant concern 1 – Leaders",
            ("Area of significant concern", "1", "Leaders"),
        ),
        ("Recommendation R1: Raise standards", ("Recommendation", "R1", "Raise standards")),
        ("P1 Early help", ("Priority", "P1", "Early help")),
        ("Workstream B – Moving on", ("Workstream", "B", "Moving on")),
    ],
)
def test_other_words_and_numbers_of_levels(text: str, read: tuple[str, str, str]) -> None:
    found = read_level_heading(text, looks_like_heading=True)
    assert found is not None
    assert (found.word, found.reference, found.title) == read


def test_the_end_of_a_plural_is_no_number() -> None:
    assert read_level_heading("Areas for improvement", looks_like_heading=True) is None


def test_a_letter_before_a_dash_is_a_reference() -> None:
    found = read_plain_heading("A – Inclusion")
    assert (found.reference, found.title) == ("A", "Inclusion")
    assert read_plain_heading("A levels").reference == ""


def test_measures_pair_milestone_and_actual_by_number_though_only_one_is_dated() -> None:
    plan = plan_of(
        rows(
            ("KPI", "Baseline (date)", "Target", "Milestone 1 (Mar 22)", "Actual 1",
             "Milestone 2 (Sep 22)", "Actual 2"),
            ("Plans on time", "47.2% (Dec 2021)", "80%", "55%", "51%", "65%", ""),
            ("Exclusions", "6.4 per 100 (2020/21)", "4.0 per 100", "6.0", "6.1", "5.0", "tbc"),
        )
    )  # fmt: skip
    first, second = plan.kpis
    assert (first.baseline, first.baseline_date, first.unit) == ("47.2%", "Dec 2021", "%")
    assert [(one.milestone, one.actual) for one in first.readings] == [("55%", "51%"), ("65%", "")]
    assert (second.baseline, second.unit) == ("6.4 per 100", "per 100")


def test_a_column_of_colours_is_a_second_rating_whatever_stands_over_it() -> None:
    plan = plan_of(
        line("Key: Green – on track; Amber – some slippage; Blue – complete; White – not begun"),
        rows(
            ("No.", "Action", "Lead", "When", "Progress against schedule", "Quality of outcome"),
            ("1", "Review the classes", "Head of SEND", "May 2023", "Green", "Amber"),
            ("2", "Write a pathway", "Head of SEND", "June 2023", "Blue", "White"),
        ),
    )
    assert [[one.as_written for one in action.ratings] for action in plan.actions] == [
        ["Green", "Amber"], ["Blue", "White"],
    ]  # fmt: skip
    assert [one.label for one in plan.scales[0].labels] == ["Green", "Amber", "Blue", "White"]


def test_a_plain_done_beside_a_rating_stays_progress() -> None:
    plan = plan_of(
        rows(
            ("Action", "Lead", "When", "Status", "Progress to date"),
            ("Refresh the group", "Director", "May 2023", "Blue", "Done"),
            ("Publish the minutes", "Manager", "June 2023", "Blue", "Done"),
        )
    )
    assert [action.progress for action in plan.actions] == ["Done", "Done"]


def test_a_key_of_two_levels_in_one_column_is_a_scale() -> None:
    plan = plan_of(
        rows(("Status key",), ("Complete",), ("In progress – Green (on track)",),
             ("In progress – Red (at risk)",), ("Not started",)),
        rows(
            ("Ref", "Action", "Who will lead", "By when", "Status"),
            ("1", "Review", "Head of SEND", "May 2023", "In progress (Red)"),
            ("2", "Plan", "Head of SEND", "May 2023", "Complete"),
        ),
    )  # fmt: skip
    assert [one.label for one in plan.scales[0].labels] == [
        "Complete", "In progress – Green", "In progress – Red", "Not started",
    ]  # fmt: skip
    rating = plan.actions[0].rating
    assert rating is not None
    assert rating.label == "In progress – Red"


def test_numbered_outcomes_are_a_level_between_priority_and_action() -> None:
    plan = plan_of(
        rows(
            ("Priority", "Outcome", "Actions", "Responsible", "Completion date"),
            ("Priority 1\nEarly help", "1.1 Needs are seen", "1.1.1 Train visitors",
             "Health Manager", "Jun-24"),
            (ABOVE, ABOVE, "1.1.2 Make a tool", "Early Years Lead", "Sep-24"),
            (ABOVE, "1.2 Help comes", "1.2.1 Write an offer", "DCO", "Dec-24"),
        )
    )  # fmt: skip
    assert plan.levels == ("Priority", "Outcome")
    assert [(one.reference, one.title, one.actions) for one in plan.sections[0].areas] == [
        ("1.1", "Needs are seen", ("a1", "a2")), ("1.2", "Help comes", ("a3",)),
    ]  # fmt: skip
    assert [action.reference for action in plan.actions] == ["1.1.1", "1.1.2", "1.2.1"]


def test_a_column_headed_area_is_the_plans_one_level() -> None:
    plan = plan_of(
        line("Cotterham plan"),
        rows(
            ("Area", "What will we do?", "By who?", "By when?"),
            ("Leadership", "Write the roles", "Director", "May 2024"),
            (ABOVE, "Show the data", "Manager", "June 2024"),
            ("Inclusion", "Make a pledge", "Director", "July 2024"),
        ),
    )
    assert plan.levels == ("Area",)
    assert titles(plan) == [("", "Leadership"), ("", "Inclusion")]


def test_numbered_lines_in_an_actions_cell_are_its_steps() -> None:
    plan = plan_of(
        rows(
            ("Ref", "Actions", "Lead", "When"),
            ("1.1", "1. Review the check\n2. Share it\n3. Report it", "Manager", "May 2024"),
            ("1.2", "Offer a place", "Manager", "May 2024"),
        )
    )
    assert plan.actions[0].steps == ("Review the check", "Share it", "Report it")
    assert plan.actions[0].text.startswith("1. Review the check")
    assert plan.actions[1].steps == ()


def test_next_steps_that_alone_say_what_is_done_are_next_steps_too() -> None:
    plan = plan_of(
        heading("a) Too few places"),
        rows(
            ("Progress", "Impact", "Next steps"),
            ("A base has opened", "Fewer children travel", "Open a second one"),
            ("Staff are trained", "Too early to say", "Train more"),
        ),
    )
    assert [action.next_steps for action in plan.actions] == ["Open a second one", "Train more"]
    assert plan.actions[0].impact == "Fewer children travel"


def test_the_latest_position_beside_an_action_is_its_progress() -> None:
    plan = plan_of(
        rows(
            ("Ref", "Action", "Lead", "Timescale", "Latest position"),
            ("1", "Write it", "Manager", "May 2024", "A draft was sent round"),
            ("2", "Sign it", "Manager", "June 2024", "Not yet"),
        )
    )
    assert plan.actions[0].progress == "A draft was sent round"


def test_a_sheet_of_measures_beside_one_sheet_of_actions_makes_no_levels_of_sheets() -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    measures = book.active
    assert measures is not None
    measures.title = "Outcome measures"
    measures.append(["Measure", "Target", "Actual", "RAGM"])
    measures.append(["Plans on time", "90%", "88%", "A"])
    actions = book.create_sheet("Actions")
    actions.append(["Priority", "Ref", "Action", "Lead", "Date"])
    actions.append(["Priority 1 Early help", "P1-01", "Screen", "Manager", "May 2023"])
    actions.append(["Priority 2 Moving on", "P2-01", "Write", "Manager", "June 2023"])
    made = io.BytesIO()
    book.save(made)
    plan = understand(reading.read(made.getvalue(), "plan.xlsx"))
    assert titles(plan) == [("1", "Early help"), ("2", "Moving on")]
    assert len(plan.kpis) == 1


def test_who_else_is_involved_does_not_lead_and_a_short_forum_behind_a_stroke_is_one() -> None:
    plan = plan_of(
        rows(
            ("No", "What are we going to do?", "Who is leading this?", "Who else is involved?",
             "When", "Governance"),
            ("1", "Set up a panel", "Head of SEND", "Forum, schools", "May 2024",
             "SEND Board / ICP"),
            ("2", "Publish it", "Head of SEND", "", "June 2024", "SEND Board"),
        )
    )  # fmt: skip
    assert plan.actions[0].leads.names == ("Head of SEND",)
    assert plan.actions[0].forums == ("SEND Board", "ICP")


def test_last_month_is_history_and_a_total_row_is_no_action() -> None:
    plan = plan_of(
        rows(
            ("Action ID", "Action", "Lead", "Due", "RAG this month", "RAG last month"),
            ("LA-001", "Map the places", "Kay Dunn", "May 2024", "Amber", "Red"),
            ("LA-002", "Train the staff", "Ola Bright", "May 2024", "Green", ""),
            ("Total", "2 actions", "", "", "", ""),
        )
    )
    first = plan.actions[0]
    assert len(plan.actions) == 2
    assert first.rating is not None
    assert first.rating.as_written == "Amber"
    assert [one.as_written for one in first.ratings_history] == ["Red"]


def test_an_area_with_a_letter_has_it_as_its_reference() -> None:
    plan = plan_of(
        heading("Priority 1: Joint work"),
        rows(
            ("Improvement required", "Key actions", "Lead", "Completion date"),
            ("A. One strategy", "Write it", "Commissioning Manager", "May 2024"),
            ("B. One set of data", "Share it", "Data Manager", "May 2024"),
        ),
    )
    areas = plan.sections[0].areas
    assert [(one.reference, one.title) for one in areas] == [
        ("A", "One strategy"), ("B", "One set of data"),
    ]  # fmt: skip
