"""What every view of an import does: ask as somebody, keep what was typed, go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from goldenthread.intake import policies
from goldenthread.intake.forms.posted import Mend, Typed
from goldenthread.intake.presenters.frame import address
from goldenthread.pages import drafts
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def for_importers(view: View) -> View:
    """Only for those who may import. Answers that meet somebody else's are kept as a draft, and
    stand on the page again when it is opened."""

    @wraps(view)
    def asked(request: AreaRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policies.require(policies.may_import(request.viewer))
        try:
            return view(request, *args, **kwargs)
        except ChangedMeanwhile as late:
            drafts.save_draft(
                user_id=request.viewer.user_id,
                address=request.path,
                data=request.POST,
                now=timezone.now(),
            )
            raise ChangedMeanwhile(f"{late.sentence} Your own answers are kept there.") from late

    return cast(View, asked)


def typed_on(request: AreaRequest) -> Typed:
    """What is posted, or what was typed on this page before and not saved."""
    if request.method == "POST":
        return Typed(request.POST)
    return Typed(drafts.typed_before(request, user_id=request.viewer.user_id))


def version_in(request: HttpRequest) -> int:
    """The version of the import that the page was drawn from."""
    words = request.POST.get("version", "")
    return int(words) if words.isdecimal() else -1


def forget(request: AreaRequest) -> None:
    drafts.forget_draft(request, user_id=request.viewer.user_id)


def go(request: AreaRequest, name: str, import_id: UUID, part: str = "") -> HttpResponseRedirect:
    """On to a page of the import."""
    return redirect(address(name, request.viewer, import_id) + part)


def page(
    request: AreaRequest,
    template: str,
    context: dict[str, Any],
    mends: tuple[Mend, ...] = (),
    *,
    typed: Typed | None = None,
) -> HttpResponse:
    """A page, with what is to be mended at its top."""
    restored = request.method != "POST" and typed is not None and not typed.is_empty
    wrong = {mend.field: mend.text for mend in mends}
    return render(
        request,
        f"intake/{template}.html",
        {**context, "mends": mends, "wrong": wrong, "restored": restored},
        status=422 if mends else 200,
    )
