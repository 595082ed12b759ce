"""The frame for a data protection impact assessment tells of every table that there is."""

from __future__ import annotations

import os

import pytest
from django.db import models

from tests.assurance import data_flow

EVERY = data_flow.our_models()


def test_the_page_is_current() -> None:
    made = data_flow.page()
    if os.environ.get("GOLDENTHREAD_WRITE"):
        data_flow.PAGE.write_text(made, encoding="utf-8")
    kept = data_flow.PAGE.read_text(encoding="utf-8")
    old = sorted(set(kept.splitlines()) ^ set(made.splitlines()))
    assert kept == made, f"Write it anew: GOLDENTHREAD_WRITE=1 pytest tests/assurance. {old}"


@pytest.mark.asvs("14.1.1")
@pytest.mark.parametrize("model", EVERY, ids=lambda model: model._meta.label)
def test_every_model_says_whose_data_it_holds(model: type[models.Model]) -> None:
    assert data_flow.flow_of(model), f"Say in data_flow.CONTEXTS what {model._meta.label} is for."
    assert data_flow.retention_words(model)


def test_what_is_said_of_its_own_is_there() -> None:
    labels = {model._meta.label for model in EVERY}
    assert set(data_flow.OF_THEIR_OWN) - labels == set()
    assert set(data_flow.CONTEXTS) - {model._meta.app_label for model in EVERY} == set()


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("partnership.Person", "name"), ("partnership.User", "email"),
        ("trail.TrailLook", "viewer_label"), ("governance.Release", "recipient"),
        ("partnership.Restriction", "about_id"), ("usersessions.UserSession", "ip"),
        ("improvement_plan.FamilyVoice", "said_by"), ("notifications.Message", "sent_to"),
    ],
)  # fmt: skip
def test_fields_about_somebody_are_found(label: str, field: str) -> None:
    (model,) = (one for one in EVERY if one._meta.label == label)
    assert field in data_flow.about_somebody(model)
