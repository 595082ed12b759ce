"""What a trail entry may say was done: a closed set of six."""

from enum import StrEnum


class Verb(StrEnum):
    """The six kinds of act that information law asks a record of."""

    COLLECTED = "collected"
    ALTERED = "altered"
    CONSULTED = "consulted"
    DISCLOSED = "disclosed"
    COMBINED = "combined"
    ERASED = "erased"

    @property
    def label(self) -> str:
        """What it is called where somebody chooses among them."""
        return _LABELS[self]


_LABELS = {
    Verb.COLLECTED: "Added",
    Verb.ALTERED: "Changed",
    Verb.CONSULTED: "Looked at, signed in or out",
    Verb.DISCLOSED: "Issued or handed out",
    Verb.COMBINED: "Put together",
    Verb.ERASED: "Erased",
}
