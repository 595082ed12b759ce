"""OWASP ASVS 5.0, 14.2.8: nothing that leaves says more than its pages show."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from django.conf import settings
from django.db import transaction
from openpyxl.comments import Comment

from goldenthread.reports.writing import FORMATS
from goldenthread.rules.sensitivity import Sensitivity
from tests.reports.leaving import told_beside
from tests.rights import addresses
from tests.rights.addresses import filled, of_an_area

pytestmark = pytest.mark.django_db
# Files handed back as they came in, byte for byte: what somebody gave is evidence, with its hash.
AS_THEY_CAME = {
    "intake:original", "intake:report_original", "intake:returned_original",
    "improvement_plan:evidence_file", "improvement_plan:answer_file", "reports:template_original",
    "ehcp_register:section_file",
}  # fmt: skip
BY_A_FORM = {"reports:lead_workbook", "reports:register_list"}  # its address shows a page too
ROLES = ("programme_office", "area_administrator", "case_manager")


@pytest.fixture(scope="module")
def contents(areas: Any) -> Any:
    """Where the area's files lie: every test has an empty folder of its own otherwise."""
    return settings.FILES_ROOT


def exports(areas: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, bytes]]:
    """Everything that any address hands out as a file, in each of its formats, asked for by a
    link or by a form."""
    seen = set()
    for client in [areas.client(role) for role in ROLES]:
        for address in of_an_area():
            if address.name in AS_THEY_CAME:
                continue
            for form in FORMATS if "form" in address.kwargs else ("",):
                monkeypatch.setattr(addresses, "FORMS", {"form": form})
                where = filled(address, slug=areas.slug, area_id=areas.area_id)
                if where in seen:
                    continue
                answer = asked(client, where, posted=address.name in BY_A_FORM)
                handed_out = "attachment" in answer.get("Content-Disposition", "")
                if answer.status_code == 200 and (handed_out or form):
                    assert answer["Content-Class"].partition(";")[0] in list(Sensitivity)
                    seen.add(where)
                    yield f"{address.name} {form}".strip(), content_of(answer)


def asked(client: Any, where: str, *, posted: bool) -> Any:
    """What comes of a link, or of a form sent with nothing typed in (undone afterwards)."""
    if not posted:
        answer = client.get(where)
        if answer.status_code != 405:
            return answer
    with transaction.atomic():
        answer = client.post(where, {})
        transaction.set_rollback(True)
    return answer


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


@pytest.mark.asvs("14.2.8")
def test_no_export_says_more_than_its_pages(
    areas: Any, contents: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILES_ROOT = contents
    found = {name: (told_beside(content), content) for name, content in exports(areas, monkeypatch)}

    assert {name: told for name, (told, _) in found.items() if told} == {}
    kinds = {content[:4] for _, content in found.values()}
    assert {b"%PDF", b"PK\x03\x04"} <= kinds
    assert any(content.startswith("\ufeff".encode()) for _, content in found.values())
    assert {f"reports:document {form}" for form in FORMATS} <= set(found)
    assert {name.partition(" ")[0] for name in found} >= {
        "reports:lead_workbook", "reports:in_template", "reports:highlight_in_template",
        "partnership:who_saw_file", "reports:register_list",
    }  # fmt: skip


# --- the check sees what it looks for -------------------------------------------------------------


def a_workbook(change: Callable[[Any], None]) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.properties.creator = ""
    change(book)
    book.save(out)
    return out.getvalue()


def _hidden_sheet(book: Any) -> None:
    book.create_sheet("Names").sheet_state = "hidden"


def _hidden_column(book: Any) -> None:
    book.active.column_dimensions["B"].hidden = True


def _comment(book: Any) -> None:
    book.active["A1"].comment = Comment("seen by Ana", "Ana Reyes")


def _author(book: Any) -> None:
    book.properties.creator = "Ana Reyes"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_hidden_sheet, "hidden sheet Names"),
        (_hidden_column, "hidden B of Sheet"),
        (_comment, "comment at A1"),
        (_author, "creator: Ana Reyes"),
    ],
)
def test_what_a_workbook_hides_is_seen(change: Callable[[Any], None], says: str) -> None:
    assert says in told_beside(a_workbook(change))


def test_a_pivot_cache_is_seen() -> None:
    out = BytesIO(a_workbook(lambda book: None))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/pivotCache/pivotCacheRecords1.xml", "<records/>")
    assert "part xl/pivotCache/pivotCacheRecords1.xml" in told_beside(out.getvalue())


def test_who_wrote_a_document_is_seen() -> None:
    word, out = docx.Document(), BytesIO()
    word.core_properties.author = "Ana Reyes"
    word.save(out)
    assert "author: Ana Reyes" in told_beside(out.getvalue())


def test_who_wrote_a_pdf_is_seen() -> None:
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.docinfo["/Author"] = "Ana Reyes"
        pdf.save(out)
    assert "/Author: Ana Reyes" in told_beside(out.getvalue())
