"""The guide says what the code does."""

from pathlib import Path

from goldenthread.config.command_line import COMMANDS
from goldenthread.intake.understanding.kinds import PROBLEM_MEANINGS, ProblemKind
from goldenthread.reports.word_template import BLOCKS, WORDS

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"


def test_the_guide_lists_every_kind_of_problem_and_no_other() -> None:
    text = (GUIDE / "importing.md").read_text(encoding="utf-8")
    listed = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    assert listed == [kind.value for kind in ProblemKind]
    for kind, meaning in PROBLEM_MEANINGS.items():
        assert f"| `{kind.value}` | {meaning} |" in text


def test_the_guide_names_every_placeholder_of_a_word_template() -> None:
    text = (GUIDE / "word-template.md").read_text(encoding="utf-8")
    for name in (*WORDS, *BLOCKS):
        assert "{{ " + name + " }}" in text


def test_the_guide_names_every_command() -> None:
    text = (GUIDE / "command-line.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"`{name}" in text
