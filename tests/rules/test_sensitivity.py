import pytest

from goldenthread.rules.sensitivity import AS_IT_CAME, Contents, Sensitivity, about, highest


def test_classes_are_ordered_from_public_to_special_category() -> None:
    ranks = [one.rank for one in (Sensitivity.PUBLIC, Sensitivity.OFFICIAL)]
    ranks += [one.rank for one in (Sensitivity.RESTRICTED, Sensitivity.SPECIAL)]
    assert ranks == [0, 1, 2, 3]


def test_a_file_has_the_highest_class_of_what_is_in_it() -> None:
    found = [Sensitivity.OFFICIAL, Sensitivity.SPECIAL, Sensitivity.PUBLIC]
    assert highest(found) is Sensitivity.SPECIAL
    assert highest([]) is Sensitivity.PUBLIC


def test_a_person_with_many_rows_counts_once() -> None:
    assert about(["a", "b", "a"], Sensitivity.RESTRICTED).people == 2


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        (Contents(Sensitivity.PUBLIC), "No person’s records are in it."),
        (Contents(Sensitivity.OFFICIAL, 1), "Records of 1 person are in it."),
        (Contents(Sensitivity.OFFICIAL, 1204), "Records of 1,204 people are in it."),
        (AS_IT_CAME, "People in it: not counted. Look through it before you send it on."),
    ],
)
def test_how_many_people_is_said_in_a_sentence(contents: Contents, words: str) -> None:
    assert contents.people_words == words
    assert contents.words.startswith(f"{contents.sensitivity.label}: ")
