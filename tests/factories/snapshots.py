"""An invented plan of 94 actions whose ratings are Lancashire's published figures of 2019.

31 October 2019: blue 33, green 17, amber 32, red 5, grey 7. 31 December 2019: 52, 14, 20, 5, 3.
Only those counts are real; every place, person, action and date is made up.
"""

from dataclasses import replace
from datetime import date, timedelta

from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.snapshots import (
    SCHEMA_VERSION,
    PlanSnapshot,
    SnapshotAction,
    SnapshotEvidence,
    SnapshotLevel,
    SnapshotRating,
    SnapshotTarget,
)

SCALE = KNOWN_SCALES["five-point"]
OCTOBER, DECEMBER, APRIL = date(2019, 10, 31), date(2019, 12, 31), date(2019, 4, 30)

# (rating in October, rating in December): how many actions moved so
MOVES: dict[tuple[str, str], int] = {
    ("blue", "blue"): 33,
    ("green", "blue"): 11,
    ("green", "green"): 5,
    ("green", "red"): 1,
    ("amber", "blue"): 8,
    ("amber", "green"): 7,
    ("amber", "amber"): 15,
    ("amber", "red"): 2,
    ("red", "green"): 1,
    ("red", "amber"): 2,
    ("red", "red"): 2,
    ("grey", "green"): 1,
    ("grey", "amber"): 3,
    ("grey", "grey"): 3,
}

PRIORITIES = (
    (
        "1",
        "Children are identified early and helped sooner",
        "Families are heard the first time they ask.",
    ),
    ("2", "EHC plans are timely and good", "Every plan says what will be different for the child."),
    ("3", "Health, education and social care plan together", "One conversation, not three."),
    ("4", "Young people are ready for adult life", "Each young person has a next step by 14."),
)
THEMES = (
    "Speech and language offer",
    "Neuro-developmental pathway",
    "Early years check",
    "School support",
    "Parent carer forum",
    "Local Offer",
    "Young people’s voice",
    "Advice from professionals",
    "Writing of outcomes",
    "Annual reviews",
    "Quality audit",
    "Tribunal learning",
    "Joint commissioning",
    "Therapies",
    "Equipment",
    "Short breaks",
    "Data shared once",
    "Workforce training",
    "Sufficiency",
    "Transition to adults",
    "Supported internships",
    "Travel",
    "Housing",
    "Health checks",
    "Exclusions",
    "Elective home education",
    "Governance and challenge",
)
LEADS = (
    "Head of SEND",
    "Designated clinical officer",
    "Principal social worker",
    "Strategic lead, inclusion",
)
FORUMS = ("SEND Operational Group", "Quality of Plans Group")
LAYOUT = ("Ref", "Action", "Lead", "Success measure", "Timescale", "Rating", "Progress")
CAUSES = (
    "The provider’s contract ends before the new one begins.",
    "Two vacancies in the team since September.",
    "",
)


def rating(point: str, on: date, capacity: str = "council") -> SnapshotRating:
    """One rating on the five-point scale."""
    return SnapshotRating(
        SCALE.key,
        point,
        SCALE.point(point).label,
        on,
        capacity,
        ("Programme office",),
        "Review",
        "",
    )


def _pairs() -> list[tuple[str, str]]:
    """94 pairs, mixed over the plan by a fixed stride so that every priority has every rating."""
    pairs = [pair for pair, count in MOVES.items() for _ in range(count)]
    return [pairs[(number * 37) % len(pairs)] for number in range(len(pairs))]


def _levels() -> tuple[SnapshotLevel, ...]:
    made = []
    for position, (reference, title, aim) in enumerate(PRIORITIES):
        impact = "Families report shorter waits." if position == 0 else ""
        judged = (rating("amber", date(2019, 11, 20), "external"),) if position == 1 else ()
        made.append(
            SnapshotLevel(
                f"p{reference}",
                None,
                0,
                position,
                "Priority",
                reference,
                title,
                aim,
                impact,
                judged,
            )
        )
    for position, title in enumerate(THEMES):
        parent = position * 4 // len(THEMES) + 1
        made.append(
            SnapshotLevel(
                f"a{position + 1}",
                f"p{parent}",
                1,
                position,
                "Action area",
                f"{parent}.{position + 1}",
                title,
                "",
                "",
                (),
            )
        )
    return tuple(made)


def _action(number: int, before: str, now: str, cut_off: date, point: str) -> SnapshotAction:
    area = number % 27
    due = date(2019, 9, 30) + timedelta(days=(number * 13) % 300)
    if point in ("blue", "grey"):
        due = due + timedelta(days=0 if point == "blue" else 160)
    reference = f"{area * 4 // 27 + 1}.{area + 1}.{number // 27 + 1}"
    done = date(2019, 12, 9) if before != "blue" else date(2019, 9, 16)
    complete = point == "blue"
    late = point == "red"
    text = f"{THEMES[area]}: agree and put in place step {number // 27 + 1} with families"
    lead = LEADS[number % 4]
    evidence = (
        (
            SnapshotEvidence(
                f"e{number}", "impact", "Waits fell in the sample", done, "Sample of 40 cases"
            ),
        )
        if complete and number % 3
        else ()
    )
    others = (
        (rating("amber", date(2019, 12, 3), "external"),) if now == "blue" and number == 37 else ()
    )
    return SnapshotAction(
        id=f"action-{number}",
        reference=reference,
        position=number,
        text=text,
        level_ids=(f"a{area + 1}",),
        leads=(lead,),
        forums=(FORUMS[number % 2],),
        start=date(2019, 4, 1),
        due_as_written=f"{due:%B %Y}",
        due=due,
        rating=rating(point, cut_off),
        other_ratings=others,
        initial_point="amber" if number % 3 else "grey",
        cause=CAUSES[number % 3] if late else "",
        recovery_date=date(2020, 3, 31) if late and number % 2 else None,
        completed_on=done if complete else None,
        signed_off_on=done if complete else None,
        progress="Agreed in November; training follows." if number % 2 else "",
        progress_on=cut_off,
        impact="Fewer families ask twice." if complete else "",
        evidence=evidence,
        as_written=(
            ("Ref", reference),
            ("Action", text),
            ("Lead", lead),
            ("Success measure", "80% of families agree"),
            ("Timescale", f"{due:%B %Y}"),
            ("Rating", SCALE.point(point).label),
            ("Progress", "See minutes"),
        ),
    )


def _snapshot(identity: str, name: str, cut_off: date, which: int) -> PlanSnapshot:
    actions = tuple(
        _action(number, before, now, cut_off, (before, now)[which])
        for number, (before, now) in enumerate(_pairs())
    )
    target = SnapshotTarget(
        "t1",
        "p1",
        None,
        "Requests answered in 6 weeks",
        "%",
        "48%",
        "90%",
        "March 2020",
        "71%",
        DECEMBER,
    )
    worded = SnapshotTarget(
        "t2", "p2", None, "Families say plans are clear", "", "", "", "", "", None
    )
    return PlanSnapshot(
        id=identity,
        plan_id="plan-1",
        plan_title="Fernshire SEND Partnership Improvement Plan",
        local_area_name="Fernshire",
        period_id=f"period-{name}",
        period_name=name,
        cut_off=cut_off,
        schema_version=SCHEMA_VERSION,
        level_names=("Priority", "Action area"),
        scales=(SCALE,),
        levels=_levels(),
        actions=actions,
        targets=(target, worded),
        layout=LAYOUT,
    )


def october() -> PlanSnapshot:
    return _snapshot("snapshot-october", "October 2019", OCTOBER, 0)


def december() -> PlanSnapshot:
    return _snapshot("snapshot-december", "December 2019", DECEMBER, 1)


def april() -> PlanSnapshot:
    """Where the plan began: each action at the first rating it was ever given."""
    made = _snapshot("snapshot-april", "April 2019", APRIL, 0)
    actions = tuple(
        replace(
            action,
            rating=rating(action.initial_point or "grey", APRIL),
            completed_on=None,
            signed_off_on=None,
            evidence=(),
            cause="",
            recovery_date=None,
            other_ratings=(),
        )
        for action in made.actions
    )
    return replace(made, actions=actions)
