"""What the parent carer forum and external advisers come for."""

from __future__ import annotations

from django.urls import reverse

from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.my_work.presenters.lines import (
    Line,
    action_line,
    leads,
    mark,
)
from goldenthread.my_work.presenters.parts import Group, Part, here, plan_note
from goldenthread.my_work.queries import FORUM, Home, Visit
from goldenthread.pages.words import counted, say_date


def to_rate(home: Home) -> Part:
    """The plan's top levels, each with what the parent carer forum last said."""
    lines = []
    for plan, level in home.to_rate or ():
        said = next((one for one in level.ratings if one.capacity == FORUM), None)
        council = next((one for one in level.ratings if one.capacity == "council"), None)
        notes = (
            f"You said this on {say_date(said.on)}" if said else "You have not rated this yet",
            f"The council says {council.point.label}" if council else "",
            "You and others see this differently" if level.disagreement and said else "",
            plan_note(plan, home),
        )
        args = [home.viewer.local_area_slug, "level", level.id]
        lines.append(
            Line(
                number=level.reference,
                title=level.title,
                href=reverse("improvement_plan:level", args=[args[0], level.id]),
                mark=mark(said.point if said else None, plan),
                notes=tuple(note for note in notes if note),
                next="Rate it again" if said else "Say how it is for families",
                next_href=reverse("improvement_plan:rate", args=args),
            )
        )
    waiting = sum(line.next != "Rate it again" for line in lines)
    return Part(
        key="to-rate",
        title="How is it for families?",
        groups=(Group("", tuple(lines)),),
        lede=f"{counted(waiting, 'part')} of the plan {'has' if waiting == 1 else 'have'} no "
        "rating from you yet."
        if waiting
        else "What you said stands beside the council’s own rating, also where you disagree.",
        empty="There is nothing to rate yet",
        empty_text="When the plan is here, each of its parts is listed for you to say how it is "
        "for families. What you say stands beside the council’s own rating.",
    )


def since_the_visit(visit: Visit, home: Home) -> Part:
    lines = tuple(
        action_line(
            row,
            visit.plan,
            on=home.on,
            viewer=home.viewer,
            notes=(leads(row), f"Rated on {say_date(row.rating_on)}"),
        )
        for row in sorted(visit.rated_since, key=lambda row: row.rating_on or home.on, reverse=True)
    )
    slug = home.viewer.local_area_slug
    when = ""
    if visit.last:
        day = say_date(visit.last.on)
        when = visit.last.name if day in visit.last.name else f"{visit.last.name}, {day}"
    key = f"since-{visit.plan.id}"
    return Part(
        key=key,
        title="Rated by the council since the last visit",
        groups=(Group("", lines),),
        count=len(lines) if visit.last else None,
        href=here(home, key) if lines else "",
        lede=" · ".join(filter(None, (when, plan_note(visit.plan, home)))),
        empty="Nothing was rated since the last visit"
        if visit.last
        else "No visit is on record yet",
        empty_text="The council’s ratings given after a visit are listed here, latest first."
        if visit.last
        else "Once a visit is recorded, what the council rates afterwards is listed here.",
        empty_href=reverse("visits:visit", args=[slug, visit.last.id])
        if visit.last
        else reverse("visits:record_visit", args=[slug, visit.plan.id]),
        empty_link="Open the last visit" if visit.last else "Record a visit",
    )


def unproven(visit: Visit, home: Home) -> Part:
    wanted = _good_words(visit.plan)
    lines = tuple(
        action_line(
            row,
            visit.plan,
            on=home.on,
            viewer=home.viewer,
            notes=(
                leads(row),
                f"{counted(row.evidence_count, 'item')} of other evidence"
                if row.evidence_count
                else "No evidence at all",
            ),
        )
        for row in visit.unproven
    )
    key = f"unproven-{visit.plan.id}"
    return Part(
        key=key,
        title=f"{wanted}, with no evidence of impact",
        groups=(Group("", lines),),
        count=len(lines),
        href=here(home, key) if lines else "",
        lede=plan_note(visit.plan, home),
        empty="Every good rating has evidence of impact",
        empty_text=f"An action rated {wanted} is listed here while nothing shows the difference it "
        "made.",
    )


def _good_words(plan: PlanFact) -> str:
    """The labels of the plan's own scale that are complete or on track: "Blue or Green"."""
    scale = plan.main_scale
    points = scale.points if scale else ()
    labels = [point.label for point in points if point.counts_as in ("complete", "on_track")]
    return " or ".join(labels) or "Complete or on track"
