"""Guessing is slow, and nobody is shut out because somebody else guesses.

Tries are counted for one address from one network, and for one network whatever the address; never
for an address alone. A browser that its person has signed in with before is counted by itself, so
that she gets in from her usual desk while somebody guesses from the next one.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone

from goldenthread.config.accounts.devices import known_device
from goldenthread.partnership.actions.tries import Limit, give_back, take_try

LONDON = ZoneInfo("Europe/London")
What = tuple[str, ...]

SIGN_IN = Limit(tries=8, minutes=5)
SIGN_IN_OF_A_NETWORK = Limit(tries=60, minutes=5)  # a whole council may come from one address
RESET = Limit(tries=5, minutes=60)
RESET_OF_A_NETWORK = Limit(tries=60, minutes=60)
LINKS_OF_A_NETWORK = Limit(tries=30, minutes=10)  # links that open nothing


def network(request: HttpRequest) -> str:
    """Whose network a request comes from: an address of IPv4, the first half of one of IPv6."""
    said = get_adapter(request).get_client_ip(request)
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return str(said)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network(f"{address}/64", strict=False).network_address)
    return str(address)


def sign_in(request: HttpRequest, email: str) -> tuple[tuple[What, Limit], ...]:
    """What a try to sign in is counted as."""
    address = email.strip().lower()
    if device := known_device(request, address):
        return ((("sign-in of a device", device, address), SIGN_IN),)
    where = network(request)
    return (
        (("sign-in", where, address), SIGN_IN),
        (("sign-in of a network", where), SIGN_IN_OF_A_NETWORK),
    )


def reset(request: HttpRequest, email: str) -> tuple[tuple[What, Limit], ...]:
    where = network(request)
    return (
        (("reset", where, email.strip().lower()), RESET),
        (("reset of a network", where), RESET_OF_A_NETWORK),
    )


def links(request: HttpRequest) -> tuple[tuple[What, Limit], ...]:
    return ((("links of a network", network(request)), LINKS_OF_A_NETWORK),)


def wait_until(counted: Iterable[tuple[What, Limit]]) -> datetime | None:
    """Count the try; None where it may be made, else when the next one may."""
    now = timezone.now()
    waits = [take_try(what, limit=limit, at=now) for what, limit in counted]
    return max((until for until in waits if until), default=None)


def was_right(counted: Iterable[tuple[What, Limit]]) -> None:
    """The try is not counted after all."""
    for what, _ in counted:
        give_back(what)


def when(until: datetime) -> str:
    """ "at 14:35": the next whole minute, so that nobody comes back too early."""
    later = until + timedelta(minutes=1)
    return f"at {later.astimezone(LONDON):%H:%M}"
