"""GOV.UK Notify from the environment: key, template, where answers go. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

LIVE = "https://api.notifications.service.gov.uk"
_HERE = ("localhost", "127.0.0.1")
_KEY = 2 * 36 + 1  # characters: the service, a dash, the secret


@dataclass(frozen=True)
class NotifySettings:
    """Empty where nothing was set."""

    address: str
    key: str = field(repr=False)
    template_id: str
    reply_to_id: str


def notify_settings(environment: Mapping[str, str]) -> NotifySettings:
    """Raises RuntimeError, without the key in its words, where one is not what it should be."""
    key = environment.get("GOLDENTHREAD_NOTIFY_KEY", "")
    if file := environment.get("GOLDENTHREAD_NOTIFY_KEY_FILE", ""):
        key = Path(file).read_text().strip()
    if key and not (_is_id(key[-_KEY:-37]) and _is_id(key[-36:]) and key[-37] == "-"):
        raise RuntimeError(
            "GOLDENTHREAD_NOTIFY_KEY is no API key of GOV.UK Notify: it ends with the service’s "
            "id, a dash and a secret, each of 36 letters. Copy the whole of it."
        )
    template_id = environment.get("GOLDENTHREAD_NOTIFY_TEMPLATE", "")
    reply_to_id = environment.get("GOLDENTHREAD_NOTIFY_REPLY_TO", "")
    for name, value in (("TEMPLATE", template_id), ("REPLY_TO", reply_to_id)):
        if value and not _is_id(value):
            raise RuntimeError(
                f"GOLDENTHREAD_NOTIFY_{name} must be an id that GOV.UK Notify shows, such as "
                "f33517ff-2a88-4f6e-b855-c550268ce08a."
            )
    address = environment.get("GOLDENTHREAD_NOTIFY_ADDRESS", LIVE).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in _HERE:
        raise RuntimeError("GOLDENTHREAD_NOTIFY_ADDRESS must begin with https://.")
    return NotifySettings(address, key, template_id, reply_to_id)


def _is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False
