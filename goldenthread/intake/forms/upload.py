"""The form that brings a document in."""

from __future__ import annotations

from django import forms

FORMATS = ".docx,.pdf,.xlsx,.csv,.txt,.tsv,.tab"


class UploadForm(forms.Form):
    document = forms.FileField(
        label="The plan document",
        help_text="Word (.docx), PDF with text, Excel (.xlsx), or comma- or tab-separated text. "
        "Up to 25 MB.",
        widget=forms.FileInput(attrs={"accept": FORMATS}),
        error_messages={
            "required": "Choose the plan document to upload.",
            "empty": "This file is empty. Check that it was saved, and choose it again.",
        },
    )
