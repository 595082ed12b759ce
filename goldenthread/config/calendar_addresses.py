"""Who comes by a calendar address (/calendar/<secret>.ics): a program that cannot sign in.

The secret is the whole right, so it never reaches another view, a log, another site or a store of
the browser; and what it opens is asked anew of its person's rights at every fetch.
"""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.config.accounts import throttling
from goldenthread.improvement_plan.queries.closed import knowing_closed_plans
from goldenthread.my_work.views import calendar_file
from goldenthread.notifications.actions.calendar import note_fetched
from goldenthread.notifications.queries.calendar import by_secret
from goldenthread.partnership.actions.tries import Limit, take_try
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail import looks

FETCHES = Limit(tries=30, minutes=60)  # of one address: programs ask a few times a day
_GONE = "This calendar address does not work. Make a new one in Golden Thread.\n"
_SLOWER = "Too many requests. Ask again in an hour.\n"


@require_safe
@looks.recorded("One’s due dates, as a calendar")
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The days of whoever has this address; else one sentence, whatever the reason."""
    return _guarded(_answer(request, secret))


def _answer(request: HttpRequest, secret: str) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    found = by_secret(secret, on=today)
    if found is None:
        refused = throttling.wait_until(throttling.links(request))
        return _said(_SLOWER, 429) if refused else _said(_GONE, 404)
    if take_try(("calendar", str(found.id)), limit=FETCHES, at=now):
        return _said(_SLOWER, 429)
    by_address = cast(AreaRequest, request)
    by_address.viewer = knowing_closed_plans(found.viewer)
    by_address.today = found.viewer.day or today
    note_fetched(found.id, on=by_address.today)
    return calendar_file(by_address)


def _said(words: str, status: int) -> HttpResponse:
    answer = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    if status == 429:
        answer.headers["Retry-After"] = "3600"
    return answer


def _guarded(answer: HttpResponse) -> HttpResponse:
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
