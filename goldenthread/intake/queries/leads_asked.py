"""Who are these leads: each distinct name as written, with what is known to start from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from goldenthread.intake.answers import LeadAnswer
from goldenthread.intake.understanding import UnderstoodPlan
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer

NEARLY = 92  # likeness of two names, of 100, from which they may be one


@dataclass(frozen=True)
class AskedLead:
    """A lead as written, in how many actions, and what the area or the document knows.

    suggested: a person the document's table of people gives for these very words, or for these
    initials; `sure` says that it was the very words. like: an earlier lead of nearly this name.
    """

    name: str
    actions: int
    accountable_only: bool
    known_post: str = ""
    suggested_person: str = ""
    suggested_email: str = ""
    sure: bool = False
    like: str = ""


def asked_leads(plan: UnderstoodPlan, *, viewer: Viewer, on: date) -> tuple[AskedLead, ...]:
    """Each lead and accountable officer once, those with most actions first."""
    leads = Counter(name for action in plan.actions for name in set(action.leads.names))
    others = Counter(name for action in plan.actions for name in set(action.accountable.names))
    posts = {same(post.title): post for post in partnership.posts(viewer=viewer, on=on)}
    emails = {
        same(person.name): person.email for person in partnership.people(viewer=viewer, on=on)
    }
    hints = _hints(plan)
    found: list[AskedLead] = []
    for name in sorted({*leads, *others}, key=lambda one: (-leads[one] - others[one], one)):
        post = posts.get(same(name))
        holder = post.holders[0] if post and post.holders else None
        person, email, sure = (
            (holder.name, holder.email, True) if holder else hints.get(same(name), ("", "", False))
        )
        found.append(
            AskedLead(
                name=name,
                actions=leads[name] or others[name],
                accountable_only=not leads[name],
                known_post=post.title if post else "",
                suggested_person=person,
                suggested_email=email or emails.get(same(person), ""),
                sure=sure,
                like=_like(name, [one.name for one in found]),
            )
        )
    return tuple(found)


def _like(name: str, before: Sequence[str]) -> str:
    """The earlier name that is nearly this one: said to the officer, never acted upon."""
    near = (one for one in before if fuzz.ratio(_bare(one), _bare(name)) >= NEARLY)
    return next((one for one in near if same(one) != same(name)), "")


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.casefold()).strip()


def same(words: str) -> str:
    """Words with case and runs of space folded away: what counts as the same name."""
    return " ".join(words.casefold().split())


def _hints(plan: UnderstoodPlan) -> dict[str, tuple[str, str, bool]]:
    """name as written → (person, email, said in these very words)."""
    emails = {same(person.person): person.email for person in plan.people}
    hints: dict[str, tuple[str, str, bool]] = {}
    for action in plan.actions:
        for read in (action.leads, action.accountable):
            for name, person in read.suggestions.items():
                hints.setdefault(same(name), (person, emails.get(same(person), ""), False))
    for line in plan.people:
        if line.post and line.person:
            hints[same(line.post)] = (line.person, line.email, True)
    return hints


def suggested_answer(asked: AskedLead) -> LeadAnswer:
    """What stands in the boxes before anybody has answered: the document's own words as a post,
    and a person only where the document or the area says who holds it in these very words."""
    team = same(asked.name).endswith((" team", " teams", " service", " services"))
    return LeadAnswer(
        kind="team" if team and not asked.known_post else "post",
        post=asked.known_post or asked.name,
        person=asked.suggested_person if asked.sure else "",
        email=asked.suggested_email if asked.sure else "",
    )
