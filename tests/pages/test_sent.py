"""Hidden fields that are not what the page put there."""

from __future__ import annotations

from uuid import UUID

import pytest
from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict

from goldenthread.pages.form_fields import DateField
from goldenthread.pages.sent import sent_id, sent_number

ONE = "01a2033e-ae76-71cb-8a60-2b045860ac2e"


def test_an_id_is_read_and_none_is_none() -> None:
    assert sent_id(QueryDict(f"request={ONE}"), "request") == UUID(ONE)
    assert sent_id(QueryDict("request="), "request") is None
    assert sent_id(QueryDict(""), "request") is None


@pytest.mark.parametrize("words", ["1", "not-an-id", "%00", "x" * 70_000])
def test_what_is_no_id_is_a_request_that_cannot_be_read(words: str) -> None:
    with pytest.raises(BadRequest):
        sent_id(QueryDict(f"request={words}"), "request")


def test_a_version_is_a_whole_number_or_cannot_be_read() -> None:
    assert sent_number(QueryDict("version=12"), "version") == 12
    assert sent_number(QueryDict(""), "version") == 0
    for words in ("-1", "1.5", "%C2%B2", "9" * 400, "x"):
        with pytest.raises(BadRequest):
            sent_number(QueryDict(f"version={words}"), "version")


@pytest.mark.parametrize("year", ["9223372036854775808", "9" * 4000, "0", "-1", "²"])
def test_a_year_that_no_calendar_has_is_told_and_breaks_nothing(year: str) -> None:
    with pytest.raises(forms.ValidationError, match="must be a real date"):
        DateField(label="The day").clean(["1", "1", year])
