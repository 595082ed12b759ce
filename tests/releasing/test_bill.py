"""The bill of materials names everything that is locked or shipped, with version and licence."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from releasing import bill


@pytest.fixture(scope="module")
def made() -> Any:
    return bill.completed(bill.of_requirements())


def test_everything_locked_is_in_it_by_its_version(made: Any) -> None:
    locked = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==([^\s;\\]+)", bill.LOCKED.read_text(), re.M
    )
    there = {(one["name"], one["version"]) for one in made["components"]}
    assert set(locked) <= there
    assert len(locked) > 40


def test_what_browsers_are_sent_is_in_it(made: Any) -> None:
    there = {one["name"]: one for one in made["components"]}
    assert re.fullmatch(r"\d+\.\d+\.\d+", there["htmx.org"]["version"])
    assert there["govuk-frontend"]["purl"].startswith("pkg:npm/govuk-frontend@")


def test_each_has_a_licence_and_almost_all_are_known(made: Any) -> None:
    licences = [next(iter(one["licenses"][0]["license"].values())) for one in made["components"]]
    assert all(licences)
    # Those that are only for another system are not installed here.
    assert licences.count("not said by the package") <= 3


def test_it_is_what_cyclonedx_says_a_bill_is(made: Any) -> None:
    version = SchemaVersion.from_version(made["specVersion"])
    assert JsonStrictValidator(version).validate_str(json.dumps(made)) is None


def test_a_package_that_is_not_here_says_no_licence() -> None:
    assert bill.licence_of("no-such-package-anywhere") == "not said by the package"
