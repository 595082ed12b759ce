"""Verbs of the partnership: each one transaction and one trail entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

from goldenthread.partnership import policies
from goldenthread.partnership.models import (
    Forum,
    ForumMembership,
    Grant,
    LocalArea,
    Organisation,
    Person,
    Post,
    PostHolding,
    Role,
    ScopeKind,
    User,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

Row = TypeVar("Row", bound=models.Model)


def _note(verb: Verb, act: str, row: models.Model, words: str, *, by: Viewer, on: date) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"partnership.{act}",
        object_kind=row._meta.model_name or "",
        object_id=row.pk,
        object_label=str(row),
        words=words,
        on=on,
    )


def _saved_once(row: Row, sentence: str) -> Row:
    """Save a new row, or refuse with the sentence where its name is taken."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused(sentence) from clash
    return row


def _of_area(model: type[Row], pk: UUID, by: Viewer, what: str) -> Row:
    found = model._default_manager.filter(local_area_id=by.local_area_id, pk=pk).first()
    if found is None:
        raise Refused(f"That {what} is not in {by.local_area_name}.")
    return found


def add_organisation(*, name: str, kind: str, by: Viewer, on: date) -> UUID:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = _saved_once(
            Organisation(local_area_id=by.local_area_id, name=name.strip(), kind=kind),
            f"{name.strip()} is there already. Choose it from the list.",
        )
        _note(Verb.COLLECTED, "add_organisation", row, f"added {row}", by=by, on=on)
    return row.pk


def add_forum(
    *, name: str, kind: str = "other", chair: str = "", rhythm: str = "", by: Viewer, on: date
) -> UUID:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = _saved_once(
            Forum(
                local_area_id=by.local_area_id,
                name=name.strip(),
                kind=kind,
                chair=chair.strip(),
                rhythm=rhythm.strip(),
                from_date=on,
            ),
            f"{name.strip()} is there already. Choose it from the list.",
        )
        _note(Verb.COLLECTED, "add_forum", row, f"added the forum {row}", by=by, on=on)
    return row.pk


def know_forum_also_as(*, forum_id: UUID, names: Iterable[str], by: Viewer, on: date) -> None:
    """Remember other spellings of a forum, so that the next plan finds it."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = _of_area(Forum, forum_id, by, "forum")
        fresh = [name for name in names if name != row.name and name not in row.also_known_as]
        if not fresh:
            return
        row.also_known_as = [*row.also_known_as, *fresh]
        row.version += 1
        row.save()
        words = f"noted that {row} is also written {', '.join(fresh)}"
        _note(Verb.ALTERED, "know_forum_also_as", row, words, by=by, on=on)


def set_front_sheet(
    *, forum_id: UUID, fields: list[dict[str, object]], by: Viewer, on: date
) -> None:
    """Which fields this body's papers have on their front sheet, in order."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = _of_area(Forum, forum_id, by, "forum")
        row.front_sheet_fields = fields
        row.version += 1
        row.save()
        words = f"set the front sheet of papers to {row}"
        _note(Verb.ALTERED, "set_front_sheet", row, words, by=by, on=on)


def add_person(
    *, name: str, email: str = "", organisation_id: UUID | None = None, by: Viewer, on: date
) -> UUID:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        if organisation_id:
            _of_area(Organisation, organisation_id, by, "organisation")
        row = Person(
            local_area_id=by.local_area_id,
            name=name.strip(),
            email=email.strip().lower(),
            organisation_id=organisation_id,
        )
        row.save(force_insert=True)
        _note(Verb.COLLECTED, "add_person", row, f"added {row}", by=by, on=on)
    return row.pk


def set_email(*, person_id: UUID, email: str, by: Viewer, on: date) -> None:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = _of_area(Person, person_id, by, "person")
        if row.email == email.strip().lower():
            return
        row.email = email.strip().lower()
        row.version += 1
        row.save()
        words = f"changed the email address of {row}"
        _note(Verb.ALTERED, "set_email", row, words, by=by, on=on)


def add_post(*, title: str, kind: str = "post", by: Viewer, on: date) -> UUID:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = _saved_once(
            Post(local_area_id=by.local_area_id, title=title.strip(), kind=kind),
            f"{title.strip()} is there already. Choose it from the list.",
        )
        _note(Verb.COLLECTED, "add_post", row, f"added the post {row}", by=by, on=on)
    return row.pk


def hold_post(*, post_id: UUID, person_id: UUID, from_date: date, by: Viewer, on: date) -> UUID:
    """Somebody takes up a post; who held it before stays until ended."""
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        post = _of_area(Post, post_id, by, "post")
        person = _of_area(Person, person_id, by, "person")
        row = _saved_once(
            PostHolding(
                local_area_id=by.local_area_id, post=post, person=person, from_date=from_date
            ),
            f"{person} already holds {post} from that day.",
        )
        _note(Verb.COLLECTED, "hold_post", post, f"{person} took up {post}", by=by, on=on)
    return row.pk


def leave_post(*, holding_id: UUID, until: date, by: Viewer, on: date) -> None:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = _of_area(PostHolding, holding_id, by, "holding of a post")
        if until < row.from_date:
            raise Refused("The last day is before the first. Enter a later day.")
        row.until = until
        row.version += 1
        row.save()
        words = f"{row.person} leaves {row.post}"
        _note(Verb.ALTERED, "leave_post", row.post, words, by=by, on=on)


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
        forum = _of_area(Forum, forum_id, by, "forum")
        person = _of_area(Person, person_id, by, "person")
        row = _saved_once(
            ForumMembership(
                local_area_id=by.local_area_id,
                forum=forum,
                person=person,
                capacity=capacity.strip() or "member",
                from_date=from_date,
            ),
            f"{person} already joined {forum} on that day.",
        )
        words = f"{person} joined {forum} as {row.capacity}"
        _note(Verb.COLLECTED, "join_forum", forum, words, by=by, on=on)
    return row.pk


def leave_forum(*, membership_id: UUID, until: date, by: Viewer, on: date) -> None:
    policies.require(policies.may_manage_people(by))
    with transaction.atomic():
        row = _of_area(ForumMembership, membership_id, by, "membership")
        if until < row.from_date:
            raise Refused("The last day is before the first. Enter a later day.")
        row.until = until
        row.version += 1
        row.save()
        words = f"{row.person} leaves {row.forum}"
        _note(Verb.ALTERED, "leave_forum", row.forum, words, by=by, on=on)


def grant(
    *,
    user_id: UUID,
    role: str,
    reason: str,
    from_date: date,
    until: date | None = None,
    scope_kind: str = ScopeKind.LOCAL_AREA,
    scope_id: UUID | None = None,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Give somebody a role; effective on their next request."""
    policies.require(policies.may_grant(by))
    if role not in Role.values:
        raise Refused(f"{role} is not a role. The roles are: {', '.join(Role.values)}.")
    if until and until < from_date:
        raise Refused("The last day is before the first. Enter a later day.")
    with transaction.atomic():
        row = Grant(
            local_area_id=by.local_area_id,
            user_id=user_id,
            role=role,
            scope_kind=scope_kind,
            scope_id=scope_id,
            from_date=from_date,
            until=until,
            reason=reason.strip(),
            granted_by_id=by.user_id,
            recorded_at=at,
        )
        row.save(force_insert=True)
        words = f"gave {row.user} the role {Role(role).label.lower()}: {row.reason}"
        _note(Verb.ALTERED, "grant", row.user, words, by=by, on=on)
    return row.pk


def end_grant(*, grant_id: UUID, until: date, by: Viewer, on: date) -> None:
    """End a right; an area keeps at least one administrator."""
    policies.require(policies.may_grant(by))
    with transaction.atomic():
        row = _of_area(Grant, grant_id, by, "right")
        others = Grant.objects.in_force(on=until).filter(
            local_area_id=by.local_area_id,
            role=Role.AREA_ADMINISTRATOR,
            user__is_active=True,
        )
        if row.role == Role.AREA_ADMINISTRATOR and not others.exclude(pk=row.pk).exists():
            raise Refused(
                "This is the area’s last administrator. Give somebody else the role first."
            )
        row.until = max(until, row.from_date)
        row.version += 1
        row.save()
        words = f"ended the role {row.get_role_display().lower()} of {row.user}"
        _note(Verb.ALTERED, "end_grant", row.user, words, by=by, on=on)


def invite(*, name: str, email: str, password: str | None, by: Viewer, on: date) -> UUID:
    """An account for somebody, and the person it stands for in this area. An existing account of
    the same address is used as it is: one person may serve several areas."""
    policies.require(policies.may_grant(by))
    with transaction.atomic():
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            user = User.objects.create_user(email, password, name=name.strip())
        person = Person.objects.filter(
            local_area_id=by.local_area_id, email=user.email, user__isnull=True
        ).first()
        if person:
            person.user = user
            person.version += 1
            person.save()
        elif not Person.objects.filter(local_area_id=by.local_area_id, user=user).exists():
            Person.objects.create(
                local_area_id=by.local_area_id, name=user.name, email=user.email, user=user
            )
        _note(Verb.COLLECTED, "invite", user, f"invited {user}", by=by, on=on)
    return user.pk


def found_local_area(
    *,
    slug: str,
    name: str,
    brand_colour: str,
    administrator_name: str,
    administrator_email: str,
    password: str | None,
    demonstration: bool,
    on: date,
    at: datetime,
    lives_on: date | None = None,
) -> UUID:
    """A new local area with its first administrator. There is nobody yet to ask: only the command
    line, on the server itself, does this."""
    with transaction.atomic():
        area = _saved_once(
            LocalArea(
                slug=slug,
                name=name,
                brand_colour=brand_colour,
                demonstration=demonstration,
                lives_on=lives_on,
                recorded_at=at,
            ),
            f"There is already a local area at {slug}. Choose another short name.",
        )
        user = User.objects.filter(email=administrator_email.strip().lower()).first()
        if user is None:
            user = User.objects.create_user(
                administrator_email, password, name=administrator_name, date_joined=at
            )
        Person.objects.create(local_area=area, name=user.name, email=user.email, user=user)
        Grant.objects.create(
            local_area=area,
            user=user,
            role=Role.AREA_ADMINISTRATOR,
            from_date=on,
            reason="First administrator of the area",
            recorded_at=at,
        )
        record(
            local_area_id=area.pk,
            actor_id=user.pk,
            actor_label=user.name,
            verb=Verb.COLLECTED,
            act="partnership.found_local_area",
            object_kind="localarea",
            object_id=area.pk,
            object_label=area.name,
            words=f"set up {area.name}",
            on=on,
        )
    return area.pk
