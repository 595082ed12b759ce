from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EhcpRegisterConfig(AppConfig):
    name = "goldenthread.ehcp_register"
    label = "ehcp_register"
    verbose_name = "EHC plan register"

    def ready(self) -> None:
        from goldenthread.jobs import schedules
        from goldenthread.notifications.kinds import add_kind
        from goldenthread.rules.telling import CAN_WAIT, MATTERS
        from goldenthread.trail import kinds

        # As for the trail's triggers: SQLite drops them when a later migration remakes the table.
        post_migrate.connect(_keep_plan_counts, sender=self)

        task = "goldenthread.ehcp_register.tasks.look_through_records"
        schedules.every(60, task, name="look through the register")

        task = "goldenthread.ehcp_register.tasks.tell_what_is_due"
        schedules.every(10, task, name="tell what is due")
        for matter, words in MATTERS.items():
            add_kind(matter.value, words, choosable=matter in CAN_WAIT)

        named = "goldenthread.ehcp_register.queries.names.child_named"
        policy = "goldenthread.ehcp_register.policies.may_see_who_saw"
        kinds.add_kind("child", "Child or young person", named, policy=policy)


def _keep_plan_counts(*, using: str, **_: Any) -> None:
    from goldenthread.ehcp_register.models import plan_counts

    plan_counts.install(using)
