"""The form of a request as it comes back: one small form for each action that was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from goldenthread.improvement_plan.forms.base import AskedForm
from goldenthread.improvement_plan.queries.round_facts import AskedAction
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.rounds import STATUS_WORDS, UpdateStatus

TELLS = (UpdateStatus.ON_TRACK, UpdateStatus.WILL_BE_LATE, UpdateStatus.COMPLETE)
WORDS = ("progress", "impact", "next_steps", "cause", "risks_and_issues", "decision_needed")


class AnswerForm(AskedForm):
    """One action. What stands in a part that its status does not ask for is left out."""

    status = forms.ChoiceField(
        required=False, choices=[(one.value, words) for one, words in STATUS_WORDS.items()]
    )
    progress = forms.CharField(required=False)
    impact = forms.CharField(required=False)
    next_steps = forms.CharField(required=False)
    cause = forms.CharField(required=False)
    expected_on = DateField(required=False, label="When you now expect it to be done")
    risks_and_issues = forms.CharField(required=False)
    blocked = forms.BooleanField(required=False)
    decision_needed = forms.CharField(required=False)
    decision_by = DateField(required=False, label="The day by which it is needed")
    proof_kind = forms.ChoiceField(
        required=False,
        choices=(("activity", "Activity"), ("output", "Output"), ("impact", "Impact")),
    )
    proof_shows = forms.CharField(required=False)
    file = forms.FileField(required=False, max_length=200)
    link = forms.CharField(required=False, max_length=1000)

    def __init__(self, *, asked: AskedAction, on: date, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "prefix": asked.id.hex})
        self.asked, self.on = asked, on

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"]).strip()
        if link:
            try:
                URLValidator(schemes=["http", "https"])(link)
            except forms.ValidationError as wrong:
                raise forms.ValidationError(
                    "Give the whole address of the page, such as https://www.example.org/survey."
                ) from wrong
        return link

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        status = given.get("status")
        if status in TELLS:
            self._want("progress", "Say in a sentence what has happened.")
            if status == UpdateStatus.WILL_BE_LATE:
                self._want("cause", "Say why it will be late.")
                self._want_day("expected_on", "Give the day by which you now expect it to be done.")
            if given.get("blocked"):
                self._want("decision_needed", "Say which decision is needed.")
                self._want_day("decision_by", "")
        self._clean_proof(given)
        return given

    def _want(self, name: str, sentence: str) -> None:
        if name not in self.errors and not str(self.cleaned_data.get(name) or "").strip():
            self.add_error(name, sentence)

    def _want_day(self, name: str, sentence: str) -> None:
        day = self.cleaned_data.get(name)
        if name in self.errors:
            return
        if day is None and sentence:
            self.add_error(name, sentence)
        elif day is not None and day < self.on:
            self.add_error(name, "This day is past. Give today or a later day.")

    def _clean_proof(self, given: dict[str, Any]) -> None:
        file, link = given.get("file"), given.get("link")
        shows = str(given.get("proof_shows") or "").strip()
        if file and link:
            self.add_error("link", "Give a file or a link, not both.")
        elif (file or link) and not shows:
            self.add_error("proof_shows", "Say in a sentence what the evidence shows.")
        elif shows and not (file or link) and not {"file", "link"} & set(self.errors):
            self.add_error("file", "Choose a file, or give a link.")


@dataclass
class Returned:
    """A form as it was sent. `answered` are the forms of the actions with a status, in order;
    `errors` maps the name of a field to its sentence; `files` names the files that were chosen and
    have to be chosen again, by action."""

    answered: list[AnswerForm] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def read_answers(
    actions: Iterable[AskedAction],
    data: QueryDict,
    files: MultiValueDict[str, UploadedFile[Any]],
    *,
    on: date,
) -> Returned:
    returned = Returned()
    for asked in actions:
        form = AnswerForm(data=data, files=files, asked=asked, on=on)
        key = asked.id.hex
        chosen = data.get(f"{key}-status", "")
        if upload := files.get(f"{key}-file"):
            returned.files[key] = str(upload.name)
        if not chosen:
            if touched(asked, data) or upload:
                returned.errors[f"{key}-status"] = (
                    "You wrote about it, and did not choose how it stands. Choose one of the four."
                )
            continue
        returned.answered.append(form)
        if not form.is_valid():
            for name, sentences in form.errors.items():
                returned.errors[f"{key}-{name}"] = " ".join(str(one) for one in sentences)
    return returned


def touched(asked: AskedAction, data: Mapping[str, Any]) -> bool:
    """Was anything written that did not stand there from the beginning?"""
    before = starting_words(asked)
    key = asked.id.hex
    return any(
        _plain(str(data.get(f"{key}-{name}", ""))) not in ("", _plain(before.get(name, "")))
        for name in (*WORDS, "proof_shows", "link")
    )


def starting_words(asked: AskedAction) -> dict[str, str]:
    """What stands in the form from the beginning: what was said last."""
    last = asked.answers[0] if asked.answers else asked.before
    if last is None:
        return {}
    return {
        "progress": last.progress,
        "impact": last.impact,
        "next_steps": last.next_steps,
        "risks_and_issues": last.risks_and_issues,
    }


def _plain(words: str) -> str:
    return " ".join(words.split())
