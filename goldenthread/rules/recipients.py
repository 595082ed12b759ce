"""Who outside the partnership may be sent what: each kind of recipient, where its addresses end,
and how sensitive what it gets may be."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.rules.sensitivity import Sensitivity


@dataclass(frozen=True)
class Recipient:
    """A kind of recipient. `domains` are the ends of its addresses, () where any will do;
    `highest` is the most sensitive class it may be sent; `published` goes to nobody in
    particular."""

    key: str
    label: str
    domains: tuple[str, ...]
    highest: Sensitivity
    published: bool = False


RECIPIENTS = {
    one.key: one
    for one in (
        Recipient("dfe", "Department for Education", ("education.gov.uk",), Sensitivity.RESTRICTED),
        Recipient(
            "nhs_england", "NHS England", ("nhs.net", "england.nhs.uk"), Sensitivity.RESTRICTED
        ),
        Recipient(
            "inspectors",
            "Ofsted or the Care Quality Commission",
            ("ofsted.gov.uk", "cqc.org.uk"),
            Sensitivity.SPECIAL,
        ),
        Recipient("council", "Another council", ("gov.uk",), Sensitivity.OFFICIAL),
        Recipient("provider", "A school, college or provider", (), Sensitivity.OFFICIAL),
        Recipient("organisation", "Another organisation", (), Sensitivity.OFFICIAL),
        Recipient("public", "Anybody: it is published", (), Sensitivity.PUBLIC, published=True),
    )
}


def why_not(key: str, *, address: str, sensitivity: Sensitivity) -> str:
    """ "" where such a recipient at this address may be sent something of this class, else the
    sentence why not."""
    kind = RECIPIENTS.get(key)
    if kind is None:
        return "Choose who receives it."
    if sensitivity.rank > kind.highest.rank:
        return (
            f"It is {sensitivity.label.lower()}, and “{kind.label}” may be sent "
            f"{kind.highest.label.lower()} documents at most. Choose another recipient, or a "
            "paper that may go there."
        )
    if kind.published:
        return "" if not address else "What is published has no address. Leave the address empty."
    if "@" not in address:
        return "Enter the recipient’s email address, such as name@example.org."
    if kind.domains and not _ends_in(address, kind.domains):
        ends = " or ".join(f"@{domain}" for domain in kind.domains)
        return (
            f"{address} is no address of “{kind.label}”: those end in {ends}. Check who is to "
            "receive it."
        )
    return ""


def _ends_in(address: str, domains: tuple[str, ...]) -> bool:
    host = address.rpartition("@")[2].casefold()
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def same_words(first: str, second: str) -> bool:
    """Whether two people typed the same, whatever their capitals and spaces."""
    return " ".join(first.split()).casefold() == " ".join(second.split()).casefold()
