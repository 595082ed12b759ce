"""The words of the people pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import (
    AccountFact,
    ForumFact,
    HolderFact,
    MemberFact,
    PersonFact,
    PostFact,
)
from goldenthread.trail.telling import TrailFilters
from goldenthread.trail.verbs import Verb


def since(from_date: date, until: date | None) -> str:
    """ "since 3 May 2024" or "3 May 2024 to 1 June 2024"."""
    if until is None:
        return f"since {say_date(from_date)}"
    return f"{say_date(from_date)} to {say_date(until)}"


def last_used(day: date | None) -> str:
    """When a right was used last, as far as that has been kept."""
    return say_date(day) if day else "Not yet"


def role_given(name: str, *, from_date: date, on: date) -> str:
    """What to say once a role is given; the same whether or not there was an account before."""
    when = "that day" if from_date > on else "their next page"
    return f"{name} has the role from {when} on. A letter about it goes to their email address."


def holder_words(holder: HolderFact) -> str:
    return f"{holder.name} ({since(holder.from_date, holder.until)})"


def post_words(post: PostFact) -> str:
    return "; ".join(holder_words(holder) for holder in post.holders) or "Nobody holds it now"


def member_words(member: MemberFact) -> str:
    return f"{member.capacity}, {since(member.from_date, member.until)}"


def forum_as_typed(forum: ForumFact) -> dict[str, object]:
    return {
        "version": forum.version,
        "kind": forum.kind,
        "chair": forum.chair,
        "rhythm": forum.rhythm,
    }


def forum_words(forum: ForumFact) -> str:
    """What somebody else wrote, for whoever changes it after them."""
    return (
        f"{forum.kind_words}; chair {forum.chair or 'not recorded'}; "
        f"meets {forum.rhythm or 'not recorded'}"
    )


@dataclass(frozen=True)
class AddressQuestion:
    """What is asked, and what will happen, when somebody gets another email address."""

    title: str
    lede: str
    label: str


def address_question(person: PersonFact) -> AddressQuestion:
    if not person.signs_in:
        return AddressQuestion(
            f"Which email address does {person.name} have?",
            f"{person.name} does not sign in; the address is for writing to them.",
            "Email address",
        )
    return AddressQuestion(
        f"Move {person.name} to another email address",
        f"{person.name} signs in with {person.email} now. From the moment you save, only the new "
        "address opens the account. The password, the roles and the history stay as they are.",
        "New email address to sign in with",
    )


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class TrailFiltersShown:
    """The filters of the audit trail as its page shows them."""

    who: tuple[Choice, ...]
    what: tuple[Choice, ...]
    from_day: str  # as a date box has it: 2019-12-01
    until: str
    applied: tuple[dict[str, str], ...]  # a tag for each, which takes it away
    clear_href: str
    unread: str  # what could not be read, in a sentence


def trail_filters(
    filters: TrailFilters, accounts: Sequence[AccountFact], *, address: str
) -> TrailFiltersShown:
    names = {str(account.id): account.name for account in accounts}
    query = filters.query()
    said = {
        "who": f"Who: {names.get(query.get('who', ''), 'somebody not of this area')}",
        "what": f"What: {filters.what.label if filters.what else ''}",
        "from": f"From {say_date(filters.from_day) if filters.from_day else ''}",
        "until": f"Until {say_date(filters.until) if filters.until else ''}",
    }
    unread = " and ".join(f"“{words}”" for words in filters.unread)
    return TrailFiltersShown(
        who=_choices("Everybody", list(names.items()), query.get("who", "")),
        what=_choices("Anything", [(verb.value, verb.label) for verb in Verb], filters.what or ""),
        from_day=query.get("from", ""),
        until=query.get("until", ""),
        applied=tuple(
            {"label": said[name], "href": _without(name, query, address)} for name in query
        ),
        clear_href=address if query else "",
        unread=f"{unread} could not be read, so nothing is filtered by it. Write a day like "
        "2020-01-14."
        if unread
        else "",
    )


def _choices(all_of_them: str, pairs: Sequence[tuple[str, str]], now: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, words, value == now) for value, words in (("", all_of_them), *pairs))


def _without(name: str, query: dict[str, str], address: str) -> str:
    kept = urlencode({key: value for key, value in query.items() if key != name})
    return f"{address}?{kept}" if kept else address
