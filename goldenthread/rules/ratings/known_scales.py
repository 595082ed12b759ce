"""Scales met in published plans, with meanings in our own words: a start for a plan's own scale.

Sources: the keys and summary tables of published local area plans, 2018–2024. A plan keeps its own
copy of the scale it chose, with its own words; these are only what the choice starts from.
"""

from goldenthread.rules.ratings.scales import Axis, Colour, CountsAs, Scale, ScalePoint, Shape

_DONE = CountsAs.COMPLETE
_ON_TRACK = CountsAs.ON_TRACK
_UNDER_WAY = CountsAs.UNDER_WAY
_NONE = CountsAs.NONE


def _five_point() -> Scale:
    axis = Axis.DELIVERY
    return Scale(
        "five-point",
        "Five points: blue, green, amber, red, grey",
        1,
        (
            ScalePoint(
                "blue", "Blue", "Complete, and signed off by someone other than the lead", 0,
                Colour.BLUE, Shape.DOUBLE_TICK, axis, _DONE,
                needs_evidence=True, needs_sign_off=True,
            ),
            ScalePoint(
                "green", "Green", "On track: expected to be done by its date", 1,
                Colour.GREEN, Shape.FILLED_CIRCLE, axis, _ON_TRACK,
            ),
            ScalePoint(
                "amber", "Amber", "Under way, not certain to be done by its date", 2,
                Colour.AMBER, Shape.TRIANGLE, axis, _UNDER_WAY,
            ),
            ScalePoint(
                "red", "Red", "Delayed and at risk", 3,
                Colour.RED, Shape.DIAMOND, axis, _NONE, needs_cause=True,
            ),
            ScalePoint(
                "grey", "Grey", "Not yet due to start", 4,
                Colour.GREY, Shape.RING, axis, _NONE, not_started=True,
            ),
        ),
    )  # fmt: skip


def _four_point_embedded() -> Scale:
    axis = Axis.IMPACT
    return Scale(
        "four-point-embedded",
        "Four points up to embedded: green, light green, amber, red",
        1,
        (
            ScalePoint(
                "green", "Green", "Complete, and shown by evidence to be embedded", 0,
                Colour.GREEN, Shape.FILLED_CIRCLE, axis, _DONE, needs_evidence=True,
            ),
            ScalePoint(
                "light-green", "Light green", "On track; evidence of impact still wanted", 1,
                Colour.LIGHT_GREEN, Shape.HALF_CIRCLE, axis, _ON_TRACK,
            ),
            ScalePoint(
                "amber", "Amber", "Started, with some delay", 2,
                Colour.AMBER, Shape.TRIANGLE, axis, _UNDER_WAY,
            ),
            ScalePoint(
                "red", "Red", "Not started, or badly delayed", 3,
                Colour.RED, Shape.DIAMOND, axis, _NONE, needs_cause=True,
            ),
        ),
    )  # fmt: skip


def _summary_five() -> Scale:
    axis = Axis.DELIVERY
    return Scale(
        "summary-five",
        "Summary table: completed, dark green, light green, amber, red",
        1,
        (
            ScalePoint(
                "completed", "Completed", "Finished, with nothing left to do", 0,
                Colour.BLUE, Shape.DOUBLE_TICK, axis, _DONE, needs_evidence=True,
            ),
            ScalePoint(
                "dark-green", "Dark green", "Done, and becoming the usual way of working", 1,
                Colour.GREEN, Shape.FILLED_CIRCLE, axis, _ON_TRACK,
            ),
            ScalePoint(
                "light-green", "Light green", "On track; evidence still wanted", 2,
                Colour.LIGHT_GREEN, Shape.HALF_CIRCLE, axis, _ON_TRACK,
            ),
            ScalePoint(
                "amber", "Amber", "Started, with some delay", 3,
                Colour.AMBER, Shape.TRIANGLE, axis, _UNDER_WAY,
            ),
            ScalePoint(
                "red", "Red", "Not started, or badly delayed", 4,
                Colour.RED, Shape.DIAMOND, axis, _NONE, needs_cause=True,
            ),
        ),
    )  # fmt: skip


def _three_point(key: str, name: str, axis: Axis, meanings: tuple[str, str, str]) -> Scale:
    """Green, amber and red, with the meanings given in that order."""
    green, amber, red = meanings
    return Scale(
        key,
        name,
        1,
        (
            ScalePoint(
                "green", "Green", green, 0, Colour.GREEN, Shape.FILLED_CIRCLE, axis, _ON_TRACK
            ),
            ScalePoint("amber", "Amber", amber, 1, Colour.AMBER, Shape.TRIANGLE, axis, _UNDER_WAY),
            ScalePoint(
                "red", "Red", red, 2, Colour.RED, Shape.DIAMOND, axis, _NONE, needs_cause=True
            ),
        ),
    )


def _half_points() -> Scale:
    axis = Axis.EXTERNAL
    return Scale(
        "half-points",
        "Agreed at a visit: red, amber, green and the halves between",
        1,
        (
            ScalePoint(
                "green", "Green", "Sufficient progress, agreed by those who visited", 0,
                Colour.GREEN, Shape.FILLED_CIRCLE, axis, _ON_TRACK,
            ),
            ScalePoint(
                "amber-green", "Amber/Green", "Progress mostly sufficient; some parts behind", 1,
                Colour.LIGHT_GREEN, Shape.HALF_CIRCLE, axis, _UNDER_WAY,
                halves=("amber", "green"),
            ),
            ScalePoint(
                "amber", "Amber", "Some progress, not yet sufficient", 2,
                Colour.AMBER, Shape.TRIANGLE, axis, _UNDER_WAY,
            ),
            ScalePoint(
                "red-amber", "Red/Amber", "Little progress; first signs of recovery", 3,
                Colour.AMBER, Shape.TRIANGLE, axis, _NONE,
                halves=("red", "amber"), needs_cause=True,
            ),
            ScalePoint(
                "red", "Red", "Progress not sufficient", 4,
                Colour.RED, Shape.DIAMOND, axis, _NONE, needs_cause=True,
            ),
        ),
    )  # fmt: skip


def _five_states(
    key: str, name: str, axis: Axis, meanings: tuple[str, str, str, str, str]
) -> Scale:
    """Blue, green, amber, red and white, with the meanings given in that order."""
    blue, green, amber, red, white = meanings
    return Scale(
        key,
        name,
        1,
        (
            ScalePoint(
                "blue", "Blue", blue, 0,
                Colour.BLUE, Shape.DOUBLE_TICK, axis, _DONE, needs_evidence=True,
            ),
            ScalePoint(
                "green", "Green", green, 1, Colour.GREEN, Shape.FILLED_CIRCLE, axis, _ON_TRACK
            ),
            ScalePoint(
                "amber", "Amber", amber, 2, Colour.AMBER, Shape.TRIANGLE, axis, _UNDER_WAY
            ),
            ScalePoint(
                "red", "Red", red, 3, Colour.RED, Shape.DIAMOND, axis, _NONE, needs_cause=True
            ),
            ScalePoint(
                "white", "White", white, 4, Colour.NONE, Shape.RING, axis, _NONE, not_started=True
            ),
        ),
    )  # fmt: skip


def _complete_in_progress() -> Scale:
    axis = Axis.DELIVERY
    return Scale(
        "complete-in-progress",
        "Complete; in progress (green, amber, red); not started",
        1,
        (
            ScalePoint(
                "complete", "Complete", "Finished", 0,
                Colour.BLUE, Shape.DOUBLE_TICK, axis, _DONE, needs_evidence=True,
            ),
            ScalePoint(
                "in-progress-green", "In progress – green", "Under way and on track", 1,
                Colour.GREEN, Shape.FILLED_CIRCLE, axis, _ON_TRACK,
            ),
            ScalePoint(
                "in-progress-amber", "In progress – amber", "Under way, with some concern", 2,
                Colour.AMBER, Shape.TRIANGLE, axis, _UNDER_WAY,
            ),
            ScalePoint(
                "in-progress-red", "In progress – red", "Under way, and behind", 3,
                Colour.RED, Shape.DIAMOND, axis, _NONE, needs_cause=True,
            ),
            ScalePoint(
                "not-started", "Not started", "Work has not begun", 4,
                Colour.GREY, Shape.RING, axis, _NONE, not_started=True,
            ),
        ),
    )  # fmt: skip


def _target_met() -> Scale:
    axis = Axis.IMPACT
    return Scale(
        "target-and-trend-target",
        "Is the target met? Green, amber, red, missing",
        1,
        (
            ScalePoint(
                "green", "Green", "Target met", 0,
                Colour.GREEN, Shape.FILLED_CIRCLE, axis, _ON_TRACK,
            ),
            ScalePoint(
                "amber", "Amber", "Close to the target", 1,
                Colour.AMBER, Shape.TRIANGLE, axis, _UNDER_WAY,
            ),
            ScalePoint(
                "red", "Red", "Well short of the target", 2,
                Colour.RED, Shape.DIAMOND, axis, _NONE, needs_cause=True,
            ),
            ScalePoint(
                "missing", "Missing", "No figures to judge by", 3,
                Colour.NONE, Shape.RING, axis, _NONE, no_judgement=True,
            ),
        ),
    )  # fmt: skip


def _trend() -> Scale:
    axis = Axis.IMPACT
    return Scale(
        "target-and-trend-trend",
        "Is it getting better? Improving, steady, worsening, unknown",
        1,
        (
            ScalePoint(
                "improving", "Improving", "Better than last time", 0,
                Colour.GREEN, Shape.FILLED_CIRCLE, axis, _ON_TRACK,
            ),
            ScalePoint(
                "steady", "Steady", "No real change since last time", 1,
                Colour.AMBER, Shape.TRIANGLE, axis, _UNDER_WAY,
            ),
            ScalePoint(
                "worsening", "Worsening", "Worse than last time", 2,
                Colour.RED, Shape.DIAMOND, axis, _NONE, needs_cause=True,
            ),
            ScalePoint(
                "unknown", "Unknown", "Nothing to compare with", 3,
                Colour.NONE, Shape.RING, axis, _NONE, no_judgement=True,
            ),
        ),
    )  # fmt: skip


_ALL = (
    _five_point(),
    _four_point_embedded(),
    _summary_five(),
    _three_point(
        "three-point",
        "Red, amber, green",
        Axis.SCHEDULE,
        ("Expected to meet its date", "May miss its date without attention", "Will miss its date"),
    ),
    _half_points(),
    _five_states(
        "schedule-and-quality-schedule",
        "Schedule, beside quality",
        Axis.SCHEDULE,
        (
            "Done",
            "On schedule",
            "Slipping, recovery expected",
            "Behind schedule",
            "Not yet due to start",
        ),
    ),
    _five_states(
        "schedule-and-quality-quality",
        "Quality, beside schedule",
        Axis.IMPACT,
        (
            "Impact shown and lasting",
            "Good quality, impact beginning to show",
            "Quality uneven",
            "Quality poor",
            "Too early to judge",
        ),
    ),
    _complete_in_progress(),
    _three_point(
        "kpi-variance",
        "Distance from target, with direction",
        Axis.IMPACT,
        (
            "Within 10% of the target",
            "More than 10% from the target, but better than last time",
            "More than 10% from the target, and no better than last time",
        ),
    ),
    _three_point(
        "risk",
        "Risk: issues now and ahead",
        Axis.SCHEDULE,
        (
            "No issues now and few risks ahead",
            "Issues now or risks ahead, in hand",
            "Serious issues now or risks ahead, not yet in hand",
        ),
    ),
    _target_met(),
    _trend(),
)

KNOWN_SCALES: dict[str, Scale] = {scale.key: scale for scale in _ALL}

SCALE_PAIRS: dict[str, tuple[Scale, Scale]] = {
    "schedule-and-quality": (
        KNOWN_SCALES["schedule-and-quality-schedule"],
        KNOWN_SCALES["schedule-and-quality-quality"],
    ),
    "target-and-trend": (
        KNOWN_SCALES["target-and-trend-target"],
        KNOWN_SCALES["target-and-trend-trend"],
    ),
}
"""Plans that rate each action twice: both scales, side by side."""
