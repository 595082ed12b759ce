"""Verbs of papers, their front sheets, Word templates; of highlight reports; of challenges; of what
leaves the partnership."""

from goldenthread.governance.actions.challenges import (
    answer_challenge,
    ask_further,
    close_challenge,
    raise_challenge,
)
from goldenthread.governance.actions.front_sheets import choose_front_sheet, fill_front_sheet
from goldenthread.governance.actions.highlights import (
    issue_highlight,
    start_highlight,
    withdraw_highlight,
    write_highlight,
)
from goldenthread.governance.actions.papers import issue, start_draft, withdraw, write_commentary
from goldenthread.governance.actions.releases import (
    prepare_release,
    refuse_release,
    release,
    withdraw_release,
)
from goldenthread.governance.actions.word_templates import add_word_template, end_word_template

__all__ = [
    "add_word_template",
    "answer_challenge",
    "ask_further",
    "choose_front_sheet",
    "close_challenge",
    "end_word_template",
    "fill_front_sheet",
    "issue",
    "issue_highlight",
    "prepare_release",
    "raise_challenge",
    "refuse_release",
    "release",
    "start_draft",
    "start_highlight",
    "withdraw",
    "withdraw_highlight",
    "withdraw_release",
    "write_commentary",
    "write_highlight",
]
