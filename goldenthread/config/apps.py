from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "goldenthread.config"
    label = "config"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from goldenthread.config.keeping import unfinished
        from goldenthread.jobs import schedules

        # Django's own hook, the only one that every connection passes, whatever opens it.
        connection_created.connect(unfinished.refuse)
        schedules.every(5, "goldenthread.config.tasks.seal_trail", name="seal the trail")
        schedules.every(10, "goldenthread.config.tasks.keep_heads", name="keep the trail's heads")
        schedules.every(15, "goldenthread.config.tasks.back_up", name="back up")
        schedules.every(60, "goldenthread.config.tasks.erase_at_night", name="erase at night")
        schedules.every(24 * 60, "goldenthread.config.tasks.sweep_files", name="sweep files")
        schedules.every(
            24 * 60, "goldenthread.config.tasks.forget_form_keys", name="forget forms’ keys"
        )
        schedules.every(6 * 60, "goldenthread.config.tasks.count_rows", name="count rows")
        # The head's kind of message is known from the start, also to pages that only list messages;
        # the checks of `goldenthread check --deploy` make themselves known.
        from goldenthread.config import deployment, trail_heads  # noqa: F401
