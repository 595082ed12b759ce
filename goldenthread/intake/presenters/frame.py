"""What every page of an import has around it: its steps, its version, its ways on and back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldenthread.intake.queries import ImportDetail, ImportFact
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import Viewer

STEPS = {
    "found": "What we found",
    "rows": "Rows and dates",
    "ratings": "Ratings",
    "leads": "Leads and forums",
    "changes": "What changed",
    "confirm": "Import",
}


def address(name: str, viewer: Viewer, *args: object) -> str:
    return reverse(f"intake:{name}", args=[viewer.local_area_slug, *args])


def path_of(detail: ImportDetail) -> list[str]:
    """The steps of this import, in order: a newer version is compared before it is taken over."""
    return [name for name in STEPS if name != "changes" or detail.fact.plan_id is not None]


def after(step: str, detail: ImportDetail) -> str:
    """The step that follows."""
    steps = path_of(detail)
    return steps[steps.index(step) + 1]


def steps(detail: ImportDetail, current: str, viewer: Viewer) -> list[dict[str, str]]:
    items = [{"text": "Upload", "state": "done"}]
    for name in path_of(detail):
        state = "now" if name == current else "done" if name in detail.answers.seen else ""
        item = {"text": STEPS[name], "state": state}
        if name != current:
            item["href"] = address(name, viewer, detail.fact.id)
        items.append(item)
    return items


def crumbs(fact: ImportFact, viewer: Viewer) -> list[Crumb]:
    return [Crumb("Import a plan", address("imports", viewer)), Crumb(fact.file_name)]


def frame(detail: ImportDetail, current: str, viewer: Viewer) -> dict[str, Any]:
    """The context that every step's page shares."""
    fact, path = detail.fact, path_of(detail)
    at = path.index(current)
    return {
        "fact": fact,
        "plan": detail.plan,
        "heading": STEPS[current],
        "breadcrumbs": crumbs(fact, viewer),
        "steps": steps(detail, current, viewer),
        "here": address(current, viewer, fact.id),
        "back": address(path[at - 1], viewer, fact.id) if at else address("imports", viewer),
        "put_aside": address("put_aside", viewer, fact.id),
        "draft_url": reverse("save_draft"),
        "original": address("original", viewer, fact.id),
    }
