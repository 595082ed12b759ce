"""`goldenthread retention`: what would go, and letting it go."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from goldenthread.config.commands.retention import retention
from goldenthread.partnership.models import LocalArea
from goldenthread.retention import actions
from goldenthread.retention.models import ErasureCertificate
from goldenthread.rules.refusals import Refused
from tests.conftest import TODAY
from tests.retention.conftest import USUAL
from tests.retention.test_erasing import a_child, born

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(administrator: Any) -> Callable[..., str]:
    LocalArea.objects.filter(pk=administrator.local_area_id).update(lives_on=TODAY)

    def run(*given: str) -> str:
        answer = CliRunner().invoke(retention, ["--area", "eastmere", *given])
        if answer.exception:
            raise answer.exception
        return answer.output

    return run


def test_it_says_what_is_over_and_erases_nothing(
    say: Any, local_area: Any, approved: Callable[..., None]
) -> None:
    approved()
    a_child(local_area, born(30))
    said = say()
    line = (
        "Records about a child or young person: 1 would go, of 25 years after their date of birth."
    )
    assert line in said
    kinds = json.loads(say("--dry-run", "--format", "json"))["kinds"]
    assert kinds[0]["rows"] == {
        "register_of_tests.AssessmentRequest": 1,
        "register_of_tests.Child": 1,
    }
    assert not ErasureCertificate.objects.exists()


def test_without_rules_or_approval_it_says_so(say: Any, administrator: Any) -> None:
    assert "No rules are set" in say()
    actions.set_rules(years=USUAL, version=0, by=administrator, on=TODAY)
    assert "a second administrator has to approve the rules" in say()
    with pytest.raises(Refused, match="these rules are not approved"):
        say("--apply")


def test_applied_it_names_the_certificate(
    say: Any, local_area: Any, approved: Callable[..., None]
) -> None:
    approved()
    a_child(local_area, born(30))
    assert "2 rows erased. Certificate 1 says" in say("--apply")
    assert ErasureCertificate.objects.get().by_label == "Eastmere Administrator"
    assert "nothing was erased" in say("--apply")
    assert json.loads(say("--apply", "--format", "json")) == {"erased": 0, "certificate": None}
