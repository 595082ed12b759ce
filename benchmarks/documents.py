"""The board's paper of a closed period in its four formats."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from benchmarks import building
from benchmarks.figures import Timed, timed
from goldenthread.governance import queries as governance
from goldenthread.reports import papers, writing
from goldenthread.reports.document import Document

ROUNDS = 5
MADE_AT = datetime(2026, 1, 14, tzinfo=UTC)


def time_documents(slug: str = building.FIRST) -> tuple[list[Timed], dict[str, int]]:
    """Each format, the four together with their figures, and the bytes of each."""
    office = building.viewer(building.office_email(slug), slug)
    paper = next(one for one in governance.papers(viewer=office) if not one.issued)

    def document() -> Document:
        return papers.document_of(paper, viewer=office, draft=True)

    def four() -> None:
        made = document()
        for form in writing.FORMATS:
            writing.write(made, form, made_at=MADE_AT)

    ready = document()
    found = [
        timed(
            writing.FORMAT_WORDS[form],
            partial(writing.write, ready, form, made_at=MADE_AT),
            rounds=ROUNDS,
            warm_up=1,
        )
        for form in writing.FORMATS
    ]
    together = timed("Four documents together", four, rounds=ROUNDS, warm_up=0)
    sizes = {
        writing.FORMAT_WORDS[form]: len(writing.write(ready, form, made_at=MADE_AT))
        for form in writing.FORMATS
    }
    return [*found, together], sizes
