"""What a password must be: long, and not one that everybody would try. OWASP ASVS 5.0, 6.2.

No rule about kinds of characters, no cut, no end date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from goldenthread.config.accounts import second_factor
from goldenthread.partnership.queries import sign_in

if TYPE_CHECKING:
    from goldenthread.partnership.models import User

SHORTEST = 12  # with a second factor
SHORTEST_ALONE = 15
LONGEST = 256  # only so that nobody has us work on a book
LEFT = 8  # characters that must remain without words anybody would guess
PRODUCT = ("golden", "thread", "goldenthread", "send", "password", "passwort")


class LongEnough:
    """12 characters where a second factor stands beside it, else 15."""

    def validate(self, password: str, user: User | None = None) -> None:
        shortest = self.shortest(user)
        if len(password) < shortest:
            raise ValidationError(
                f"Use at least {shortest} characters. Three or four words that do not belong "
                "together are easy to remember.",
                code="password_too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(f"Use {LONGEST} characters or fewer.", code="password_too_long")

    def shortest(self, user: User | None) -> int:
        if user is None or user.pk is None:
            return SHORTEST_ALONE
        return SHORTEST if second_factor.stands_beside(user) else SHORTEST_ALONE

    def get_help_text(self) -> str:
        return "At least 15 characters, or 12 where you also use codes from an app."


class NotGuessed:
    """Not built of the words that whoever guesses would try first: the product's, the area's, the
    person's own."""

    def validate(self, password: str, user: User | None = None) -> None:
        found = [word for word in _words_of(user) if word in password.lower()]
        rest = password.lower()
        for word in sorted(found, key=len, reverse=True):
            rest = rest.replace(word, "")
        if found and len(rest) < LEFT:
            raise ValidationError(
                "Leave out your own name, your area’s and the product’s: whoever guesses tries "
                "those first. Use three or four other words.",
                code="password_guessed",
            )
        if len(set(password)) < 5:
            raise ValidationError(
                "Use more than a few letters over and over.", code="password_repeats"
            )

    def get_help_text(self) -> str:
        return "Without your own name, your area’s or the product’s."


def _words_of(user: User | None) -> set[str]:
    said: list[Any] = list(PRODUCT)
    if user is not None and user.pk is not None:
        said += [user.name, user.email, *sign_in.areas_known_to(user)]
    words = {word for text in said for word in re.split(r"[^a-z0-9]+", str(text).lower())}
    return {word for word in words if len(word) > 3}
