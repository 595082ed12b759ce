from django.apps import AppConfig


class EhcpRegisterConfig(AppConfig):
    name = "goldenthread.ehcp_register"
    label = "ehcp_register"
    verbose_name = "EHC plan register"

    def ready(self) -> None:
        from goldenthread.jobs import schedules
        from goldenthread.trail import kinds

        task = "goldenthread.ehcp_register.tasks.look_through_records"
        schedules.every(60, task, name="look through the register")

        named = "goldenthread.ehcp_register.queries.names.child_named"
        policy = "goldenthread.ehcp_register.policies.may_see_who_saw"
        kinds.add_kind("child", "Child or young person", named, policy=policy)
