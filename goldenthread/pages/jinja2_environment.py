"""The one Jinja2 environment of all our pages.

Django's Jinja2 backend calls `environment` once for each engine; the answer is cached, so every
page shares one set of compiled templates.
"""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined

from goldenthread.pages import addresses, charts, form_fields, words
from goldenthread.rules import sensitivity

_made: dict[str, Environment] = {}


class MissingIsLoud(Undefined):
    """May be asked whether it is there; may not be printed as if it were empty text."""

    __str__ = Undefined._fail_with_undefined_error
    __html__ = Undefined._fail_with_undefined_error


def environment(**options: Any) -> Environment:
    """The shared environment: our templates, the design system's macros, our filters.

    `options` are what Django's backend passes: loader, autoescape, auto_reload.
    """
    key = repr(sorted((name, repr(value)) for name, value in options.items() if name != "loader"))
    if key not in _made:
        _made[key] = _new_environment(options)
    return _made[key]


def _new_environment(options: dict[str, Any]) -> Environment:
    ours = options.pop("loader")
    options.update(autoescape=True, undefined=MissingIsLoud, trim_blocks=True, lstrip_blocks=True)
    made = Environment(**options)  # noqa: S701 – autoescape is among the options
    made.loader = ChoiceLoader(
        [ours, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    made.globals.update(
        static=static,
        url=url,
        messages_for=messages_for,
        with_query=addresses.with_query,
        charts=charts,
        form_fields=form_fields,
        as_it_came=sensitivity.AS_IT_CAME.words,
    )
    made.filters.update(
        say_date=words.say_date,
        say_date_with_day=words.say_date_with_day,
        say_share=words.say_share,
        counted=words.counted,
    )
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page: ``url("improvement_plan:plan", local_area=slug)``."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def messages_for(request: HttpRequest | None) -> list[Any]:
    """The messages waiting for this reader; reading them marks them as shown."""
    return list(get_messages(request)) if request is not None else []
