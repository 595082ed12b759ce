from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "goldenthread.notifications"
    label = "notifications"

    def ready(self) -> None:
        from goldenthread.jobs import schedules

        schedules.every(1, "goldenthread.notifications.tasks.send_due", name="send mail")

        from goldenthread.notifications.actions.letters_of_others import carry
        from goldenthread.partnership.actions import telling

        telling.carry_by(carry)
