"""What people type about contacts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from goldenthread.ehcp_register.forms.recording import Choices, RegisterForm
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.contacts import ABOUT_WORDS, WAY_WORDS, WHO_WORDS


class ContactForm(RegisterForm):
    came_on = DateField(label="On which day?")
    who = forms.ChoiceField(
        label="Who got in touch?",
        choices=[(one.value, words) for one, words in WHO_WORDS.items()],
        widget=forms.RadioSelect,
        help_text="Nobody’s name is kept with this",
        error_messages={"required": "Say who got in touch."},
    )
    way = forms.ChoiceField(
        label="By what way?",
        choices=[(one.value, words) for one, words in WAY_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Say by what way."},
    )
    topic = forms.ChoiceField(
        label="About what?",
        choices=[(one.value, words) for one, words in ABOUT_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Say about what."},
    )

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = forms.ChoiceField(
            label="Who answers?",
            choices=[("", "Choose a post"), *posts],
            error_messages={"required": "Choose the post that answers."},
        )

    @property
    def post_id(self) -> UUID:
        return UUID(self.cleaned_data["post"])


class AnsweredForm(RegisterForm):
    answered_on = DateField(label="On which day were they answered?")
    version = forms.IntegerField(widget=forms.HiddenInput)
