"""Verbs of the register."""

from goldenthread.ehcp_register.actions.loading import add_children
from goldenthread.ehcp_register.actions.working_out import Worked, work_out

__all__ = ["Worked", "add_children", "work_out"]
