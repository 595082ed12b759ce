import uuid
from datetime import date
from typing import Any

import pytest

from goldenthread.files import actions, leaving
from goldenthread.files.kinds import ALL_KINDS
from goldenthread.files.leaving import EXPORTS, Export
from goldenthread.rules.sensitivity import Contents, Sensitivity
from tests.files.uploads import PDF

ONE = Export("test_of_leaving", "Of this test", lambda thing: thing)


@pytest.mark.asvs("3.2.1", "5.3.1", "5.4.2")
@pytest.mark.django_db
def test_a_file_is_given_back_as_an_attachment_that_no_browser_runs() -> None:
    file = actions.keep(
        upload=PDF,
        name='Zoë’s "plan".pdf',
        local_area_id=uuid.UUID(int=1),
        by_id=None,
        by_label="Golden Thread",
        on=date(2026, 3, 2),
        allowed=ALL_KINDS,
    )

    response = leaving.AS_IT_CAME.served(file, of=file)

    assert b"".join(response.streaming_content) == PDF  # type: ignore[arg-type]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Zo%C3%AB")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Class"] == "restricted; people=not-counted"


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (Contents(Sensitivity.PUBLIC), "public; people=0"),
        (Contents(Sensitivity.SPECIAL, 7), "special; people=7"),
    ],
)
def test_what_is_written_says_its_class_and_how_many_people(contents: Any, said: str) -> None:
    answer = ONE.written(b"words", name="a.txt", media_type="text/plain", of=contents)
    assert answer["Content-Class"] == said
    assert answer["Content-Disposition"] == 'attachment; filename="a.txt"'
    lines = ONE.streamed(["a\n", "b\n"], name="a.csv", media_type="text/csv", of=contents)
    assert lines["Content-Class"] == said
    assert b"".join(lines.streaming_content) == b"a\nb\n"  # type: ignore[arg-type]


def test_two_exports_never_share_a_name() -> None:
    assert EXPORTS["test_of_leaving"] == "Of this test"
    with pytest.raises(ValueError, match="another export called test_of_leaving"):
        Export("test_of_leaving", "Something else", lambda thing: thing)
