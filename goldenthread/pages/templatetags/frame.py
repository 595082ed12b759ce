"""Our frame and fields for the pages that third parties write as Django templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
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


def _piece(name: str, **given: Any) -> SafeString:
    drawn = render_to_string(f"pages/pieces/{name}.html", given, using="jinja2")
    return mark_safe(drawn)  # the Jinja2 environment has escaped what it was given
