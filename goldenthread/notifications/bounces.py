"""Reading what mail servers send back: delivery status notifications (RFC 3464)."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32

_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True)
class NotDelivered:
    """A message that did not arrive for good: its Message-ID, and why in the server's words."""

    message_id: str
    sentence: str


def read(content: bytes) -> NotDelivered | None:
    """What a report says of one message; None where it is no report, or says that the message was
    delivered or is only late."""
    mail = email.message_from_bytes(content, policy=compat32)
    parts = list(mail.walk())
    status = next(
        (one for one in parts if one.get_content_type() == "message/delivery-status"), None
    )
    if status is None:
        return None
    why = next((said for said in map(_failed, _groups(status)) if said), "")
    message_id = next(filter(None, map(_original_id, parts)), "")
    return NotDelivered(message_id, why) if why and message_id else None


def _groups(status: Message) -> Iterator[Message]:
    """One for the report, then one for each recipient."""
    payload = status.get_payload()
    if isinstance(payload, list):
        yield from (one for one in payload if isinstance(one, Message))


def _failed(recipient: Message) -> str:
    """Why the message will never reach this recipient; "" where it may."""
    action = str(recipient.get("Action", "")).strip().lower()
    status = str(recipient.get("Status", "")).strip()
    if action != "failed":  # with 4.x.x too: a server that gave up says so
        return ""
    said = str(recipient.get("Diagnostic-Code", "")).partition(";")[2].strip() or status
    return f"The mail server sent it back: {' '.join(said.split())[:300]}"


def _original_id(part: Message) -> str:
    """The Message-ID of the message that the report is about."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inside = part.get_payload()
        original = inside[0] if isinstance(inside, list) and inside else None
        found = str(original.get("Message-ID", "")) if isinstance(original, Message) else ""
    elif kind == "text/rfc822-headers":
        raw = part.get_payload(decode=True)
        headers = email.message_from_bytes(raw if isinstance(raw, bytes) else b"")
        found = str(headers.get("Message-ID", ""))
    else:
        return ""
    match = _MESSAGE_ID.search(found)
    return match.group() if match else ""
