"""What must be done, by when: one kind of line for everything that waits for the viewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse

from goldenthread.my_work.presenters.lines import Line, due, shortened
from goldenthread.my_work.presenters.parts import Group, Part, here
from goldenthread.my_work.queries import Home
from goldenthread.pages.words import counted

THIS_WEEK = timedelta(days=7)
TITLE_LENGTH = 140
Dated = tuple[date | None, Line]


def to_do(home: Home) -> Part:
    """Overdue first, then this week, then later; what has no day stands last."""
    dated = sorted(_lines(home), key=lambda pair: pair[0] or date.max)
    lines = [(day, replace(line, due=due(day, on=home.on) if day else None)) for day, line in dated]
    on = home.on
    groups = (
        ("Overdue", [line for day, line in lines if day and day < on]),
        ("This week", [line for day, line in lines if day and on <= day <= on + THIS_WEEK]),
        ("Later", [line for day, line in lines if day is None or day > on + THIS_WEEK]),
    )
    return Part(
        key="to-do",
        title="What waits for you",
        groups=tuple(Group(f"{title}: {len(held)}", tuple(held)) for title, held in groups if held),
        count=len(lines),
        href=here(home, "to-do") if lines else "",
        shown=12,
        empty="Nothing waits for you",
        empty_text="Updates you are asked for, risks to review, challenges to answer, reports to "
        "write and decisions that are needed are listed here with the day they are due.",
    )


def _lines(home: Home) -> Iterator[Dated]:
    """The plan is named only where there are several."""
    titles = {one.plan.title for one in home.summaries} if len(home.summaries) == 1 else set()
    for day, line in (
        *_own(home),
        *_to_write(home),
        *_to_visit(home),
        *_of_the_office(home),
        *_of_rights(home),
    ):
        yield day, replace(line, notes=tuple(note for note in line.notes if note not in titles))


def _own(home: Home) -> Iterator[Dated]:
    slug, found = home.viewer.local_area_slug, home.waiting
    for one in found.answers:
        href = reverse("improvement_plan:answer_request", args=[slug, one.id])
        whose = f"You stand in for {one.more}" if one.more else ""
        title = f"Say where {counted(one.number, 'action')} {_stands(one.number)}"
        notes = (one.words, whose, one.plan_title)
        yield one.due, _line(title, href, *notes, step="Answer now", label="Cut-off")
    for challenge in found.challenges:
        href = reverse("governance:challenge", args=[slug, challenge.id])
        answering = challenge.mine == "answer"
        kind = "Challenge to answer" if answering else "Answered: is it closed?"
        notes = (kind, challenge.of_what, challenge.plan_title)
        step = "Answer it" if answering else "Read the answer"
        day = challenge.answer_by if answering else None
        yield day, _line(challenge.words, href, *notes, step=step, label="Answer by")
    for wanted in found.voices:
        page = reverse("improvement_plan:tell_families", args=[slug, wanted.plan_id])
        href = f"{page}#part-{wanted.level.id}"
        since = f"Nothing since {wanted.since_name}" if wanted.since_name else "Nothing said yet"
        notes = (wanted.level.title, since, wanted.plan_title)
        part = f"{wanted.level.word} {wanted.level.reference}".strip()
        title = f"What do families tell you about {part}?"
        yield None, _line(title, href, *notes, step="Write it down")
    for one in found.reviews:
        href = reverse("improvement_plan:review_risk", args=[slug, one.id])
        title = f"{one.more} {one.words}"
        yield one.due, _line(title, href, "Risk to review", one.plan_title, step="Review it")
    for one in found.agreements:
        href = reverse("improvement_plan:agree_dependency", args=[slug, one.other_id, one.id])
        notes = ("Not agreed yet", one.more, one.plan_title)
        yield one.due, _line(one.words, href, *notes, step="Agree to it", label="Needed by")


def _to_write(home: Home) -> Iterator[Dated]:
    """Highlight reports in draft: what is still to be said, else to be issued. They have no day of
    their own."""
    slug = home.viewer.local_area_slug
    for one in home.waiting.highlights:
        name, step = "reports:highlight", "Read it and issue it"
        left = ""
        if one.missing:
            name, step = "reports:highlight_words", "Go on writing"
            left = f"Still to say: {', '.join(one.missing).lower()}"
        href = reverse(name, args=[slug, one.id])
        title = f"{one.title}: {one.part_title}"
        about = f"To the {one.forum_name}, {one.about}"
        yield None, _line(title, href, about, left, one.plan_title, step=step)


def _to_visit(home: Home) -> Iterator[Dated]:
    """The next visit agreed with each plan; once its day has passed it is to be recorded."""
    slug, on = home.viewer.local_area_slug, home.on
    for one in home.waiting.visits:
        if one.next_on is None or one.last is None:
            continue
        number = len(one.open_measures)
        judged = f"{counted(number, 'measure')} to be judged" if number else ""
        title = f"Monitoring visit to {one.plan_title}"
        if one.next_on < on:
            href = reverse("visits:record_visit", args=[slug, one.plan_id])
            step = "Record the visit"
        else:
            href = reverse("visits:brief", args=[slug, one.plan_id])
            step = "Read the briefing"
        notes = (f"Agreed at {one.last.name}", judged)
        yield one.next_on, _line(title, href, *notes, step=step, label="Agreed for")


def _of_the_office(home: Home) -> Iterator[Dated]:
    slug, found = home.viewer.local_area_slug, home.waiting
    office = home.viewer.holds("programme_office", "area_administrator")
    for one in found.accept:
        href = reverse("improvement_plan:round", args=[slug, one.id])
        title = f"{counted(one.number, 'answer')} to accept or ask back"
        yield None, _line(title, href, one.words, one.plan_title, step="Look at them")
    for one in found.chase:
        href = reverse("improvement_plan:round", args=[slug, one.id])
        have = "has" if one.number == 1 else "have"
        people = "1 person" if one.number == 1 else f"{one.number} people"
        title = f"{people} {have} not returned yet"
        notes = (one.words, one.plan_title)
        yield one.due, _line(title, href, *notes, step="See who", label="Cut-off")
    for one in found.decisions:
        listed = reverse("improvement_plan:escalations", args=[slug, one.plan_id])
        href = (
            reverse("improvement_plan:record_decision", args=[slug, one.id]) if office else listed
        )
        notes = (f"Decision needed{f' from the {one.more}' if one.more else ''}", one.plan_title)
        step = "Record what was decided" if office else "See what is needed"
        yield one.due, _line(one.words, href, *notes, step=step, label="Needed by")
    if found.releases:
        href = reverse("governance:releases", args=[slug])
        wait, them = ("waits", "it") if found.releases == 1 else ("wait", "them")
        papers = counted(found.releases, "paper")
        title = f"{papers} {wait} for a second person to release {them}"
        about = "Prepared by somebody else for outside the partnership"
        yield None, _line(title, href, about, step="Read and decide")
    if found.perhaps:
        href = f"{reverse('notifications:messages', args=[slug])}?state=perhaps"
        were = "was" if found.perhaps == 1 else "were"
        title = f"{counted(found.perhaps, 'message')} {were} perhaps sent"
        about = "Nobody knows whether mail arrived, so it is not sent again by itself"
        yield None, _line(title, href, about, step="Say which arrived")
    if found.mail:
        href = reverse("notifications:messages", args=[slug])
        title = f"{counted(found.mail, 'message')} did not arrive"
        yield None, _line(title, href, "Mail that came back or could not be sent", step="See whose")


def _of_rights(home: Home) -> Iterator[Dated]:
    """An administrator's: who has which right, restricted records, emergencies."""
    slug, found = home.viewer.local_area_slug, home.waiting.rights
    if found.review_due:
        href = reverse("partnership:access_reviews", args=[slug])
        step = "Begin it"
        if found.review_id:
            href, step = reverse("partnership:access_review", args=[slug, found.review_id]), "Go on"
        words = "Look at who has which right, and keep or remove it"
        yield found.review_due, _line("Access review", href, words, step=step, label="Due")
    for one in found.restrictions:
        href = reverse("partnership:restriction", args=[slug, one.id])
        title = f"Is record {one.reference} still to be restricted?"
        yield one.review_due, _line(title, href, one.category_words, step="Review it", label="Due")
    for glass in found.openings:
        href = reverse("partnership:review_glass", args=[slug, glass.id])
        title = f"{glass.user_name} opened a restricted record in an emergency"
        yield glass.opened_on, _line(title, href, glass.reason_words, step="Look at it")


def _line(title: str, href: str, *notes: str, step: str, label: str = "") -> Line:
    return Line(
        title=shortened(title, TITLE_LENGTH),
        href=href,
        due_label=label,
        notes=tuple(note for note in notes if note),
        next=step,
        next_href=href,
    )


def _stands(number: int) -> str:
    return "stands" if number == 1 else "stand"
