"""What families tell us: said, written down at a meeting for them to confirm, confirmed, withdrawn.

Nothing changes words once they were said. Nobody but those who said them withdraws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.belonging import Belonging, belonging
from goldenthread.improvement_plan.actions.rating import record_rating
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    required,
    said_by,
    storable,
)
from goldenthread.improvement_plan.models import FamilyVoice, Plan, RatingScale
from goldenthread.improvement_plan.policies import VoiceSubject
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import OrganisationFact, Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused

_FORUM = "forum"


@dataclass(frozen=True)
class Told:
    """What is told of one part of the plan: words, a rating by the key of its point, or both."""

    level_id: UUID
    words: str = ""
    point_key: str = ""


@transaction.atomic
def tell(
    *,
    plan_id: UUID,
    organisation_id: UUID,
    told: Sequence[Told],
    scale_key: str = "",
    by: Viewer,
    on: date,
) -> int:
    """What a forum or group says of the parts of a plan, in its own words; how many parts.

    The words are kept as they were typed. A rating is the forum's own, in the usual way.
    """
    _running_plan(plan_id, by)
    speaks = partnership.speaks_for(viewer=by)
    organisation = next((one for one in speaks if one.id == organisation_id), None)
    wanted = _something(told)
    for one in wanted:
        place = _place(one.level_id, plan_id, by=by, on=on)
        ids = frozenset(each.id for each in speaks)
        policies.require(policies.may_tell(by, place.subject, ids))
        if organisation is None:
            raise Refused("Choose the forum or group in whose name you write: your own.")
        rating_id = None
        if one.point_key:
            rating_id = _rate(
                one, scale_key, organisation.name, f"What families tell us, {say_date(on)}", on,
                by=by, on=on,
            )  # fmt: skip
        if one.words.strip():
            _say(place, organisation, one, rating_id=rating_id, by=by, on=on)
    return len(wanted)


def _say(
    place: Belonging,
    organisation: OrganisationFact,
    one: Told,
    *,
    rating_id: UUID | None,
    by: Viewer,
    on: date,
) -> None:
    voice = FamilyVoice.objects.create(
        local_area_id=place.row.local_area_id,
        plan_id=place.row.plan_id,
        level_id=one.level_id,
        organisation_id=organisation.id,
        words=_verbatim(one.words),
        said_by=fitted(by.name, 200),
        rating_id=rating_id,
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )
    _note("tell", f"told for {organisation.name} how {place.name} is for families", voice, place,
          by=by, on=on)  # fmt: skip


@transaction.atomic
def write_down(
    *,
    plan_id: UUID,
    organisation_id: UUID,
    said_by_whom: str,
    occasion: str,
    said_on: date,
    told: Sequence[Told],
    scale_key: str = "",
    by: Viewer,
    on: date,
) -> int:
    """Typed in by the office from a meeting: a draft that nobody else sees until the forum or group
    has confirmed it; how many parts of the plan."""
    _running_plan(plan_id, by)
    policies.require(policies.may_write_down(by, plan_id))
    organisation = _of_families(organisation_id, by)
    if said_on > on:
        raise Refused("It cannot have been said in the future. Give the day of the meeting.")
    who = required(said_by_whom, "Say who said it: a name, or the group that met.")
    where = required(occasion, "Say where it was said. For example, the coffee morning in May.")
    wanted = _something(told)
    for one in wanted:
        words = required(one.words, "Write down the words too, not a rating alone.")
        place = _place(one.level_id, plan_id, by=by, on=on)
        if one.point_key:
            _known_point(plan_id, scale_key, one.point_key)
        voice = FamilyVoice.objects.create(
            local_area_id=place.row.local_area_id,
            plan_id=plan_id,
            level_id=one.level_id,
            organisation_id=organisation.id,
            words=_verbatim(words),
            said_by=fitted(who, 200),
            occasion=fitted(where, 300),
            scale_key=scale_key if one.point_key else "",
            point_key=one.point_key,
            on_behalf=True,
            on=said_on,
            recorded_at=Now(),
            **said_by(by),
        )
        words = f"wrote down what {organisation.name} said of {place.name}, for them to confirm"
        _note("write_down", words, voice, place, by=by, on=on)
    return len(wanted)


@transaction.atomic
def confirm(*, voice_id: UUID, by: Viewer, on: date) -> None:
    """Yes, these are our words: from now on everybody reads them, and the rating counts."""
    voice, place, subject = _found(voice_id, by=by, on=on)
    policies.require(policies.may_confirm_voice(by, subject))
    _mind_ended(voice)
    if not voice.on_behalf:
        raise Refused("You wrote these words yourselves, so there is nothing to confirm.")
    if voice.confirmed_on is not None:
        raise Refused(f"These words were confirmed on {say_date(voice.confirmed_on)} already.")
    changed(voice, {"confirmed_on": on, "confirmed_by_label": by.name})
    if voice.point_key:
        told = Told(voice.level_id, voice.words, voice.point_key)
        rating_id = _rate(
            told, voice.scale_key, subject.organisation, voice.occasion, voice.on, by=by, on=on
        )
        changed(voice, {"rating_id": rating_id})
    _note("confirm_voice", f"confirmed for {subject.organisation} what it said of {place.name}",
          voice, place, by=by, on=on)  # fmt: skip


@transaction.atomic
def withdraw(*, voice_id: UUID, reason: str, by: Viewer, on: date) -> None:
    """The words are shown no more; that they were said, and why they were withdrawn, stays."""
    voice, place, subject = _found(voice_id, by=by, on=on)
    policies.require(policies.may_withdraw_voice(by, subject))
    _mind_ended(voice)
    reason = required(reason, "Say in a few words why they are withdrawn.")
    changed(
        voice,
        {"withdrawn_on": on, "withdrawn_reason": reason, "withdrawn_by_label": by.name[:200]},
    )
    _note("withdraw_voice", f"withdrew what {subject.organisation} had said of {place.name}",
          voice, place, by=by, on=on, reason=reason)  # fmt: skip


def _found(voice_id: UUID, *, by: Viewer, on: date) -> tuple[FamilyVoice, Belonging, VoiceSubject]:
    voice = locked(FamilyVoice, voice_id, by=by, what="statement of families")
    place = belonging(None, voice.level_id, by=by, on=on, ended=True)
    draft = voice.on_behalf and voice.confirmed_on is None
    subject = VoiceSubject(
        part=place.subject,
        organisation_id=voice.organisation_id,
        organisation=voice.organisation.name,
        speaks_for=frozenset(one.id for one in partnership.speaks_for(viewer=by)),
        own_draft=draft and voice.recorded_by_id == by.user_id,
    )
    return voice, place, subject


def _mind_ended(voice: FamilyVoice) -> None:
    if voice.withdrawn_on is not None:
        raise Refused(f"These words were withdrawn on {say_date(voice.withdrawn_on)} already.")


def _something(told: Sequence[Told]) -> list[Told]:
    found = [one for one in told if one.words.strip() or one.point_key]
    if not found:
        raise Refused("Write in at least one box, or choose a rating.")
    return found


def _verbatim(words: str) -> str:
    """As typed: line breaks in one form, no blanks around."""
    return storable(words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _running_plan(plan_id: UUID, by: Viewer) -> None:
    locked(Plan, plan_id, by=by, what="plan")


def _place(level_id: UUID, plan_id: UUID, *, by: Viewer, on: date) -> Belonging:
    place = belonging(None, level_id, by=by, on=on)
    if place.row.plan_id != plan_id:
        raise Refused("This part is not in the plan any more. Load the page again.")
    return place


def _of_families(organisation_id: UUID, by: Viewer) -> OrganisationFact:
    known = partnership.organisations(viewer=by)
    found = next((one for one in known if one.id == organisation_id), None)
    if found is None or found.kind not in partnership.FAMILIES:
        raise Refused("Choose the parent carer forum or the young people’s group that said it.")
    return found


def _known_point(plan_id: UUID, scale_key: str, point_key: str) -> None:
    scale = RatingScale.objects.filter(
        plan_id=plan_id, key=scale_key, ended_on__isnull=True
    ).first()
    if scale is None or point_key not in {point.key for point in scale.as_scale().given}:
        raise Refused("Choose one of the ratings shown, or none.")


def _rate(
    one: Told,
    scale_key: str,
    organisation: str,
    occasion: str,
    rated_on: date,
    *,
    by: Viewer,
    on: date,
) -> UUID:
    return record_rating(
        level_id=one.level_id,
        point_key=one.point_key,
        scale_key=scale_key,
        capacity=_FORUM,
        raters=[organisation],
        occasion=occasion,
        rated_on=rated_on,
        by=by,
        on=on,
    )


def _note(
    act: str,
    words: str,
    voice: FamilyVoice,
    place: Belonging,
    *,
    by: Viewer,
    on: date,
    reason: str = "",
) -> None:
    """That it was said goes to the trail; the words themselves stay where they can be withdrawn."""
    place.note(act, words, about=("voice", voice.pk), by=by, on=on, reason=reason)
