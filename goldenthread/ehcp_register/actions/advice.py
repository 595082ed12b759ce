"""Verbs of advice: ask several advisers at once, chase them, record what came, judge how good it
is, ask for more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.noting import (
    changed,
    not_to_come,
    origin_of,
    the_child,
    told_by,
)
from goldenthread.ehcp_register.actions.rows import event_row
from goldenthread.ehcp_register.actions.telling_due import tell_of_children
from goldenthread.ehcp_register.models import (
    AdviceChase,
    AdviceJudgement,
    AdviceKept,
    Case,
    Child,
    Deadline,
    Event,
    ViewsAsked,
)
from goldenthread.ehcp_register.queries.advice import ADVICE, advice_of
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.advice import Criterion, How, Judged, Service, Standing, service_of
from goldenthread.rules.calendars import say_date
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.rules.standing.links import why_no_address
from goldenthread.rules.standing.records import Said
from goldenthread.trail.verbs import Verb

_BODY = 120  # letters of a body's name


def ask_advisers(
    *,
    child_id: UUID,
    case_id: UUID,
    bodies: Sequence[str],
    views: Sequence[str] = (),
    asked_on: date,
    by: Viewer,
    on: date,
    at: datetime,
) -> int:
    """Several advisers received the request on one day: of `bodies` each has six weeks from then
    (reg 8(1)); `views` are those whom no limit binds. All of them or none; how many."""
    require(policies.may_record(by))
    not_to_come(asked_on, on=on)
    bodies, views = _names(bodies), _names(views)
    if not bodies and not views:
        raise Refused("Choose who is asked for advice.")
    # Six weeks are a duty of bodies: a family that was asked is never late.
    views += [one for one in bodies if service_of(one) is Service.FAMILY and one not in views]
    bodies = [one for one in bodies if one not in views]
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on)
        case = _case_of(child, case_id, by=by, on=on)
        _not_asked_already(case, bodies, views, by=by, on=on)
        origin = origin_of(by, on=on, at=at)
        for body in bodies:
            said = Said(what=What.ADVICE_ASKED, on=asked_on, body=body)
            event_row(child, case, said.happened(case=str(case.pk)), origin).save(force_insert=True)
        for who in views:
            ViewsAsked(
                local_area_id=child.local_area_id, child=child, case=case, who=who,
                asked_on=asked_on, asked_by_label=by.name, recorded_at=at,
            ).save(force_insert=True)  # fmt: skip
        many = len(bodies) + len(views)
        words = f"recorded that {_counted(many, 'adviser')} received the request for advice on "
        words += say_date(asked_on)
        changed(child, "ask_advisers", words, by=by, on=on, verb=Verb.COLLECTED)
        tell_of_children([child.pk], by=by, on=on)
    return many


def _names(given: Sequence[str]) -> list[str]:
    names = dict.fromkeys(" ".join(one.split()) for one in given)
    for name in names:
        if len(name) > _BODY:
            raise Refused(f"Shorten “{name[:40]}…” to {_BODY} letters.")
    return [name for name in names if name]


def _case_of(child: Child, case_id: UUID, *, by: Viewer, on: date) -> Case:
    case = Case.objects.visible_to(by, on=on).filter(pk=case_id, child_id=child.pk).first()
    if case is None:
        raise NotThere("There is no such case of this child. Choose one from the record.")
    case.child = child
    return case


def _not_asked_already(
    case: Case, bodies: Sequence[str], views: Sequence[str], *, by: Viewer, on: date
) -> None:
    """A body that still has to answer is chased, not asked a second time."""
    running = Deadline.objects.visible_to(by, on=on).filter(
        case_id=case.pk, duty=ADVICE, body__in=bodies, met_on__isnull=True, ended_on__isnull=True
    )
    waiting = ViewsAsked.objects.visible_to(by, on=on).filter(
        case_id=case.pk, who__in=views, received_on__isnull=True, ended_on__isnull=True
    )
    twice = [*running.values_list("body", flat=True), *waiting.values_list("who", flat=True)]
    if twice:
        raise Refused(f"Asked already, and not answered yet: {', '.join(sorted(twice))}. Chase it.")


def chase_advice(
    *,
    child_id: UUID,
    event_ids: Collection[UUID],
    how: str,
    chased_on: date,
    by: Viewer,
    on: date,
    at: datetime,
) -> int:
    """Bodies that were asked and have not answered were reminded on a day; how many."""
    require(policies.may_record(by))
    not_to_come(chased_on, on=on)
    if how not in set(How):
        raise Refused("Say how they were chased: by email, by phone, by letter or in person.")
    if not event_ids:
        raise Refused("Choose whom you chased.")
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on)
        asked = _running(child, event_ids, by=by, on=on)
        for event in asked:
            if chased_on < event.on:
                raise Refused(f"{event.body} was asked on {say_date(event.on)}, after that day.")
            AdviceChase(
                local_area_id=child.local_area_id, child=child, event=event, on=chased_on, how=how,
                by_id=by.user_id, by_label=by.name, recorded_at=at,
            ).save(force_insert=True)  # fmt: skip
        words = f"recorded that {_counted(len(asked), 'adviser')} was chased for advice"
        changed(child, "chase_advice", words.replace("advisers was", "advisers were"), by=by,
                on=on, verb=Verb.COLLECTED)  # fmt: skip
    return len(asked)


def _running(child: Child, event_ids: Collection[UUID], *, by: Viewer, on: date) -> list[Event]:
    """The askings that still wait for an answer."""
    open_ones = Deadline.objects.visible_to(by, on=on).filter(
        child_id=child.pk, duty=ADVICE, started_by__in=event_ids, met_on__isnull=True,
        ended_on__isnull=True,
    )  # fmt: skip
    still = set(open_ones.values_list("started_by", flat=True))
    if still != set(event_ids):
        raise ChangedMeanwhile("One of them has answered meanwhile. Look at the advice again.")
    events = list(Event.objects.visible_to(by, on=on).filter(pk__in=still))
    for event in events:
        event.child = child
    return events


def take_chase_back(*, chase_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """Nobody was chased after all. What was recorded stays to be seen, with the reason."""
    require(policies.may_record(by))
    reason = _reason(reason, "Say why: nobody was chased, or somebody else was.")
    with transaction.atomic():
        rows = AdviceChase.objects.visible_to(by, on=on).select_for_update()
        row = rows.filter(pk=chase_id).first()
        if row is None:
            raise NotThere("There is no such chase in your sight. Choose one from the record.")
        if row.version != version or row.taken_back_on is not None:
            raise ChangedMeanwhile("Somebody took this back meanwhile. Look at the advice again.")
        child = the_child(row.child_id, by=by, on=on)
        row.child = child
        row.taken_back_on, row.taken_back_by_label, row.reason = on, by.name, reason
        row.version += 1
        row.save()
        words = "took back that advice had been chased"
        changed(child, "take_chase_back", words, by=by, on=on, reason=reason)


def receive_advice(
    *,
    event_id: UUID,
    received_on: date,
    link: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """The advice that was asked for by an event came on a day, and is kept at `link`. Advice that
    went back for more comes again in the same way. The event of its coming."""
    not_to_come(received_on, on=on)
    with transaction.atomic():
        asked = Event.objects.visible_to(by, on=on).filter(
            pk=event_id, what=What.ADVICE_ASKED.value
        ).first()  # fmt: skip
        if asked is None:
            raise NotThere("There is no such request in your sight. Choose one from the record.")
        require(policies.may_handle_advice(by, service=service_of(asked.body)))
        if received_on < asked.on:
            day = say_date(asked.on)
            raise Refused(f"It was asked for on {day}. Give that day or a later one.")
        child = the_child(asked.child_id, by=by, on=on)
        _not_come_already(child, event_id, by=by, on=on)
        case = _case_of(child, asked.case_id, by=by, on=on)
        said = Said(what=What.ADVICE_RECEIVED, on=received_on, body=asked.body)
        happened = said.happened(case=str(case.pk))
        event = event_row(child, case, happened, origin_of(by, on=on, at=at))
        event.save(force_insert=True)
        if link:
            if refusal := why_no_address(link, about=told_by(child)):
                raise Refused(refusal)
            AdviceKept(
                local_area_id=child.local_area_id, child=child, event=event, link=link,
                recorded_at=at,
            ).save(force_insert=True)  # fmt: skip
        words = f"recorded that advice came on {say_date(received_on)}"
        changed(child, "receive_advice", words, by=by, on=on, verb=Verb.COLLECTED)
    return event.pk


def _not_come_already(child: Child, event_id: UUID, *, by: Viewer, on: date) -> None:
    told = (one for case in advice_of(child.pk, viewer=by, on=on) for one in case.advisers)
    now = next((one for one in told if one.event_id == event_id), None)
    if now is None:
        raise ChangedMeanwhile("This request was put right meanwhile. Look at the advice again.")
    if now.received_on and now.standing in (Standing.RECEIVED, Standing.JUDGED):
        raise Refused(
            f"This advice came on {say_date(now.received_on)} already. Send it back for more "
            "first, or put the day right on the child’s record."
        )


def judge_advice(*, event_id: UUID, judged: Judged, by: Viewer, on: date, at: datetime) -> UUID:
    """Say how good advice is that came with an event, and whether it goes back for more. Beside
    what others said of it; the last holds."""
    if missing := [one.value for one in Criterion if one not in judged.met]:
        raise Refused(f"Say of each criterion whether it is met. Missing: {', '.join(missing)}.")
    if judged.more_by and judged.more_by < on:
        raise Refused("The day by which you want more has passed already. Give one to come.")
    with transaction.atomic():
        came = Event.objects.visible_to(by, on=on).filter(
            pk=event_id, what=What.ADVICE_RECEIVED.value, struck=False
        ).first()  # fmt: skip
        if came is None:
            raise NotThere("There is no such advice in your sight. Choose one from the record.")
        require(policies.may_judge_advice(by, service=service_of(came.body)))
        child = the_child(came.child_id, by=by, on=on)
        came.child = child
        row = AdviceJudgement(
            local_area_id=child.local_area_id,
            child=child,
            event=came,
            on=on,
            **{one.value: judged.met[one].value for one in Criterion},
            returned=bool(judged.more.strip()),
            more=judged.more.strip()[:500],
            more_by=judged.more_by if judged.more.strip() else None,
            judged_by_id=by.user_id,
            judged_by_label=by.name,
            recorded_at=at,
        )
        row.save(force_insert=True)
        words = "sent advice back for more" if row.returned else "said how good advice is"
        changed(child, "judge_advice", words, by=by, on=on, verb=Verb.COLLECTED)
    return row.pk


def settle_views(
    *,
    views_id: UUID,
    version: int,
    received_on: date | None,
    reason: str = "",
    by: Viewer,
    on: date,
) -> None:
    """What somebody was asked that no limit binds: it came on a day, or it is not needed, with the
    reason."""
    require(policies.may_record(by))
    if received_on is None:
        reason = _reason(reason, "Give the day on which it came, or say why it is not needed.")
    else:
        not_to_come(received_on, on=on)
    with transaction.atomic():
        rows = ViewsAsked.objects.visible_to(by, on=on).select_for_update()
        row = rows.filter(pk=views_id).first()
        if row is None:
            raise NotThere("There is no such request in your sight. Choose one from the record.")
        if row.version != version:
            raise ChangedMeanwhile("Somebody recorded this meanwhile. Look at the advice again.")
        if received_on is not None and received_on < row.asked_on:
            asked = say_date(row.asked_on)
            raise Refused(f"They were asked on {asked}. Give that day or a later one.")
        child = the_child(row.child_id, by=by, on=on)
        row.child = child
        row.received_on = received_on
        row.ended_on, row.reason = (None, "") if received_on else (on, reason)
        row.version += 1
        row.save()
        words = "recorded that views came" if received_on else "recorded that views are not needed"
        changed(child, "settle_views", words, by=by, on=on, reason=row.reason)


def _reason(given: str, missing: str) -> str:
    if not given.strip():
        raise Refused(missing)
    return given.strip()[:500]


def _counted(number: int, one: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {one}s"
