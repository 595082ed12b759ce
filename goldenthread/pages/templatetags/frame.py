"""Our frame and fields for the pages that third parties write as Django templates."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from goldenthread.pages.shell import Shell

register = template.Library()


@register.simple_tag(takes_context=True)
def masthead(context: template.Context) -> SafeString:
    """The product's own masthead, with who is signed in and the way out."""
    user = context.get("user")
    signed_in = bool(user and user.is_authenticated)
    shell = Shell(
        person=str(user) if signed_in else "",
        account_href="/accounts/" if signed_in else "",
        sign_out_href="/accounts/logout/" if signed_in else "",
    )
    return _piece("masthead", shell=shell)


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """Every field of the form as a component of the design system."""
    return _piece("fields", form=form)


@register.simple_tag
def form_problems(form: object) -> SafeString:
    """The summary of what to mend, where there is something; a page without a form gives ""."""
    if not isinstance(form, BaseForm) or not form.errors:
        return SafeString("")
    return _piece("problems", form=form)


@register.simple_tag
def welcome() -> SafeString:
    """What the product is, in five stations, beside the way in."""
    return _piece("welcome")


@register.simple_tag
def demonstration_note() -> SafeString:
    """That trying the demonstration is made easier than real use."""
    if not settings.DEMONSTRATION:
        return SafeString("")
    return format_html(
        '<p class="gt-note">{}</p>',
        "This is a demonstration. In real use everybody who may change anything also gives a code "
        "from an app; here you may set one up under your account, and need not.",
    )


@register.simple_tag
def second_factor_why() -> str:
    """Why somebody stands before this page."""
    if settings.SECOND_FACTOR == "required":
        return (
            "Whoever may change anything here signs in with a password and a code, so that a "
            "password alone lets nobody in. It takes two minutes."
        )
    return "From then on a password alone lets nobody in. It takes two minutes."


@register.simple_tag
def in_fours(text: str) -> str:
    """A long key in groups of four, to be typed from."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


@register.simple_tag
def as_json(given: Any) -> SafeString:
    """Data for a script, in an attribute: the policy allows no script in a page."""
    return escape(json.dumps(given))


@register.simple_tag
def passkeys_script() -> SafeString:
    """Only the pages that ask for a passkey load it."""
    return format_html('<script src="{}" type="module"></script>', static("pages/passkeys.js"))


@register.simple_tag(takes_context=True)
def organisation_sign_in(context: template.Context, wanted: str | None = None) -> SafeString:
    """The button that leads to the organisation's own sign-in, where one is set up."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    ways = [
        {
            "name": app["name"],
            "href": reverse("openid_connect_login", args=[app["provider_id"]]),
        }
        for app in apps
    ]
    if not ways:
        return SafeString("")
    return _piece("organisation", ways=ways, token=context.get("csrf_token"), wanted=wanted or "")


def _piece(name: str, **given: Any) -> SafeString:
    drawn = render_to_string(f"pages/pieces/{name}.html", given, using="jinja2")
    return mark_safe(drawn)  # the Jinja2 environment has escaped what it was given
