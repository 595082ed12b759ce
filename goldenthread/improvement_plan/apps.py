from django.apps import AppConfig


class ImprovementPlanConfig(AppConfig):
    name = "goldenthread.improvement_plan"
    label = "improvement_plan"

    def ready(self) -> None:
        from goldenthread.jobs import schedules
        from goldenthread.trail import kinds

        # Each hour: a worker that was stopped in the night makes good for it in the morning.
        schedules.every(60, "goldenthread.improvement_plan.tasks.remind_due", name="remind leads")
        kinds.add_kind("plan", "Plan", "goldenthread.improvement_plan.queries.names.plan_named")
