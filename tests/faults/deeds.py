"""What is killed in the middle: each a verb of the product on a copy of the demonstration.

Run in a process of its own (tests/faults/killing.py), with Django loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

ON = date(2020, 1, 14)
AT = datetime(2020, 1, 14, 9, 30, tzinfo=UTC)
Told = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """`prepare` is done once; `do` is killed; `told` is how its things stand. `warm` works out
    beforehand what takes long and writes nothing."""

    do: Callable[[], None]
    told: Callable[[], Told]
    prepare: Callable[[], None] = lambda: None
    warm: Callable[[], None] = lambda: None


def office() -> Any:
    from goldenthread.demo.built import viewer_of

    return viewer_of("Priya Nair", on=ON)


def the_plan() -> Any:
    from goldenthread.improvement_plan import queries

    return queries.plans(viewer=office())[0].id


# --- importing ------------------------------------------------------------------------------------


def upload() -> None:
    from goldenthread.intake import actions
    from tests.intake.pages.test_newer_versions import FIRST

    actions.upload(upload=FIRST.encode(), name="plan.csv", by=office(), on=ON)


def read() -> None:
    from goldenthread.jobs import tasks
    from goldenthread.jobs.models import JobRun

    tasks.recover(at_start=True)
    for run in JobRun.objects.exclude(state__in=["done", "failed"]):
        tasks.run(str(run.id))


def _uploaded_and_read() -> None:
    from goldenthread.intake.actions.at_once import safe_answers
    from goldenthread.intake.models import PlanImport
    from goldenthread.intake.reading import read_safely
    from goldenthread.intake.understanding import understand
    from tests.intake.pages.test_newer_versions import FIRST

    upload()
    read()
    row = PlanImport.objects.latest("pk")
    plan = understand(read_safely(FIRST.encode(), "plan.csv"))
    row.answers = safe_answers(plan, "three-point", by=office(), on=ON).as_data()
    row.save()


def bring_in() -> None:
    from goldenthread.intake import actions
    from goldenthread.intake.models import PlanImport

    row = PlanImport.objects.latest("pk")
    actions.bring_in(import_id=row.pk, version=row.version, by=office(), on=ON)


def imports() -> Told:
    from goldenthread.intake.models import PlanImport
    from goldenthread.jobs.models import JobRun

    return {
        "imports": sorted(PlanImport.objects.values_list("state", flat=True)),
        "jobs unfinished": JobRun.objects.exclude(state="done").count(),
    }


# --- periods and papers ---------------------------------------------------------------------------


def _open_a_period() -> None:
    from goldenthread.improvement_plan import actions

    actions.open_period(
        plan_id=the_plan(), name="Early January 2020", from_date=date(2020, 1, 1),
        cut_off=date(2020, 1, 13), by=office(), on=ON,
    )  # fmt: skip


def close_period() -> None:
    from goldenthread.improvement_plan import actions, queries

    (period,) = [
        one
        for one in queries.periods(the_plan(), viewer=office())
        if one.name == "Early January 2020"
    ]
    actions.close_period(period_id=period.id, by=office(), on=ON)


def periods() -> Told:
    from goldenthread.improvement_plan.models import ReportingPeriod

    return dict(ReportingPeriod.objects.values_list("name", "state"))


def start_draft() -> None:
    from goldenthread.governance import actions
    from goldenthread.governance.models import BoardPaper
    from goldenthread.improvement_plan import queries

    plan = the_plan()
    closed = [one for one in queries.periods(plan, viewer=office()) if one.snapshot_id]
    forum = BoardPaper.objects.values_list("forum_id", flat=True).first()
    assert forum is not None
    actions.start_draft(
        plan_id=plan, snapshot_id=closed[-1].snapshot_id, forum_id=forum, title="Another paper",
        meeting_on=None, by=office(), on=ON, at=AT,
    )  # fmt: skip


def issue() -> None:
    from goldenthread.governance import queries
    from goldenthread.reports.actions import issue_paper

    (draft,) = [one for one in queries.papers(viewer=office()) if not one.issued]
    issue_paper(paper_id=draft.id, version=draft.version, by=office(), on=ON, at=AT)


def _write_documents() -> None:
    """The draft in every format; every issue after gets the same."""
    from goldenthread.governance import queries
    from goldenthread.reports import papers, writing

    (draft,) = [one for one in queries.papers(viewer=office()) if not one.issued]
    document = papers.document_of(draft, viewer=office(), draft=False)
    written = {form: writing.write(document, form, made_at=AT) for form in writing.FORMATS}
    writing.write = lambda _document, form, **_: written[form]  # type: ignore[assignment]


def papers() -> Told:
    from goldenthread.governance.models import BoardPaper, PaperDocument

    return {
        "papers": sorted(BoardPaper.objects.values_list("state", flat=True)),
        "documents": PaperDocument.objects.count(),
    }


# --- asking everybody -----------------------------------------------------------------------------


def _close_rounds() -> None:
    from goldenthread.improvement_plan.actions import rounds
    from goldenthread.improvement_plan.models import UpdateRound

    for one in UpdateRound.objects.filter(closed_on=None):
        rounds.close_round(round_id=one.pk, by=office(), on=ON)


def ask() -> None:
    from goldenthread.improvement_plan.actions import rounds

    rounds.request_updates(
        plan_id=the_plan(), name="February", cut_off=date(2020, 2, 14), by=office(), on=ON
    )


def rounds() -> Told:
    from goldenthread.improvement_plan.models import UpdateRequest, UpdateRound
    from goldenthread.notifications.models import Message

    return {
        "rounds": UpdateRound.objects.count(),
        "requests": UpdateRequest.objects.count(),
        "messages": Message.objects.count(),
    }


# --- an extract for the register ------------------------------------------------------------------


def manager() -> Any:
    from goldenthread.demo.built import viewer_of

    return viewer_of("Martin Ellery", on=ON)


def _extract() -> bytes:
    from tests.factories import case_systems

    return case_systems.synergic(count=5)


def _arrival() -> Any:
    from goldenthread.intake.models import RegisterArrival

    return RegisterArrival.objects.latest("pk")


def upload_extract() -> None:
    from goldenthread.intake.actions import arrivals

    arrivals.upload_extract(
        upload=_extract(), name="extract.csv", as_at=date(2019, 12, 2), by=manager(), on=ON, at=AT
    )


def _uploaded_with_columns() -> None:
    """An extract whose columns were said, to be read: the first of its children may be one who is
    in the register already."""
    from goldenthread.ehcp_register import actions
    from goldenthread.rules.standing.records import ChildRecord
    from tests.factories import case_systems

    known = ChildRecord(
        reference="K-1", forename=case_systems.FORENAMES[0], surname="Somebody",
        born_on=case_systems.LEAP_DAY,
    )  # fmt: skip
    actions.add_children(
        records=[known], system="Here", title="By hand", as_at=ON, by=manager(), on=ON, at=AT
    )
    upload_extract()
    read()
    say_columns()


def say_columns() -> None:
    from goldenthread.intake.actions.mappings import save_mapping
    from goldenthread.intake.queries.mappings import to_begin_with
    from goldenthread.intake.registers.mapping import guess

    row = _arrival()
    table, _ = to_begin_with(row.pk, viewer=manager())
    mapping = guess(table.headings).mapping("Synergy")
    save_mapping(arrival_id=row.pk, version=row.version, mapping=mapping, by=manager(), on=ON)


def _uploaded_and_known() -> None:
    upload_extract()
    read()


def _read_with_columns() -> None:
    _uploaded_with_columns()
    read()


def decide() -> None:
    from goldenthread.intake.actions import arrivals

    row = _arrival()
    arrivals.decide(
        arrival_id=row.pk, version=row.version, page=1, answers={0: "new"}, by=manager(), on=ON
    )


def _asked_to_bring_in() -> None:
    from goldenthread.intake.actions import arrivals

    _read_with_columns()
    decide()
    row = _arrival()
    arrivals.bring_in_arrival(arrival_id=row.pk, version=row.version, by=manager(), on=ON)


def extracts() -> Told:
    from goldenthread.ehcp_register.models import Child, Event, FieldSource, Source
    from goldenthread.intake.models import RegisterArrival, RegisterMapping

    why = "a test counts what was written"
    rows = {
        model.__name__: model.objects.including_restricted_records(because=why).count()
        for model in (Child, Event, FieldSource)
    }
    arrivals = RegisterArrival.objects.values_list("state", "decided", "outcome__new")
    return rows | {
        "arrivals": sorted(map(str, arrivals)),
        "keys": RegisterArrival.objects.exclude(key="").count(),
        "mappings": RegisterMapping.objects.count(),
        "sources": Source.objects.count(),
    }


# --- looks ----------------------------------------------------------------------------------------


def _looked() -> None:
    """Lists of many records that nobody has sealed yet."""
    from goldenthread.trail import looks

    for start in range(0, 400, 40):
        shown = [("child", str(number)) for number in range(start, start + 50)]
        looks.note(office(), shown=shown, page="ehcp_register:children", on=ON)


def seal() -> None:
    from goldenthread.trail.actions import seal_looks

    seal_looks(office().local_area_id, on=ON)


def sealed() -> Told:
    from goldenthread.trail.models import TrailEntry, TrailLookBatch, TrailSighting

    return {
        "batches": sorted(TrailLookBatch.objects.values_list("first", "last")),
        "seals": TrailEntry.objects.filter(act="trail.seal_looks").count(),
        "sightings": TrailSighting.objects.count(),
    }


DEEDS: dict[str, Deed] = {
    "uploading a plan": Deed(upload, imports),
    "reading an uploaded plan": Deed(read, imports, upload),
    "importing a plan": Deed(bring_in, imports, _uploaded_and_read),
    "closing a period": Deed(close_period, periods, _open_a_period),
    "drafting a paper": Deed(start_draft, papers),
    "issuing a paper": Deed(issue, papers, warm=_write_documents),
    "asking every lead for an update": Deed(ask, rounds, _close_rounds),
    "uploading an extract": Deed(upload_extract, extracts),
    "saying what its columns are": Deed(say_columns, extracts, _uploaded_and_known),
    "reading an extract": Deed(read, extracts, _uploaded_with_columns),
    "deciding who somebody is": Deed(decide, extracts, _read_with_columns),
    "bringing in an extract": Deed(read, extracts, _asked_to_bring_in),
    "sealing looks": Deed(seal, sealed, _looked),
}
