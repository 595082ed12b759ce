import pytest

from goldenthread.rules.recipients import RECIPIENTS, same_words, why_not
from goldenthread.rules.sensitivity import Sensitivity

PUBLIC, OFFICIAL = Sensitivity.PUBLIC, Sensitivity.OFFICIAL
RESTRICTED, SPECIAL = Sensitivity.RESTRICTED, Sensitivity.SPECIAL


@pytest.mark.parametrize(
    ("kind", "address", "sensitivity"),
    [
        ("dfe", "ana.reyes@education.gov.uk", RESTRICTED),
        ("dfe", "Ana.Reyes@EDUCATION.GOV.UK", OFFICIAL),
        ("nhs_england", "b.osei@nhs.net", OFFICIAL),
        ("nhs_england", "b.osei@region.england.nhs.uk", OFFICIAL),
        ("inspectors", "c.lund@cqc.org.uk", SPECIAL),
        ("council", "send@wolds.gov.uk", OFFICIAL),
        ("provider", "head@hill.school.example", OFFICIAL),
        ("public", "", PUBLIC),
    ],
)
def test_what_fits_may_leave(kind: str, address: str, sensitivity: Sensitivity) -> None:
    assert why_not(kind, address=address, sensitivity=sensitivity) == ""


@pytest.mark.parametrize(
    ("kind", "address", "sensitivity", "says"),
    [
        ("dfe", "ana@education.gov.uk.example", OFFICIAL, "no address of “Department"),
        ("dfe", "ana@noteducation.gov.uk", OFFICIAL, "end in @education.gov.uk"),
        ("dfe", "head@hill.school.example", OFFICIAL, "Check who is to receive it"),
        ("dfe", "ana@education.gov.uk", SPECIAL, "restricted documents at most"),
        ("provider", "head@hill.school.example", RESTRICTED, "official documents at most"),
        ("public", "", OFFICIAL, "public documents at most"),
        ("public", "ana@hill.example", PUBLIC, "Leave the address empty"),
        ("provider", "", PUBLIC, "Enter the recipient’s email address"),
        ("nobody", "a@b.example", PUBLIC, "Choose who receives it."),
    ],
)
def test_a_wrong_recipient_is_refused_in_a_sentence(
    kind: str, address: str, sensitivity: Sensitivity, says: str
) -> None:
    said = why_not(kind, address=address, sensitivity=sensitivity)
    assert says in said
    assert said.endswith(".")


def test_only_what_is_published_has_no_address() -> None:
    assert [one.key for one in RECIPIENTS.values() if one.published] == ["public"]
    assert RECIPIENTS["public"].highest is PUBLIC


def test_capitals_and_spaces_make_no_other_recipient() -> None:
    assert same_words(" Ana  Reyes ", "ana reyes")
    assert not same_words("Ana Reyes", "Ana Reye")
