"""The words of access reviews and restricted records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from goldenthread.pages.words import counted, say_date
from goldenthread.partnership import policies
from goldenthread.partnership.presenters.people import last_used, since
from goldenthread.partnership.queries import (
    AccessReviewFact,
    GlassFact,
    NamedGrantFact,
    RestrictionFact,
    ReviewedRightFact,
    Viewer,
)
from goldenthread.rules.access import MONTHS_BETWEEN_REVIEWS

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class ReviewLine:
    id: UUID
    title: str
    when: str
    counts: str
    href_words: str


@dataclass(frozen=True)
class ReviewsPage:
    """`due` says when the next review is due; `late` that it is overdue; `running` the one that is
    under way."""

    due: str
    late: bool
    running: ReviewLine | None
    finished: tuple[ReviewLine, ...]


def reviews_page(found: Sequence[AccessReviewFact], *, due: date | None, on: date) -> ReviewsPage:
    running = next((one for one in found if one.finished_on is None), None)
    late = due is not None and due < on
    every = f"Rights are reviewed every {MONTHS_BETWEEN_REVIEWS} months."
    said = every
    if due and late:
        said = f"{every} The review was due by {say_date(due)} and is overdue."
    elif due:
        said = f"{every} The next is due by {say_date(due)}."
    return ReviewsPage(
        due=said,
        late=late,
        running=_line(running) if running else None,
        finished=tuple(_line(one) for one in found if one.finished_on),
    )


def _line(one: AccessReviewFact) -> ReviewLine:
    begun = f"Begun on {say_date(one.opened_on)} by {one.opened_by}"
    if one.finished_on:
        when = f"{begun}, finished on {say_date(one.finished_on)} by {one.finished_by}"
    else:
        when = begun
    counts = f"{one.kept} kept, {one.removed} removed"
    if one.undecided:
        counts += f", {one.undecided} not decided yet"
    return ReviewLine(one.id, f"Review of {say_date(one.opened_on)}", when, counts, "Open")


@dataclass(frozen=True)
class RightLine:
    """One right in a review. `refused` is why this reader cannot decide about it."""

    id: UUID
    name: str
    email: str
    right: str
    scope: str
    when: str
    reason: str
    used: str
    signed_in: str
    decided: str
    because: str
    may_decide: bool
    refused: str
    ticked: bool


@dataclass(frozen=True)
class ReviewPage:
    id: UUID
    title: str
    lede: str
    lines: tuple[RightLine, ...]
    may_keep: bool  # something is left to be decided by this reader
    finished: bool
    refused_finish: str
    typed: str


def review_page(
    found: AccessReviewFact,
    rows: Sequence[ReviewedRightFact],
    *,
    viewer: Viewer,
    others: bool,
    typed: str,
    ticked: Collection[str],
) -> ReviewPage:
    line = _line(found)
    finished = found.finished_on is not None
    lines = tuple(_right(row, viewer, others, finished, ticked) for row in rows)
    left = found.undecided
    return ReviewPage(
        id=found.id,
        title=line.title,
        lede=f"{line.when}. {counted(found.total, 'right')}: {line.counts}.",
        lines=lines,
        may_keep=any(one.may_decide and not one.decided for one in lines),
        finished=finished,
        refused_finish=f"{counted(left, 'right')} {'is' if left == 1 else 'are'} not decided yet."
        if left
        else "",
        typed=typed,
    )


def _right(
    row: ReviewedRightFact, viewer: Viewer, others: bool, finished: bool, ticked: Collection[str]
) -> RightLine:
    refused = policies.may_decide_right(viewer, user_id=row.user_id, others=others)
    decided = ""
    if row.decision and row.decided_on:
        done = "Kept" if row.decision == "keep" else "Removed"
        decided = f"{done} on {say_date(row.decided_on)} by {row.decided_by}"
    open_to_decide = not finished and row.decision != "remove" and not refused
    return RightLine(
        id=row.id,
        name=row.user_name,
        email=row.email,
        right=row.right_words,
        scope=row.scope_words,
        when=since(row.from_date, row.until),
        reason=row.reason,
        used=last_used(row.last_used_on),
        signed_in=say_date(row.last_signed_in_on) if row.last_signed_in_on else "Never",
        decided=decided,
        because=row.because,
        may_decide=open_to_decide,
        refused="" if finished or row.decision else refused,
        ticked=str(row.id) in ticked,
    )


def right_words(row: ReviewedRightFact) -> str:
    """One right, in sentences, for whoever decides about it."""
    used = f"Last used on {say_date(row.last_used_on)}." if row.last_used_on else "Not used yet."
    return (
        f"{row.scope_words}, {since(row.from_date, row.until)}. Given because: {row.reason}. {used}"
    )


@dataclass(frozen=True)
class RestrictionLine:
    id: UUID
    reference: str
    category: str
    owner: str
    review: str
    late: bool


@dataclass(frozen=True)
class GlassLine:
    """`may_review` with no `found`: this reader is to look at it; `refused` why they cannot."""

    id: UUID
    reference: str
    who: str
    when: str
    why: str
    found: str
    may_review: bool
    refused: str


@dataclass(frozen=True)
class MineLine:
    reference: str
    record: str
    until: str


@dataclass(frozen=True)
class RestrictionsPage:
    lines: tuple[RestrictionLine, ...]
    openings: tuple[GlassLine, ...]
    mine: tuple[MineLine, ...]


def restrictions_page(
    found: Sequence[RestrictionFact],
    named: Sequence[NamedGrantFact],
    glass: Sequence[GlassFact],
    openings: Sequence[GlassFact],
    *,
    viewer: Viewer,
    on: date,
) -> RestrictionsPage:
    mine = [
        MineLine(one.reference, str(one.about_id), f"until {say_date(one.until)}") for one in named
    ]
    mine += [
        MineLine(one.reference, str(one.about_id), f"until {_clock(one.ends_at)}, in an emergency")
        for one in glass
    ]
    return RestrictionsPage(
        lines=tuple(
            RestrictionLine(
                id=one.id,
                reference=one.reference,
                category=one.category_words,
                owner=one.owner_name,
                review=_review_words(one, on=on),
                late=one.review_due < on,
            )
            for one in found
        ),
        openings=tuple(_glass(one, viewer) for one in openings),
        mine=tuple(mine),
    )


def _review_words(one: RestrictionFact, *, on: date) -> str:
    if one.review_due < on:
        return f"Was due by {say_date(one.review_due)}, overdue"
    return f"By {say_date(one.review_due)}"


def _glass(one: GlassFact, viewer: Viewer) -> GlassLine:
    refused = policies.may_review_glass(viewer, opened_by_id=one.user_id)
    found = ""
    if one.found and one.reviewed_on:
        found = f"{one.found_label}. {one.reviewed_by}, {say_date(one.reviewed_on)}"
    return GlassLine(
        id=one.id,
        reference=one.reference,
        who=one.user_name,
        when=f"{say_date(one.opened_on)}, {_clock(one.opened_at)} to {_clock(one.ends_at)}",
        why=f"{one.reason_words}. {one.words}",
        found=found,
        may_review=not one.found and not refused,
        refused="" if one.found else refused,
    )


def glass_words(one: GlassFact) -> str:
    """One emergency opening, for whoever looks at it afterwards."""
    return (
        f"{one.user_name} opened it on {say_date(one.opened_on)} at {_clock(one.opened_at)}. "
        f"{one.reason_words}: {one.words}"
    )


@dataclass(frozen=True)
class NamedLine:
    id: UUID
    name: str
    when: str
    reason: str
    by: str


@dataclass(frozen=True)
class RestrictionPage:
    id: UUID
    title: str
    lede: str
    facts: tuple[dict[str, str], ...]
    named: tuple[NamedLine, ...]
    openings: tuple[GlassLine, ...]
    standing: bool


def restriction_page(
    found: RestrictionFact,
    named: Sequence[NamedGrantFact],
    openings: Sequence[GlassFact],
    *,
    viewer: Viewer,
    on: date,
) -> RestrictionPage:
    standing = found.lifted_on is None
    rows = {
        "Reference": str(found.about_id),
        "Why": found.category_words,
        "What to know": found.reason,
        "Answers for it": found.owner_name,
        "Restricted": f"{say_date(found.from_date)}, by {found.restricted_by}",
    }
    if standing:
        rows["Next review"] = _review_words(found, on=on)
    if found.reviewed_on:
        rows["Last reviewed"] = say_date(found.reviewed_on)
    if found.lifted_on:
        rows["Lifted"] = f"{say_date(found.lifted_on)}: {found.lifted_because}"
    return RestrictionPage(
        id=found.id,
        title=f"Restricted record {found.reference}",
        lede="Nobody sees this record but those named here, whatever their role."
        if standing
        else "This record is not restricted any more.",
        facts=tuple({"key": key, "value": value} for key, value in rows.items()),
        named=tuple(
            NamedLine(
                one.id,
                one.user_name,
                f"{say_date(one.from_date)} to {say_date(one.until)}",
                one.reason,
                one.granted_by,
            )
            for one in named
        ),
        openings=tuple(_glass(one, viewer) for one in openings),
        standing=standing,
    )


def _clock(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%H:%M}"
