"""What can be recorded of a child: every kind of event under a heading, the expected ones first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.ehcp_register.queries.children import CaseFact, ChildWhole
from goldenthread.pages.words import say_date
from goldenthread.rules.clocks import Holder, find
from goldenthread.rules.proceedings import TABLE, WORDS, Asked, What
from goldenthread.rules.proceedings.following import usually_next
from goldenthread.rules.proceedings.running import Within

# Where each kind of event stands on the page, and the process that a new case of it is.
GROUPS: tuple[tuple[str, str, tuple[What, ...]], ...] = (
    (
        "Request and assessment",
        "assessment",
        (
            What.REQUEST_RECEIVED, What.BECAME_RESPONSIBLE, What.DETAINED_REQUEST,
            What.ASSESSMENT_AGREED, What.ASSESSMENT_REFUSED, What.ADVICE_ASKED,
            What.ADVICE_RECEIVED, What.ADVICE_NOT_NEEDED, What.ASSESSED, What.REQUEST_WITHDRAWN,
        ),
    ),
    (
        "Draft and plan",
        "assessment",
        (
            What.DRAFT_SENT, What.FAMILY_COMMENTED, What.PLACE_ASKED, What.PLACE_ANSWERED,
            What.PLAN_REFUSED, What.PLAN_MADE, What.PROVISION_IN_PLACE,
        ),
    ),
    (
        "Review",
        "review",
        (
            What.MEETING_ARRANGED, What.MEETING_CANCELLED, What.MEETING_NOTICE_GIVEN,
            What.MEETING_ADVICE_SENT, What.MEETING_HELD, What.MEETING_REPORT_SENT,
            What.EARLY_REVIEW_CONSIDERED, What.REVIEW_KEEPS, What.REVIEW_AMENDS,
            What.REVIEW_CEASES,
        ),
    ),
    (
        "Amending the plan",
        "amendment",
        (
            What.AMENDMENTS_SENT, What.OTHER_AMENDMENTS_SENT, What.PLAN_AMENDED,
            What.AMENDMENTS_DROPPED,
        ),
    ),
    (
        "Move between phases",
        "phase-transfer",
        (What.PHASE_MOVE_EXPECTED, What.PHASE_MOVE_CALLED_OFF),
    ),
    (
        "Move between authorities",
        "transfer",
        (
            What.MOVE_AWAY_KNOWN, What.MOVE_AWAY_CALLED_OFF, What.PLAN_TRANSFERRED_AWAY,
            What.PLAN_TRANSFERRED_IN, What.TRANSFER_TOLD, What.COMMISSIONER_CHANGED,
            What.COMMISSIONER_ACTED,
        ),
    ),
    (
        "Re-assessment",
        "reassessment",
        (
            What.REASSESSMENT_REQUESTED, What.REASSESSMENT_AGREED, What.REASSESSMENT_REFUSED,
            What.PLAN_REPLACED,
        ),
    ),
    (
        "Mediation",
        "assessment",
        (
            What.ADVISER_CONTACTED, What.MEDIATION_DECLINED, What.MEDIATION_WANTED,
            What.HEALTH_MEDIATION_WANTED, What.CARE_BOARD_TOLD, What.MEDIATION_HELD,
            What.MEDIATION_IMPOSSIBLE, What.MEDIATION_LEFT, What.CERTIFICATE_ISSUED, What.AGREED,
            What.AGREED_OTHER, What.AGREED_WITHOUT_AUTHORITY, What.AGREEMENT_DONE,
            What.AUTHORITY_TOLD,
        ),
    ),
    (
        "Appeal",
        "assessment",
        (
            What.APPEAL_LODGED, What.APPEAL_SENT, What.APPEAL_ANSWERED, What.APPEAL_NOT_OPPOSED,
            What.APPEAL_WITHDRAWN, What.ORDER_MADE, What.RECONSIDERED, What.RECOMMENDED,
            What.RECOMMENDATION_ANSWERED,
        ),
    ),
    (
        "Ending",
        "ceasing",
        (
            What.CEASING_CONSIDERED, What.CEASING_NOTIFIED, What.CEASING_DROPPED,
            What.PLAN_CEASED, What.RELEASED, What.NO_LONGER_RESPONSIBLE, What.DIED,
        ),
    ),
)  # fmt: skip
PROCESS: dict[What, str] = {what: process for _, process, kinds in GROUPS for what in kinds}
# These belong to the case of the decision that they are about, not to one of their own.
_OF_ANOTHER = {
    What.AMENDMENTS_SENT, What.PLAN_AMENDED, What.AMENDMENTS_DROPPED, What.FAMILY_COMMENTED,
    *next(kinds for heading, _, kinds in GROUPS if heading == "Mediation"),
    *next(kinds for heading, _, kinds in GROUPS if heading == "Appeal"),
}  # fmt: skip
_DISPUTES = {What.ADVISER_CONTACTED, What.CERTIFICATE_ISSUED, What.APPEAL_LODGED}


@dataclass(frozen=True)
class Choice:
    text: str
    href: str
    why: str = ""


@dataclass(frozen=True)
class RecordPage:
    """`expected` would meet a deadline that runs, `usual` is what mostly comes next in a case."""

    name: str
    expected: tuple[Choice, ...]
    usual: tuple[Choice, ...]
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]


def record_page(whole: ChildWhole, *, slug: str) -> RecordPage:
    """What would meet a deadline that runs comes first, the earliest day first, with the deadline
    it meets and in the case it belongs to; then what usually comes next in each case."""
    child_id = whole.person.id

    def choice(what: What, why: str = "", case: str = "") -> Choice:
        href = reverse("ehcp_register:record_event", args=[slug, child_id, what.value])
        return Choice(WORDS[what], f"{href}?case={case}" if case else href, why)

    expected = _expected(whole)
    usual = {
        key: why for key, why in _usual(whole).items() if key[0] not in {one for one, _ in expected}
    }
    return RecordPage(
        name=whole.person.name,
        expected=tuple(choice(what, why, case) for (what, case), why in expected.items()),
        usual=tuple(choice(what, why, case) for (what, case), why in usual.items()),
        groups=tuple(
            (heading, tuple(choice(what) for what in kinds)) for heading, _, kinds in GROUPS
        ),
    )


def _expected(whole: ChildWhole) -> dict[tuple[What, str], str]:
    """Kind of event and case → the deadline that it would meet."""
    found: dict[tuple[What, str], str] = {}
    runs = {(one.duty, one.kind): one for one in TABLE}
    running = [
        one for one in whole.deadlines if one.open and find(one.duty).holder is not Holder.FAMILY
    ]
    for deadline in sorted(running, key=lambda one: (one.due_on or date.max, one.duty)):
        ran = runs[deadline.duty, deadline.kind]
        for what in ran.meets:
            if any(told is what for told, _ in found):
                continue
            due = f"due {say_date(deadline.due_on)}" if deadline.due_on else "no last day"
            # What is met by any case of the child is recorded in the last of its own process.
            case = "" if ran.within is Within.CHILD else deadline.case
            found[what, case] = f"{find(deadline.duty).step}: {due}"
    return found


def _usual(whole: ChildWhole) -> dict[tuple[What, str], str]:
    """Kind of event and case → after what; the case that was opened last comes first."""
    found: dict[tuple[What, str], str] = {}
    reviewing = False
    for case in whole.cases:
        own = [
            one
            for one in reversed(whole.events)
            if one.case_id == case.id and not one.corrected and not one.struck
        ]
        after = usually_next(
            (one.on, one.what, Asked(one.asks) if one.asks else None) for one in own
        )
        reviewing = reviewing or (case.process == "review" and bool(set(after) - _DISPUTES))
        for what in after:
            last = WORDS[own[-1].what]
            why = f"after: {last[:1].lower()}{last[1:]}, {say_date(own[-1].on)}"
            found.setdefault((what, str(case.id)), why)
    if whole.line and whole.line.has_plan and not reviewing:
        found.setdefault((What.MEETING_ARRANGED, "new"), "the next review of the plan")
    return found


def case_choices(what: What, cases: tuple[CaseFact, ...], new: str) -> list[tuple[str, str]]:
    """The cases that an event may belong to, the likely ones first, and a new one."""
    process = PROCESS[what]
    likely = [one for one in cases if one.process == process]
    others = [one for one in cases if one.process != process]
    order = cases if what in _OF_ANOTHER else (*likely, *others)
    told = [(str(one.id), f"{one.process_words}, from {say_date(one.opened_on)}") for one in order]
    return [*told, (new, "A new case")]


def first_choice(what: What, cases: tuple[CaseFact, ...], new: str, *, asked: str = "") -> str:
    """Chosen already when the form opens: the case that the link named, the last case of its
    process, or that of the decision."""
    if asked in {new, *(str(one.id) for one in cases)}:
        return asked
    if what in _OF_ANOTHER and cases:
        return str(cases[0].id)
    likely = [one for one in cases if one.process == PROCESS[what]]
    return str(likely[0].id) if likely else new
