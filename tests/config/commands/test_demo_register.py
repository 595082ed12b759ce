"""The command `goldenthread demo-register`: only for the demonstration, and it goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from goldenthread.config.commands import demo_register
from goldenthread.rules.refusals import Refused


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "VAR", tmp_path)
    monkeypatch.setattr(demo_register, "OTHERS_WRITE", 0)
    return tmp_path


def test_it_goes_on_where_it_stopped(place: Path) -> None:
    begin, keep = demo_register._progress(3300, 1)
    assert begin == 0
    keep(150, 400)
    assert not demo_register.is_filled()
    begin, keep = demo_register._progress(3300, 1)
    assert begin == 150
    keep(400, 400)
    assert demo_register.is_filled()
    assert [one.name for one in place.iterdir()] == ["demonstration-register.json"]


def test_other_people_are_not_mixed_in(place: Path) -> None:
    _, keep = demo_register._progress(3300, 1)
    keep(150, 400)
    with pytest.raises(Refused, match="3,300 plans of seed 1 are being written already"):
        demo_register._progress(3300, 2)


def test_nothing_is_filled_before_it_began(place: Path) -> None:
    assert not demo_register.is_filled()


@pytest.mark.django_db
def test_only_the_demonstration_is_filled(viewer: Any, place: Path) -> None:
    viewer("area_administrator", name="Ada Mason")
    with pytest.raises(Refused, match="Only the demonstration area is filled"):
        demo_register.demo_register.main(["--plans", "5"], standalone_mode=False)


def test_what_was_kept_can_be_read_by_others(place: Path) -> None:
    _, keep = demo_register._progress(20, 7)
    keep(10, 40)
    told = json.loads((place / "demonstration-register.json").read_text())
    assert told == {"plans": 20, "seed": 7, "done": 10, "of": 40}
