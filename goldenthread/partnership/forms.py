"""What people type to record organisations, forums, posts, people and rights."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.pages.form_fields import DateField
from goldenthread.partnership import queries
from goldenthread.partnership.models import (
    ForumKind,
    Found,
    GlassReason,
    OrganisationKind,
    PostKind,
    RestrictedAs,
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


class AddressForm(forms.Form):
    """The email address of one person; what it is for, the page says."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    email = forms.EmailField(
        label="Email address",
        error_messages={
            "required": "Enter the email address.",
            "invalid": "Enter an email address like name@example.org.",
        },
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


class WhyForm(forms.Form):
    """Something is taken from somebody, and why."""

    reason = forms.CharField(
        max_length=400,
        label="Why?",
        error_messages={"required": "Say why, for the history."},
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


class DetailForm(forms.Form):
    """Which details somebody may see, of which records, from when until when, and why."""

    person = forms.ChoiceField(error_messages={"required": "Choose who it is."})
    detail = forms.ChoiceField(
        choices=queries.DETAILS,
        widget=forms.RadioSelect,
        label="Which details may they see?",
        error_messages={"required": "Choose which details they may see."},
    )
    team = forms.ChoiceField(required=False, label="In which records?")
    from_date = DateField(label="From")
    until = DateField(required=False, label="Until", help_text="Leave empty if it stays")
    reason = forms.CharField(
        max_length=500,
        help_text="For example, writes the health part of plans",
        error_messages={"required": "Say why, for the history."},
    )

    def __init__(self, *args: Any, viewer: queries.Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a person"), *_accounts(viewer),
        ]  # fmt: skip
        self.fields["team"].choices = [  # type: ignore[attr-defined]
            ("", "Every record of the local area"),
            *((str(pk), f"Records of {title}") for pk, title in queries.teams(viewer=viewer)),
        ]


def _accounts(viewer: queries.Viewer) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in queries.accounts(viewer=viewer)]


class DecisionForm(forms.Form):
    """One right in an access review."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[("keep", "Keep it"), ("remove", "Remove it: it ends from their next page on")],
        widget=forms.RadioSelect,
        label="Is this right still needed?",
        error_messages={"required": "Choose whether the right is kept or removed."},
    )
    because = forms.CharField(
        max_length=500,
        label="Why?",
        help_text="For example, still leads the workstream",
        error_messages={"required": "Say why, for the record of this review."},
    )


class RestrictForm(forms.Form):
    """Which record is restricted, as what, why, and who answers for it."""

    record = forms.UUIDField(
        label="Reference of the record",
        help_text="The long reference on the record’s own page. Never a name.",
        error_messages={
            "required": "Enter the reference of the record.",
            "invalid": "Enter the whole reference, as on the record’s own page.",
        },
    )
    category = forms.ChoiceField(
        choices=RestrictedAs.choices,
        widget=forms.RadioSelect,
        label="Why is it out of sight?",
        error_messages={"required": "Choose why it is out of sight."},
    )
    reason = forms.CharField(
        max_length=500,
        label="What should whoever reviews it know?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Without names",
        error_messages={"required": "Say why, for whoever reviews it."},
    )
    owner = forms.ChoiceField(
        label="Who answers for the restriction?",
        help_text="They review it, and are told when somebody opens the record in an emergency.",
        error_messages={"required": "Choose who answers for the restriction."},
    )

    def __init__(self, *args: Any, viewer: queries.Viewer, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.people(viewer=viewer, on=on)
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a person"), *((str(one.id), one.name) for one in known if one.signs_in),
        ]  # fmt: skip


class ReasonForm(forms.Form):
    """Something about a restricted record happens, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        max_length=500,
        label="Why?",
        help_text="Without names of children or families",
        error_messages={"required": "Say why, for the history."},
    )


class NamedGrantForm(forms.Form):
    """Who may see one restricted record, until when, and why."""

    person = forms.ChoiceField(
        label="Who needs to see it?", error_messages={"required": "Choose who needs to see it."}
    )
    until = DateField(label="Last day", help_text="Within 90 days. It can be given again.")
    reason = forms.CharField(
        max_length=500,
        label="Why do they need it?",
        help_text="Without names of children or families",
        error_messages={"required": "Say why they need to see it."},
    )

    def __init__(self, *args: Any, viewer: queries.Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a person"), *_accounts(viewer),
        ]  # fmt: skip


class BreakGlassForm(forms.Form):
    """Which restricted record is opened in an emergency, and what the emergency is."""

    record = forms.UUIDField(
        label="Reference of the record",
        help_text="The long reference in the message or letter you have. Never a name.",
        error_messages={
            "required": "Enter the reference of the record.",
            "invalid": "Enter the whole reference, as in the message or letter you have.",
        },
    )
    reason = forms.ChoiceField(
        choices=GlassReason.choices,
        widget=forms.RadioSelect,
        label="Why can it not wait?",
        error_messages={"required": "Choose why it cannot wait."},
    )
    words = forms.CharField(
        max_length=1000,
        label="What is the emergency?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what the emergency is."},
    )


class GlassReviewForm(forms.Form):
    """Whether an emergency opening was right."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    found = forms.ChoiceField(
        choices=Found.choices,
        widget=forms.RadioSelect,
        label="Was it right?",
        error_messages={"required": "Choose whether it was right."},
    )
    words = forms.CharField(
        max_length=1000,
        label="What did you look at, and what follows?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what you looked at, and what follows."},
    )
