"""Two monitoring visits to Merrowshire, with what was agreed at each. Invented, like everything but
the counts: no rating of an action is changed by them."""

from __future__ import annotations

from datetime import date

from goldenthread.demo import story
from goldenthread.demo.built import Built
from goldenthread.governance.actions import visits
from goldenthread.governance.actions.visits import AgreedRating, Found
from goldenthread.governance.queries.visits import visit_whole

FIRST = "Monitoring visit by DfE and NHS England, 19 September 2019"
FIRST_ON = date(2019, 9, 19)
NEXT_ON = date(2020, 3, 12)
NOTES = {
    FIRST_ON: "Met the programme office, four leads and six parents and carers.\n"
    "The plan is clear about who does what. It says less about what families will notice.",
    story.VISIT_ON: "Met the leads of all four priorities and the chair of the forum.\n"
    "New plans are better than in September. Waiting for an assessment worries families most.",
}
FIRST_RATINGS = {
    "1": ("amber", "Commissioners meet; decisions are not yet shared with families."),
    "2": ("red-amber", "The wait for an assessment has not moved."),
    "3": ("amber-green", "New plans are on time more often, old ones are not reviewed."),
    "4": ("red-amber", "The Local Offer is not ready, and few know of it."),
}
# part ("" the whole plan), what was agreed, what will be shown
AGREED = {
    FIRST_ON: (
        ("3", "Two in three new plans are finished within 20 weeks",
         "The figures of September to November, and ten plans chosen by the advisers"),
        ("2", "Every family that waits is told how long",
         "The letter that is sent, and what twenty families say of it"),
        ("", "Each completed action shows what families notice",
         "Evidence of impact beside ten completed actions"),
    ),
    story.VISIT_ON: (
        ("2", "Families know the day of the assessment within a week of asking",
         "The dates given in January and February, and what the forum says"),
        ("4", "Half of the families asked know the Local Offer",
         "The forum’s own survey in February"),
        ("", "Half of the completed actions have evidence of impact",
         "The list of completed actions, with what each shows"),
    ),
}  # fmt: skip
FOUND = (
    ("met", "68 of 100 in the three months, and eight of ten plans read were good"),
    ("partly", "The letter is sent since November; seven of twenty families had one"),
    ("not", "Three of ten had any; the rest showed that something was done, not what changed"),
)


def visit(built: Built, first: date, last: date) -> None:
    """The visits of these days, recorded by the adviser herself."""
    assert built.plan_id is not None
    adviser = built.by("Sylvia Marsh")
    for on, name, following in (
        (FIRST_ON, FIRST, story.VISIT_ON),
        (story.VISIT_ON, story.VISIT, NEXT_ON),
    ):
        if not first <= on <= last:
            continue
        visit_id = visits.record_visit(
            plan_id=built.plan_id,
            name=name,
            visited_on=on,
            advisers=["Sylvia Marsh"],
            bodies=["DfE", "NHS England"],
            notes=NOTES[on],
            next_visit_on=following,
            by=adviser,
            on=on,
        )
        if on == FIRST_ON:
            visits.rate_at_visit(
                visit_id=visit_id,
                scale_key="half-points",
                ratings=[
                    AgreedRating(built.levels[part], point, words)
                    for part, (point, words) in FIRST_RATINGS.items()
                ],
                by=adviser,
                on=on,
            )
        whole = visit_whole(visit_id, viewer=adviser, on=on)
        assert whole is not None
        if whole.to_judge:
            visits.judge_measures(
                visit_id=visit_id,
                found=[
                    Found(measure.id, state, words)
                    for measure, (state, words) in zip(whole.to_judge, FOUND, strict=True)
                ],
                by=adviser,
                on=on,
            )
        for part, words, shown_by in AGREED[on]:
            visits.agree_measure(
                visit_id=visit_id,
                level_id=built.levels[part] if part else None,
                words=words,
                shown_by=shown_by,
                due=following,
                by=adviser,
                on=on,
            )
