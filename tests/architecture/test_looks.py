"""No page shows records about people without a look: found by what each view reaches, not by its
name."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from goldenthread.partnership import person_linked
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.trail import looks

# The seam itself: it asks of records whether they are restricted, and shows none.
_SEAM = person_linked.__name__
# Views that reach such a model and show nothing of it, each with the reason.
SHOWS_NOTHING: dict[str, str] = {
    "my_work:home": "two counts of one's own caseload, and no child",
    "ehcp_register:search": "leads on to the list, which is marked",
    "ehcp_register:move": "leads back to the list, which is marked",
    "ehcp_register:cancel_panel_meeting": "leads back to the agenda, which is marked",
    "ehcp_register:put_back": "leads back to the list, which is marked",
}


def _views(patterns: list[Any], space: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _views(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", pattern.callback


def _reaches(thing: Any, met: set[int] | None = None) -> bool:
    """Whether code comes, by the names it uses, to a model of records about people."""
    met = met if met is not None else set()
    if id(thing) in met:
        return False
    met.add(id(thing))
    if isinstance(thing, type) and issubclass(thing, PersonLinked) and thing is not PersonLinked:
        return True
    if getattr(thing, "__module__", "") == _SEAM:
        return False
    return any(_reaches(one, met) for one in _used(thing))


def _used(thing: Any) -> Iterator[Any]:
    """The functions and classes of ours whose names some code uses."""
    if isinstance(thing, type):
        for one in vars(thing).values():
            if isinstance(one, types.FunctionType):
                yield one
        return
    function = getattr(thing, "func", thing)  # of a partial
    while isinstance(function, types.FunctionType):
        names = set(_names(function.__code__))
        modules = []
        for name in names:
            found = function.__globals__.get(name)
            if isinstance(found, types.ModuleType) and found.__name__.startswith(_OURS):
                modules.append(found)
            elif _ours(found):
                yield found
        yield from (
            found
            for module in modules
            for name in names
            if _ours(found := getattr(module, name, None))
        )
        yield from (cell.cell_contents for cell in function.__closure__ or () if _full(cell))
        function = getattr(function, "__wrapped__", None)


_OURS = ("goldenthread", "tests")


def _ours(found: Any) -> bool:
    return str(getattr(found, "__module__", "")).startswith(_OURS) and callable(found)


def _full(cell: types.CellType) -> bool:
    try:
        return _ours(cell.cell_contents)
    except ValueError:  # not filled yet
        return False


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


VIEWS = dict(_views(get_resolver().url_patterns))


@pytest.mark.asvs("16.3.2")
@pytest.mark.parametrize("name", sorted(VIEWS))
def test_a_view_that_reaches_records_about_people_is_marked(name: str) -> None:
    if name in SHOWS_NOTHING or hasattr(VIEWS[name], "recorded_as"):
        return
    assert not _reaches(VIEWS[name]), f"{name} shows records about people: mark it with looks"


def test_what_is_excused_exists_and_is_not_marked() -> None:
    for name, reason in SHOWS_NOTHING.items():
        assert reason
        assert not hasattr(VIEWS[name], "recorded_as")


def test_marked_pages_are_those_that_concern_people() -> None:
    marked = {name for name, view in VIEWS.items() if hasattr(view, "recorded_as")}
    assert {
        "partnership:audit_trail",
        "partnership:audit_trail_file",
        "partnership:history",
        "partnership:who_saw",
        "partnership:who_saw_file",
        "partnership:rights",
        "partnership:restrictions",
        "partnership:restriction",
        "notifications:person",
        "reports:document",
        "reports:in_template",
        "reports:highlight_document",
        "reports:highlight_in_template",
        "reports:lead_workbook",
        "reports:register_list",
        "ehcp_register:children",
        "ehcp_register:queue",
        "ehcp_register:caseload",
        "partnership:people",
        "my_work:hand_over",
        "intake:original",
        "intake:report_original",
        "intake:returned_original",
        "improvement_plan:evidence_file",
    } <= marked


# --- the check sees ------------------------------------------------------------------------------


class _Child(PersonLinked):
    class Meta:
        app_label = "tests_of_looks"
        abstract = True


def _list_of_children(viewer: Any) -> list[Any]:
    return list(_Child.objects.visible_to(viewer, on=viewer.day))


def _by_the_way(request: Any) -> HttpResponse:
    def inside() -> str:
        return str(_list_of_children(request.viewer))

    return HttpResponse(inside())


@looks.recorded("Children")
def _marked(request: Any) -> HttpResponse:
    return _by_the_way(request)


def _innocent(request: Any) -> HttpResponse:
    return HttpResponse("Nobody")


def test_the_check_sees_what_is_reached_by_the_way() -> None:
    assert _reaches(_by_the_way)
    assert _reaches(_marked)
    assert not _reaches(_innocent)
