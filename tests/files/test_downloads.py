import uuid
from datetime import date

import pytest

from goldenthread.files import actions, downloads
from goldenthread.files.kinds import ALL_KINDS
from tests.files.uploads import PDF


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

    response = downloads.serve(file)

    assert b"".join(response.streaming_content) == PDF  # type: ignore[arg-type]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Zo%C3%AB")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"
