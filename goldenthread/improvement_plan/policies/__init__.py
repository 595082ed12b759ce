"""What each role may do with a plan. Each answers "" (yes) or the sentence that refuses.

The sentence explains a disabled button too: it gives the reason and the way on. Nothing here asks
the database: a `Viewer` and a subject say all, so a list can ask for every row.
"""

from __future__ import annotations

from goldenthread.improvement_plan.policies.plan import (
    COUNCIL,
    may_add_evidence,
    may_agree_to_wait,
    may_close_period,
    may_create_plan,
    may_edit_action,
    may_edit_level,
    may_edit_plan,
    may_mark_complete,
    may_raise,
    may_rate,
    may_rate_as,
    may_record_decision,
    may_reopen_completion,
    may_reopen_period,
    may_reopen_plan,
    may_review_risk,
    may_sign_off,
    may_update,
    rating_capacities,
)
from goldenthread.improvement_plan.policies.rounds import (
    UPDATE_REQUEST,
    may_accept,
    may_answer,
    may_answer_for,
    may_pass_to_deputy,
    may_request_updates,
)
from goldenthread.improvement_plan.policies.standing import (
    ActionSubject,
    ClosedWords,
    RequestSubject,
    VoiceSubject,
    closed_words,
    leads,
)
from goldenthread.improvement_plan.policies.voices import (
    may_confirm_voice,
    may_tell,
    may_withdraw_voice,
    may_write_down,
)
from goldenthread.partnership.policies import require

__all__ = [
    "COUNCIL",
    "UPDATE_REQUEST",
    "ActionSubject",
    "ClosedWords",
    "RequestSubject",
    "VoiceSubject",
    "closed_words",
    "leads",
    "may_accept",
    "may_add_evidence",
    "may_agree_to_wait",
    "may_answer",
    "may_answer_for",
    "may_close_period",
    "may_confirm_voice",
    "may_create_plan",
    "may_edit_action",
    "may_edit_level",
    "may_edit_plan",
    "may_mark_complete",
    "may_pass_to_deputy",
    "may_raise",
    "may_rate",
    "may_rate_as",
    "may_record_decision",
    "may_reopen_completion",
    "may_reopen_period",
    "may_reopen_plan",
    "may_request_updates",
    "may_review_risk",
    "may_sign_off",
    "may_tell",
    "may_update",
    "may_withdraw_voice",
    "may_write_down",
    "rating_capacities",
    "require",
]
