"""What people type about one child: what happened, where they are, what excuses a late step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from goldenthread.pages.form_fields import DateField
from goldenthread.rules.clocks import Answer, Duty, LawfulException
from goldenthread.rules.clocks.appeal import ABOUT_WORDS, About
from goldenthread.rules.clocks.exceptions import WORDS as EXCEPTIONS
from goldenthread.rules.proceedings import Asked, Phase, What
from goldenthread.rules.proceedings.happenings import DAY_WORDS, MAY_CARRY, MUST_CARRY, Carries
from goldenthread.rules.standing import CIRCUMSTANCES, ELSEWHERE, Circumstance, Elsewhere
from goldenthread.rules.standing.records import (
    CircumstanceRecord,
    Claimed,
    PlacementRecord,
    Said,
    VisitRecord,
)
from goldenthread.rules.standing.told import CODED, code_choices

Choices = Sequence[tuple[str, str]]
NEW_CASE = "new"
_ASKED = {
    Asked.ASSESS: "Assess",
    Asked.MAKE_PLAN: "Make a plan",
    Asked.RECONSIDER: "Think again",
    Asked.AMEND: "Amend the plan",
    Asked.NAME_SCHOOL: "Name another school or college",
    Asked.CEASE: "Cease the plan",
    Asked.CONTINUE: "Keep the plan going",
}
_PHASES = {
    Phase.NEXT_SCHOOL: "To the next school",
    Phase.POST_16: "From secondary school to a post-16 setting",
    Phase.BETWEEN_POST_16: "From one post-16 setting to another",
}
_CLOSED = (LawfulException.SCHOOL_CLOSED, LawfulException.EARLY_YEARS_CLOSED)


class RegisterForm(forms.Form):
    use_required_attribute = False


class EventForm(RegisterForm):
    """What is asked depends on what happened: the fields that its kind carries, and no others."""

    happened_on = DateField(label="On which day?")

    def __init__(self, *args: Any, what: What, cases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what = what
        must = MUST_CARRY.get(what, ())
        for carried in (*must, *MAY_CARRY.get(what, ())):
            self.fields[carried.value] = _field(carried, what, required=carried in must)
        if codes := code_choices(what):
            self.fields["code"] = forms.ChoiceField(
                label=CODED[what][0], choices=[("", "Not known"), *codes], required=False
            )
        if cases:
            self.fields["case"] = forms.ChoiceField(
                label="Which case does it belong to?",
                choices=cases,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose the case, or begin a new one."},
            )

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            what=self.what,
            on=given["happened_on"],
            body=given.get("body", ""),
            day=given.get("day"),
            asks=Asked(given["asks"]) if given.get("asks") else None,
            phase=Phase(given["phase"]) if given.get("phase") else None,
            about=About(given["about"]) if given.get("about") else None,
            code=given.get("code", ""),
        )

    @property
    def case_id(self) -> UUID | None:
        """The case chosen; None for a new one."""
        chosen = self.cleaned_data.get("case", NEW_CASE)
        return None if chosen == NEW_CASE else UUID(chosen)


class PutRightForm(EventForm):
    reason = forms.CharField(
        label="Why was it wrong?",
        max_length=500,
        help_text="For whoever reads the history. For example, the letter has another date",
        error_messages={"required": "Say why it was wrong."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class StrikeForm(RegisterForm):
    reason = forms.CharField(
        label="Why did it never happen?",
        max_length=500,
        help_text="For example, it was another child’s meeting",
        error_messages={"required": "Say why it never happened."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def _field(carried: Carries, what: What, *, required: bool) -> forms.Field:
    match carried:
        case Carries.BODY:
            return forms.CharField(
                label="Which body, school or service?",
                max_length=120,
                required=required,
                help_text="For example, Educational psychology",
            )
        case Carries.DAY:
            words = DAY_WORDS.get(what, "the day it is about")
            return DateField(label=f"{words[:1].upper()}{words[1:]}", required=required)
        case Carries.ASKS:
            chosen: Choices = [(one.value, words) for one, words in _ASKED.items()]
            label = "What does it ask of the authority?"
        case Carries.PHASE:
            chosen = [(one.value, words) for one, words in _PHASES.items()]
            label = "Which move?"
        case Carries.ABOUT:
            chosen = list(ABOUT_WORDS.items())
            label = "What is it about?"
    return forms.ChoiceField(
        label=label, choices=chosen, widget=forms.RadioSelect, required=required
    )


class PlacementForm(RegisterForm):
    """Where a child is placed from a day on."""

    kind = forms.ChoiceField(
        label="Which placement?",
        choices=[("attended", "The one attended"), ("named", "The one named in section I")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say which placement changes."},
    )
    from_date = DateField(label="From which day?", help_text="It may be to come, such as September")
    urn = forms.RegexField(
        r"^\d{6}$",
        label="URN of the setting",
        required=False,
        help_text="Six digits, from Get Information about Schools",
        error_messages={"invalid": "A URN has six digits, such as 101234."},
    )
    name = forms.CharField(label="Or its name, if it has no URN", max_length=200, required=False)
    elsewhere = forms.ChoiceField(
        label="Or what there is instead",
        required=False,
        choices=[("", "A setting"), *((one.value, ELSEWHERE[one]) for one in Elsewhere)],
    )
    residential = forms.ChoiceField(
        label="Is it residential?",
        required=False,
        choices=[("", "No"), ("A", "Yes, 38 to 51 weeks a year"), ("B", "Yes, 52 weeks a year")],
    )
    rank = forms.ChoiceField(
        label="The main one, or the second of two?",
        required=False,
        choices=[("1", "The main one"), ("2", "The second of two")],
    )
    work_based = forms.BooleanField(
        label="It is work-based: an apprenticeship, traineeship or supported internship",
        required=False,
    )
    sen_unit = forms.BooleanField(label="It is in an SEN unit of the school", required=False)
    resourced_provision = forms.BooleanField(
        label="It is in resourced provision of the school", required=False
    )
    out_of_area = forms.BooleanField(label="It is outside our area", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("urn", "name", "elsewhere") if cleaned.get(name)]
        if not given and not self.errors:
            self.add_error("urn", "Give the URN, a name, or what there is instead.")
        if len(given) > 1:
            self.add_error(given[1], "Give one of URN, name and what there is instead.")
        return cleaned

    def record(self, setting_id: UUID | None) -> PlacementRecord:
        given = self.cleaned_data
        return PlacementRecord(
            kind=given["kind"],
            from_date=given["from_date"],
            setting_id=setting_id,
            urn=given["urn"],
            name=given["name"].strip(),
            elsewhere=given["elsewhere"],
            residential=given["residential"],
            rank=int(given["rank"] or 1),
            work_based=given["work_based"],
            sen_unit=given["sen_unit"],
            resourced_provision=given["resourced_provision"],
            out_of_area=given["out_of_area"],
        )


class VisitForm(RegisterForm):
    visited_on = DateField(label="The day of the visit")
    by_label = forms.CharField(
        label="Who visited?",
        max_length=200,
        help_text="Name and role. For example, J. Okoye, social worker",
        error_messages={"required": "Say who visited."},
    )
    seen = forms.ChoiceField(
        label="Was the child or young person seen?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether they were seen."},
    )

    def record(self) -> VisitRecord:
        given = self.cleaned_data
        return VisitRecord(
            on=given["visited_on"], by_label=given["by_label"].strip(), seen=given["seen"] == "yes"
        )


class CircumstanceForm(RegisterForm):
    kind = forms.ChoiceField(
        label="What holds?",
        choices=[(one.value, CIRCUMSTANCES[one]) for one in Circumstance],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what holds."},
    )
    from_date = DateField(label="Since which day?")

    def record(self) -> CircumstanceRecord:
        given = self.cleaned_data
        return CircumstanceRecord(kind=given["kind"], from_date=given["from_date"])


class EndForm(RegisterForm):
    last_day = DateField(label="The last day on which it held")
    version = forms.IntegerField(widget=forms.HiddenInput)


class ExceptionForm(RegisterForm):
    """An exception of the law for one duty: its reasons, and the days on which each rests."""

    reason = forms.ChoiceField(
        label="Which exception?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the exception."},
    )
    asked_on = DateField(
        label="If a school or provider was closed: the day its advice was asked for", required=False
    )
    first_on = DateField(label="The first day: of being away, of being closed, or of the reason")
    then_on = DateField(
        label="The day it was over", help_text="The first day back, or the day of opening again"
    )
    evidence = forms.CharField(
        label="What shows it?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, letter of the family of 3 May 2024. Do not describe the child.",
        error_messages={"required": "Say what shows it."},
    )

    def __init__(self, *args: Any, duty: Duty[..., Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons: Any = self.fields["reason"]
        reasons.choices = [(one.value, EXCEPTIONS[one]) for one in duty.exceptions]
        if not set(_CLOSED) & set(duty.exceptions):
            del self.fields["asked_on"]

    def claimed(self) -> Claimed:
        given = self.cleaned_data
        asked: date | None = given.get("asked_on")
        return Claimed(
            reason=LawfulException(given["reason"]),
            asked_on=asked,
            first_on=given["first_on"],
            then_on=given["then_on"],
            evidence=given["evidence"],
        )


class AcceptForm(RegisterForm):
    """Nothing to type: whoever accepts it has read it. The version says which they read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
