"""What people type before something leaves the partnership."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.governance.queries.releases import FORMS
from goldenthread.rules.recipients import RECIPIENTS, Recipient


class PrepareForm(forms.Form):
    """Who outside receives it, at which address, for what, in which format."""

    recipient_kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="Who receives it?",
        choices=[(one.key, one.label) for one in RECIPIENTS.values()],
        error_messages={"required": "Choose who receives it."},
    )
    recipient = forms.CharField(
        max_length=200,
        label="Name of the recipient",
        help_text="The person or team, such as: Ana Reyes, SEND adviser; for what is published, "
        "where it is published",
        error_messages={
            "required": "Enter the recipient’s name, such as: Ana Reyes, SEND adviser."
        },
    )
    address = forms.EmailField(
        required=False,
        label="Their email address",
        help_text="Leave it empty only for what is published",
    )
    address_again = forms.EmailField(
        required=False,
        label="Their email address, once more",
        help_text="Type it again from where you have it: a wrong letter is another recipient",
    )
    purpose = forms.CharField(
        max_length=500,
        label="What is it sent for?",
        help_text="Such as: asked for at the review meeting on 3 May 2024",
        error_messages={"required": "Say what it is sent for."},
    )
    form = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="In which format?",
        error_messages={"required": "Choose the format in which it leaves."},
    )

    def __init__(self, *args: Any, formats: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("address", "address_again"):  # empty only for what is published
            self.fields[name].needed_later = True  # type: ignore[attr-defined]
        choices = self.fields["form"]
        assert isinstance(choices, forms.ChoiceField)
        choices.choices = [(key, words) for key, words in FORMS.items() if key in formats]


def hint_of(kind: Recipient) -> str:
    """Beside each kind of recipient: where its addresses end, and what it may be sent."""
    ends = " or ".join(f"@{domain}" for domain in kind.domains)
    if kind.published:
        return f"{kind.highest.label} documents only"
    most = f"{kind.highest.label.lower()} documents at most"
    return f"Addresses end in {ends}; {most}" if ends else f"Any address; {most}"


class ReleaseForm(forms.Form):
    """The second person’s yes."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    recipient = forms.CharField(
        max_length=200,
        label="Whom is it meant for?",
        help_text="Type the name of the recipient, as it stands above",
        error_messages={"required": "Type the name of the recipient, as it stands above."},
    )


class RefusalForm(forms.Form):
    """The second person’s no."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=500,
        label="Why must it not leave?",
        help_text="It stands in the list for good. Do not name a child.",
        error_messages={"required": "Say why it must not leave, so that it can be mended."},
    )


class WithdrawalForm(forms.Form):
    """Taken back, before or after it was released."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=500,
        label="Why is it withdrawn?",
        help_text="It stands in the list for good. What the recipient has cannot be taken back "
        "here: ask them to delete it.",
        error_messages={"required": "Say why it is withdrawn."},
    )
