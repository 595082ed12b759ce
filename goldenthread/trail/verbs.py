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
