"""Verbs of the register."""

from goldenthread.ehcp_register.actions.excepting import (
    Claimed,
    accept_exception,
    claim_exception,
)
from goldenthread.ehcp_register.actions.loading import add_children
from goldenthread.ehcp_register.actions.recording import (
    Said,
    put_right,
    record_event,
    strike_out,
)
from goldenthread.ehcp_register.actions.whereabouts import (
    begin_circumstance,
    end_circumstance,
    place,
    record_welfare_visit,
)
from goldenthread.ehcp_register.actions.working_out import Worked, work_out

__all__ = [
    "Claimed",
    "Said",
    "Worked",
    "accept_exception",
    "add_children",
    "begin_circumstance",
    "claim_exception",
    "end_circumstance",
    "place",
    "put_right",
    "record_event",
    "record_welfare_visit",
    "strike_out",
    "work_out",
]
