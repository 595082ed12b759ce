"""The words of the pages on which the list of settings comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldenthread.intake.queries.settings import WouldChange
from goldenthread.pages.words import counted, say_date
from goldenthread.provision.queries import ImportSeen
from goldenthread.rules.provision import SettingFacts

SHOWN = 20


@dataclass(frozen=True)
class ImportLine:
    """One list that came in or waits."""

    name: str
    href: str
    as_at: str
    state: str
    result: str


def import_lines(imports: Sequence[ImportSeen], slug: str) -> tuple[ImportLine, ...]:
    """Lists so far, the latest first."""
    return tuple(
        ImportLine(
            name=one.file_name,
            href=reverse("intake:settings_import", args=[slug, one.id]),
            as_at=say_date(one.as_at),
            state=f"Brought in {say_date(one.on)} by {one.by_label}" if one.applied else "Waits",
            result=_result(one) if one.applied else "Look at what it would change",
        )
        for one in imports
    )


def _result(one: ImportSeen) -> str:
    if one.links:
        return f"{counted(one.added, 'link')} added, {one.gone:,} ended"
    return f"{one.added:,} added, {one.changed:,} changed, {one.gone:,} gone"


@dataclass(frozen=True)
class ListPage:
    """What a list changes or has changed. `counts` are (words, number); `groups` show the first
    settings of each kind of change; `problems` are what could not be read."""

    title: str
    caption: str
    lede: str
    counts: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[str, ...], int], ...]
    problems: tuple[dict[str, str], ...]
    problem_count: int
    too_much: str
    nothing: bool


def preview_page(one: ImportSeen, found: WouldChange) -> ListPage:
    """What a list that waits would change."""
    groups: list[tuple[str, tuple[str, ...], int]] = []
    if found.settings is not None:
        of = found.settings
        counts = _counts(len(of.added), len(of.changed), of.closed, len(of.gone), of.unchanged)
        named = (
            (
                "Would be added",
                [f"{one.name} ({one.urn})" for one in of.added[:SHOWN]],
                len(of.added),
            ),
            ("Would be changed", [_changed(each) for each in of.changed[:SHOWN]], len(of.changed)),
            (
                "Would be marked as gone",
                [_named(each) for each in found.gone[:SHOWN]],
                len(of.gone),
            ),
        )
        groups = [
            (words, tuple(lines), count - len(lines)) for words, lines, count in named if lines
        ]
        nothing = not (of.added or of.changed or of.gone or of.back)
    else:
        links = found.links
        assert links is not None
        counts = (
            ("links added", f"{len(links.added):,}"),
            ("links ended", f"{len(links.ended):,}"),
            ("links as they were", f"{links.unchanged:,}"),
            ("links to settings that are not on the list", f"{links.left_out:,}"),
        )
        nothing = not (links.added or links.ended)
    read = found.read
    return ListPage(
        title="What this list would change",
        caption=one.file_name,
        lede=f"As at {say_date(one.as_at)}. {_rows_read(read.rows_read, read.rows_refused)}",
        counts=counts,
        groups=tuple(groups),
        problems=_problems([(p.row, p.column, p.words) for p in read.problems[:SHOWN]]),
        problem_count=read.problem_count,
        too_much="More than one in ten settings of the list are missing in this file, so it cannot "
        "be brought in as the whole of it. Put it aside and upload it as a part."
        if found.too_much
        else "",
        nothing=nothing,
    )


def done_page(one: ImportSeen, changes: Sequence[Any], total: int) -> ListPage:
    """What a list changed."""
    lines = tuple(dict.fromkeys(f"{each.setting_name} ({each.urn})" for each in changes))
    groups = (("Changed, closed or gone", lines, 0),) if lines else ()
    return ListPage(
        title="What this list changed",
        caption=one.file_name,
        lede=f"As at {say_date(one.as_at)}, brought in on {say_date(one.on)} by {one.by_label}. "
        f"{_rows_read(one.rows_read, one.rows_refused)}",
        counts=(("links added", f"{one.added:,}"), ("links ended", f"{one.gone:,}"))
        if one.links
        else _counts(one.added, one.changed, one.closed, one.gone, one.unchanged),
        groups=groups,
        problems=_problems(one.problems[:SHOWN]),
        problem_count=len(one.problems),
        too_much="",
        nothing=not (one.added or one.changed or one.gone or total),
    )


def _named(facts: SettingFacts) -> str:
    return f"{facts.name} ({facts.urn})"


def _changed(each: Any) -> str:
    closes = ", closed" if each.closes else ""
    return f"{each.after.name} ({each.after.urn}){closes}"


def _counts(
    added: int, changed: int, closed: int, gone: int, unchanged: int
) -> tuple[tuple[str, str], ...]:
    return (
        ("added", f"{added:,}"),
        ("changed", f"{changed:,}"),
        ("of them closed", f"{closed:,}"),
        ("gone", f"{gone:,}"),
        ("as they were", f"{unchanged:,}"),
    )


def _rows_read(read: int, refused: int) -> str:
    was = "was" if refused == 1 else "were"
    left_out = f"{refused:,} {was} left out." if refused else "None was left out."
    return f"{counted(read, 'row')} read. {left_out}"


def _problems(told: Sequence[tuple[int, str, str]]) -> tuple[dict[str, str], ...]:
    return tuple(
        {"row": str(row), "column": column or "Whole row", "words": words}
        for row, column, words in told
    )
