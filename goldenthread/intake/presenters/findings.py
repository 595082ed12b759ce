"""Findings on the page “What we found”: each kept or left, and the part that answers it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from goldenthread.intake.answers import LEFT_OUT
from goldenthread.intake.forms.found import finding_field
from goldenthread.intake.forms.posted import Typed
from goldenthread.intake.queries import ImportDetail
from goldenthread.intake.queries.comparing_levels import parts_of
from goldenthread.pages.words import counted, say_date


def findings_block(detail: ImportDetail, typed: Typed) -> dict[str, Any]:
    """`words` count them by kind: "3 findings: 3 of significant weakness"."""
    found = detail.plan.findings
    kinds = Counter(one.kind for one in found)
    parts = [
        (part.key, f"{part.reference} {part.title}".strip()[:60]) for part in parts_of(detail.plan)
    ]
    listed = "; ".join(f"{kind} ({number})" for kind, number in kinds.items())
    return {
        "words": f"{counted(len(found), 'finding')}: {listed}",
        "choices": [
            (LEFT_OUT, "Leave this finding out"),
            ("", "Keep it: no part answers it yet"),
            *((key, f"Keep it: answered by {words}") for key, words in parts),
        ],
        "lines": [
            {
                "field": finding_field(one.id),
                "reference": one.reference,
                "text": one.text,
                "said": " · ".join(
                    part
                    for part in (one.kind, one.responsible, one.source, say_date(one.date))
                    if part
                ),
                "chosen": typed.get(
                    finding_field(one.id), detail.answers.findings.get(one.id, one.part)
                ),
            }
            for one in found
        ],
    }
