"""Pages of settings: the list, one of them, and what is kept by hand."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.pages.shell import Crumb
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.provision import actions, policies, queries
from goldenthread.provision.forms import SettingForm, filled_with
from goldenthread.provision.presenters import setting_page, settings_page
from goldenthread.provision.queries import Search, SettingSeen
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused


def _list_href(request: AreaRequest) -> str:
    return reverse("provision:settings", args=[request.viewer.local_area_slug])


@require_safe
def settings(request: AreaRequest) -> HttpResponse:
    """The area's list, searched and filtered."""
    viewer, given = request.viewer, request.GET
    number = given.get("page", "1")
    standing = given.get("standing", "open")
    asked = Search(
        words=given.get("q", "").strip()[:200],
        phase=given.get("phase", ""),
        type_name=given.get("type", ""),
        authority_code=given.get("authority", ""),
        standing="" if standing == "all" else standing,
        offers=given.get("offers", ""),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1,
    )
    page = settings_page(
        queries.search(asked, viewer=viewer, on=request.today),
        asked,
        authorities=queries.authorities(viewer=viewer),
        types=queries.types(viewer=viewer),
        last=queries.last_import(viewer=viewer),
        query=given,
        slug=viewer.local_area_slug,
    )
    context = {"page": page, "refused": policies.may_keep_settings(viewer)}
    return render(request, "provision/settings.html", context)


def _seen(request: AreaRequest, setting_id: UUID) -> SettingSeen:
    found = queries.setting(setting_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


@require_safe
def setting(request: AreaRequest, setting_id: UUID) -> HttpResponse:
    """One setting."""
    one = _seen(request, setting_id)
    page = setting_page(
        one,
        links=queries.links_of(setting_id, viewer=request.viewer),
        changes=queries.changes_of(setting_id, viewer=request.viewer),
        on=request.today,
        slug=request.viewer.local_area_slug,
    )
    context = {
        "page": page,
        "one": one,
        "refused": policies.may_keep_settings(request.viewer),
        "crumbs": [Crumb("Schools and settings", _list_href(request)), Crumb(page.title)],
    }
    return render(request, "provision/setting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_setting(request: AreaRequest) -> HttpResponse:
    """Add a provider that the national list has not."""
    require(policies.may_keep_settings(request.viewer))
    form = SettingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_setting(
                new=actions.NewSetting(**form.given()),
                by=request.viewer,
                on=request.today,
                at=timezone.now(),
            )
        except NotPermitted:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The setting is on the list.")
            return redirect("provision:setting", request.viewer.local_area_slug, made)
    return _form_page(request, form, "Add a setting by hand", back=_list_href(request))


@require_http_methods(["GET", "HEAD", "POST"])
def change_setting(request: AreaRequest, setting_id: UUID) -> HttpResponse:
    """Change what is kept by hand of a provider."""
    require(policies.may_keep_settings(request.viewer))
    one = _seen(request, setting_id)
    if not one.by_hand:
        raise Http404
    posted = request.method == "POST"
    form = SettingForm(request.POST) if posted else SettingForm(initial=filled_with(one))
    slug, status = request.viewer.local_area_slug, 0
    version = request.POST.get("version", "") if posted else str(one.version)
    if posted and form.is_valid():
        try:
            actions.change_setting(
                setting_id=setting_id,
                new=actions.NewSetting(**form.given()),
                version=int(version) if version.isascii() and version.isdigit() else 0,
                by=request.viewer,
                on=request.today,
                at=timezone.now(),
            )
        except NotPermitted:
            raise
        except ChangedMeanwhile as late:
            form.add_error(None, late.sentence)
            status = 409
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The setting was changed.")
            return redirect("provision:setting", slug, setting_id)
    back = reverse("provision:setting", args=[slug, setting_id])
    title = f"Change {one.facts.name}"
    return _form_page(request, form, title, back=back, version=version, status=status)


def _form_page(
    request: AreaRequest,
    form: SettingForm,
    title: str,
    *,
    back: str,
    version: str = "",
    status: int = 0,
) -> HttpResponse:
    context = {
        "form": form,
        "page_heading": title,
        "back": back,
        "version": version,
        "crumbs": [Crumb("Schools and settings", _list_href(request)), Crumb(title)],
    }
    status = status or (422 if form.errors else 200)
    return render(request, "provision/setting_form.html", context, status=status)
