"""The words of a handover: everything somebody holds, by kind, and who takes each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from goldenthread.my_work.actions import HandedOver
from goldenthread.my_work.forms import NOBODY, STAYS, HandOverForm
from goldenthread.my_work.queries import Handover
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries.handing_over import Held

# kind → its heading, and what becomes of it where nobody takes it over
_GAP = "With nobody, each is listed as a gap of its plan."
KINDS: dict[str, tuple[str, str]] = {
    "post": ("Posts", "With nobody, the post is vacant, and its actions are a gap of their plan."),
    "of_post": ("Actions of these posts", ""),
    "lead": ("Actions led in person", _GAP),
    "deputy": ("Actions as a deputy", "With nobody, the action has no such deputy any more."),
    "risk": ("Risks and issues owned", "With nobody, the risk has no owner."),
    "request": ("Updates asked for", "With nobody, the request is withdrawn."),
    "standing_in": ("Updates as a deputy", "With nobody, whoever was asked answers themselves."),
    "dependency": ("Waiting to be agreed", ""),
    "forum": ("Forums", "With nobody, the seat is free."),
    "grant": ("Roles", "With nobody, the role ends on the day."),
    "challenge": ("Challenges to answer", "With nobody, the challenge goes on asking the person."),
    "highlight": (
        "Highlight reports in draft",
        "With nobody, the draft waits for whoever leads the part.",
    ),
    "paper": ("Papers in draft", "With nobody, the draft waits for the programme office."),
    "view": ("Saved views that others open", "With nobody, the view stays as it is."),
    "signed_off": ("Signed off", ""),
}


# What leads to the page of a lead, which says whether that is a post or a person.
LEADS = {"of_post": ("post",), "signed_off": ("person",)}


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class HeldLine:
    name: str  # of the box
    words: str
    note: str
    href: str
    stays: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class HeldGroup:
    title: str
    says: str
    lines: tuple[HeldLine, ...]


@dataclass(frozen=True)
class HandoverPage:
    """`ready`: somebody was chosen, so each thing has a box and the whole a button."""

    title: str
    name: str
    lede: str
    groups: tuple[HeldGroup, ...]
    ready: bool
    confirm: str
    becomes: tuple[str, ...]
    fingerprint: str
    empty: str
    history_href: str
    left: str


def handover_page(
    found: Handover, *, slug: str, on: date, form: HandOverForm | None
) -> HandoverPage:
    """`form` is the valid choice, or None before there is one."""
    name = found.giver.name
    groups = []
    for kind, (title, nobody) in KINDS.items():
        held = [one for one in found.held if one.kind == kind]
        if held:
            lines = tuple(_line(one, found, form, slug=slug) for one in held)
            says = "" if all(one.stays for one in held) else nobody
            groups.append(HeldGroup(f"{title}: {len(held)}", says, lines))
    movable = len(found.to_hand_over)
    left_on = found.giver.left_on
    return HandoverPage(
        title=f"Hand over the work of {name}",
        name=name,
        lede=f"{name} holds {counted(len(found.held), 'thing')} on {say_date(found.day)}. "
        "All that is handed over moves together, and each says so in its history. "
        f"What {name} has said, rated, shown or issued stays under their name."
        if found.held
        else "",
        groups=tuple(groups),
        ready=form is not None and bool(movable),
        confirm=_confirm(form, found) if form else "",
        becomes=_becomes(form, found, on=on) if form else (),
        fingerprint=found.fingerprint,
        empty=f"{name} holds nothing on {say_date(found.day)}: no post, no action, no role.",
        history_href=reverse("partnership:history", args=[slug, "person", found.giver.id]),
        left=f"{name} left on {say_date(left_on)}." if left_on and left_on <= on else "",
    )


def _line(one: Held, found: Handover, form: HandOverForm | None, *, slug: str) -> HeldLine:
    href = ""
    if one.href:
        page, pk = one.href
        args: list[object] = [slug, *LEADS.get(one.kind, ()), pk]
        if one.kind == "dependency":
            args.append(one.id)
        href = reverse(page, args=args)
    choices = () if one.stays or form is None else _choices(one, found, form)
    return HeldLine(f"take-{one.key}", one.words, one.note, href, one.stays, choices)


def _choices(one: Held, found: Handover, form: HandOverForm) -> tuple[Choice, ...]:
    names = dict(found.people)
    wanted = [pk for pk in (form.successor_id, form.also_id) if pk]
    offered = [(str(pk), names.get(pk, "").split(" (")[0]) for pk in dict.fromkeys(wanted)]
    offered += [(NOBODY, "Nobody yet"), (STAYS, f"Stays with {found.giver.name}")]
    only = form.cleaned_data["only"]
    usual = offered[0][0] if not only or only == one.key else STAYS
    given = form.data.get(f"take-{one.key}", usual)
    return tuple(Choice(value, words, value == given) for value, words in offered)


def _confirm(form: HandOverForm, found: Handover) -> str:
    to = dict(found.people).get(form.successor_id) if form.successor_id else ""
    return f"Hand over to {to.split(' (')[0]}" if to else "Confirm"


def _becomes(form: HandOverForm, found: Handover, *, on: date) -> tuple[str, ...]:
    """What will happen, before it does."""
    day, name = say_date(found.day), found.giver.name
    said = [
        f"Posts, forums and actions: {name} holds them until the day before {day}, whoever follows "
        f"from {day} on. Roles end on {day} itself.",
    ]
    if any(one.at_once for one in found.to_hand_over):
        when = "now" if found.day != on else "today"
        said.append(
            "Risks, requests for updates, challenges, drafts and saved views have no such days: "
            f"they move {when}. "
            "Whoever takes over a request gets a message with a link of their own."
        )
    if form.cleaned_data["leaves"] == "yes":
        said.append(
            f"{name} leaves: what nobody takes over keeps the name and is listed under Plan "
            "quality, as “The lead has left”."
        )
    said.append("To undo it, hand the same things back.")
    return tuple(said)


def done_words(done: HandedOver, *, name: str, day: date) -> str:
    """8 things go from Una Hart to Viv Lane on 3 May 2024."""
    said = [
        f"{counted(number, 'thing')} {'goes' if number == 1 else 'go'} from {name} to "
        f"{to.split(' (')[0]} on {say_date(day)}."
        for to, number in done.taken.items()
    ]
    if done.left:
        have = "is" if done.left == 1 else "are"
        said.append(f"{counted(done.left, 'thing')} {have} left with nobody to follow yet.")
    if done.no_mail:
        said.append(
            f"No email address is recorded for {', '.join(done.no_mail)}: tell them yourself."
        )
    if done.taken:
        said.append("To undo it, hand the same things back.")
    return " ".join(said) or f"It is recorded that {name} leaves on {say_date(day)}."


def takers(found: Handover, posted: dict[str, str]) -> dict[str, UUID | None]:
    """What moves, from what was sent: a thing that was not sent at all stays."""
    moving: dict[str, UUID | None] = {}
    for one in found.to_hand_over:
        value = posted.get(f"take-{one.key}", STAYS)
        if value == NOBODY:
            moving[one.key] = None
        elif value and value != STAYS:
            moving[one.key] = UUID(value)
    return moving
