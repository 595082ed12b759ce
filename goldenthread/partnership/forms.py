"""What people type to record organisations, forums, posts, people and rights."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.pages.form_fields import DateField
from goldenthread.partnership import queries
from goldenthread.partnership.models import (
    ForumKind,
    OrganisationKind,
    PostKind,
    Role,
    ScopeKind,
)


class OrganisationForm(forms.Form):
    name = forms.CharField(
        max_length=200,
        help_text="For example, Eastmere Council",
        error_messages={"required": "Enter the organisation’s name."},
    )
    kind = forms.ChoiceField(
        choices=OrganisationKind.choices,
        label="What kind of organisation is it?",
        error_messages={"required": "Choose what kind of organisation it is."},
    )


class ForumChangeForm(forms.Form):
    """What changes about a forum; its name stays, since papers and actions carry it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=ForumKind.choices, label="What kind of forum is it?")
    chair = forms.CharField(max_length=200, required=False, help_text="The post or the person")
    rhythm = forms.CharField(
        max_length=100, required=False, label="How often it meets", help_text="For example, monthly"
    )


class ForumForm(forms.Form):
    name = forms.CharField(
        max_length=200,
        help_text="For example, SEND Partnership Board",
        error_messages={"required": "Enter the forum’s name."},
    )
    kind = forms.ChoiceField(choices=ForumKind.choices, label="What kind of forum is it?")
    chair = forms.CharField(max_length=200, required=False, help_text="The post or the person")
    rhythm = forms.CharField(
        max_length=100, required=False, label="How often it meets", help_text="For example, monthly"
    )


class PersonForm(forms.Form):
    name = forms.CharField(max_length=200, error_messages={"required": "Enter the person’s name."})
    email = forms.EmailField(
        required=False,
        label="Email address",
        error_messages={"invalid": "Enter an email address like name@example.org."},
    )
    organisation = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, viewer: queries.Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.organisations(viewer=viewer)
        self.fields["organisation"] = forms.ChoiceField(
            required=False,
            choices=[("", "Not recorded"), *((str(one.id), one.name) for one in known)],
        )


class PostForm(forms.Form):
    title = forms.CharField(
        max_length=300,
        label="Title of the post or name of the team",
        help_text="For example, Head of SEND",
        error_messages={"required": "Enter the title of the post or the name of the team."},
    )
    kind = forms.ChoiceField(choices=PostKind.choices, label="Post or team?", initial="post")


class HoldingForm(forms.Form):
    """Who holds a post from which day."""

    person = forms.ChoiceField(error_messages={"required": "Choose who holds the post."})
    from_date = DateField(label="From")

    def __init__(self, *args: Any, viewer: queries.Viewer, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.people(viewer=viewer, on=on)
        self.fields["person"] = forms.ChoiceField(
            choices=[("", "Choose a person"), *((str(one.id), one.name) for one in known)],
            error_messages={"required": "Choose who it is."},
        )


class MembershipForm(HoldingForm):
    """Who sits on a forum from which day."""

    capacity = forms.CharField(
        max_length=60, initial="member", label="As", help_text="For example, chair or member"
    )


class EndForm(forms.Form):
    until = DateField(label="Last day")


class EndRoleForm(forms.Form):
    """At once, or at the end of a day."""

    when = forms.ChoiceField(
        label="When does it end?",
        choices=[("now", "Now: from their next page on"), ("day", "At the end of a day")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when the role ends."},
    )
    until = DateField(label="Last day", required=False, help_text="If at the end of a day")

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if self.cleaned_data.get("when") == "day" and until is None:
            raise forms.ValidationError("Enter the last day.")
        return until


class GrantForm(forms.Form):
    """A role for somebody, with a reason and, if it is to end, an end."""

    name = forms.CharField(max_length=200, error_messages={"required": "Enter the person’s name."})
    email = forms.EmailField(
        label="Email address they sign in with",
        error_messages={
            "required": "Enter the email address.",
            "invalid": "Enter an email address like name@example.org.",
        },
    )
    role = forms.ChoiceField(
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role."},
    )
    from_date = DateField(label="From")
    until = DateField(required=False, label="Until", help_text="Leave empty if it stays")
    reason = forms.CharField(
        max_length=500,
        help_text="For example, joined the programme office in June",
        error_messages={"required": "Say why, for the history."},
    )

    def __init__(self, *args: Any, scope_kind: str = ScopeKind.LOCAL_AREA, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = queries.role_choices(scope_kind)  # type: ignore[attr-defined]
