"""Verbs of the partnership: each one transaction and one trail entry."""

from goldenthread.partnership.actions.people import (
    add_forum,
    add_organisation,
    add_person,
    add_post,
    change_forum,
    end_forum,
    hold_post,
    join_forum,
    know_forum_also_as,
    leave_forum,
    leave_post,
    set_email,
    set_front_sheet,
)
from goldenthread.partnership.actions.rights import (
    end_grant,
    found_local_area,
    give_role,
    grant,
    invite,
)

__all__ = [
    "add_forum",
    "add_organisation",
    "add_person",
    "add_post",
    "change_forum",
    "end_forum",
    "end_grant",
    "found_local_area",
    "give_role",
    "grant",
    "hold_post",
    "invite",
    "join_forum",
    "know_forum_also_as",
    "leave_forum",
    "leave_post",
    "set_email",
    "set_front_sheet",
]
