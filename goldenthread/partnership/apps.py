from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "goldenthread.partnership"
    label = "partnership"

    def ready(self) -> None:
        from goldenthread.jobs import schedules
        from goldenthread.trail import kinds

        schedules.every(360, "goldenthread.partnership.tasks.forget_tries", name="forget tries")

        for key, words in (
            ("person", "Person"),
            ("user", "Account"),
            ("organisation", "Organisation"),
            ("forum", "Forum"),
            ("post", "Post or team"),
            ("local_area", "Audit trail"),
            ("restricted_record", "Restricted record"),
        ):
            called = f"goldenthread.partnership.queries.names.{key}_named"
            kinds.add_kind(key, words, called)
        schedules.every(
            15, "goldenthread.partnership.tasks.sign_out_who_left", name="sign out who left"
        )
        schedules.every(
            60, "goldenthread.partnership.tasks.remind_of_reviews", name="remind of reviews"
        )
