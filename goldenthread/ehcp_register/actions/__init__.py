"""Verbs of the register."""

from goldenthread.ehcp_register.actions.about import (
    end_dated,
    record_budget,
    record_need,
    record_responsible,
)
from goldenthread.ehcp_register.actions.adding import add_by_hand, correct_identity
from goldenthread.ehcp_register.actions.advice import (
    ask_advisers,
    chase_advice,
    judge_advice,
    receive_advice,
    settle_views,
    take_chase_back,
)
from goldenthread.ehcp_register.actions.beside import second_process
from goldenthread.ehcp_register.actions.caseloads import move_children, undo_move
from goldenthread.ehcp_register.actions.checking import Finding, keep_findings, look_through
from goldenthread.ehcp_register.actions.contacts import (
    GotInTouch,
    answer_contact,
    record_contact,
    take_contact_back,
)
from goldenthread.ehcp_register.actions.counting import change_counting, would_change
from goldenthread.ehcp_register.actions.deciding import decide_source
from goldenthread.ehcp_register.actions.disclosing import export_list
from goldenthread.ehcp_register.actions.excepting import (
    accept_exception,
    claim_exception,
)
from goldenthread.ehcp_register.actions.importing import Brought, Extract, bring_in, keep_checks
from goldenthread.ehcp_register.actions.loading import add_children
from goldenthread.ehcp_register.actions.making_ahead import Part, make_ahead
from goldenthread.ehcp_register.actions.newcomers import (
    end_department,
    mark_part_done,
    name_department,
)
from goldenthread.ehcp_register.actions.one_at_a_time import one_at_a_time
from goldenthread.ehcp_register.actions.panels import (
    add_panel,
    add_panel_meeting,
    bring_to_panel,
    cancel_panel_meeting,
    change_panel,
    family_told,
    record_panel_outcome,
    withdraw_from_panel,
)
from goldenthread.ehcp_register.actions.plans import hold_sections, take_section_away
from goldenthread.ehcp_register.actions.practice import change_practice
from goldenthread.ehcp_register.actions.proving import Proved, recompute_clocks
from goldenthread.ehcp_register.actions.recording import (
    put_right,
    record_event,
    strike_out,
)
from goldenthread.ehcp_register.actions.saved_views import (
    change_register_view,
    end_register_view,
    save_register_view,
)
from goldenthread.ehcp_register.actions.telling import tell_of_panel_outcome
from goldenthread.ehcp_register.actions.telling_due import tell_what_is_due
from goldenthread.ehcp_register.actions.telling_settings import (
    Whom,
    change_telling,
    change_told_of,
    end_service,
    name_service,
)
from goldenthread.ehcp_register.actions.whereabouts import (
    begin_circumstance,
    end_circumstance,
    place,
    record_welfare_visit,
)
from goldenthread.ehcp_register.actions.working_out import Worked, work_out
from goldenthread.ehcp_register.actions.writing import uncollected

__all__ = [
    "Brought",
    "Extract",
    "Finding",
    "GotInTouch",
    "Part",
    "Proved",
    "Whom",
    "Worked",
    "accept_exception",
    "add_by_hand",
    "add_children",
    "add_panel",
    "add_panel_meeting",
    "answer_contact",
    "ask_advisers",
    "begin_circumstance",
    "bring_in",
    "bring_to_panel",
    "cancel_panel_meeting",
    "change_counting",
    "change_panel",
    "change_practice",
    "change_register_view",
    "change_telling",
    "change_told_of",
    "chase_advice",
    "claim_exception",
    "correct_identity",
    "decide_source",
    "end_circumstance",
    "end_dated",
    "end_department",
    "end_register_view",
    "end_service",
    "export_list",
    "family_told",
    "hold_sections",
    "judge_advice",
    "keep_checks",
    "keep_findings",
    "look_through",
    "make_ahead",
    "mark_part_done",
    "move_children",
    "name_department",
    "name_service",
    "one_at_a_time",
    "place",
    "put_right",
    "receive_advice",
    "recompute_clocks",
    "record_budget",
    "record_contact",
    "record_event",
    "record_need",
    "record_panel_outcome",
    "record_responsible",
    "record_welfare_visit",
    "save_register_view",
    "second_process",
    "settle_views",
    "strike_out",
    "take_chase_back",
    "take_contact_back",
    "take_section_away",
    "tell_of_panel_outcome",
    "tell_what_is_due",
    "uncollected",
    "undo_move",
    "withdraw_from_panel",
    "work_out",
    "would_change",
]
