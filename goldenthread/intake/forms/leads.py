"""The page “Leads and forums”: who each lead is, which forums are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from goldenthread.intake.answers import Answers, LeadAnswer
from goldenthread.intake.forms.posted import Mend, Typed
from goldenthread.intake.queries import AskedForum, AskedLead, ImportDetail
from goldenthread.intake.queries.leads_asked import merged
from goldenthread.intake.understanding import Corrections, ProblemKind
from goldenthread.intake.understanding.plan import Action

KINDS = {
    "post": "A post",
    "team": "A team",
    "person": "A person",
    "as_written": "Leave as written",
}


@dataclass(frozen=True)
class LeadsAnswer:
    answers: Answers
    corrections: Corrections
    mends: tuple[Mend, ...]


def cells_of_one_or_two(detail: ImportDetail) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Lead cells that may name one or several: (the cell's words, the names as read or said)."""
    rows = {
        problem.row
        for problem in detail.plan.problems
        if problem.kind is ProblemKind.LEADS_MAY_BE_ONE_OR_TWO
    }
    cells: dict[str, tuple[str, ...]] = dict(detail.corrections.leads)
    for action in detail.plan.actions:
        if rows & set(action.rows) and action.leads.as_written:
            cells.setdefault(cell_words(action), action.leads.names)
    return tuple(cells.items())


def cell_words(action: Action) -> str:
    """The lead cell as the reading knows it."""
    return action.leads.as_written


def read_leads(
    typed: Typed,
    detail: ImportDetail,
    asked: Sequence[AskedLead],
    forums: Sequence[AskedForum],
) -> LeadsAnswer:
    mends: list[Mend] = []
    leads = dict(detail.answers.leads)
    for at, lead in enumerate(asked):
        kind = typed.get(f"kind-{at}")
        if kind in KINDS:
            leads[lead.name] = LeadAnswer(
                kind,
                post=typed.get(f"post-{at}")[:300],
                person=typed.get(f"person-{at}")[:200],
                email=typed.get(f"email-{at}")[:254],
            )
            if lead.like and typed.get(f"same-{at}") == lead.like:
                leads[lead.name] = merged(lead, leads)
            mends.extend(_wrong(at, lead, leads[lead.name]))
    corrected = _cells(typed, detail)
    kept = _forums(typed, detail, forums, mends)
    return LeadsAnswer(replace(detail.answers, leads=leads, forums=kept), corrected, tuple(mends))


def _wrong(at: int, lead: AskedLead, given: LeadAnswer) -> list[Mend]:
    mends: list[Mend] = []
    if given.kind == "person" and not given.person:
        mends.append(Mend(f"Give the name of the person for “{lead.name}”.", f"person-{at}"))
    if given.email:
        try:
            validate_email(given.email)
        except ValidationError:
            words = f"The email for “{lead.name}” must be an address such as name@example.org."
            mends.append(Mend(words, f"email-{at}"))
        if not given.person:
            words = f"Say whose email address “{given.email}” is, or take it away."
            mends.append(Mend(words, f"person-{at}"))
    return mends


def _cells(typed: Typed, detail: ImportDetail) -> Corrections:
    leads = dict(detail.corrections.leads)
    for at, (cell, names) in enumerate(cells_of_one_or_two(detail)):
        lines = tuple(
            " ".join(line.split()) for line in typed.get(f"cell-{at}").splitlines() if line.strip()
        )
        if lines and lines != names:
            leads[cell] = lines
    return replace(detail.corrections, leads=leads)


def _forums(
    typed: Typed, detail: ImportDetail, forums: Sequence[AskedForum], mends: list[Mend]
) -> dict[str, str]:
    kept = dict(detail.answers.forums)
    for at, forum in enumerate(forums):
        if not forum.like:
            continue
        said = typed.get(f"forum-{at}")
        if said in (forum.name, *forum.like):
            kept[forum.name] = said
        elif forum.name not in kept:
            words = f"Say whether “{forum.name}” is a forum of its own."
            mends.append(Mend(words, f"forum-{at}-0"))
    return kept
