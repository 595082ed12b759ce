from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "goldenthread.intake"
    label = "intake"

    def ready(self) -> None:
        from goldenthread.jobs import schedules

        schedules.every(
            15,
            "goldenthread.intake.tasks.registers.forget_arrivals",
            name="files whose day is over",
        )
