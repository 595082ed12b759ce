"""Whose the words of families and young people are."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from goldenthread.improvement_plan.policies.standing import (
    ASK_OFFICE,
    ActionSubject,
    VoiceSubject,
    granted,
    in_a_running_plan,
    office,
)
from goldenthread.partnership.queries import Viewer


@in_a_running_plan
def may_tell(viewer: Viewer, part: ActionSubject, speaks_for: Collection[UUID]) -> str:
    """Writing and rating what families tell us, in the name of a forum or group of one's own."""
    if viewer.task is not None or not granted(viewer, {"parent_carer_forum"}, part):
        return (
            "Only the parent carer forum or a young people’s group writes here, in its own words. "
            "Ask the forum, or ask the programme office to write down what was said at a meeting."
        )
    if not speaks_for:
        return (
            "You are not recorded as somebody of a parent carer forum or a young people’s group. "
            "Ask the programme office to put your organisation right under People."
        )
    return ""


@in_a_running_plan
def may_write_down(viewer: Viewer, plan_id: UUID) -> str:
    """Typing in what was said at a meeting: a draft until those who said it confirm it."""
    if viewer.task is None and office(viewer, ActionSubject(plan_id)):
        return ""
    return (
        "Only the programme office can write down what families said at a meeting, for them to "
        f"confirm. {ASK_OFFICE}"
    )


@in_a_running_plan
def may_confirm_voice(viewer: Viewer, voice: VoiceSubject) -> str:
    if _speaks(viewer, voice):
        return ""
    return f"Only {voice.organisation} can say that these are its words. Ask them to confirm."


@in_a_running_plan
def may_withdraw_voice(viewer: Viewer, voice: VoiceSubject) -> str:
    """Those whose words they are; a draft that nobody confirmed, whoever typed it in as well."""
    if _speaks(viewer, voice) or (voice.own_draft and viewer.task is None):
        return ""
    return (
        f"These are the words of {voice.organisation}. Nobody else can change, hide or withdraw "
        "them. Ask them."
    )


def _speaks(viewer: Viewer, voice: VoiceSubject) -> bool:
    told = not may_tell(viewer, voice.part, voice.speaks_for)
    return told and voice.organisation_id in voice.speaks_for
