"""Verbs of organisations, forums, posts and the people in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.partnership import policies
from goldenthread.partnership.actions.writing import (
    as_last_seen,
    named,
    note,
    of_area,
    one_of,
    saved_as_first,
    saved_once,
)
from goldenthread.partnership.models import (
    Forum,
    ForumKind,
    ForumMembership,
    Organisation,
    OrganisationKind,
    Person,
    Post,
    PostHolding,
    PostKind,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb


def add_organisation(*, name: str, kind: str, by: Viewer, on: date) -> UUID:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        name = named(name, "Enter the organisation’s name.")
        one_of(OrganisationKind, kind)
        row = saved_as_first(
            Organisation(local_area_id=by.local_area_id, name=name, kind=kind), name
        )
        note(Verb.COLLECTED, "add_organisation", row, f"added {row}", by=by, on=on)
    return row.pk


def add_forum(
    *, name: str, kind: str = "other", chair: str = "", rhythm: str = "", by: Viewer, on: date
) -> UUID:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        name = named(name, "Enter the forum’s name.")
        one_of(ForumKind, kind)
        row = saved_as_first(
            Forum(
                local_area_id=by.local_area_id,
                name=name,
                kind=kind,
                chair=chair.strip(),
                rhythm=rhythm.strip(),
                from_date=on,
            ),
            name,
        )
        note(Verb.COLLECTED, "add_forum", row, f"added the forum {row}", by=by, on=on)
    return row.pk


def change_forum(
    *, forum_id: UUID, version: int, kind: str, chair: str, rhythm: str, by: Viewer, on: date
) -> None:
    """A new chair, another rhythm; papers issued before keep what they said."""
    policies.require(policies.may_manage_people(by))
    one_of(ForumKind, kind)
    with transaction.atomic():
        row = of_area(Forum, forum_id, by, "forum")
        as_last_seen(row, version)
        before = _forum_words(row)
        row.kind, row.chair, row.rhythm = kind, chair.strip(), rhythm.strip()
        row.version += 1
        row.save()
        after = _forum_words(row)
        changes = {key: (was, after[key]) for key, was in before.items() if was != after[key]}
        words = f"changed the forum {row}"
        note(Verb.ALTERED, "change_forum", row, words, by=by, on=on, changes=changes)


def _forum_words(row: Forum) -> dict[str, str]:
    return {"kind": row.get_kind_display(), "chair": row.chair, "meets": row.rhythm}


def end_forum(*, forum_id: UUID, until: date, by: Viewer, on: date) -> None:
    """The forum meets no more after a day; its papers and its history stay."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = of_area(Forum, forum_id, by, "forum")
        if row.from_date and until < row.from_date:
            raise Refused("The last day is before the first. Enter a later day.")
        row.until = until
        row.version += 1
        row.save()
        words = f"recorded that {row} ends on {say_date(until)}"
        note(Verb.ALTERED, "end_forum", row, words, by=by, on=on)


def know_forum_also_as(*, forum_id: UUID, names: Iterable[str], by: Viewer, on: date) -> None:
    """Remember other spellings of a forum, so that the next plan finds it."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = of_area(Forum, forum_id, by, "forum")
        fresh = [name for name in names if name != row.name and name not in row.also_known_as]
        if not fresh:
            return
        row.also_known_as = [*row.also_known_as, *fresh]
        row.version += 1
        row.save()
        words = f"noted that {row} is also written {', '.join(fresh)}"
        note(Verb.ALTERED, "know_forum_also_as", row, words, by=by, on=on)


def set_front_sheet(
    *,
    forum_id: UUID,
    fields: Sequence[Mapping[str, object]],
    by: Viewer,
    on: date,
    version: int | None = None,
) -> None:
    """Which fields this body's papers have on their front sheet, in order; none is the usual list.
    `version` is the forum's, as the writer last saw it."""
    policies.require(policies.may_manage_people(by))
    keys = [str(field["key"]) for field in fields]
    if len(set(keys)) < len(keys) or not all(str(field["label"]).strip() for field in fields):
        raise Refused("Each field needs a name of its own. Change the names, then save again.")
    with transaction.atomic():
        row = of_area(Forum, forum_id, by, "forum")
        if version is not None:
            as_last_seen(row, version)
        row.front_sheet_fields = [dict(field) for field in fields]
        row.version += 1
        row.save()
        words = f"set the front sheet of papers to {row}"
        note(Verb.ALTERED, "set_front_sheet", row, words, by=by, on=on)


def add_person(
    *, name: str, email: str = "", organisation_id: UUID | None = None, by: Viewer, on: date
) -> UUID:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        if organisation_id:
            of_area(Organisation, organisation_id, by, "organisation")
        row = Person(
            local_area_id=by.local_area_id,
            name=named(name, "Enter the person’s name."),
            email=email.strip().lower(),
            organisation_id=organisation_id,
        )
        row.save(force_insert=True)
        note(Verb.COLLECTED, "add_person", row, f"added {row}", by=by, on=on)
    return row.pk


def set_email(
    *, person_id: UUID, email: str, version: int | None = None, by: Viewer, on: date
) -> None:
    """Where somebody who does not sign in is written to. `version` is the person's, where somebody
    had them in view."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = of_area(Person, person_id, by, "person")
        if version is not None:
            as_last_seen(row, version)
        if row.user_id:
            raise Refused(
                f"{row} signs in with {row.email}. An area administrator can move them to another "
                "address."
            )
        before, after = row.email, email.strip().lower()
        if before == after:
            return
        row.email = after
        row.version += 1
        row.save()
        words = f"changed the email address of {row}"
        changes = {"email_address": (before, after)}
        note(Verb.ALTERED, "set_email", row, words, by=by, on=on, changes=changes)


def add_post(*, title: str, kind: str = "post", by: Viewer, on: date) -> UUID:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        title = named(title, "Enter the title of the post or the name of the team.")
        one_of(PostKind, kind)
        row = saved_as_first(Post(local_area_id=by.local_area_id, title=title, kind=kind), title)
        note(Verb.COLLECTED, "add_post", row, f"added the post {row}", by=by, on=on)
    return row.pk


def hold_post(*, post_id: UUID, person_id: UUID, from_date: date, by: Viewer, on: date) -> UUID:
    """Somebody takes up a post; who held it before stays until ended."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        post = of_area(Post, post_id, by, "post")
        person = of_area(Person, person_id, by, "person")
        row = saved_once(
            PostHolding(
                local_area_id=by.local_area_id, post=post, person=person, from_date=from_date
            ),
            f"{person} already holds {post} from that day.",
        )
        words = f"recorded that {person} is {post} from {say_date(from_date)}"
        note(Verb.COLLECTED, "hold_post", post, words, by=by, on=on, about=[person])
    return row.pk


def leave_post(*, holding_id: UUID, until: date, by: Viewer, on: date) -> None:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = of_area(PostHolding, holding_id, by, "holding of a post")
        if until < row.from_date:
            raise Refused("The last day is before the first. Enter a later day.")
        row.until = until
        row.version += 1
        row.save()
        words = f"recorded {say_date(until)} as the last day of {row.person} as {row.post}"
        note(Verb.ALTERED, "leave_post", row.post, words, by=by, on=on, about=[row.person])


def join_forum(
    *,
    forum_id: UUID,
    person_id: UUID,
    from_date: date,
    capacity: str = "member",
    by: Viewer,
    on: date,
) -> UUID:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        forum = of_area(Forum, forum_id, by, "forum")
        person = of_area(Person, person_id, by, "person")
        row = saved_once(
            ForumMembership(
                local_area_id=by.local_area_id,
                forum=forum,
                person=person,
                capacity=capacity.strip() or "member",
                from_date=from_date,
            ),
            f"{person} already joined {forum} on that day.",
        )
        words = f"recorded that {person} joined {forum} as {row.capacity}"
        note(Verb.COLLECTED, "join_forum", forum, words, by=by, on=on, about=[person])
    return row.pk


def leave_forum(*, membership_id: UUID, until: date, by: Viewer, on: date) -> None:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = of_area(ForumMembership, membership_id, by, "membership")
        if until < row.from_date:
            raise Refused("The last day is before the first. Enter a later day.")
        row.until = until
        row.version += 1
        row.save()
        words = f"recorded {say_date(until)} as the last day of {row.person} in {row.forum}"
        note(Verb.ALTERED, "leave_forum", row.forum, words, by=by, on=on, about=[row.person])
