"""Who are these leads: each distinct name as written, with what is known to start from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from goldenthread.intake.answers import Answers, LeadAnswer
from goldenthread.intake.understanding import UnderstoodPlan
from goldenthread.intake.understanding.words import fold
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer

NEARLY = 92  # likeness of two names, of 100, from which they may be one


@dataclass(frozen=True)
class AskedLead:
    """A lead as written, in how many actions, and what the area or the document knows.

    suggested: a person the document's table of people gives for these very words, or for these
    initials; `sure` says that it was the very words. like: an earlier lead, a post of the
    area or of the document's table of people that is written nearly so: asked about only.
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
    listed = {line.post: line for line in plan.people if line.post}
    found: list[AskedLead] = []
    for name in sorted({*leads, *others}, key=lambda one: (-leads[one] - others[one], one)):
        post = posts.get(same(name))
        holder = post.holders[0] if post and post.holders else None
        person, email, sure = (
            (holder.name, holder.email, True) if holder else hints.get(same(name), ("", "", False))
        )
        titles = () if post else (*(one.title for one in posts.values()), *listed)
        like = _like(name, [*(one.name for one in found), *titles])
        if like in listed and not person:
            person, email = listed[like].person, listed[like].email
        found.append(
            AskedLead(
                name=name,
                actions=leads[name] or others[name],
                accountable_only=not leads[name],
                known_post=post.title if post else "",
                suggested_person=person,
                suggested_email=email or emails.get(same(person), ""),
                sure=sure,
                like=like,
            )
        )
    return tuple(found)


def _like(name: str, others: Sequence[str]) -> str:
    """The other name that is nearly this one: said to the officer, never acted upon."""
    bare = _bare(name)
    near = (one for one in others if same(one) != same(name) and _alike(_bare(one), bare))
    return next(near, "")


def _alike(one: str, other: str) -> bool:
    """The same words in any order, or a slip of the pen; never where a number differs."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return sorted(one.split()) == sorted(other.split()) or fuzz.ratio(one, other) >= NEARLY


def _bare(name: str) -> str:
    """Without case, commas and "the"; "&" is "and"."""
    return " ".join(word for word in fold(name).split() if word != "the")


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


def answer_of(asked: AskedLead, answers: Answers) -> LeadAnswer:
    """What was answered about a lead, or what stands in its boxes until then."""
    return answers.leads.get(asked.name) or suggested_answer(asked)


def merged(asked: AskedLead, leads: Mapping[str, LeadAnswer]) -> LeadAnswer:
    """The answer that it is one with the post it is like: that post, with that post's person."""
    if other := leads.get(asked.like):
        return other
    return LeadAnswer("post", asked.like, asked.suggested_person, asked.suggested_email)


def kept_leads(asked: Sequence[AskedLead], answers: Answers) -> Counter[str]:
    """How many posts and teams, people and names as written they are, once those with one name
    are one: {"post": …, "person": …, "as_written": …}."""
    kept: set[tuple[str, str]] = set()
    for one in asked:
        given = answer_of(one, answers)
        kind = "post" if given.kind == "team" else given.kind
        name = {"post": given.post, "person": given.person}.get(kind, "") or one.name
        kept.add((kind, same(name)))
    return Counter(kind for kind, _ in kept)


def kept_apart(asked: Sequence[AskedLead], answers: Answers) -> int:
    """How many posts look like another and were not said to be one with it."""
    given = {one.name: answer_of(one, answers) for one in asked}
    return sum(
        1
        for one in asked
        if one.like
        and given[one.name].kind in ("post", "team")
        and same(given[one.name].post)
        != same(given[one.like].post if one.like in given else one.like)
    )
