"""docs/guide/dpia.md: the frame of a data protection impact assessment, with its table of data made
from the models. Which fields are about somebody is found; what they are for is said here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from django.apps import apps
from django.db import models

from goldenthread.retention.kinds import Ruled, Short, Stays, With
from goldenthread.retention.schedule import BY_KEY, retention_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "guide" / "dpia.md"
# Fields that name, address or point to somebody, by their names.
_ABOUT_SOMEBODY = re.compile(
    r"(?:^|_)(?:by_id|by_label|email|came_back_address|person|person_id|user|user_id|owner_id|actor_id"
    r"|viewer_id|about_id|writer_id|said_by|decided_by|answered_for|for_whom|raters|advisers"
    r"|recipient|sent_to|chair|actor_label|viewer_label|owner_label|writer_label|asked_label|ip|user_agent|session_key|session_data|uid|extra_data|password"
    r"|accountable_as_written|leads_as_written|owner_as_written|agreed_by|name_of)$"
)
_NAMES_SOMEBODY = {
    "partnership.User": ("name",),
    "partnership.Person": ("name",),
    "governance.Release": ("address",),
    "trail.TrailSubject": ("object_id",),
    "trail.TrailLook": ("things",),
    "trail.TrailSighting": ("object_id",),
}
_LONG = 200  # letters from which on a field may hold a sentence


@dataclass(frozen=True)
class Flow:
    """What is said of the data of one model, or of every model of a context."""

    whose: str
    source: str
    purpose: str
    reads: str
    goes: str = "nowhere"


_WORKING = "people who work in the partnership"
_PLAN = Flow(
    _WORKING,
    "typed by them; the council’s own plan document",
    "to run the plan, and to show who decided what",
    "everybody with a role in the area",
    "issued papers and reports, workbooks for leads",
)
_ACCOUNTS = Flow(
    "people with an account",
    "an administrator’s invitation; their own sign-in",
    "to let in who may come in, and nobody else",
    "area administrators; each person their own",
)
_TRAIL = Flow(
    "people who work here, as those who did or saw something",
    "the product, at each act and each look",
    "to prove who did and saw what",
    "area administrators",
    "files for an inspector or an auditor; heads of the chain to a file or by mail",
)
_REGISTER = Flow(
    "children and young people with an EHC plan, or for whom one was asked",
    "case officers; returns and extracts of case systems",
    "to do what the law asks for each of them in time, and to know where each is",
    "SEND case officers, case managers, designated clinical and social care officers; details of "
    "health and social care by a right of their own",
    "lists as files, with who took them; a page for the family; counts with small numbers "
    "suppressed",
)
CONTEXTS = {
    "improvement_plan": _PLAN,
    "governance": replace(_PLAN, goes="the bodies that receive papers; what is released outside"),
    "intake": replace(
        _PLAN, source="documents that were brought in", reads="those who may import", goes="nowhere"
    ),
    "partnership": replace(
        _PLAN, purpose="to know who leads, sits where and may do what", goes="issued papers"
    ),
    "notifications": Flow(
        "people who are written to", "the product, for whoever asks them something",
        "to ask for updates and to remind", "the programme office; each person their own",
        "the council’s mail server, or GOV.UK Notify, which keeps it for some days",
    ),
    "trail": _TRAIL,
    "provision": replace(
        _PLAN, whose="nobody: schools and other settings",
        source="the national list of schools; typed where that has none",
        purpose="to say where children and young people are placed", goes="nowhere",
    ),
    "ehcp_register": _REGISTER,
    "retention": replace(_PLAN, purpose="to keep no longer than is right", goes="certificates"),
    "files": replace(_PLAN, source="uploads", purpose="to keep evidence and documents",
                     reads="whoever may see what the file belongs to"),
    "jobs": replace(_PLAN, source="the product", purpose="to do long work once", goes="nowhere"),
    "pages": replace(_PLAN, source="what they type", purpose="to lose nothing that was typed",
                     reads="each person their own", goes="nowhere"),
    "account": _ACCOUNTS,
    "mfa": _ACCOUNTS,
    "socialaccount": replace(_ACCOUNTS, goes="the organisation’s own sign-in"),
    "usersessions": _ACCOUNTS,
    "sessions": _ACCOUNTS,
    "auth": _ACCOUNTS,
    "contenttypes": _ACCOUNTS,
    "django_q": replace(_PLAN, source="the product", purpose="to do long work once",
                        goes="nowhere"),
}  # fmt: skip
_OF_A_CHILD = Flow(
    "a child or young person",
    "an area administrator",
    "to keep a record out of sight, and to know who opened it",
    "area administrators; those who were named",
)
_ABOUT_THE_REGISTER = replace(
    _REGISTER, whose=_WORKING, purpose="to read the register as one likes, and to know how good "
    "its data is", goes="nowhere",
)  # fmt: skip
_WHO_IS_TOLD = replace(
    _ABOUT_THE_REGISTER, purpose="to tell those in time who work with a child, or are asked for "
    "written information",
)  # fmt: skip
OF_THEIR_OWN = {
    "ehcp_register.Source": _ABOUT_THE_REGISTER,
    "ehcp_register.CheckRun": _ABOUT_THE_REGISTER,
    "ehcp_register.RegisterView": _ABOUT_THE_REGISTER,
    "ehcp_register.RegisterPractice": _ABOUT_THE_REGISTER,
    "ehcp_register.UnplacedContact": _ABOUT_THE_REGISTER,
    "ehcp_register.Panel": _ABOUT_THE_REGISTER,
    "ehcp_register.PanelMeeting": _ABOUT_THE_REGISTER,
    "ehcp_register.TellingPractice": _WHO_IS_TOLD,
    "ehcp_register.ToldOf": _WHO_IS_TOLD,
    "ehcp_register.AdviceService": _WHO_IS_TOLD,
    "ehcp_register.Department": _WHO_IS_TOLD,
    "partnership.User": _ACCOUNTS,
    "partnership.Tries": replace(_ACCOUNTS, purpose="to slow down guessing", reads="nobody"),
    "partnership.TaskLink": replace(
        _ACCOUNTS, purpose="to let one person do one task", reads="the programme office"
    ),
    "partnership.Restriction": _OF_A_CHILD,
    "partnership.NamedGrant": _OF_A_CHILD,
    "partnership.BreakGlass": _OF_A_CHILD,
    "improvement_plan.FamilyVoice": Flow(
        "families and young people, through their forum",
        "the parent carer forum, or a group of young people",
        "to set what families say beside what the plan says",
        "everybody with a role in the area",
        "issued papers and reports, in their own words",
    ),
    "governance.Release": Flow(
        "people outside who are sent something, and those who send it",
        "whoever prepares it",
        "to know what left, to whom, by whose decision",
        "those who write papers",
        "the recipient; the list of what has left",
    ),
}


def our_models() -> list[type[models.Model]]:
    """Every table of an installation, without those that only tests have."""
    return [
        model
        for model in apps.get_models()
        if not model.__module__.startswith("tests.") and not model._meta.proxy
    ]


def about_somebody(model: type[models.Model]) -> list[str]:
    """Names of the fields that name, address or point to somebody."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if _ABOUT_SOMEBODY.search(field.name)
        or field.name in _NAMES_SOMEBODY.get(model._meta.label, ())
        or _leads_to_somebody(field)
    ]


def _leads_to_somebody(field: models.Field) -> bool:  # type: ignore[type-arg]
    related = field.related_model
    return isinstance(related, type) and related._meta.label in (
        "partnership.User",
        "partnership.Person",
    )


def free_words(model: type[models.Model]) -> list[str]:
    """Names of the fields in which anybody may write anything, a name too."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.TextField, models.JSONField))
        or (
            isinstance(field, models.CharField)
            and (field.max_length or 0) >= _LONG
            and not field.choices
        )
    ]


def flow_of(model: type[models.Model]) -> Flow | None:
    label = model._meta.label
    return OF_THEIR_OWN.get(label) or CONTEXTS.get(model._meta.app_label)


def retention_words(model: type[models.Model]) -> str:
    said = retention_of(model)
    match said:
        case Ruled(kind):
            return f"the area’s rule for “{BY_KEY[kind].title.lower()}”"
        case With(what):
            return f"with {what}"
        case Short(after, _):
            return f"forgotten after {after}"
        case Stays(because):
            return f"stays: {because}"
    raise LookupError(f"{model._meta.label} does not say how long it is kept.")


def page() -> str:
    """docs/guide/dpia.md, whole."""
    template = (Path(__file__).with_name("dpia.md")).read_text(encoding="utf-8")
    return template.replace("<<TABLE>>", "\n".join(_table())).replace(
        "<<NOBODY>>", ", ".join(f"`{name}`" for name in _of_nobody())
    )


def _table() -> list[str]:
    lines = [
        "| table | whose data | fields about somebody | free words | source | purpose "
        "| legal basis | who reads | where it goes | how long |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for model in our_models():
        if not (personal := about_somebody(model)) and not free_words(model):
            continue
        flow = flow_of(model)
        assert flow is not None
        cells = [
            f"`{model._meta.label}`", flow.whose, _named(personal), _named(free_words(model)),
            flow.source, flow.purpose, "*fill in*", flow.reads, flow.goes, retention_words(model),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _named(fields: list[str]) -> str:
    return ", ".join(fields) or "–"


def _of_nobody() -> list[str]:
    return [
        model._meta.label
        for model in our_models()
        if not about_somebody(model) and not free_words(model)
    ]
