"""Verbs of rights: accounts, roles, and the local area itself."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction

from goldenthread.partnership import policies
from goldenthread.partnership.actions.accounts import sign_out_leaver
from goldenthread.partnership.actions.invitations import tell_of_role
from goldenthread.partnership.actions.writing import (
    email_address,
    named,
    note,
    of_area,
    saved_once,
)
from goldenthread.partnership.models import (
    Forum,
    Grant,
    LocalArea,
    Person,
    Post,
    Role,
    ScopeKind,
    User,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def grant(
    *,
    user_id: UUID,
    role: str,
    reason: str,
    from_date: date,
    until: date | None = None,
    scope_kind: str = ScopeKind.LOCAL_AREA,
    scope_id: UUID | None = None,
    scope_label: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Give somebody a role; effective on their next request. A role for one plan or level is given
    by the context that knows them, which passes their name as `scope_label`."""
    policies.require(policies.may_grant(by))
    if role not in Role.values:
        raise Refused(f"{role} is not a role. The roles are: {', '.join(Role.values)}.")
    if scope_kind not in ScopeKind.values or (scope_kind == "local_area") != (scope_id is None):
        raise Refused(
            "Say for which plan, level, post or forum the role is, or for the whole area."
        )
    if until and until < from_date:
        raise Refused("The last day is before the first. Enter a later day.")
    reason = named(reason, "Say why, for the history.")
    with transaction.atomic():
        person = Person.objects.filter(local_area_id=by.local_area_id, user_id=user_id).first()
        if person is None:
            raise Refused(f"That person has no account in {by.local_area_name}. Invite them first.")
        label = _scope_label(scope_kind, scope_id, by) or scope_label
        row = Grant(
            local_area_id=by.local_area_id,
            user_id=user_id,
            role=role,
            scope_kind=scope_kind,
            scope_id=scope_id,
            scope_label=label[:400],
            from_date=from_date,
            until=until,
            reason=reason,
            granted_by_id=by.user_id,
            recorded_at=at,
        )
        row.save(force_insert=True)
        where = f" for {label}" if label else ""
        words = f"gave {row.user} the role {Role(role).label.lower()}{where}: {row.reason}"
        note(Verb.ALTERED, "grant", row.user, words, by=by, on=on)
    return row.pk


def _scope_label(scope_kind: str, scope_id: UUID | None, by: Viewer) -> str:
    """The name of the post or forum that a role is for, which must be the area's."""
    if scope_id and scope_kind == ScopeKind.POST:
        return f"the actions of {of_area(Post, scope_id, by, 'post')}"
    if scope_id and scope_kind == ScopeKind.FORUM:
        return str(of_area(Forum, scope_id, by, "forum"))
    return ""


def end_grant(
    *, grant_id: UUID, until: date | None, by: Viewer, on: date, at: datetime | None = None
) -> None:
    """End a right on a day, or at once (`until` None, `at` the instant): then their next request is
    refused. A right is only ever made shorter, and an area keeps an administrator without end."""
    policies.require(policies.may_grant(by))
    with transaction.atomic():
        # Two administrators who end each other's rights take turns.
        LocalArea.objects.select_for_update().get(pk=by.local_area_id)
        row = of_area(Grant, grant_id, by, "right")
        _check_end(row, until, on=on)
        keeping = Grant.objects.keeping(local_area_id=by.local_area_id)
        is_one = keeping.filter(pk=row.pk).exists()
        if is_one and not keeping.exclude(pk=row.pk).exists():
            raise Refused(
                "This is the area’s last administrator. Give somebody else the role first, "
                "without an end."
            )
        row.until = max(on, row.from_date) if until is None else until
        row.taken_back_at = at if until is None else None
        row.version += 1
        row.save()
        if until is None:
            sign_out_leaver(row.user_id, on=on)
        words = f"ended the role {row.get_role_display().lower()} of {row.user}"
        words += " at once" if until is None else f" on {say_date(until)}"
        note(Verb.ALTERED, "end_grant", row.user, words, by=by, on=on)


def _check_end(row: Grant, until: date | None, *, on: date) -> None:
    if row.taken_back_at or (row.until and row.until < on):
        raise Refused("This role has ended already. Give it again if it is wanted again.")
    if until and until < row.from_date:
        raise Refused("The last day is before the first. Enter a later day, or end it at once.")
    if until and row.until and until > row.until:
        raise Refused(
            f"This role already ends on {say_date(row.until)}. Give it again to make it longer."
        )


def invite(*, name: str, email: str, password: str | None, by: Viewer, on: date) -> UUID:
    """An account for somebody, and the person it stands for in this area. An existing account of
    the same address is used as it is: one person may serve several areas."""
    policies.require(policies.may_grant(by))
    with transaction.atomic():
        user = _account(name=name, email=email, password=password)
        person = Person.objects.filter(
            local_area_id=by.local_area_id, email=user.email, user__isnull=True
        ).first()
        if Person.objects.filter(local_area_id=by.local_area_id, user=user).exists():
            return user.pk
        if person:
            person.user = user
            person.version += 1
            person.save()
        else:
            Person.objects.create(
                local_area_id=by.local_area_id, name=user.name, email=user.email, user=user
            )
        note(Verb.COLLECTED, "invite", user, f"invited {user}", by=by, on=on)
    return user.pk


def give_role(
    *,
    name: str,
    email: str,
    password: str | None = None,
    role: str,
    reason: str,
    from_date: date,
    until: date | None = None,
    scope_kind: str = ScopeKind.LOCAL_AREA,
    scope_id: UUID | None = None,
    scope_label: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> bool:
    """Give somebody an account and a role, both or neither; a letter invites them to choose a
    password, or tells of the role where they sign in already. True where the account is new: only
    then does a `password` count, which no page gives."""
    with transaction.atomic():
        known = User.objects.filter(email=email_address(email)).exists()
        user_id = invite(name=name, email=email, password=password, by=by, on=on)
        grant_id = grant(
            user_id=user_id,
            role=role,
            reason=reason,
            from_date=from_date,
            until=until,
            scope_kind=scope_kind,
            scope_id=scope_id,
            scope_label=scope_label,
            by=by,
            on=on,
            at=at,
        )
        tell_of_role(user_id=user_id, grant_id=grant_id, by=by, on=on)
    return not known


def _account(*, name: str, email: str, password: str | None, at: datetime | None = None) -> User:
    address = email_address(email)
    user = User.objects.filter(email=address).first()
    if user is None:
        called = named(name, "Enter the person’s name.")
        return User.objects.create_user(address, password, name=called, date_joined=at)
    if not user.is_active:
        raise Refused(
            f"The account of {address} is closed. Ask whoever looks after the installation."
        )
    return user


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
    _check_area(slug, brand_colour)
    with transaction.atomic():
        area = saved_once(
            LocalArea(
                slug=slug,
                name=named(name, "Enter the local area’s name."),
                brand_colour=brand_colour,
                demonstration=demonstration,
                lives_on=lives_on,
                recorded_at=at,
            ),
            f"There is already a local area at {slug}. Choose another short name.",
        )
        user = _account(
            name=administrator_name, email=administrator_email, password=password, at=at
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


def _check_area(slug: str, brand_colour: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError as wrong:
        raise Refused(
            f"“{slug}” cannot stand in an address. Use letters, digits and hyphens, as in eastmere."
        ) from wrong
    if not _COLOUR.fullmatch(brand_colour):
        raise Refused(f"“{brand_colour}” is not a colour. Write it like #0b4f55.")
