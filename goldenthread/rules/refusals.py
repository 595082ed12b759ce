"""Refusals are sentences: the same words explain a disabled button, an error and an exit code."""


class Refused(Exception):
    """Something may not be done. `str(refusal)` is a whole sentence: the reason and the way on."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotPermitted(Refused):
    """The person's role does not allow it (a page answers 403)."""


class ChangedMeanwhile(Refused):
    """Someone else changed the same thing first (a page shows the difference and answers 409)."""


class NotRecorded(Refused):
    """What must be on record before it may happen could not be recorded (a page answers 503)."""


class NotThere(Refused):
    """Nothing in the area has this id: what is another area's looks the same (a page answers 404,
    with the sentence)."""
