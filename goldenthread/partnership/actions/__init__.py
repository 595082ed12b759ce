"""Verbs of the partnership: each one transaction and one trail entry."""

from goldenthread.partnership.actions.access_reviews import (
    decide_right,
    finish_access_review,
    keep_rights,
    open_access_review,
)
from goldenthread.partnership.actions.accounts import (
    AccountDeed,
    move_to_email,
    note_account,
    reset_second_factor,
    sign_out_everywhere,
    sign_out_leaver,
)
from goldenthread.partnership.actions.details import (
    end_detail,
    give_detail,
    note_use,
)
from goldenthread.partnership.actions.disclosing import (
    export_audit_trail,
    export_who_saw,
)
from goldenthread.partnership.actions.invitations import (
    accept_invitation,
    send_invitation,
    tell_first_administrator,
    withdraw_invitation,
)
from goldenthread.partnership.actions.leaving import close_account, sign_out_who_left
from goldenthread.partnership.actions.mail import mail_came_back
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
from goldenthread.partnership.actions.restrictions import (
    break_glass,
    lift,
    name_grant,
    restrict,
    review_glass,
    review_restriction,
    withdraw_named_grant,
)
from goldenthread.partnership.actions.rights import (
    end_grant,
    found_local_area,
    give_role,
    grant,
    invite,
)
from goldenthread.partnership.actions.task_links import (
    NewTaskLink,
    make_task_link,
    make_task_links,
    use_task_link,
    withdraw_task_link,
)

__all__ = [
    "AccountDeed",
    "NewTaskLink",
    "accept_invitation",
    "add_forum",
    "add_organisation",
    "add_person",
    "add_post",
    "break_glass",
    "change_forum",
    "close_account",
    "decide_right",
    "end_detail",
    "end_forum",
    "end_grant",
    "export_audit_trail",
    "export_who_saw",
    "finish_access_review",
    "found_local_area",
    "give_detail",
    "give_role",
    "grant",
    "hold_post",
    "invite",
    "join_forum",
    "keep_rights",
    "know_forum_also_as",
    "leave_forum",
    "leave_post",
    "lift",
    "mail_came_back",
    "make_task_link",
    "make_task_links",
    "move_to_email",
    "name_grant",
    "note_account",
    "note_use",
    "open_access_review",
    "reset_second_factor",
    "restrict",
    "review_glass",
    "review_restriction",
    "send_invitation",
    "set_email",
    "set_front_sheet",
    "sign_out_everywhere",
    "sign_out_leaver",
    "sign_out_who_left",
    "tell_first_administrator",
    "use_task_link",
    "withdraw_invitation",
    "withdraw_named_grant",
    "withdraw_task_link",
]
