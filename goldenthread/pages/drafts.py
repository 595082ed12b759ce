"""Drafts survive a time-out: kept as typed, given back on the form, forgotten once saved.

Two ways in: the page's script saves a signed-in person's form as they type, and a form sent after
the session ended is kept under a token that travels through sign-in.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Sum
from django.http import HttpRequest, QueryDict

from goldenthread.pages import form_keys
from goldenthread.pages.models import Draft

# As long as any form that can be sent at all (a grid of two hundred rows may have a million
# characters): what could have been saved is never too long to be kept.
LARGEST_DRAFT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
LIVES = timedelta(days=7)
# A stranger with a valid form token may send forms without end: keep only so many, and so much.
MOST_WITHOUT_A_PERSON = 500
LONGEST_WITHOUT_A_PERSON = 50_000_000  # characters of all of them together
_OF_THE_FORM = {"csrfmiddlewaretoken", form_keys.NAME, "draft-of"}
NOT_KEPT = _OF_THE_FORM | {"password", "password1", "password2", "login"}


def _fields(data: QueryDict) -> dict[str, list[str]]:
    return {
        name: [str(value) for value in values]
        for name, values in data.lists()
        if name not in NOT_KEPT
    }


def _size(fields: dict[str, list[str]]) -> int:
    return sum(len(value) for values in fields.values() for value in values)


def keep_for_later(request: HttpRequest, *, now: datetime) -> str:
    """Keep a form that came after the session ended; the token to ask for it, or "" if not kept."""
    fields = _fields(request.POST)
    forget_old_drafts(now=now)
    size = _size(fields)
    waiting = Draft.objects.filter(user_id__isnull=True).aggregate(
        number=Count("id"), size=Sum("size", default=0)
    )
    full = (
        waiting["number"] >= MOST_WITHOUT_A_PERSON
        or waiting["size"] + size > LONGEST_WITHOUT_A_PERSON
    )
    if not fields or size > LARGEST_DRAFT or full:
        return ""
    token = secrets.token_urlsafe(32)
    Draft.objects.create(token=token, address=request.path, fields=fields, size=size, saved_at=now)
    return token


def save_draft(
    *, user_id: UUID, address: str, data: QueryDict, now: datetime, form: str = ""
) -> bool:
    """Keep what is typed so far; False where it is too large to keep.

    `form` is the mark of the form it was typed in (`form_keys.form_of`). A draft that was on its
    way while its form was sent may arrive after it: it is let go, for what it says is saved.
    """
    fields = _fields(data)
    size = _size(fields)
    if size > LARGEST_DRAFT:
        return False
    forget_old_drafts(now=now)
    Draft.objects.update_or_create(
        user_id=user_id,
        address=address[:500],
        defaults={
            "fields": fields,
            "size": size,
            "saved_at": now,
            "token": secrets.token_urlsafe(32),
        },
    )
    # Asked afterwards: a form that is saved at this moment either takes this draft away itself, or
    # is seen here.
    if form_keys.was_sent(form):
        Draft.objects.filter(user_id=user_id, address=address[:500]).delete()
    return True


def typed_before(request: HttpRequest, *, user_id: UUID) -> QueryDict | None:
    """What this person typed on this form before, for `Form(initial=…)` or to bind again."""
    token = request.GET.get("kept", "")
    draft = Draft.objects.filter(user_id=user_id, address=request.path).first()
    if token:
        kept = Draft.objects.filter(token=token, address=request.path, user_id__isnull=True).first()
        draft = kept or draft
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    return data


def forget_draft(request: HttpRequest, *, user_id: UUID) -> None:
    """Called once the form is saved."""
    Draft.objects.filter(user_id=user_id, address=request.path).delete()
    if token := request.GET.get("kept") or request.POST.get("kept"):
        Draft.objects.filter(token=token, user_id__isnull=True).delete()


def forget_old_drafts(*, now: datetime) -> None:
    """Anybody's drafts older than seven days."""
    Draft.objects.filter(saved_at__lt=now - LIVES).delete()
