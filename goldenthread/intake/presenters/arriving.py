"""The list of imports, and how one that is being read goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.intake.presenters.frame import address
from goldenthread.intake.queries import ImportFact, ImportState
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class ImportLine:
    name: str
    href: str
    state: str
    detail: str
    uploaded: str


def import_lines(facts: Sequence[ImportFact], viewer: Viewer) -> list[ImportLine]:
    """Each import with what became of it."""
    return [
        ImportLine(
            name=fact.file_name,
            href=address("import", viewer, fact.id),
            state=fact.state_words,
            detail=_detail(fact),
            uploaded=f"{say_date(fact.uploaded_on)}, {fact.created_by}",
        )
        for fact in facts
    ]


def _detail(fact: ImportFact) -> str:
    if fact.state == ImportState.REFUSED:
        return fact.refusal
    if fact.state == ImportState.IMPORTED:
        return f"“{fact.plan_title}”, {say_date(fact.imported_on)}, {fact.imported_by}"
    if fact.plan_id:
        return f"A newer version of “{fact.plan_title}”"
    return ""


def already(fact: ImportFact) -> str:
    """What to say of a file that came in before."""
    if fact.state == ImportState.IMPORTED:
        return (
            f"This very file is already imported on {say_date(fact.imported_on)} by "
            f"{fact.imported_by}. Nothing was changed."
        )
    return (
        f"This very file was uploaded before, by {fact.created_by}. "
        "Nothing is lost: here is how far it has come."
    )


def outcome_rows(fact: ImportFact, viewer: Viewer) -> list[dict[str, str]]:
    """What the import made, as a summary list."""
    words = (
        ("levels", "Parts of the plan"),
        ("findings", "Findings"),
        ("actions", "Actions"),
        ("targets", "Targets and measures"),
        ("figures", "Figures reached, as imported"),
        ("completed", "Complete, as imported"),
        ("ratings", "Ratings, as imported"),
        ("added", "Actions added"),
        ("changed", "Actions changed"),
        ("removed", "Actions ended"),
        ("parts", "Parts of the plan retitled or with another aim"),
        ("target_changes", "Targets added, changed, measured or ended"),
        ("posts_added", "Posts and teams added"),
        ("people_added", "People added"),
        ("forums_added", "Forums added"),
    )
    return [
        {"key": label, "value": str(fact.outcome[name])}
        for name, label in words
        if fact.outcome.get(name) or (name in fact.outcome and "touched" not in fact.outcome)
    ]


def outcome_title(fact: ImportFact) -> str:
    """A newer version is no new plan: its changes are taken over."""
    return "The changes are taken over" if "touched" in fact.outcome else "The plan is imported"


def outcome_sentence(fact: ImportFact) -> str:
    made = fact.outcome
    if "touched" in made:
        parts = ("added", "changed", "removed", "parts", "target_changes", "findings")
        number = sum(made.get(part, 0) for part in parts)
        return f"“{fact.plan_title}” has {counted(number, 'change')} from the newer document."
    return f"{counted(made['actions'], 'action')} of “{fact.plan_title}” are in their place."


def next_steps(fact: ImportFact, viewer: Viewer) -> list[dict[str, str]]:
    """What to do with a plan that has just come in."""
    slug = viewer.local_area_slug
    plan = reverse("improvement_plan:plan", args=[slug, fact.plan_id])
    actions = reverse("improvement_plan:actions", args=[slug, fact.plan_id])
    return [
        {
            "text": "Look at the plan’s gaps",
            "href": plan,
            "why": "Actions without a lead, a date or evidence are listed there.",
        },
        {
            "text": "Record ratings",
            "href": actions,
            "why": "Ratings from the document are “as imported, no evidence recorded”.",
        },
        {
            "text": "Give the leads their accounts",
            "href": reverse("partnership:people", args=[slug]),
            "why": "A post’s holder sees its actions on their own page.",
        },
    ]
