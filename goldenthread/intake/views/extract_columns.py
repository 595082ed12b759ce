"""What the columns of an extract are, and what its words are in ours: said once for a system."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.intake.actions.mappings import save_mapping
from goldenthread.intake.presenters import extract_columns as words
from goldenthread.intake.presenters.extract_columns import DATES, Said
from goldenthread.intake.presenters.extracts import address, crumbs, steps, waits_until
from goldenthread.intake.queries.mappings import to_begin_with
from goldenthread.intake.registers.proposing import TableSeen, asked_words, mapping_of
from goldenthread.intake.views.asking import version_in
from goldenthread.intake.views.extracts import found
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: AreaRequest, arrival_id: UUID) -> HttpResponse:
    """Each column and what it can be; then the words of columns that have a list; then it is
    read."""
    one = found(request, arrival_id)
    if not one.is_open:
        return redirect(address("extract", request.viewer, arrival_id))
    table, before = to_begin_with(arrival_id, viewer=request.viewer)
    if request.method != "POST":
        said = words.said_at_first(table, before, one.system)
        return _shown(request, one, table, said)
    at_first = words.said_at_first(table, before, one.system)
    said = _said(request.POST, table, at_first)
    wants_words = request.POST.get("step") == "columns" and words.word_groups(table, said)
    if request.POST.get("step") == "back":
        return _shown(request, one, table, said)
    if wants_words:
        return _shown(request, one, table, said, asks_words=True)
    try:
        save_mapping(
            arrival_id=arrival_id,
            version=version_in(request),
            mapping=mapping_of(
                table, name=said.name, targets=said.targets, dates=said.dates, codes=said.codes
            ),
            by=request.viewer,
            on=request.today,
        )
    except (NotPermitted, NotThere, ChangedMeanwhile):
        raise
    except Refused as refusal:
        return _shown(request, one, table, said, sentence=refusal.sentence)
    return redirect(address("extract", request.viewer, arrival_id))


def _said(data: QueryDict, table: TableSeen, before: Said) -> Said:
    """What was sent; words that this form did not ask for keep what they were said to be."""
    targets = {one.at: str(data.get(f"to-{one.at}", "")) for one in table.columns}
    codes: dict[int, dict[str, str]] = {}
    for one in table.columns:
        kept = before.codes.get(one.at, {}) if before.targets.get(one.at) == targets[one.at] else {}
        codes[one.at] = dict(kept)
        for number, (said, _) in enumerate(asked_words(one, targets[one.at])):
            sent = data.get(f"is-{one.at}-{number}")
            if sent is not None:
                codes[one.at][said] = str(sent)
    return Said(str(data.get("name", "")), str(data.get("dates", "")), targets, codes)


def _shown(
    request: AreaRequest,
    one: Any,
    table: TableSeen,
    said: Said,
    *,
    asks_words: bool = False,
    sentence: str = "",
) -> HttpResponse:
    viewer = request.viewer
    context = {
        "one": one,
        "said": said,
        "table": table,
        "groups": words.groups(),
        "lines": words.lines(table, said),
        "word_groups": words.word_groups(table, said) if asks_words else (),
        "asks_words": asks_words,
        "dates": DATES,
        "sentence": sentence,
        "steps": steps(one, "columns", viewer),
        "waits": waits_until(one),
        "crumbs": crumbs(
            viewer, (one.file_name, address("extract", viewer, one.id)), ("Columns", "")
        ),
    }
    status = 422 if sentence else 200
    return render(request, "intake/extract_columns.html", context, status=status)
