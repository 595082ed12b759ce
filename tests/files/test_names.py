import pytest

from goldenthread.files.kinds import Kind
from goldenthread.files.names import ending, safe_name


@pytest.mark.asvs("1.3.3", "5.4.1")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Improvement plan.docx", "Improvement plan.docx"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("../../etc/plan.docx", "plan.docx"),
        ("plan.DOCX", "plan.docx"),
        ("plan", "plan.docx"),
        ("plan.v2", "plan.v2.docx"),
        ("Zoe\u0308’s plan.docx", "Zoë’s plan.docx"),
        ("plan\r\nX-Header: 1.docx", "planX-Header- 1.docx"),
        ("cod\u202excod.docx", "codxcod.docx"),
        ("a<b>|c?.docx", "a-b--c-.docx"),
        ("  ..plan .docx", "plan.docx"),
        (".docx", "docx.docx"),
        ("", "document.docx"),
        ("con.docx", "document con.docx"),
        ("a" * 300 + ".docx", "a" * 115 + ".docx"),
        ("a\ud800b.docx", "ab.docx"),
    ],
)
def test_a_name_is_made_safe(given: str, kept: str) -> None:
    assert safe_name(given, Kind.DOCX) == kept


def test_other_endings_of_a_kind_stay() -> None:
    assert safe_name("photo.JPEG", Kind.JPG) == "photo.jpeg"
    assert safe_name("plan.tsv", Kind.TXT) == "plan.tsv"


def test_a_hidden_file_has_no_ending() -> None:
    assert (ending(".docx"), ending("a.b.Docx"), ending("plan")) == ("", ".docx", "")
