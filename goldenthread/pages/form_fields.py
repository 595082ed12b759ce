"""Django's form fields as the design system's components.

The macro ``field(bound)`` draws what `parameters` says: which component, with which words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import strip_tags


class DayMonthYear(forms.MultiWidget):
    """Three boxes, as people write a date: 3 5 2024."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric"})
        super().__init__({"day": box, "month": box, "year": box}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        return [None, None, None]


class DateField(forms.MultiValueField):
    """A day, month and year; gives a date, and says how to mend what is not one."""

    widget = DayMonthYear

    def __init__(self, **kwargs: Any) -> None:
        parts = tuple(forms.CharField(required=False) for _ in range(3))
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        name = str(self.label or "The date")
        written = [str(part or "").strip() for part in (value or [])]
        if not any(written):
            if self.required:
                raise forms.ValidationError(f"Fill in “{name}”, for example 3 5 2024.")
            return None
        missing = [
            part for part, text in zip(("day", "month", "year"), written, strict=True) if not text
        ]
        if missing:
            raise forms.ValidationError(f"{name} must also have a {' and a '.join(missing)}.")
        try:
            day, month, year = (int(part) for part in written)
            return date(year, month, day)
        except (ValueError, OverflowError) as not_a_date:
            raise forms.ValidationError(
                f"{name} must be a real date, such as 3 5 2024."
            ) from not_a_date


def sentence_case(label: str) -> str:
    """ "New Password (again)" as "New password (again)", for labels that others wrote."""
    return label[:1] + label[1:].lower()


def plain_words(markup: str) -> str:
    """Help text as words; one that is only a link is left to the page, which places the link."""
    if re.fullmatch(r"\s*<a\b.*</a>\s*", markup, flags=re.S):
        return ""
    return " ".join(strip_tags(re.sub(r"</(li|p)>", " ", markup)).split())


@dataclass(frozen=True)
class FieldError:
    """A line of the error summary: what to mend, and the address of its field."""

    text: str
    href: str = ""


def errors_of(form_or_forms: forms.BaseForm | Iterable[forms.BaseForm]) -> tuple[FieldError, ...]:
    """Every error of one or several forms, in the order of the page."""
    several = [form_or_forms] if isinstance(form_or_forms, forms.BaseForm) else form_or_forms
    found: list[FieldError] = []
    for form in several:
        found.extend(FieldError(str(text)) for text in form.non_field_errors())
        for bound in form:
            found.extend(FieldError(text, f"#{first_id(bound)}") for text in said_errors(bound))
    return tuple(found)


def said_errors(bound: BoundField) -> tuple[str, ...]:
    """The field's errors as sentences that say how to mend them.

    A form's own sentences stay as they are; Django's stock ones ("This field is required.") are
    said again with the field's name.
    """
    return tuple(
        text
        for error in bound.errors.as_data()
        for text in ([_mended(bound, error)] if _is_stock(bound, error) else error.messages)
    )


def _is_stock(bound: BoundField, error: forms.ValidationError) -> bool:
    stock: dict[str, Any] = {}
    for kind in reversed(type(bound.field).__mro__):
        stock.update(getattr(kind, "default_error_messages", {}))
    for validator in bound.field.default_validators:
        stock.setdefault(getattr(validator, "code", ""), getattr(validator, "message", ""))
    given = str(error.message)
    return error.code in ("max_length", "min_length") or given == str(stock.get(error.code or ""))


def _mended(bound: BoundField, error: forms.ValidationError) -> str:
    name, limits = str(bound.label), error.params or {}
    if error.code == "required":
        return _asked_for(bound)
    if error.code == "max_length":
        longest, now = limits["limit_value"], limits["show_value"]
        return f"{name} must be {longest} characters or fewer; it has {now}."
    if error.code == "invalid_choice":
        return f"{name}: choose one of those listed. What was sent is no longer among them."
    if isinstance(bound.field, forms.EmailField):
        return f"{name} must be an address such as name@example.org."
    return " ".join(error.messages)


def _asked_for(bound: BoundField) -> str:
    name, kind = f"“{bound.label}”", component_of(bound)
    if kind == "checkbox":
        return f"Tick {name} to go on."
    if kind == "file":
        return f"Choose a file for {name}."
    if kind in ("select", "radios", "checkboxes"):
        return f"Choose an answer for {name}."
    return f"Fill in {name}."


_COMPONENTS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DayMonthYear, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)
"""The first that fits draws the field: some of Django's widgets descend from others."""


def component_of(bound: BoundField) -> str:
    """Which component draws the field."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    return next((name for kind, name in _COMPONENTS if isinstance(widget, kind)), "input")


def first_id(bound: BoundField) -> str:
    """The id that a link to the field goes to: of several boxes, the first."""
    suffix = {"date": "_day", "radios": "_0", "checkboxes": "_0"}.get(component_of(bound), "")
    return f"{bound.auto_id}{suffix}"


def parameters(
    bound: BoundField,
    *,
    hint: str = "",
    label: str = "",
    classes: str = "",
    page_heading: bool = False,
    width: int | None = None,
    hints: dict[str, str] | None = None,
) -> dict[str, Any]:
    """What the component's macro needs to know about the field.

    `hints` explains single options of radios and checkboxes by their value. A field that has a
    `width` of its own, in characters, is as wide as that everywhere.
    """
    kind = component_of(bound)
    said = label or str(bound.label or "")
    # A field may be left empty now and still be needed for a later step: that is not "optional".
    may_stay_empty = not bound.field.required and not getattr(bound.field, "needed_later", False)
    if may_stay_empty and kind not in ("checkbox", "checkboxes", "hidden"):
        said = f"{said} (optional)" if "optional" not in said.lower() else said
    given: dict[str, Any] = {
        "id": str(bound.auto_id),
        "name": bound.html_name,
        "classes": _classes(classes, width or getattr(bound.field, "width", None)),
        "attributes": _attributes(bound),
        "formGroup": {},
    }
    if hint or (bound.help_text and kind != "checkbox"):
        said_hint = hint or plain_words(str(bound.help_text))
        if said_hint:
            given["hint"] = {"text": said_hint}
    if bound.errors:
        given["errorMessage"] = {"text": " ".join(said_errors(bound))}
    if kind in ("radios", "checkboxes", "date"):
        given["fieldset"] = {
            "legend": {
                "text": said,
                "isPageHeading": page_heading,
                "classes": "govuk-fieldset__legend--l"
                if page_heading
                else "govuk-fieldset__legend--s",
            }
        }
        given["idPrefix"] = given["id"]
    else:
        given["label"] = {
            "text": said,
            "isPageHeading": page_heading,
            "classes": "govuk-label--l" if page_heading else "govuk-label--s",
        }
    given.update(_particulars(bound, kind, hints or {}))
    return given


def _particulars(bound: BoundField, kind: str, hints: dict[str, str]) -> dict[str, Any]:
    value = bound.value()
    if kind == "date":
        return {"namePrefix": "", "items": _date_boxes(bound, value)}
    if kind in ("radios", "checkboxes", "select"):
        return {"items": _options(bound, kind, hints)}
    if kind == "checkbox":
        return {"items": [_single_box(bound, value)]}
    if kind == "textarea":
        return {"value": _text(bound, value), "rows": bound.field.widget.attrs.get("rows", 5)}
    if kind in ("file", "password"):
        meant_for = str(bound.field.widget.attrs.get("autocomplete", "off"))
        return {"autocomplete": meant_for} if kind == "password" else {}
    return {
        "value": _text(bound, value),
        "type": getattr(bound.field.widget, "input_type", "text"),
    }


def _text(bound: BoundField, value: Any) -> str:
    """What stands in the box: never the word None."""
    return str(bound.field.widget.format_value(value) or "") if value is not None else ""


def _classes(classes: str, width: int | None) -> str:
    """`width` in characters: 2, 3, 4, 5, 10, 20 or 30."""
    return f"{classes} govuk-input--width-{width}".strip() if width else classes


def _attributes(bound: BoundField) -> dict[str, str]:
    """The widget's own attributes, in the way the macros take them."""
    ours = {"id", "name", "type", "value", "class", "rows", "cols", "style", "placeholder"}
    given = {**bound.field.widget.attrs, **bound.field.widget_attrs(bound.field.widget)}
    if component_of(bound) == "password":
        ours |= {"autocomplete", "spellcheck", "autocapitalize"}  # the component has its own
    kept = {name: str(value) for name, value in given.items() if name not in ours}
    if bound.field.disabled:
        kept["disabled"] = "disabled"
    return {name: value for name, value in kept.items() if value not in ("False", "")}


def _date_boxes(bound: BoundField, value: Any) -> list[dict[str, Any]]:
    widget = bound.field.widget
    parts = value if isinstance(value, (list, tuple)) else widget.decompress(value)
    wrong = " govuk-input--error" if bound.errors else ""
    return [
        {
            "id": f"{bound.auto_id}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": part.capitalize(),
            "value": "" if written is None else str(written),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
        }
        for part, written in zip(("day", "month", "year"), parts, strict=True)
    ]


def _options(bound: BoundField, kind: str, hints: dict[str, str]) -> list[dict[str, Any]]:
    chosen = _chosen(bound)
    options: list[dict[str, Any]] = []
    for choice, text in _flat(bound.field.choices):  # type: ignore[attr-defined]
        value = "" if choice is None else str(choice)
        option: dict[str, Any] = {"value": value, "text": str(text)}
        option["selected" if kind == "select" else "checked"] = value in chosen
        if kind != "select":
            option["id"] = f"{bound.auto_id}_{len(options)}"
            if value in hints:
                option["hint"] = {"text": hints[value]}
        options.append(option)
    return options


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    values: Sequence[Any] = value if isinstance(value, (list, tuple, set)) else [value]  # type: ignore[assignment]
    return {"" if one is None else str(getattr(one, "pk", one)) for one in values}


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Choices without their groups: the design system's select has none."""
    for value, text in choices:
        if isinstance(text, (list, tuple)):
            yield from _flat(text)
        else:
            yield value, text


def _single_box(bound: BoundField, value: Any) -> dict[str, Any]:
    box: dict[str, Any] = {
        "id": str(bound.auto_id),
        "value": "on",
        "text": str(bound.label),
        "checked": bool(value),
    }
    if bound.help_text:
        box["hint"] = {"text": plain_words(str(bound.help_text))}
    return box
