"""The words of the pages of people, forums and rights."""

from goldenthread.partnership.presenters.people import (
    AddressQuestion,
    address_question,
    forum_as_typed,
    forum_words,
    holder_words,
    last_used,
    member_words,
    post_words,
    role_given,
    since,
    trail_filters,
)

__all__ = [
    "AddressQuestion",
    "address_question",
    "forum_as_typed",
    "forum_words",
    "holder_words",
    "last_used",
    "member_words",
    "post_words",
    "role_given",
    "since",
    "trail_filters",
]
