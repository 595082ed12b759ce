"""Which event starts, meets and ends each duty: the whole table, closed."""

from __future__ import annotations

from goldenthread.rules.proceedings.appeals import APPEALS
from goldenthread.rules.proceedings.before_a_plan import BEFORE_A_PLAN
from goldenthread.rules.proceedings.mediations import MEDIATIONS
from goldenthread.rules.proceedings.running import Running
from goldenthread.rules.proceedings.with_a_plan import WITH_A_PLAN

TABLE: tuple[Running, ...] = tuple(
    sorted(
        (*BEFORE_A_PLAN, *WITH_A_PLAN, *MEDIATIONS, *APPEALS), key=lambda one: (one.duty, one.kind)
    )
)

NOTHING_MEETS = {
    "D28": "A ground to refuse a request, not a step that anybody takes: its time goes by.",
}
