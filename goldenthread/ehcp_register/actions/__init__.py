"""Verbs of the register."""

from goldenthread.ehcp_register.actions.caseloads import move_children, undo_move
from goldenthread.ehcp_register.actions.checking import Finding, keep_findings, look_through
from goldenthread.ehcp_register.actions.deciding import decide_source
from goldenthread.ehcp_register.actions.disclosing import export_list
from goldenthread.ehcp_register.actions.excepting import (
    accept_exception,
    claim_exception,
)
from goldenthread.ehcp_register.actions.importing import Brought, Extract, bring_in, keep_checks
from goldenthread.ehcp_register.actions.loading import add_children
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
from goldenthread.ehcp_register.actions.whereabouts import (
    begin_circumstance,
    end_circumstance,
    place,
    record_welfare_visit,
)
from goldenthread.ehcp_register.actions.working_out import Worked, work_out

__all__ = [
    "Brought",
    "Extract",
    "Finding",
    "Proved",
    "Worked",
    "accept_exception",
    "add_children",
    "begin_circumstance",
    "bring_in",
    "change_practice",
    "change_register_view",
    "claim_exception",
    "decide_source",
    "end_circumstance",
    "end_register_view",
    "export_list",
    "keep_checks",
    "keep_findings",
    "look_through",
    "move_children",
    "place",
    "put_right",
    "recompute_clocks",
    "record_event",
    "record_welfare_visit",
    "save_register_view",
    "strike_out",
    "undo_move",
    "work_out",
]
