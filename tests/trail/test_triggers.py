import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from goldenthread.trail import triggers
from goldenthread.trail.actions import seal_looks
from goldenthread.trail.models import (
    TrailDetail,
    TrailEntry,
    TrailHead,
    TrailLook,
    TrailLookBatch,
    TrailLookHead,
    TrailSighting,
    TrailSubject,
)
from tests.trail.acts import AREA, ON, rate
from tests.trail.lookers import look

pytestmark = pytest.mark.django_db


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_trailentry SET words = 'nothing'",
        "DELETE FROM trail_trailentry",
        "UPDATE trail_trailsubject SET object_id = 'another'",
        "DELETE FROM trail_trailsubject",
        "UPDATE trail_traildetail SET reason = 'another'",
        "UPDATE trail_trailhead SET hash = 'another'",
        "UPDATE trail_trailhead SET seq = seq - 1",
        "DELETE FROM trail_trailhead",
        "UPDATE trail_traillook SET viewer_label = 'another'",
        "DELETE FROM trail_traillook",
        "UPDATE trail_trailsighting SET object_id = 'another'",
        "DELETE FROM trail_trailsighting",
        "UPDATE trail_traillookbatch SET hash = 'another'",
        "DELETE FROM trail_traillookbatch",
        "UPDATE trail_traillookhead SET number = number - 1",
        "UPDATE trail_traillookhead SET number = number + 2",
        "DELETE FROM trail_traillookhead",
    ],
)
def test_the_database_refuses_to_rewrite_the_trail(statement: str) -> None:
    rate()
    look()
    seal_looks(AREA, on=ON)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert TrailEntry.objects.get(seq=1).words == "recorded a rating of Green for 1"
    assert TrailSubject.objects.count() == 3
    assert TrailDetail.objects.get().reason == "Agreed at the March board"
    assert TrailHead.objects.get().seq == 2
    assert (TrailLook.objects.count(), TrailSighting.objects.count()) == (1, 1)
    assert TrailLookHead.objects.get().number == TrailLookBatch.objects.get().last == 1


@pytest.mark.parametrize(
    "table",
    [
        "trail_trailentry",
        "trail_trailsubject",
        "trail_traildetail",
        "trail_trailhead",
        "trail_traillook",
        "trail_trailsighting",
        "trail_traillookbatch",
        "trail_traillookhead",
    ],
)
def test_the_database_refuses_to_truncate_the_trail(table: str) -> None:
    rate()
    look()
    seal_looks(AREA, on=ON)
    # SQLite has no TRUNCATE: its DELETE without WHERE fires the same triggers as any other.
    if connection.vendor == "sqlite":
        statement = f"DELETE FROM {table}"
        refused = table != "trail_traildetail"  # erasing details is allowed
    else:
        statement, refused = f"TRUNCATE {table}", True

    if refused:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            _execute(statement)
    else:
        _execute(statement)

    assert TrailEntry.objects.count() == 2


def test_a_lost_trigger_is_reported_and_put_back() -> None:
    assert triggers.triggers_present()
    on = "" if connection.vendor == "sqlite" else " ON trail_trailentry"
    _execute(f"DROP TRIGGER trail_trailentry_refuses_delete{on}")

    assert triggers.missing() == ("trail_trailentry_refuses_delete",)
    assert [found.id for found in run_checks(tags=["database"], databases=["default"])] == [
        "trail.W001"
    ]

    triggers.install()
    assert triggers.triggers_present()


def test_every_migrate_puts_the_triggers_back() -> None:
    triggers.remove()
    assert not triggers.triggers_present()

    call_command("migrate", "trail", verbosity=0)

    assert triggers.triggers_present()


@override_settings(TESTING=False)
def test_a_real_installation_cannot_be_flushed() -> None:
    rate()

    with pytest.raises(CommandError, match="audit trail"):
        call_command("flush", interactive=False)

    assert TrailEntry.objects.count() == 1


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
