"""Layouts of plans in the field, with invented places: what each must give."""

from __future__ import annotations

from datetime import date

from goldenthread.intake.understanding import Role, TableKind
from tests.intake.understanding.documents import (
    ABOVE,
    LEFT,
    bullet,
    coloured,
    document,
    heading,
    kinds,
    line,
    plan_of,
    rows,
)


def test_dated_rating_columns_are_a_history_and_blank_cells_are_no_ratings() -> None:
    plan = plan_of(
        heading("Wolds SEND action plan"),
        heading("Priority 1 – Leadership", 2),
        rows(
            ("Number", "Outcomes", "Action", "Start date", "End date",
             "Lead (organisation and initials)", "Measures of success", "Evidence and impact",
             "RAG Sept 2020", "RAG Nov 2020", "Jan 2021"),
            ("1.1", "Families are heard", "Hold a forum each term", "Sept 2020", "July 2021",
             "Council (QR)", "Three forums", "Minutes", "Red", "Amber", ""),
            ("1.2", ABOVE, "Publish the notes", "Oct 2020", "Dec 2020", "CCG (ZT)", "", "",
             "", "", "Green"),
        ),
    )  # fmt: skip
    first, second = plan.actions
    assert [rating.as_written for rating in first.ratings_history] == ["Red", "Amber"]
    assert first.rating is not None
    assert first.rating.as_written == "Amber"
    assert first.rating.date == date(2020, 11, 30)
    assert [rating.as_of for rating in second.ratings_history] == ["Jan 2021"]
    assert second.outcome == "Families are heard"
    assert first.start is not None
    assert first.start.date == date(2020, 9, 30)
    assert first.reference == "1.1"
    assert first.impact == "Minutes"
    assert plan.levels == ("Priority",)
    assert plan.sections[0].actions == ("a1", "a2")


def test_two_undated_rating_columns_are_two_axes() -> None:
    plan = plan_of(
        rows(
            ("Ref", "Action", "Lead", "By when", "Schedule RAG", "Quality RAG"),
            ("1", "Write the policy", "Head of SEND", "May 2023", "Green", "White"),
            ("2", "Train the staff", "Head of SEND", "June 2023", "Blue", "Amber"),
        )
    )
    assert [(one.axis, one.as_written) for one in plan.actions[0].ratings] == [
        ("Schedule", "Green"),
        ("Quality", "White"),
    ]
    assert plan.actions[0].ratings_history == ()


def test_monthly_progress_columns_keep_every_month_and_show_the_latest() -> None:
    plan = plan_of(
        rows(
            ("Ref", "Action", "Due date", "Responsible officer", "Senior responsible officer",
             "Success criteria", "January 2022", "February 2022"),
            ("1a", "Write a joint strategy", "31.03.2022", "Strategy Manager",
             "Director of Children's Services", "Signed by all partners",
             "A first draft was written with parents", "It is out for consultation until March"),
            ("1b", "Set up a group", "Feb 2022", "Participation Lead",
             "Director of Children's Services", "Meets monthly",
             "The terms were agreed with the forum", ""),
        )
    )  # fmt: skip
    first, second = plan.actions
    assert first.accountable.names == ("Director of Children's Services",)
    assert first.progress.startswith("It is out")
    assert [update.column for update in first.updates] == ["January 2022", "February 2022"]
    assert second.progress.startswith("The terms")


def test_a_table_of_measures_gives_kpis_with_pairs_of_milestone_and_actual() -> None:
    plan = plan_of(
        rows(
            ("KPI", "Baseline (July 2021)", "Target", "Milestone 1", "Actual 1", "Milestone 2",
             "Actual 2"),
            ("Plans within 20 weeks", "34%", "60%", "40%", "38%", "50%", ""),
            ("Days to the first answer", "12 days", "5 days", "10 days", "9 days", "", ""),
        )
    )  # fmt: skip
    first, second = plan.kpis
    assert first.baseline == "34%"
    assert first.baseline_date == "July 2021"
    assert [(one.milestone, one.actual) for one in first.readings] == [("40%", "38%"), ("50%", "")]
    assert (first.unit, second.unit) == ("%", "days")
    assert plan.counts.actions == 0


def test_a_measure_table_with_rag_and_trend_is_no_table_of_actions() -> None:
    plan = plan_of(
        heading("Performance"),
        rows(
            ("Indicator", "Target", "Actual", "RAG", "Direction of travel"),
            ("Assessments on time", "60%", "48%", "Red", "↑"),
            ("Reviews on time", "80%", "79%", "Green", "→"),
        ),
        heading("Priority 1: Timeliness"),
        rows(
            ("Action", "Owner", "Deadline", "Status"),
            ("Recruit two officers", "SEND Manager", "1 May 2024", "Complete"),
        ),
    )
    assert plan.counts.actions == 1
    assert [kpi.title for kpi in plan.kpis] == ["Assessments on time", "Reviews on time"]
    assert plan.kpis[0].other["RAG"] == "Red"


def test_a_form_down_the_page_is_one_action() -> None:
    plan = plan_of(
        rows(
            ("Action", "Bring therapies into schools"),
            ("Senior responsible owner", "Director of Nursing"),
            ("Lead", "Therapy Manager"),
            ("Status", "Amber"),
            ("Reason for status", "Two posts stand empty"),
            ("Mitigation", "Agency staff until May"),
            ("Impact if not", "Longer waits"),
            ("Due date", "31 May 2024"),
        )
    )
    (action,) = plan.actions
    assert action.text == "Bring therapies into schools"
    assert action.leads.names == ("Therapy Manager",)
    assert action.rating is not None
    assert action.rating.reason == "Two posts stand empty"
    assert action.mitigation == "Agency staff until May"
    assert action.risks == "Longer waits"
    assert action.dues[0].date == date(2024, 5, 31)


def test_what_and_when_in_one_column_gives_the_date_and_keeps_the_words() -> None:
    plan = plan_of(
        rows(
            ("What and when", "Who", "Benefit to families"),
            ("Recruit six writers by 30 June 2023", "Head of Inclusion", "Plans in time"),
        )
    )
    (action,) = plan.actions
    assert action.text == "Recruit six writers by 30 June 2023"
    assert [(due.as_written, due.date) for due in action.dues] == [
        ("30 June 2023", date(2023, 6, 30))
    ]
    assert action.impact == "Plans in time"


def test_a_column_of_weaknesses_is_the_plans_highest_level() -> None:
    plan = plan_of(
        rows(
            ("Area of weakness", "What we are doing"),
            ("1. Parents do not trust us", "We meet the forum every month."),
            ("2. Plans are out of date", "We review old plans by Easter 2023."),
        )
    )
    assert [(one.reference, one.title) for one in plan.sections] == [
        ("1", "Parents do not trust us"),
        ("2", "Plans are out of date"),
    ]
    assert plan.levels == ("Area of weakness",)


def test_a_column_of_improvement_areas_without_headings_hangs_under_the_plan() -> None:
    plan = plan_of(
        heading("Fenland improvement plan"),
        rows(
            ("Improvement area", "Action", "Lead", "Timescale"),
            ("1. Leadership", "Agree terms", "Director of Education", "May 2024"),
            (ABOVE, "Meet monthly", "Director of Education", "June 2024"),
            ("2. Data", "Build a scorecard", "Data Manager", "July 2024"),
        ),
    )
    (section,) = plan.sections
    assert [(area.reference, area.actions) for area in section.areas] == [
        ("1", ("a1", "a2")),
        ("2", ("a3",)),
    ]
    assert plan.levels == ("Improvement area",)


def test_a_priority_column_beside_an_area_column_gives_two_levels() -> None:
    plan = plan_of(
        rows(
            ("Priority", "Focus area", "Action", "Owner", "By when"),
            ("Priority 1: Voice", "1.1 Parents", "Hold a forum", "Participation Lead", "May 2024"),
            (ABOVE, "1.2 Young people", "Train a panel", "Participation Lead", "May 2024"),
            ("Priority 2: Data", "2.1 Scorecard", "Build it", "Data Manager", "May 2024"),
        )
    )
    assert [(one.reference, len(one.areas)) for one in plan.sections] == [("1", 2), ("2", 1)]
    assert plan.levels == ("Priority", "Focus area")


def test_level_headings_inside_one_table_open_levels() -> None:
    plan = plan_of(
        rows(
            ("Ref", "Action", "Lead", "Deadline", "BRAG"),
            ("Workstream 1: Preparing for adulthood", LEFT, LEFT, LEFT, LEFT),
            ("1.1", "Agree a pathway", "Transition Lead", "1/9/2023", "In progress (Amber)"),
            ("Workstream 2: Early years", LEFT, LEFT, LEFT, LEFT),
            ("2.1", "Train settings", "Early Years Lead", "1/10/2023", "Not started"),
        )
    )
    assert [(one.word, one.reference, one.title, one.actions) for one in plan.sections] == [
        ("Workstream", "1", "Preparing for adulthood", ("a1",)),
        ("Workstream", "2", "Early years", ("a2",)),
    ]
    assert plan.counts.headings == 2
    assert plan.counts.raw_rows == 4
    assert plan.actions[0].rating is not None
    assert plan.actions[0].rating.as_written == "In progress (Amber)"


def test_headings_of_two_depths_give_priority_and_improvement_area() -> None:
    header = ("Action", "Lead", "Due")
    plan = plan_of(
        heading("Area for priority action 1: Waits", 1),
        heading("1.1 Therapies", 2),
        rows(header, ("Open a clinic", "Therapy Lead", "May 2024")),
        heading("1.2 Autism", 2),
        rows(header, ("Add a pathway", "Autism Lead", "May 2024")),
        heading("Area for priority action 2: Plans", 1),
        heading("2.1 Writing", 2),
        rows(header, ("Train writers", "SEND Manager", "May 2024")),
    )
    assert [one.title for one in plan.sections] == ["Waits", "Plans"]
    assert plan.levels[0] == "Area for priority action"


def test_a_header_below_a_title_row_and_over_two_rows_is_found() -> None:
    plan = plan_of(
        rows(
            ("Priority 3: Inclusion", LEFT, LEFT, LEFT, LEFT),
            ("Action", "Lead", "Timescale", LEFT, "RAG"),
            (ABOVE, ABOVE, "Start", "End", ABOVE),
            ("Fund ten places", "Head of Inclusion", "May 2024", "July 2024", "Green"),
        )
    )
    (action,) = plan.actions
    assert plan.sections[0].reference == "3"
    assert action.start is not None
    assert action.start.as_written == "May 2024"
    assert [due.as_written for due in action.dues] == ["July 2024"]


def test_a_table_without_header_goes_on_with_the_columns_of_the_one_before() -> None:
    plan = plan_of(
        rows(
            ("Ref", "Action", "Lead", "Due", "RAG"),
            ("1.1", "Agree terms of reference for", "Programme Manager", "May 2024", "Green"),
        ),
        rows(
            ("", "the joint board.", "", "", ""),
            ("1.2", "Appoint a chair", "Director of Education", "June 2024", "Amber"),
        ),
    )
    assert [action.text for action in plan.actions] == [
        "Agree terms of reference for the joint board.",
        "Appoint a chair",
    ]
    assert plan.tables[1].continues == 0
    assert plan.counts.raw_rows == 3


def test_papers_furniture_is_left_alone() -> None:
    plan = plan_of(
        rows(("", "Page"), ("1 Apologies", "3"), ("2 Minutes", "5"), ("3 SEND plan", "9 - 20")),
        rows(
            ("4 March 2024", "ITEM: 6"),
            ("Children's Scrutiny Committee", LEFT),
            ("Report of: Director of Education", LEFT),
        ),
        rows(
            ("Name", "Role", "Organisation"),
            ("Ann Holt", "Chair", "Fenland Council"),
            ("Bo Marsh", "Vice chair", "Fen ICB"),
        ),
        rows(
            ("Colour", "Meaning"),
            (coloured("FF0000"), "The action is late and will miss its date"),
            (coloured("00B050"), "The action is on its way"),
        ),
        rows(
            ("Action", "Lead", "Due", "RAG"), ("Do it", "Bo Marsh", "May 2024", coloured("00B050"))
        ),
    )
    assert [table.kind for table in plan.tables] == [
        TableKind.OTHER, TableKind.OTHER, TableKind.PEOPLE, TableKind.SCALE, TableKind.PLAN,
    ]  # fmt: skip
    assert plan.people[0].organisation == "Fenland Council"
    assert plan.actions[0].rating is not None
    assert plan.actions[0].rating.label == "The action is on its way"
    assert "rating_colour_only" not in kinds(plan)


def test_an_inspection_report_has_findings_and_no_actions() -> None:
    plan = plan_of(
        heading("Area SEND inspection of Fenland"),
        rows(
            ("Responsible body", "Areas for priority action"),
            ("Fenland Council", "Leaders should act urgently to finish assessments in time."),
        ),
    )
    assert plan.tables[0].kind is TableKind.FINDINGS
    assert kinds(plan) == ["no_plan_table"]


def test_aims_and_targets_below_a_heading_are_sorted() -> None:
    plan = plan_of(
        heading("Priority 1: Plans"),
        line("This priority came from the inspection."),
        line("Aim:"),
        line("Every plan is good."),
        line("KPIs / targets:"),
        bullet("60% of plans in time by July 2024"),
        line("Parents who say that:"),
        bullet("they were heard"),
        bullet("the plan is right"),
        rows(("Action", "Lead", "Due"), ("Train", "SEND Manager", "May 2024")),
    )
    (section,) = plan.sections
    assert section.aim == "Every plan is good."
    assert section.introduction == "This priority came from the inspection."
    assert [(one.group, one.as_written) for one in section.targets] == [
        ("", "60% of plans in time by July 2024"),
        ("Parents who say that", "they were heard"),
        ("Parents who say that", "the plan is right"),
    ]


def test_the_columns_say_why_they_were_understood() -> None:
    plan = plan_of(
        rows(
            ("Acton", "Who’s responsible?", "Complete by", "Zorb"),
            ("Train", "SEND Manager", "May 2024", "the blue folder of the shelf"),
        )
    )
    columns = plan.tables[0].columns
    assert [column.role for column in columns] == [
        Role.ACTION, Role.LEAD, Role.DUE, Role.UNKNOWN,
    ]  # fmt: skip
    assert "like" in columns[0].because
    assert kinds(plan) == ["column_not_understood"]
    assert plan.actions[0].notes == "the blue folder of the shelf"


def test_an_overview_of_the_priorities_rates_them_and_is_no_action() -> None:
    header = ("Action", "Lead", "Due")
    plan = plan_of(
        rows(
            ("Priority", "Lead", "Overall RAG"),
            ("Priority 1: Voice", "Voice Lead", "Amber"),
            ("Priority 2: Data", "Data Manager", "Green"),
        ),
        heading("Priority 1: Voice"),
        rows(header, ("Hold a forum", "Voice Lead", "May 2024")),
        heading("Priority 2: Data"),
        rows(header, ("Build a scorecard", "Data Manager", "May 2024")),
    )
    assert plan.counts.actions == 2
    assert plan.tables[0].kind is TableKind.OVERVIEW
    assert [section.rating and section.rating.as_written for section in plan.sections] == [
        "Amber",
        "Green",
    ]


def test_priorities_stacked_in_one_sheet_each_with_its_header() -> None:
    header = ("Action", "Lead", "Due", "RAG")
    plan = plan_of(
        rows(
            ("Priority 1: Voice", "", "", ""),
            header,
            ("Hold a forum", "Voice Lead", "May 2024", "Green"),
            ("Priority 2: Data", "", "", ""),
            header,
            ("Build a scorecard", "Data Manager", "May 2024", "Amber"),
            ("Clean the records", "Data Manager", "May 2024", ""),
        )
    )
    assert [(one.reference, one.title, len(one.actions)) for one in plan.sections] == [
        ("1", "Voice", 1),
        ("2", "Data", 2),
    ]
    assert plan.counts.raw_rows == 4
    assert plan.counts.headings == 1


def test_a_workbook_with_a_sheet_for_each_priority_takes_the_sheets_names() -> None:
    from goldenthread.intake.reading.raw import SHEET_STYLE, Paragraph

    header = ("Action", "Lead", "Due")
    plan = plan_of(
        Paragraph("Early help", SHEET_STYLE),
        rows(header, ("Open a line", "Help Manager", "May 2024")),
        Paragraph("Transition", SHEET_STYLE),
        rows(header, ("Agree a pathway", "Transition Lead", "May 2024")),
    )
    assert [section.title for section in plan.sections] == ["Early help", "Transition"]


def test_nothing_of_a_document_without_tables_of_actions_is_invented() -> None:
    plan = plan_of(line("A letter."), rows(("Dear all", "thank you"), ("for the", "biscuits")))
    assert plan.actions == ()
    assert plan.sections == ()
    assert kinds(plan) == ["no_plan_table"]
    assert document().tables == ()
