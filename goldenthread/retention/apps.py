from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "goldenthread.retention"
    label = "retention"

    def ready(self) -> None:
        from goldenthread.jobs import schedules
        from goldenthread.trail import kinds

        schedules.every(
            6 * 60, "goldenthread.retention.tasks.forget_drafts", name="forget old drafts"
        )
        schedules.every(
            6 * 60, "goldenthread.retention.tasks.forget_sessions", name="forget ended sessions"
        )
        called = "goldenthread.retention.queries.names.certificate_named"
        kinds.add_kind("erasurecertificate", "Erasure certificate", called)
