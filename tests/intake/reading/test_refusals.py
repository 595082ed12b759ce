"""Whatever people bring, reading answers in a sentence, soon, and leaves nothing behind."""

import io
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from goldenthread.intake import reading
from goldenthread.rules.refusals import Refused
from tests.factories import bad_documents, plan_documents


@pytest.mark.parametrize("what", bad_documents.BAD)
def test_a_bad_file_is_refused_in_one_sentence(what: str) -> None:
    name, make, words = bad_documents.BAD[what]
    content = make()
    with pytest.raises(Refused, match=words) as refused:
        reading.read_safely(content, name, seconds=10)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Error" not in sentence


def test_a_file_is_refused_by_its_size_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "plan.pdf"
    with big.open("wb") as file:
        file.truncate(30 * 1024 * 1024)
    with pytest.raises(Refused, match="larger than 25 MB"):
        reading.read_safely(big, big.name)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not be opened"):
        reading.read_safely(tmp_path / "plan.docx", "plan.docx")


@pytest.mark.asvs("15.2.2")
def test_reading_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(Refused, match="took too long"):
        reading.read_safely(bad_documents.a_docx(), "plan.docx", seconds=0)


@pytest.mark.asvs("1.4.1")
def test_reading_that_takes_too_much_memory_is_stopped() -> None:
    with pytest.raises(Refused, match="too much memory"):
        reading.read_safely(bad_documents.much_xml(), "plan.docx", memory_mb=150)


def test_the_limits_bind_the_child_only() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    reading.read_safely(bad_documents.a_docx(), "plan.docx")
    assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.asvs("1.4.3")
def test_no_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name, make in (("plan.docx", bad_documents.a_docx), ("plan.pdf", bad_documents.a_pdf)):
        reading.read_safely(make(), name)
    with pytest.raises(Refused):
        reading.read_safely(bad_documents.zip_bomb(), "plan.docx")
    assert os.listdir(tmp_path) == []


def test_the_child_reads_what_this_process_reads() -> None:
    for name, document in plan_documents.layouts().items():
        content = plan_documents.as_docx(document)
        assert reading.read_safely(content, f"{name}.docx") == reading.read(content, f"{name}.docx")


def test_reading_needs_no_django() -> None:
    code = (
        "import sys\n"
        "from goldenthread.intake.reading import delimited, pdf, plain_text, word, workbook\n"
        "assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_pdf_that_is_only_locked_against_editing_is_read() -> None:
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(bad_documents.a_pdf())) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="owner", user=""))
    document = reading.read(made.getvalue(), "plan.pdf")
    assert document.tables[0].rows[1].texts[0] == "1. Parents have little confidence in us"


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_a_file_damaged_anywhere_is_read_or_refused(ending: str) -> None:
    content = plan_documents.WRITERS[ending](plan_documents.kent_layout())
    for at in range(0, len(content), len(content) // 12):
        damaged = content[:at] + b"\xff\x00<!" + content[at + 4 :]
        answer = _read_or_refuse(damaged, f"plan.{ending}")
        assert isinstance(answer, reading.RawDocument) or answer.endswith(".")


def _read_or_refuse(content: bytes, name: str) -> reading.RawDocument | str:
    try:
        return reading.read(content, name)
    except Refused as refused:
        return refused.sentence
