"""One press, one effect: each form that is shown carries a key of its own.

What a form does is written in the database together with the form's key, in one transaction. The
same form sent again (a double click, a page sent once more, a proxy that repeats) meets its own key
and gets the first one's answer. A form that was refused, or whose process was killed before it had
any effect, leaves no key behind: mended, or just sent again, it is done.

The same key with other words is another form: somebody went back in their browser and wrote more.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from uuid_utils.compat import uuid7

from goldenthread.pages.models import SentForm

NAME = "form-key"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
# What a browser adds, and what says nothing of what was typed.
_NOT_TYPED = {NAME, "csrfmiddlewaretoken"}
KEPT_FOR = timedelta(days=2)
WAITED_FOR = 10.0  # seconds, for the answer of the first that is still being made
_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# Written around what a form does, and not what it does: keys themselves, drafts, tries and looks
# that stay whatever becomes of the form, sessions and what processes share.
_AROUND = frozenset(
    [
        "pages_sentform",
        "pages_draft",
        "partnership_tries",
        "trail_traillook",
        "trail_trailsighting",
        "trail_traillookhead",
        "django_session",
        "usersessions_usersession",
        "shared_cache",
    ]
)
_CLAIM = (
    "INSERT INTO pages_sentform (id, form, body, at) VALUES (%s, %s, %s, CURRENT_TIMESTAMP) "
    "ON CONFLICT (form, body) DO UPDATE SET id = excluded.id WHERE pages_sentform.id = excluded.id "
    "RETURNING 1"
)


class SentBefore(Exception):
    """The same form has had its effect already."""


def _inputs(request: HttpRequest) -> SafeString:
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="{}" value="{}">',
        get_token(request),
        NAME,
        secrets.token_urlsafe(18),
    )


hidden_inputs: Callable[[HttpRequest], Any] = lazy(_inputs, SafeString, str)
"""What every form carries (`csrf_input` in templates): the mark that it is ours, and a key of its
own. Each form on a page gets another key, for they are made anew wherever this is written."""


def form_of(person: str, key: str) -> str:
    """The mark of one form that was shown to one person (64 hex digits); "" where there is none."""
    if not person or not _KEY.fullmatch(key):
        return ""
    return hashlib.sha256(f"{person}\x1f{key}".encode()).hexdigest()


def was_sent(form: str) -> bool:
    """Whether this form has had its effect, whatever was typed in it."""
    return bool(form) and SentForm.objects.filter(form=form).exists()


class Sending:
    """One form on its way: keeps its key with the first thing that it writes.

    It wraps the statements of the database connection, so that no verb can forget it. The verbs
    write in transactions; what is written outside of one has no key.
    """

    def __init__(self, form: str, request: HttpRequest) -> None:
        self.id: UUID = uuid7()
        self.form = form
        self.body = _body_of(request)
        self._committed = False

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if connection.in_atomic_block and _has_an_effect(sql) and not self.has_effect:
            self._claim()
        return execute(sql, params, many, context)

    @property
    def has_effect(self) -> bool:
        """Whether its key is written: in a transaction that was committed or still may be."""
        # Django takes away what waits for the commit of a step that was rolled back.
        waiting: list[Any] = connection.run_on_commit
        return self._committed or any(one[1] == self._note_commit for one in waiting)

    def _note_commit(self) -> None:
        self._committed = True

    def _claim(self) -> None:
        """Write the key; waits for another process that is writing it. Raises SentBefore."""
        transaction.on_commit(self._note_commit)
        key = SentForm._meta.pk.get_db_prep_value(self.id, connection)
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [key, self.form, self.body])
            written = cursor.fetchone()
        if written is None:
            raise SentBefore

    def settle(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """The answer to give. Where this one had an effect its answer is kept for the next, or its
        key let go; where it failed because the same form was faster, that one's answer."""
        status = answer.status_code
        if not self.has_effect:
            return (self.first_answer(request) if status >= 400 else None) or answer
        mine = SentForm.objects.filter(pk=self.id)
        if 300 <= status < 400:
            queued = getattr(messages.get_messages(request), "_queued_messages", ())
            said = [[one.level, str(one.message)] for one in queued]
            mine.update(answer={"status": status, "to": answer["Location"], "said": said})
        elif status < 500:  # a page to mend, or a file, which is handed out again when asked again
            mine.delete()
        else:  # it was done, and then the answer failed: the next is told so at once
            mine.update(answer={})
        return answer

    def first_answer(self, request: HttpRequest) -> HttpResponse | None:
        """The answer of the same form that was faster, as soon as it is there; None where there is
        no such form, or none that was answered."""
        until = time.monotonic() + WAITED_FOR
        while True:
            first = SentForm.objects.filter(form=self.form, body=self.body).first()
            if first is None or first.answer == {}:
                return None
            if first.answer is not None:
                _say(request, first.answer["said"])
                return HttpResponseRedirect(first.answer["to"], status=first.answer["status"])
            if time.monotonic() >= until:
                return None
            time.sleep(0.05)


def _say(request: HttpRequest, said: list[tuple[int, str]]) -> None:
    """What the first answer said, where it does not wait for this reader already."""
    there: Any = messages.get_messages(request)
    waiting = {str(one.message) for one in there._loaded_messages}
    for level, words in said:
        if words not in waiting:
            messages.add_message(request, level, words)


def _has_an_effect(sql: str) -> bool:
    found = _WRITE.match(sql)
    return found is not None and found.group(1).lower() not in _AROUND


def _body_of(request: HttpRequest) -> str:
    """The mark (64 hex digits) of where a form was sent to and of all that was in it."""
    seen = hashlib.sha256(repr(request.get_full_path()).encode())
    for name, values in sorted(request.POST.lists()):
        if name not in _NOT_TYPED:
            seen.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            seen.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                seen.update(chunk)
            file.seek(0)
    return seen.hexdigest()


def forget_old_keys(*, now: datetime) -> int:
    """Let go of keys that no browser will send again; how many."""
    return SentForm.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
