"""References of figures: there and back, wrong letters, and what nobody may open."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reports import papers
from goldenthread.reports.references import (
    FigureReference,
    lengthened,
    read_reference,
    shortened,
)
from goldenthread.rules.refusals import Refused

PLAIN = st.sampled_from(
    [
        "actions",
        "rating:blue",
        "rating:half-points/amber-green",
        "share:complete-on-track-or-under-way",
        "due-next:60",
        "compared:rating:red",
        "moved:amber:blue",
        "direction:not_comparable",
        "initial:rating:grey",
    ]
)
KEYS = PLAIN | st.builds(lambda level, key: f"level:{level}:{key}", st.uuids(), PLAIN)


@given(st.uuids(), st.none() | st.uuids(), KEYS)
def test_a_reference_reads_back_to_what_it_names(
    snapshot: UUID, compared: UUID | None, key: str
) -> None:
    reference = FigureReference(snapshot, compared, key)
    assert read_reference(str(reference)) == reference


@given(st.uuids(), KEYS)
def test_a_reference_holds_no_id_as_addresses_write_it(snapshot: UUID, key: str) -> None:
    printed = str(FigureReference(snapshot, snapshot, key))
    assert str(snapshot) not in printed
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-|/a/|http|\s", printed)


@given(st.uuids())
def test_letters_easily_misread_mean_the_same(one: UUID) -> None:
    letters = shortened(one)
    misread = letters.replace("0", "o").replace("1", "l").upper()
    assert lengthened(misread) == one


def test_a_reference_broken_over_lines_is_read_whole() -> None:
    reference = FigureReference(uuid4(), uuid4(), "moved:amber:blue")
    printed = str(reference)
    assert read_reference(f" {printed[:20]}\n  {printed[20:]} ") == reference


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GT-",
        "GT-123/actions",
        "XX-" + "0" * 26 + "/actions",
        "GT-" + "0" * 26,
        "GT-" + "0" * 26 + "/",
        "GT-" + "z" * 26 + "/actions",
        "GT-" + "u" * 26 + "/actions",
        "GT-" + "0" * 26 + ".123/actions",
        "GT-" + "0" * 26 + "/level:" + "u" * 26 + ":actions",
        "<script>alert(1)</script>",
    ],
)
def test_wrong_letters_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match=r"reference"):
        read_reference(text)


@given(st.text(max_size=80))
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    try:
        read_reference(f"GT-{'0' * 26}/{text}")
    except Refused as refusal:
        assert "reference" in refusal.sentence  # noqa: PT017 - most texts are read


@pytest.mark.parametrize(
    "key",
    [
        "nothing",
        "rating:",
        "share:most",
        "due-next:",
        "due-next:²",
        "due-next:" + "9" * 30,
        "moved:amber",
        "direction:sideways",
        "level:nowhere:actions",
        "level:" + str(UUID(int=0)) + ":actions",
        "compared:",
        "compared:" * 200 + "actions",
        "added",
        "completed-since",
    ],
)
def test_a_key_that_no_figure_has_opens_nothing(
    key: str, office: Any, closed: dict[str, UUID]
) -> None:
    reference = FigureReference(closed["December"], None, key)
    assert papers.open_figure(reference, viewer=office) is None


def test_a_figure_opens_for_its_own_area_only(
    office: Any, stranger: Any, closed: dict[str, UUID]
) -> None:
    reference = FigureReference(closed["December"], closed["October"], "actions")
    assert papers.open_figure(reference, viewer=office) is not None
    assert papers.open_figure(reference, viewer=stranger) is None
    unknown = FigureReference(closed["December"], uuid4(), "actions")
    assert papers.open_figure(unknown, viewer=office) is None


def test_two_plans_are_not_compared_by_a_made_up_reference(
    office: Any, closed: dict[str, UUID]
) -> None:
    from datetime import date

    from tests.factories import papers as paper_factory
    from tests.factories import plans

    other = plans.make_plan(by=office, title="Another plan", new_actions=[plans.new_action(1)])
    theirs = paper_factory.closed_period(other, "December", date(2019, 12, 31), by=office)
    made_up = FigureReference(closed["December"], theirs, "removed")
    assert papers.open_figure(made_up, viewer=office) is None


def test_somebody_with_a_role_for_one_plan_opens_no_figure_of_another(
    viewer: Any, plan_id: UUID, closed: dict[str, UUID]
) -> None:
    reference = FigureReference(closed["December"], None, "actions")
    own = viewer("external_adviser", name="Own", scope_kind="plan", scope_id=plan_id)
    other = viewer("external_adviser", name="Other", scope_kind="plan", scope_id=uuid4())
    assert papers.open_figure(reference, viewer=own) is not None
    assert papers.open_figure(reference, viewer=other) is None
