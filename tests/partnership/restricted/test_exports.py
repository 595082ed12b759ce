"""An export is its asker's while their rights are: when it starts, and when it is fetched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from goldenthread.jobs import actions as jobs
from goldenthread.jobs import queries as job_queries
from goldenthread.partnership import actions
from goldenthread.partnership.models import Grant
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.conftest import NOW, TODAY
from tests.person_linked_app import tasks
from tests.person_linked_app.models import Child

TASK = "tests.person_linked_app.tasks.export_children"


@pytest.fixture
def ask(office: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Ask for an export; what happens before the worker takes it is given."""

    def asked(meanwhile: Any = lambda: None) -> UUID:
        with django_capture_on_commit_callbacks(execute=True):
            run_id = jobs.enqueue(
                TASK, office.local_area_id, kind="export", local_area_id=office.local_area_id,
                title="Children", by_id=office.user_id, by_label=office.name,
            )  # fmt: skip
            meanwhile()
        return run_id

    return asked


def take_back(office: Any, administrator: Any) -> None:
    (grant,) = Grant.objects.filter(user_id=office.user_id)
    actions.end_grant(grant_id=grant.pk, until=None, by=administrator, on=TODAY, at=NOW)


def test_an_export_holds_what_its_asker_sees(ask: Any, office: Any, restricted: UUID) -> None:
    run_id = ask()
    table = tasks.fetch(run_id, user_id=office.user_id, local_area_id=office.local_area_id)
    assert "Ada Quill" in table
    assert "Ben Quill" not in table
    assert "Seizures" not in table


def test_an_export_asked_for_before_the_rights_ended_is_not_made(
    ask: Any, office: Any, administrator: Any, children: dict[str, Child]
) -> None:
    run_id = ask(lambda: take_back(office, administrator))
    run = job_queries.job_run(run_id, local_area_id=office.local_area_id)
    assert run.state == "failed"
    assert "has no rights in the local area any more" in run.message
    assert not run.result


def test_a_record_restricted_after_the_asking_is_not_in_the_export(
    ask: Any, office: Any, administrator: Any, children: dict[str, Child]
) -> None:
    run_id = ask(
        lambda: actions.restrict(
            about_id=children["Cal Rowe"].about_id, category="high_risk", reason="x",
            owner_id=administrator.person_id, by=administrator, on=TODAY,
        )
    )  # fmt: skip
    table = tasks.fetch(run_id, user_id=office.user_id, local_area_id=office.local_area_id)
    assert "Cal Rowe" not in table


@pytest.mark.asvs("8.3.2")
def test_an_export_is_not_fetched_once_the_rights_have_ended(
    ask: Any, office: Any, administrator: Any, children: dict[str, Child]
) -> None:
    run_id = ask()
    take_back(office, administrator)
    with pytest.raises(NotPermitted):
        tasks.fetch(run_id, user_id=office.user_id, local_area_id=office.local_area_id)


def test_an_export_with_a_record_restricted_since_is_not_fetched(
    ask: Any, office: Any, administrator: Any, children: dict[str, Child]
) -> None:
    run_id = ask()
    actions.restrict(
        about_id=children["Cal Rowe"].about_id, category="high_risk", reason="x",
        owner_id=administrator.person_id, by=administrator, on=TODAY,
    )  # fmt: skip
    with pytest.raises(NotPermitted, match="restricted since"):
        tasks.fetch(run_id, user_id=office.user_id, local_area_id=office.local_area_id)


def test_nobody_fetches_what_another_asked_for_or_from_another_area(
    ask: Any, office: Any, administrator: Any, stranger: Any, children: dict[str, Child]
) -> None:
    run_id = ask()
    area_id = office.local_area_id
    with pytest.raises(NotPermitted):
        tasks.fetch(run_id, user_id=administrator.user_id, local_area_id=area_id)
    with pytest.raises(Refused):
        tasks.fetch(run_id, user_id=stranger.user_id, local_area_id=stranger.local_area_id)
