"""What people type in a challenge: what is challenged, the answer, how it ends."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.governance.queries import CLOSED_HOW
from goldenthread.pages.form_fields import DateField

_NO_CHILD = "Do not name a child."
Choices = tuple[tuple[str, str], ...]


def _words(label: str, hint: str, needed: str, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=f"{hint} {_NO_CHILD}",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": needed},
    )


class ChallengeForm(forms.Form):
    """What is challenged, who is to answer, by when."""

    about = forms.ChoiceField(
        required=False,
        label="What is it about?",
        help_text="All of it, one part of the plan or one action",
    )
    words = _words(
        "What do you challenge?",
        "Say what you doubt or miss, and what you would need to see.",
        "Say what you challenge, and what you would need to see.",
    )
    asked = forms.ChoiceField(
        label="Who is to answer?",
        error_messages={"required": "Choose the post or person who is to answer."},
    )
    answer_by = DateField(
        label="By when?",
        help_text="For example, 28 1 2020",
        error_messages={"required": "Enter the day by which you need the answer."},
    )

    def __init__(
        self, *args: Any, parts: Choices, acts: Choices, posts: Choices, people: Choices,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        about, asked = self.fields["about"], self.fields["asked"]
        assert isinstance(about, forms.ChoiceField)
        assert isinstance(asked, forms.ChoiceField)
        about.choices = [("", "All of it"), *parts, *acts]
        asked.choices = [("", "Choose a post or person"), *posts, *people]


class AnswerForm(forms.Form):
    words = _words(
        "Your answer",
        "What was done, what it shows, or why it was not done.",
        "Write the answer: what was done, or why it was not.",
    )


class FurtherForm(forms.Form):
    words = _words(
        "What does the answer leave open?", "Ask for one thing.", "Say what the answer leaves open."
    )
    answer_by = DateField(
        label="Answer by when?",
        error_messages={"required": "Enter the day by which you need the answer."},
    )


class CloseForm(forms.Form):
    how = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="How does it end?",
        error_messages={"required": "Choose how the challenge ends."},
    )
    words = _words(
        "In a sentence, why can it be closed?",
        "It stands beside the challenge for good.",
        "Say in a sentence why it can be closed.",
        rows=2,
    )

    def __init__(self, *args: Any, answered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What nobody has answered yet cannot end by its answer.
        self.fields["how"].choices = [  # type: ignore[attr-defined]
            (key, words) for key, words in CLOSED_HOW.items() if answered or key != "answered"
        ]
