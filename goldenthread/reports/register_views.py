"""The register's list, taken out: what will be in the file, then the file."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.ehcp_register.policies import may_see_children
from goldenthread.ehcp_register.queries.asked import Asked, searched
from goldenthread.ehcp_register.queries.columns import COLUMNS
from goldenthread.ehcp_register.queries.documents import list_document
from goldenthread.ehcp_register.queries.lines import how_many
from goldenthread.pages.confirming import confirmed_lately
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.reports import register_lists
from goldenthread.reports.register_lists import REGISTER_LIST
from goldenthread.rules.refusals import Refused
from goldenthread.trail import looks


@confirmed_lately
@require_http_methods(["GET", "HEAD", "POST"])
@looks.recorded("Register: list, as a file")
def register_list(request: AreaRequest) -> HttpResponse:
    """The list that the address asks for, all of it, as Excel or CSV."""
    viewer, on = request.viewer, request.today
    require(may_see_children(viewer))
    asked = Asked.from_query(request.GET, today=on)
    asked = replace(asked, words=searched(request.session, asked.ticket, viewer=viewer))
    if asked.ticket and not asked.words:
        raise Refused(
            "The words of this search are not kept any more. Search again, then take the list out."
        )
    if request.method == "POST":
        form = request.POST.get("form", "xlsx")
        if form not in register_lists.FORMS:
            raise BadRequest("No such file")
        document = list_document(asked, viewer=viewer, on=on)
        looks.note(request, shown=[("child", one) for one in document.child_ids])
        name, media_type, content = register_lists.make(document, form, by=viewer, on=on)
        people = len(document.rows)
        return REGISTER_LIST.written(content, name=name, media_type=media_type, of=people)
    looks.note(request, shown=[])
    people = how_many(asked, viewer=viewer, on=on)
    query = asked.as_query(ticket=True)
    list_href = reverse("ehcp_register:children", args=[viewer.local_area_slug])
    context = {
        "day": say_date(asked.day or on),
        "columns": [COLUMNS[key].heading for key in asked.columns],
        "people": people,
        "narrowed": asked.narrowed,
        "contents": REGISTER_LIST.contents(people).words,
        "list_href": f"{list_href}?{query}".rstrip("?"),
        "crumbs": [Crumb("Register", list_href), Crumb("Take the list out")],
    }
    return render(request, "reports/register_list.html", context)
