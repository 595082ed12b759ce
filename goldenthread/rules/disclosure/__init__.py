"""Small numbers: every published count of people goes through here.

`protect` a `Table` under a `Profile`; show the cells of what it gives back and nothing else.
"""

from goldenthread.rules.disclosure.auditing import Recovered, recoverable
from goldenthread.rules.disclosure.profiles import (
    HIDE_SMALL,
    NEAREST_5,
    NEAREST_10,
    Labels,
    Profile,
)
from goldenthread.rules.disclosure.protecting import protect
from goldenthread.rules.disclosure.published import Earlier, Protected, Reason, Shown
from goldenthread.rules.disclosure.statements import Known, Statements
from goldenthread.rules.disclosure.tables import Dimension, Key, Table, View

__all__ = [
    "HIDE_SMALL",
    "NEAREST_5",
    "NEAREST_10",
    "Dimension",
    "Earlier",
    "Key",
    "Known",
    "Labels",
    "Profile",
    "Protected",
    "Reason",
    "Recovered",
    "Shown",
    "Statements",
    "Table",
    "View",
    "protect",
    "recoverable",
]
