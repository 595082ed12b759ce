"""What one person is to answer or has begun to write: it can be handed over."""

from __future__ import annotations

from datetime import date

from goldenthread.governance.models import BoardPaper, HighlightReport, PaperState
from goldenthread.governance.queries.challenges import challenges
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.handing_over import Held, PersonHere
from goldenthread.rules.calendars import say_date

CHALLENGE, HIGHLIGHT, PAPER = "challenge", "highlight", "paper"


def held(person: PersonHere, *, viewer: Viewer, on: date) -> tuple[Held, ...]:
    """Open challenges and drafts: two queries beside those of the challenges."""
    return (
        *_challenges(person, viewer, on),
        *_highlights(person, viewer),
        *_papers(person, viewer),
    )


def _challenges(person: PersonHere, viewer: Viewer, on: date) -> list[Held]:
    """Those that ask the person, not a post of theirs: those go with the post."""
    return [
        Held(
            CHALLENGE,
            one.id,
            " ".join(one.words.split())[:140],
            f"{one.of_what}; {one.plan_title}",
            ("governance:challenge", one.id),
            len(one.rounds),
            at_once=True,
        )
        for one in challenges(viewer=viewer, on=on, open_only=True)
        if one.asked_person_id == person.id
    ]


def _highlights(person: PersonHere, viewer: Viewer) -> list[Held]:
    """Drafts that the person has in hand."""
    if person.user_id is None:
        return []
    rows = HighlightReport.objects.visible_to(viewer).filter(
        state=PaperState.DRAFT, writer_id=person.user_id
    )
    return [
        Held(
            HIGHLIGHT,
            row.pk,
            f"{row.level.title}, as at {say_date(row.as_at)}",
            f"to the {row.forum.name}; {row.plan.title}",
            ("reports:highlight", row.pk),
            row.version,
            at_once=True,
        )
        for row in rows.select_related("level", "forum", "plan")
        .only(
            "as_at",
            "version",
            "level",
            "forum",
            "plan",
            "level__title",
            "forum__name",
            "plan__title",
        )
        .order_by("as_at", "id")
    ]


def _papers(person: PersonHere, viewer: Viewer) -> list[Held]:
    if person.user_id is None:
        return []
    rows = BoardPaper.objects.visible_to(viewer).filter(
        state=PaperState.DRAFT, writer_id=person.user_id
    )
    return [
        Held(
            PAPER,
            row.pk,
            row.title,
            f"to the {row.forum.name}; {row.plan.title}",
            ("reports:paper", row.pk),
            row.version,
            at_once=True,
        )
        for row in rows.select_related("forum", "plan")
        .only("title", "version", "forum", "plan", "forum__name", "plan__title")
        .order_by("recorded_at", "id")
    ]
