"""Verbs of what leaves the partnership: prepare, release, refuse, withdraw.

One prepares, another releases; the database refuses one's own.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from goldenthread.files import queries as files
from goldenthread.governance import policies
from goldenthread.governance.models import Release, ReleaseState
from goldenthread.governance.queries import releases as queries
from goldenthread.notifications import actions as notifications
from goldenthread.notifications.actions import NewMessage
from goldenthread.notifications.kinds import RELEASE
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.offices import writers_of_papers
from goldenthread.rules import recipients
from goldenthread.rules.recipients import RECIPIENTS
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def prepare_release(
    *,
    paper_id: UUID | None = None,
    report_id: UUID | None = None,
    form: str,
    recipient_kind: str,
    recipient: str,
    address: str,
    address_again: str,
    purpose: str,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Set an issued paper or highlight report aside for one recipient outside; it leaves when a
    second person releases it. Those who may are told."""
    leaving = _leaving(paper_id, report_id, by=by)
    require(policies.may_prepare_release(by, plan_id=leaving.plan_id))
    recipient, address, purpose = recipient.strip(), address.strip(), purpose.strip()
    _check_recipient(leaving, recipient_kind, recipient, address, address_again)
    if not purpose:
        raise Refused("Say what it is sent for, such as: asked for at the review on 3 May 2024.")
    if form not in leaving.files or form not in queries.FORMS:
        raise Refused("Choose the format in which it leaves.")
    with transaction.atomic():
        kept = files.stored_file(leaving.files[form], local_area_id=by.local_area_id)
        row = Release(
            local_area_id=by.local_area_id,
            plan_id=leaving.plan_id,
            paper_id=leaving.paper_id,
            report_id=leaving.report_id,
            title=leaving.title,
            form=form,
            file_id=kept.id,
            sha256=kept.sha256,
            sensitivity=leaving.contents.sensitivity,
            people=leaving.contents.people or 0,
            recipient_kind=recipient_kind,
            recipient=recipient,
            address=address,
            purpose=purpose,
            prepared_on=on,
            prepared_by_id=by.user_id,
            prepared_by_label=by.name,
            recorded_at=at,
        )
        row.save(force_insert=True)
        _tell_those_who_may_release(row, by=by, on=on)
        words = f"prepared it to leave for {_to(row)}"
        _note(Verb.COLLECTED, "prepare_release", row, words, by=by, on=on)
    return row.pk


def release(
    *, release_id: UUID, version: int, recipient: str, by: Viewer, on: date, at: datetime
) -> None:
    """Let it leave. Whoever releases types the recipient's name once more; it must be the one it
    was prepared for, and the file must still be the very one."""
    with transaction.atomic():
        row = _waiting(release_id, version, by=by)
        require(policies.may_release(by, plan_id=row.plan_id, prepared_by_id=row.prepared_by_id))
        if not recipients.same_words(recipient, row.recipient):
            raise Refused(
                "That is not the recipient it was prepared for. Check whom it is meant for; if the "
                "recipient is wrong, refuse it."
            )
        _check_file(row)
        _decide(row, ReleaseState.RELEASED, by=by, on=on, at=at)
        words = (
            f"released it to {_to(row)} as {queries.FORMS[row.form]}: "
            f"{row.get_sensitivity_display().lower()}, people in it: {row.people}, "
            f"SHA-256 {row.sha256}"
        )
        _note(Verb.DISCLOSED, "release", row, words, by=by, on=on)


def refuse_release(
    *, release_id: UUID, version: int, reason: str, by: Viewer, on: date, at: datetime
) -> None:
    """A second person says no, and why."""
    with transaction.atomic():
        row = _waiting(release_id, version, by=by)
        require(policies.may_release(by, plan_id=row.plan_id, prepared_by_id=row.prepared_by_id))
        row.reason = _why(reason, "Say why it must not leave, so that it can be mended.")
        _decide(row, ReleaseState.REFUSED, by=by, on=on, at=at)
        words = f"refused to let it leave for {_to(row)}"
        _note(Verb.ALTERED, "refuse_release", row, words, by=by, on=on, reason=row.reason)


def withdraw_release(*, release_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """Take it back: from then on the copy is handed out no more. What the recipient has already
    cannot be taken back here."""
    with transaction.atomic():
        row = _locked(release_id, version, by=by)
        require(policies.may_prepare_release(by, plan_id=row.plan_id))
        if row.state not in (ReleaseState.PREPARED, ReleaseState.RELEASED):
            raise Refused(f"It was {row.get_state_display().lower()} already.")
        row.reason = _why(reason, "Say why it is withdrawn, for the list of what has left.")
        row.state = ReleaseState.WITHDRAWN
        row.withdrawn_on, row.withdrawn_by_label = on, by.name
        _keep(row)
        words = f"withdrew what was meant for {_to(row)}"
        _note(Verb.ALTERED, "withdraw_release", row, words, by=by, on=on, reason=row.reason)


def _tell_those_who_may_release(row: Release, *, by: Viewer, on: date) -> None:
    """One message to each, once; it says neither what leaves nor who receives it."""
    others = writers_of_papers(row.plan_id, but=by.user_id, local_area_id=row.local_area_id, on=on)
    messages = [
        NewMessage(
            person_id=person_id,
            kind=RELEASE.key,
            subject=f"A document waits to be released in {by.local_area_name}",
            words=(
                f"An issued document of {by.local_area_name} was prepared for somebody outside the "
                "partnership. It leaves once a second person has read it and released it, and you "
                "may be the one: release it, or refuse it with a reason.\n\nThe page shows what it "
                "is, what it is for and who is to receive it. It opens once you sign in."
            ),
            once=f"{_messages_of(row)}{person_id}",
            address=reverse("governance:release", args=[by.local_area_slug, row.pk]),
            urgent=False,
        )
        for person_id in others
    ]
    notifications.queue_many(messages, local_area_id=row.local_area_id, by=by, on=on)


def _messages_of(row: Release) -> str:
    """How the keys of its messages begin."""
    return f"release:{row.pk}:"


def _leaving(paper_id: UUID | None, report_id: UUID | None, *, by: Viewer) -> queries.Leaving:
    found = None
    if paper_id is not None:
        found = queries.leaving_paper(paper_id, viewer=by)
    elif report_id is not None:
        found = queries.leaving_report(report_id, viewer=by)
    if found is None:
        raise Refused("Only an issued paper or report leaves. Issue it first.")
    return found


def _check_recipient(
    leaving: queries.Leaving, kind: str, recipient: str, address: str, address_again: str
) -> None:
    refused = recipients.why_not(kind, address=address, sensitivity=leaving.contents.sensitivity)
    if refused:
        raise Refused(refused)
    if not recipient:
        raise Refused("Enter the recipient’s name, such as: Ana Reyes, SEND adviser.")
    if not recipients.same_words(address, address_again):
        raise Refused("The two addresses are not the same. Type the recipient’s address again.")


def _waiting(release_id: UUID, version: int, *, by: Viewer) -> Release:
    row = _locked(release_id, version, by=by)
    if row.state != ReleaseState.PREPARED:
        raise Refused(f"It was {row.get_state_display().lower()} already.")
    return row


def _locked(release_id: UUID, version: int, *, by: Viewer) -> Release:
    row = Release.objects.visible_to(by).select_for_update().filter(pk=release_id).first()
    if row is None:
        raise NotThere("There is no such document here. Choose one from “What has left”.")
    if row.version != version:
        raise ChangedMeanwhile(
            "Somebody else decided about this while you had it open. Look at it again."
        )
    return row


def _check_file(row: Release) -> None:
    """The bytes are read once more before anybody outside gets them."""
    with files.open_bytes(row.file_id, local_area_id=row.local_area_id) as content:
        if hashlib.sha256(content.read()).hexdigest() != row.sha256:
            raise Refused(
                "The file is damaged: it is not the one that was prepared. Ask whoever looks after "
                "the installation, and prepare it again."
            )


def _decide(row: Release, state: ReleaseState, *, by: Viewer, on: date, at: datetime) -> None:
    row.state = state
    row.decided_on, row.decided_at = on, at
    row.decided_by_id, row.decided_by_label = by.user_id, by.name
    _keep(row)


def _keep(row: Release) -> None:
    """Settled: whoever has not been told yet need not be."""
    row.version += 1
    row.save()
    notifications.cancel(
        once_prefix=_messages_of(row),
        local_area_id=row.local_area_id,
        reason="It waits for nobody any more.",
    )


def _why(reason: str, needed: str) -> str:
    if not reason.strip():
        raise Refused(needed)
    return reason.strip()[:500]


def _to(row: Release) -> str:
    """The kind of recipient alone: the trail is kept for ever, a name is not."""
    return f"“{RECIPIENTS[row.recipient_kind].label}”"


def _note(
    verb: Verb, act: str, row: Release, words: str, *, by: Viewer, on: date, reason: str = ""
) -> None:
    document = ("paper", row.paper_id) if row.paper_id else ("highlightreport", row.report_id)
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"governance.{act}",
        object_kind="release",
        object_id=row.pk,
        object_label=row.title,
        words=words,
        on=on,
        changes={
            "recipient": ("", row.recipient),
            "address": ("", row.address),
            "purpose": ("", row.purpose),
        },
        reason=reason,
        subjects=[("plan", row.plan_id), document],  # type: ignore[list-item]
    )
