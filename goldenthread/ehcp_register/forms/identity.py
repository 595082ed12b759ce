"""Who a child is: added by hand, or put right. Numbers are checked as they are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from goldenthread.ehcp_register.forms.recording import RegisterForm
from goldenthread.pages.form_fields import DateField
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.matching import is_nhs_number
from goldenthread.rules.proceedings import What
from goldenthread.rules.sen2 import is_uln, is_upn
from goldenthread.rules.sen2.codes import ETHNICITY, UPN_UNKNOWN, Code
from goldenthread.rules.standing import age_on
from goldenthread.rules.standing.records import ChildRecord, Said
from goldenthread.rules.standing.told import code_choices

Choices = Sequence[tuple[str, str]]
OLDEST = 25  # the last birthday up to which there can be a plan: CFA 2014, s83(2)
REQUEST, MOVED_IN, NOTHING = "request", "moved-in", "nothing"
_SEX = (("", "Not known"), ("F", "Female"), ("M", "Male"))


def _said(codes: tuple[Code, ...]) -> list[tuple[str, str]]:
    return [(one.value, f"{one.words[:1].upper()}{one.words[1:]}") for one in codes]


class IdentityForm(RegisterForm):
    """What both forms ask. Details are asked of those alone who have the right to see them."""

    forename = forms.CharField(
        label="Forename",
        max_length=100,
        error_messages={"required": "Give the forename, as on the request."},
    )
    surname = forms.CharField(
        label="Surname",
        max_length=100,
        error_messages={"required": "Give the surname, as on the request."},
    )
    born_on = DateField(label="Date of birth", help_text="For example, 27 3 2012")
    sex = forms.ChoiceField(label="Sex", choices=_SEX, required=False)
    ethnicity = forms.ChoiceField(
        label="Ethnicity", choices=[("", "Not known yet"), *_said(ETHNICITY)], required=False
    )
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    upn = forms.CharField(
        label="UPN",
        required=False,
        max_length=20,
        help_text="Unique pupil number: a letter and 12 digits. The school has it",
    )
    upn_unknown = forms.ChoiceField(
        label="If there is no UPN: why?",
        choices=[("", "There is one"), *_said(UPN_UNKNOWN)],
        required=False,
    )
    uln = forms.CharField(
        label="ULN",
        required=False,
        max_length=14,
        help_text="Unique learner number: ten digits, for those of 14 and over",
    )
    nhs_number = forms.CharField(
        label="NHS number", required=False, max_length=14, help_text="Ten digits"
    )
    known_to_social_care = forms.CharField(
        label="Social care team, if they are known to one", required=False, max_length=200
    )
    reference = forms.CharField(label="Reference in the case system", required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        on: date,
        kept: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """`kept`: what is on record already. It may have come in with a fault, and who puts
        something else right is not asked about it."""
        super().__init__(*args, **kwargs)
        self.on = on
        self.kept = kept or {}
        for name, width in (("upn", 20), ("uln", 20), ("nhs_number", 20), ("postcode", 10)):
            self.fields[name].width = width  # type: ignore[attr-defined]
        for name, detail in (("nhs_number", "health"), ("known_to_social_care", "social_care")):
            if not viewer.may_see(detail):
                del self.fields[name]

    def clean_forename(self) -> str:
        return _plain(self.cleaned_data["forename"])

    def clean_surname(self) -> str:
        return _plain(self.cleaned_data["surname"])

    def clean_born_on(self) -> date:
        born: date = self.cleaned_data["born_on"]
        if born > self.on:
            raise forms.ValidationError("The date of birth is still to come. Check the year.")
        if age_on(born, self.on) > OLDEST and born != self.kept.get("born_on"):
            raise forms.ValidationError(
                "Somebody born then is over 25, and can have no EHC plan. Check the year."
            )
        return born

    def clean_postcode(self) -> str:
        return " ".join(str(self.cleaned_data["postcode"]).upper().split())

    def clean_upn(self) -> str:
        upn = _number(self.cleaned_data["upn"])
        if upn == self.kept.get("upn"):
            return upn
        if upn and len(upn) != 13:
            raise forms.ValidationError(
                f"A UPN has 13 characters; this has {len(upn)}. For example, H801200001001."
            )
        if upn and not is_upn(upn):
            raise forms.ValidationError(
                "The first letter of a UPN checks the others, and does not fit these. Look for two "
                "digits that changed places, or ask the school."
            )
        return upn

    def clean_uln(self) -> str:
        uln = _number(self.cleaned_data["uln"])
        if uln == self.kept.get("uln"):
            return uln
        if uln and len(uln) != 10:
            raise forms.ValidationError(f"A ULN has ten digits; this has {len(uln)}.")
        if uln and not is_uln(uln):
            raise forms.ValidationError(
                "The last digit of a ULN checks the others, and does not fit these. Look for two "
                "digits that changed places, or ask the school or college."
            )
        return uln

    def clean_nhs_number(self) -> str:
        number = _number(self.cleaned_data["nhs_number"])
        if number and number != self.kept.get("nhs_number") and not is_nhs_number(number):
            raise forms.ValidationError(
                "An NHS number has ten digits, and the last checks the others. It does not fit "
                "these: compare them with the letter they come from."
            )
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("upn") and cleaned.get("upn_unknown"):
            self.add_error("upn_unknown", "There is a UPN above: choose “There is one”.")
        return cleaned

    def identity(self) -> dict[str, Any]:
        """Field of a child → what was typed, of the fields that were asked."""
        asked = [name for name in ChildRecord.__dataclass_fields__ if name in self.fields]
        return {name: self.cleaned_data[name] for name in asked if name != "post_id"}


class AddChildForm(IdentityForm):
    """Somebody new, with what brought them here."""

    said_by = forms.CharField(
        label="Where do you know this from?",
        max_length=200,
        help_text="For example, the request form of 3 May 2024",
        error_messages={"required": "Say where you know it from, such as: the request form."},
    )
    first = forms.ChoiceField(
        label="What brings them here?",
        choices=[
            (REQUEST, "A request for an EHC needs assessment"),
            (MOVED_IN, "They moved here, and have an EHC plan from another authority"),
            (NOTHING, "Neither: record it later"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what brings them here."},
    )
    first_on = DateField(
        label="The day the request was received, or the plan was transferred", required=False
    )
    code = forms.ChoiceField(
        label="Of a request: who asked?",
        choices=[("", "Choose who asked"), *code_choices(What.REQUEST_RECEIVED)],
        required=False,
    )
    plan_day = DateField(
        label="Of a plan from elsewhere: the day it was made or last reviewed", required=False
    )
    post_id = forms.ChoiceField(label="On whose caseload do they go?", required=False)
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)
    not_them = forms.BooleanField(
        label="I looked at each of them: this is somebody else", required=False
    )

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["post_id"]
        chosen.choices = [("", "Nobody’s yet"), *posts]
        for name in ("first_on", "code", "plan_day"):  # needed for one answer or another
            self.fields[name].needed_later = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, on = cleaned.get("first"), cleaned.get("first_on")
        if first in (REQUEST, MOVED_IN) and not on and "first_on" not in self.errors:
            self.add_error("first_on", "Give the day on which the request or the plan came.")
        if on and on > self.on:
            self.add_error("first_on", "That day is still to come. Give the day it came.")
        if on and cleaned.get("born_on") and on < cleaned["born_on"]:
            self.add_error("first_on", "That day is before the date of birth. Check both.")
        if first == REQUEST and not cleaned.get("code") and "code" not in self.errors:
            self.add_error("code", "Say who asked; the SEN2 return tells it.")
        if first == MOVED_IN and not cleaned.get("plan_day") and "plan_day" not in self.errors:
            self.add_error(
                "plan_day", "Give the day on which the plan was made or last reviewed: the next "
                "review is counted from it."
            )  # fmt: skip
        return cleaned

    def record(self) -> ChildRecord:
        post = self.cleaned_data["post_id"]
        return ChildRecord(
            **self.identity(),
            post_id=UUID(post) if post else None,
            caseload_from=self.cleaned_data["first_on"] or self.on,
        )

    def said(self) -> tuple[Said | None, str]:
        """The first event, and the process of the case that it opens."""
        given = self.cleaned_data
        match given["first"]:
            case "request":
                what = What.REQUEST_RECEIVED
                return Said(what=what, on=given["first_on"], code=given["code"]), "assessment"
            case "moved-in":
                what = What.PLAN_TRANSFERRED_IN
                return Said(what=what, on=given["first_on"], day=given["plan_day"]), "transfer"
        return None, ""

    def known_others(self) -> frozenset[UUID]:
        """Those shown before who are somebody else, as whoever looked said."""
        if not self.cleaned_data["not_them"]:
            return frozenset()
        return ids_in(self.cleaned_data["looked_at"])


class CorrectIdentityForm(IdentityForm):
    said_by = forms.CharField(
        label="Who says so?",
        max_length=200,
        help_text="For example, the family, by letter of 3 May 2024",
        error_messages={"required": "Say who says so, such as: the family, by letter."},
    )
    reason = forms.CharField(
        label="Why was it wrong?",
        max_length=500,
        help_text="For whoever reads the history. For example, a slip when it was typed",
        error_messages={"required": "Say why it was wrong."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A record that came in may have no name or no day of birth; that stays possible.
        for name in ("forename", "surname", "born_on"):
            self.fields[name].required = False

    def clean_born_on(self) -> date:
        return super().clean_born_on() if self.cleaned_data["born_on"] else None  # type: ignore[return-value]


def ids_in(words: str) -> frozenset[UUID]:
    """The ids that a hidden field of ours holds; those that are none are nobody's."""
    found = set()
    for one in words.split(","):
        try:
            found.add(UUID(one))
        except ValueError:
            continue
    return frozenset(found)


def _plain(words: str) -> str:
    return " ".join(words.split())


def _number(words: str) -> str:
    return "".join(words.upper().split()).replace("-", "")
