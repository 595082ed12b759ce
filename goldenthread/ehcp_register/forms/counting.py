"""How an area counts where the law leaves it a choice, and where its plans may be linked at."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.ehcp_register.forms.recording import RegisterForm
from goldenthread.rules.clocks import DUTIES
from goldenthread.rules.standing.links import is_host

CHOICES = tuple(one for one in DUTIES if one.days_may_differ)


class CountingForm(RegisterForm):
    """`looked_at`: the choice whose effect was on the page when this was sent."""

    working_days = forms.MultipleChoiceField(
        label="Which of these are counted in working days?",
        choices=[(one.key, f"{one.key}: {one.step}, {one.law.cited}") for one in CHOICES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Those left empty are counted in calendar days, as the law is read. No other "
        "limit has a choice",
    )
    link_hosts = forms.CharField(
        label="Where may sections of plans be linked at?",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="One host a line, such as documents.example.org. Without one, sections are kept "
        "here as files alone",
    )
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_link_hosts(self) -> list[str]:
        hosts = [one.strip().lower() for one in self.cleaned_data["link_hosts"].splitlines()]
        for one in hosts:
            if one and not is_host(one):
                raise forms.ValidationError(
                    f"“{one}” is no host. Give its name alone, such as documents.example.org."
                )
        return [one for one in hosts if one]

    @property
    def chosen(self) -> str:
        """The choice, as `looked_at` has it."""
        return " ".join(sorted(self.cleaned_data["working_days"])) or "none"

    @staticmethod
    def initial_of(practice: Any) -> dict[str, Any]:
        """What is set now."""
        return {
            "working_days": sorted(practice.working_days),
            "link_hosts": "\n".join(practice.link_hosts),
            "version": practice.version,
        }
