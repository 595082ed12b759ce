"""Verbs of the import, keyword-only, each one transaction.

documents.py   upload(*, upload, name) -> Uploaded          (kept, its reading asked for)
               read_again(*, import_id, version), put_aside(…), take_up(…)
answering.py   correct(*, import_id, version, corrections, plan_id=KEEP, seen="") (understood anew)
               answer(*, import_id, version, answers)
bringing_in.py bring_in(*, import_id, version) -> plan_id    (a second call gives the same plan)
at_once.py     import_document(*, content, name, …) -> Imported      (with safe answers only)

Each takes `by: Viewer` and `on: date`, and raises NotPermitted, Refused or ChangedMeanwhile.
"""

from goldenthread.intake.actions.answering import KEEP, answer, correct
from goldenthread.intake.actions.at_once import Imported, import_document
from goldenthread.intake.actions.bringing_in import bring_in
from goldenthread.intake.actions.documents import (
    Uploaded,
    put_aside,
    read_again,
    take_up,
    upload,
)

__all__ = [
    "KEEP",
    "Imported",
    "Uploaded",
    "answer",
    "bring_in",
    "correct",
    "import_document",
    "put_aside",
    "read_again",
    "take_up",
    "upload",
]
