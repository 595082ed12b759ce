"""Which other actions of the plan an action waits for, by the references its words name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from goldenthread.intake.understanding.kinds import ProblemKind
from goldenthread.intake.understanding.plan import Action, Problem
from goldenthread.intake.understanding.words import fold, short, squeeze

_NOTHING = frozenset(
    {"", "n a", "na", "none", "no", "nil", "tbc", "none identified", "no dependencies"}
)
# 3.2, A4, WS1.3, 12b; a date such as 31.03.2020 is none.
_REFERENCE = re.compile(
    r"(?<![\w./])(?:[A-Za-z]{1,4}\s?)?\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?(?![\w/]|\.\d)"
)
_NAMES_ACTIONS = re.compile(r"\b(?:actions?|depend\w*|after|waits? (?:for|on)|see|link\w*)\b", re.I)


def with_waits(actions: Sequence[Action]) -> tuple[list[Action], list[Problem]]:
    """The actions with those they wait for, and a question for each dependency that names none."""
    known: dict[str, list[str]] = {}
    for action in actions:
        if action.reference:
            known.setdefault(_bare(action.reference), []).append(action.id)
    out: list[Action] = []
    problems: list[Problem] = []
    edges: dict[str, tuple[str, ...]] = {}
    for action in actions:
        words = squeeze(action.dependencies)
        if fold(words) in _NOTHING:
            out.append(action)
            continue
        found, missing = _named(words, known)
        waits = tuple(
            one
            for one in dict.fromkeys(found)
            if one != action.id and action.id not in _waited_for(one, edges)
        )
        edges[action.id] = waits
        out.append(replace(action, waits_for=waits))
        if missing or len(waits) < len(set(found)) or not waits:
            problems.append(_question(action, words, missing, found))
    return out, problems


def _named(words: str, known: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    """The ids of the actions named, and the references that lead to no action, or to several."""
    found: list[str] = []
    missing: list[str] = []
    for match in _REFERENCE.finditer(words):
        name = match.group(0)
        ids = known.get(_bare(name), ())
        if not ids and (tail := re.search(r"\d.*", name)) and tail.group(0) != name:
            name, ids = tail.group(0), known.get(_bare(tail.group(0)), ())
        if not _may_refer(name, words):
            continue
        if len(ids) == 1:
            found.append(ids[0])
        else:
            missing.append(name)
    return found, missing


def _may_refer(name: str, words: str) -> bool:
    """A bare number counts only where the cell is nothing but numbers, or speaks of actions."""
    if not name.isdigit():
        return "." in name or len(name) <= 4
    listed = not re.search(r"[A-Za-z]", re.sub(r"\b(?:and|actions?)\b", "", words, flags=re.I))
    return listed or bool(_NAMES_ACTIONS.search(words))


def _waited_for(action: str, edges: Mapping[str, Sequence[str]]) -> set[str]:
    """Everything an action waits for, directly or not."""
    found: set[str] = set()
    waiting = [action]
    while waiting:
        further = set(edges.get(waiting.pop(), ())) - found
        found |= further
        waiting += further
    return found


def _question(action: Action, words: str, missing: Sequence[str], found: Sequence[str]) -> Problem:
    if missing:
        named = ", ".join(dict.fromkeys(missing))
        said = f"It depends on {named}, which is not the reference of one other action here."
    elif found:
        said = f"“{short(words)}”: one waits for the other, so neither could begin."
    else:
        said = f"Its dependency “{short(words)}” names no other action of this plan."
    return Problem(
        action.rows[0],
        ProblemKind.DEPENDENCY_NOT_FOUND,
        f"{said} The words are kept; say on the action’s page what it waits for.",
    )


def _bare(reference: str) -> str:
    return re.sub(r"[\s.)]+$", "", reference).replace(" ", "").casefold()
