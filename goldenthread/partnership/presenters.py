"""The words of the people pages."""

from __future__ import annotations

from datetime import date

from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import ForumFact, HolderFact, MemberFact, PostFact


def since(from_date: date, until: date | None) -> str:
    """ "since 3 May 2024" or "3 May 2024 to 1 June 2024"."""
    if until is None:
        return f"since {say_date(from_date)}"
    return f"{say_date(from_date)} to {say_date(until)}"


def role_given(name: str, *, from_date: date, on: date, first_password: str) -> str:
    """What to say once a role is given; a first password is said this one time."""
    done = f"{name} has the role from {'that day' if from_date > on else 'their next page'} on."
    if first_password:
        done += (
            f" Tell them their first password, which is shown only now: {first_password} – "
            "they can change it once they have signed in."
        )
    return done


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
