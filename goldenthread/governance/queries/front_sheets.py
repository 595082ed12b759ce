"""Front sheets: the fields a body asks for, its own or the usual ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIELD_KINDS: dict[str, str] = {
    "line": "A few words",
    "words": "Several lines",
    "yes_no": "Yes or no, and the reason",
    "implication": "Words, and the post that checked them",
}
"""Every kind of field a front sheet may have, in words."""


@dataclass(frozen=True)
class FrontSheetField:
    """A field of a body's front sheet. `kind`: line (a few words), words, yes_no (with a reason),
    or implication (words and the post that verified them)."""

    key: str
    label: str
    hint: str = ""
    kind: str = "words"
    required: bool = False

    def as_data(self) -> dict[str, object]:
        return {
            "key": self.key,
            "label": self.label,
            "hint": self.hint,
            "kind": self.kind,
            "required": self.required,
        }


# What committee papers in English councils ask for; each body keeps its own list.
FRONT_SHEET: tuple[FrontSheetField, ...] = (
    FrontSheetField(
        "item_type", "Item type", "Decision or information", kind="line", required=True
    ),
    FrontSheetField(
        "sponsor", "Board sponsor", "A post, and who holds it", kind="line", required=True
    ),
    FrontSheetField("author", "Author", "A post, and who holds it", kind="line", required=True),
    FrontSheetField("contact", "Contact", "A telephone number or a shared mailbox", kind="line"),
    FrontSheetField("recommendations", "Recommendations", "One on each line", required=True),
    FrontSheetField("background", "Background", "Why the plan exists, in a few sentences"),
    FrontSheetField(
        "key_decision", "Key decision", "Yes or no; the forward plan reference if yes", kind="line"
    ),
    FrontSheetField("wards", "Wards and communities affected", "For example, all", kind="line"),
    FrontSheetField("finance", "Financial implications", kind="implication"),
    FrontSheetField("legal", "Legal implications", kind="implication"),
    FrontSheetField("equality", "Equality implications", kind="implication"),
    FrontSheetField("workforce", "Human resources implications", kind="implication"),
    FrontSheetField("procurement", "Procurement implications", kind="implication"),
    FrontSheetField("safeguarding", "Impact on safeguarding", kind="yes_no"),
    FrontSheetField("risk", "Risks", kind="implication"),
    FrontSheetField("consultation", "Consultation", "Who was asked, and when"),
    FrontSheetField("background_papers", "Background papers", "One on each line"),
)


def front_sheet_of(fields: Iterable[Mapping[str, object]]) -> tuple[FrontSheetField, ...]:
    """The body's own fields in its own order; the usual ones where it has chosen none."""
    own = tuple(
        FrontSheetField(
            key=str(one["key"]),
            label=str(one["label"]),
            hint=str(one.get("hint", "")),
            kind=str(one.get("kind", "words")),
            required=bool(one.get("required")),
        )
        for one in fields
    )
    return own or FRONT_SHEET
