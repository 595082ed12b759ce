"""Invented content that shows every component in every state."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from goldenthread.pages.addresses import Column, paging, sortable
from goldenthread.pages.form_fields import DateField
from goldenthread.pages.marks import (
    NOT_RATED,
    Measured,
    PeriodCounts,
    RatingCount,
    RatingMark,
    Station,
)
from goldenthread.pages.shell import Crumb, NavigationLink, Shell

HERE = "#main-content"

BLUE = RatingMark("Blue", "blue", "double_tick", meaning="Complete and signed off")
GREEN = RatingMark("Green", "green", "filled_circle", meaning="Will meet its date")
LIGHT_GREEN = RatingMark("Light green", "light_green", "half_circle", meaning="Evidence wanted")
AMBER = RatingMark("Amber", "amber", "triangle", meaning="Under way, some delay")
RED = RatingMark("Red", "red", "diamond", meaning="Delayed and at risk")
GREY = RatingMark("Grey", "grey", "ring", meaning="Yet to start")
AMBER_GREEN = RatingMark(
    "Amber/Green", "amber", "triangle", "green", "filled_circle", "Mostly sufficient progress"
)
RED_AMBER = RatingMark("Red/Amber", "red", "diamond", "amber", "triangle", "Little progress yet")
EVERY_MARK = (BLUE, GREEN, LIGHT_GREEN, AMBER, RED, GREY, AMBER_GREEN, RED_AMBER, NOT_RATED)


def shell() -> Shell:
    """The frame of an invented local area."""
    places = ("My work", "Plans", "Papers", "Import a plan", "People and forums")
    return Shell(
        local_area="Wolds and Vale",
        home_href=HERE,
        navigation=tuple(NavigationLink(name, HERE, current=name == "Plans") for name in places),
        search_href=HERE,
        person="Amara Moyo",
        person_detail="Programme office",
        account_href=HERE,
        sign_out_href=HERE,
        printed_class="Restricted",
        as_at="31 December 2019",
    )


def _counts(*numbers: int) -> tuple[RatingCount, ...]:
    marks = (BLUE, GREEN, AMBER, RED, GREY)
    return tuple(
        RatingCount(mark, number, f"{HERE}-{mark.colour}")
        for mark, number in zip(marks, numbers, strict=True)
    )


PERIODS = (
    PeriodCounts("October 2019", _counts(33, 17, 32, 5, 7), HERE),
    PeriodCounts("December 2019", _counts(52, 14, 20, 5, 3), HERE),
)
MANY_PERIODS = tuple(
    PeriodCounts(f"{month} 2019", _counts(4 + 4 * at, 10 + at % 4, 60 - 4 * at, 6 - at // 3, 14))
    for at, month in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    )
)
MEASURED = (
    Measured("Spring 2018", 41),
    Measured("Summer 2018", 47),
    Measured("Autumn 2018", 52),
    Measured("Spring 2019", None),
    Measured("Summer 2019", 63),
    Measured("Autumn 2019", 71),
)

THREAD = (
    Station("Finding", "Plans take too long and say too little", HERE, "Letter of 14 March 2018"),
    Station("Priority 2", "Plans that are on time and worth reading", HERE, "9 actions"),
    Station("Action 2.3", "Train every adviser to write outcomes", current=True, mark=AMBER),
    Station("Evidence", "4 items", HERE, "Last added 2 December 2019"),
    Station("Measure", "Plans finished in 20 weeks", HERE, "71% in autumn 2019"),
)
BROKEN_THREAD = (
    THREAD[0],
    THREAD[1],
    THREAD[2],
    Station("Evidence", href=HERE, gap="No evidence yet. Add some."),
    Station("Measure", href=HERE, gap="No measure is linked. Choose one."),
)

ACTIONS = (
    ("1.2", "Publish the new pathway for autism assessment", "Ruth Adeyemi", "Fri 3 May 2019",
     "4 days overdue", "overdue", RED, "2 May 2019", "5 days ago", False),
    ("1.4", "Agree one waiting list with both hospital trusts", "Owen Prys", "Fri 10 May 2019",
     "in 3 days", "soon", AMBER, "11 February 2019", "12 weeks ago", True),
    ("2.1", "Send every family a named contact within five days", "Amara Moyo", "Wed 31 Jul 2019",
     "in 85 days", "", GREEN, "30 April 2019", "7 days ago", False),
    ("2.3", "Train every adviser to write outcomes that a young person would recognise",
     "Strategic lead, inclusion", "Sun 31 Mar 2019", "done 28 March 2019", "done", BLUE,
     "28 March 2019", "40 days ago", False),
    ("3.1", "Young people choose the questions for the next survey", "", "", "", "none",
     NOT_RATED, "", "", False),
)  # fmt: skip


def columns() -> tuple[Column, ...]:
    """The columns of the list of actions."""
    return (
        sortable("Action", "reference", order="due", address="?rating=red"),
        sortable("Lead", "lead", order="due", address="?rating=red"),
        sortable("Due", "due", order="due", address="?rating=red"),
        sortable("Rating", "rating", order="due", address="?rating=red"),
        sortable("Last update", "updated", order="due", address="?rating=red"),
    )


HISTORY = (
    {
        "when": "12 December 2019, 09:41",
        "who": "Amara Moyo",
        "what": "changed the due date",
        "detail": "The provider asked for more time after a colleague left.",
        "changes": [
            {"field": "Due", "before": "30 November 2019", "after": "31 January 2020"},
            {"field": "Lead", "before": "", "after": "Owen Prys"},
        ],
    },
    {
        "when": "2 December 2019, 16:05",
        "who": "Owen Prys",
        "what": "added evidence: Minutes of the training day",
        "detail": "",
        "changes": [],
    },
)

TIMELINE = (
    {"when": "14 March 2018", "title": "Outcome letter received", "state": "done", "href": HERE},
    {"when": "25 June 2018", "title": "Plan accepted as fit for purpose", "state": "done"},
    {"when": "16 January 2020", "title": "Board meets", "text": "Paper 4", "state": "now"},
    {"when": "About March 2020", "title": "Inspectors visit again", "state": "next"},
)

DIFFERENCES = (
    {
        "field": "Progress",
        "was": "Two of four sessions held.",
        "theirs": "All four sessions held; 38 people came.",
        "yours": "Three of four sessions held.\nThe last is on 9 January.",
    },
    {
        "field": "Due",
        "was": "30 November 2019",
        "theirs": "31 January 2020",
        "yours": "31 December 2019",
    },
)

STEPS = (
    {"text": "Upload", "href": HERE, "state": "done"},
    {"text": "Columns", "href": HERE, "state": "done"},
    {"text": "Preview", "state": "now"},
    {"text": "Leads"},
    {"text": "Load"},
)


class EveryField(forms.Form):
    """One of each field."""

    title = forms.CharField(label="Title of the action", help_text="For example, Publish the offer")
    reference = forms.CharField(required=False)
    email = forms.EmailField(label="Email of the lead")
    progress = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="What changed since the last report, in a few sentences.",
    )
    forum = forms.ChoiceField(
        choices=[("", "Choose a forum"), ("1", "Partnership board"), ("2", "Operational group")]
    )
    due = DateField(label="Due", help_text="For example, 3 5 2024")
    kind = forms.ChoiceField(
        label="What the evidence shows",
        widget=forms.RadioSelect,
        choices=[("activity", "Activity"), ("output", "Output"), ("impact", "Impact")],
    )
    rating = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[(mark.colour, mark.label) for mark in (BLUE, GREEN, AMBER, RED, GREY)],
    )
    areas = forms.MultipleChoiceField(
        label="Priorities it belongs to",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "1 Waiting times"), ("2", "2 Plans"), ("3", "3 Voice")],
    )
    file = forms.FileField(label="The plan", help_text="Word, PDF, Excel or text, up to 20 MB.")
    agreed = forms.BooleanField(label="The forum has agreed this", required=False)
    password = forms.CharField(widget=forms.PasswordInput, required=False)


def content() -> dict[str, Any]:
    """Everything the gallery's template shows."""
    filled = EveryField(
        initial={
            "title": "Train every adviser",
            "due": date(2024, 5, 3),
            "kind": "output",
            "areas": ["2"],
            "forum": "2",
            "rating": "amber",
        },
        auto_id="filled_%s",
    )
    wrong = EveryField(
        {"title": "", "due_day": "31", "due_month": "2", "due_year": "2024", "email": "a"},
        auto_id="wrong_%s",
    )
    return {
        "gallery_shell": shell(),
        "breadcrumbs": [Crumb("Wolds and Vale", HERE), Crumb("Gallery")],
        "marks": EVERY_MARK,
        "rating_marks": {mark.colour: mark for mark in (BLUE, GREEN, AMBER, RED, GREY)},
        "amber": AMBER,
        "blue": BLUE,
        "counts": PERIODS[1].counts,
        "few_counts": _counts(1, 0, 3, 0, 1),
        "half_counts": (
            RatingCount(GREEN, 3, HERE),
            RatingCount(AMBER_GREEN, 4, HERE),
            RatingCount(NOT_RATED, 2, HERE),
        ),
        "periods": PERIODS,
        "many_periods": MANY_PERIODS,
        "measured": MEASURED,
        "stations": THREAD,
        "broken": BROKEN_THREAD,
        "actions": ACTIONS,
        "columns": columns(),
        "paging": paging(total=94, page=3, page_size=10, address="?rating=red"),
        "history": HISTORY,
        "timeline": TIMELINE,
        "differences": DIFFERENCES,
        "steps": STEPS,
        "filled": filled,
        "wrong": wrong,
        "here": HERE,
    }
