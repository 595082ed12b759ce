from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "goldenthread.governance"
    label = "governance"

    def ready(self) -> None:
        from goldenthread.trail import kinds

        names = "goldenthread.governance.queries.names"
        kinds.add_kind("paper", "Paper", f"{names}.paper_named")
        kinds.add_kind("highlightreport", "Highlight report", f"{names}.highlight_named")
        released = "goldenthread.governance.queries.releases.release_named"
        kinds.add_kind("release", "Document for somebody outside", released)
