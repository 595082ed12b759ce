"""Who may do what with settings. "" means yes; otherwise the sentence that refuses."""

from __future__ import annotations

from goldenthread.partnership.queries import Viewer


def may_keep_settings(viewer: Viewer) -> str:
    """Bring in the national list, and keep providers that are not on it: the area's office."""
    if viewer.holds_everywhere("programme_office") or viewer.gives_roles:
        return ""
    return (
        "Only the programme office or an area administrator can change the list of settings. "
        "Ask the programme office."
    )
