"""The page “Leads and forums”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.intake.forms.leads import KINDS, cells_of_one_or_two
from goldenthread.intake.forms.posted import Typed
from goldenthread.intake.queries import AskedForum, AskedLead, ImportDetail, suggested_answer
from goldenthread.intake.queries.leads_asked import same
from goldenthread.pages.words import counted
from goldenthread.partnership import queries as partnership


@dataclass(frozen=True)
class LeadLine:
    number: int
    name: str
    said: str
    kind: str
    post: str
    person: str
    email: str
    hint: str


@dataclass(frozen=True)
class ForumLine:
    field: str
    name: str
    said: str
    choices: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class CellLine:
    field: str
    words: str
    value: str
    rows: int


def leads_page(
    detail: ImportDetail,
    asked: Sequence[AskedLead],
    forums: Sequence[AskedForum],
    people: Sequence[partnership.PersonFact],
    posts: Sequence[partnership.PostFact],
    typed: Typed,
) -> dict[str, Any]:
    cells = [
        CellLine(
            f"cell-{at}", words, typed.get(f"cell-{at}", "\n".join(names)), max(2, len(names) + 1)
        )
        for at, (words, names) in enumerate(cells_of_one_or_two(detail))
    ]
    names = {person.name for person in people} | {one.person for one in detail.plan.people}
    no_lead = sum(1 for action in detail.plan.actions if not action.leads.names)
    return {
        "leads": [_lead(at, one, detail, typed) for at, one in enumerate(asked)],
        "alike": [_alike(at, one, detail, typed) for at, one in enumerate(asked) if one.like],
        "kinds": list(KINDS.items()),
        "cells": cells,
        "forums": [
            _forum(at, one, detail, typed) for at, one in enumerate(forums) if one.like
        ],
        "other_forums": [
            one.name if not one.known_as or one.known_as == one.name
            else f"{one.name} (kept under {one.known_as})"
            for one in forums
            if not one.like
        ],
        "people_names": sorted(name for name in names if name),
        "post_titles": sorted(post.title for post in posts),
        "without_lead": counted(no_lead, "action") if no_lead else "",
    }  # fmt: skip


def _lead(at: int, asked: AskedLead, detail: ImportDetail, typed: Typed) -> LeadLine:
    given = detail.answers.leads.get(asked.name) or suggested_answer(asked)
    hint = ""
    if asked.like and asked.suggested_person and not asked.sure:
        hint = f"The document names {asked.suggested_person} as “{asked.like}”"
    elif asked.suggested_person and not asked.sure:
        hint = f"May be {asked.suggested_person}, by these initials"
    elif asked.known_post:
        hint = "This post is already known here"
    elif asked.suggested_person and given.person == asked.suggested_person:
        hint = "The document names this person for the post"
    elif asked.like:
        hint = f"Looks like “{asked.like}”: asked above"
    role = "accountable officer of" if asked.accountable_only else "leads"
    return LeadLine(
        number=at,
        name=asked.name,
        said=f"{role} {counted(asked.actions, 'action')}",
        kind=typed.get(f"kind-{at}", given.kind),
        post=typed.get(f"post-{at}", given.post),
        person=typed.get(f"person-{at}", given.person),
        email=typed.get(f"email-{at}", given.email),
        hint=hint,
    )


def _alike(at: int, asked: AskedLead, detail: ImportDetail, typed: Typed) -> ForumLine:
    """A post that looks like another: one or two is asked, nothing is chosen beforehand."""
    field = f"same-{at}"
    given = detail.answers.leads.get(asked.name)
    other = detail.answers.leads.get(asked.like)
    kept = other.post if other else asked.like
    saved = "" if given is None else asked.like if same(given.post) == same(kept) else asked.name
    chosen = typed.get(field, saved)
    role = "accountable officer of" if asked.accountable_only else "leads"
    return ForumLine(
        field,
        asked.name,
        f"{role} {counted(asked.actions, 'action')}",
        tuple(
            {"id": f"{field}-{to}", "text": text, "value": value, "checked": chosen == value}
            for to, (text, value) in enumerate(
                (("A post of its own", asked.name), (f"The same as “{asked.like}”", asked.like))
            )
        ),
    )


def _forum(at: int, asked: AskedForum, detail: ImportDetail, typed: Typed) -> ForumLine:
    field = f"forum-{at}"
    chosen = typed.get(field, detail.answers.forums.get(asked.name, ""))
    choices = [("A forum of its own", asked.name)]
    choices += [(f"The same as “{other}”", other) for other in asked.like]
    return ForumLine(
        field,
        asked.name,
        counted(asked.actions, "action"),
        tuple(
            {"id": f"{field}-{to}", "text": text, "value": value, "checked": chosen == value}
            for to, (text, value) in enumerate(choices)
        ),
    )
