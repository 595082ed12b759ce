from django.apps import AppConfig


class MyWorkConfig(AppConfig):
    name = "goldenthread.my_work"
    label = "my_work"

    def ready(self) -> None:
        from goldenthread.jobs import schedules

        schedules.every(60, "goldenthread.my_work.tasks.on_mondays", name="your week")
