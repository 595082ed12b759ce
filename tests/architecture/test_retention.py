"""Every table says how long its rows are kept, and what it says is true."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import import_string

from goldenthread.jobs import schedules
from goldenthread.partnership.person_linked import models_of_records
from goldenthread.retention import schedule
from goldenthread.retention.kinds import Ruled, Short, Stays, With

MODELS = list(apps.get_models(include_auto_created=True))
RULED = {
    model._meta.label: said.kind
    for model in MODELS
    if isinstance(said := schedule.retention_of(model), Ruled)
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_table_says_how_long_it_is_kept(model: type[Model]) -> None:
    assert schedule.retention_of(model) is not None, (
        f"{model._meta.label}: say in goldenthread/retention/schedule.py how long it is kept"
    )


def test_nothing_is_said_of_a_table_that_is_not_there() -> None:
    assert set(schedule.DECLARED) <= {model._meta.label for model in MODELS}


def test_what_goes_by_a_rule_is_found_by_it() -> None:
    found = {source.model: kind.key for kind in schedule.KINDS for source in kind.sources}
    found |= {model._meta.label: schedule.CHILDREN for model in models_of_records()}
    found |= dict.fromkeys(schedule.BESIDE_A_CHILD, schedule.CHILDREN)
    found["partnership.User"] = schedule.ACCOUNTS
    linked = {m._meta.label for m in models_of_records() if m.person_by}
    assert {label: kind for label, kind in found.items() if label not in linked} == RULED


def test_every_field_that_a_rule_names_is_there() -> None:
    for source in (one for kind in schedule.KINDS for one in kind.sources):
        names = {field.name for field in schedule.model_of(source.model)._meta.get_fields()}
        wanted = {*source.since, *(source.blank or {}), *source.files}
        wanted |= {name.partition("__")[0] for name in source.only}
        assert wanted <= names, source.model
        for label, name in source.along:
            assert schedule.model_of(label)._meta.get_field(name.removesuffix("_id"))


def test_what_goes_with_something_is_named_beside_it() -> None:
    along = {label for kind in schedule.KINDS for one in kind.sources for label, _ in one.along}
    with_an_account = {label for label, _ in schedule.WITH_AN_ACCOUNT}
    said = {
        model._meta.label
        for model in MODELS
        if isinstance(schedule.retention_of(model), With) and model not in models_of_records()
    }
    by_hand = {"files.StoredFile", "trail.TrailDetail"}  # by their own modules
    ends_first = {"usersessions.UserSession"}  # and with the account, if that is sooner
    assert said | ends_first == along | with_an_account | by_hand


def test_what_is_soon_forgotten_comes_round() -> None:
    tasks = {one.task for one in schedules.rounds()}
    for said in schedule.DECLARED.values():
        if isinstance(said, Short) and said.task != "django_q":
            assert import_string(said.task)
            assert said.task in tasks


def test_a_child_or_young_person_has_a_date_of_birth() -> None:
    """Else nothing about them would ever go."""
    roots = [model for model in models_of_records() if not model.person_by]
    assert roots
    for model in roots:
        assert model._meta.get_field(model.born).get_internal_type() == "DateField"


def test_whatever_stays_says_why() -> None:
    for said in schedule.DECLARED.values():
        if isinstance(said, Stays):
            assert len(said.because) > 20


def test_each_kind_is_worded_whole() -> None:
    assert len(schedule.BY_KEY) == len(schedule.KINDS)
    for kind in schedule.KINDS:
        assert kind.title[0].isupper()
        assert 1 <= kind.usual <= 150
        assert not kind.counts_from.endswith(".")
