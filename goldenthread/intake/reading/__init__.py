"""A plan document of any supported format → a faithful raw document; bad input refused.

`read` reads in this process; `read_safely` reads in a child process with limits of time and
memory, which is what pages, tasks and commands use for files that people bring. This package
needs no settings and no database.
"""

from goldenthread.intake.reading.child import read_safely
from goldenthread.intake.reading.entry import read
from goldenthread.intake.reading.raw import Block, Cell, Paragraph, RawDocument, RawRow, RawTable

__all__ = [
    "Block",
    "Cell",
    "Paragraph",
    "RawDocument",
    "RawRow",
    "RawTable",
    "read",
    "read_safely",
]
