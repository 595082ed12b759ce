"""What stands around every page: whose page it is, where one may go, who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class NavigationLink:
    """A place in the masthead; `current` marks the part of the product the reader is in."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Crumb:
    """A step of the way here; without an address it is only said."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Shell:
    """The frame of a page, in the template's context as `shell`.

    A page without one (sign-in, an error) shows the product's own masthead.
    `printed_class` is what a printed page says of itself: "Public" or "Restricted".
    """

    local_area: str = ""
    home_href: str = "/"
    brand_href: str = ""
    navigation: Sequence[NavigationLink] = ()
    search_href: str = ""
    person: str = ""
    person_detail: str = ""
    mail_href: str = ""  # where one chooses how often mail comes
    account_href: str = ""  # password, second factor, sessions
    sign_out_href: str = ""
    printed_class: str = "Restricted"
    as_at: str = ""
    demonstration: bool = False
