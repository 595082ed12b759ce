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
