"""The kinds of plan an area keeps, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.queries.kinds import KindFact
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class KindLine:
    name: str
    levels: str
    plans: str
    edit_href: str
    start_href: str
    history_href: str


@dataclass(frozen=True)
class KindsPage:
    title: str
    breadcrumbs: tuple[Crumb, ...]
    refused: str
    kinds: tuple[KindLine, ...]


def kinds_page(kinds: Sequence[KindFact], *, viewer: Viewer, addresses: Addresses) -> KindsPage:
    refused = policies.may_create_plan(viewer)
    return KindsPage(
        title="Kinds of plan",
        breadcrumbs=(addresses.plans_crumb(), Crumb("Kinds of plan")),
        refused=refused,
        kinds=tuple(
            KindLine(
                name=one.name,
                levels=", then ".join(one.level_names),
                plans=counted(one.plans, "plan"),
                edit_href="" if refused else addresses.to("change_kind", one.id),
                start_href="" if refused else f"{addresses.to('new_plan')}?kind={one.id}",
                history_href=addresses.history("kind", one.id),
            )
            for one in kinds
        ),
    )
