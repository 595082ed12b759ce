"""One's own caseload: how many duties are late and due soon, each opening its rows."""

from __future__ import annotations

from django.urls import reverse

from goldenthread.my_work.presenters.lines import Line
from goldenthread.my_work.presenters.parts import Group, Part
from goldenthread.my_work.queries import Home
from goldenthread.pages.words import counted

_DUTIES = ("duty", "duties")


def caseload(late: int, soon: int, home: Home) -> Part:
    """The queues of the register, for whoever has a caseload."""
    slug = home.viewer.local_area_slug
    lines = [
        Line(
            title=words,
            href=f"{reverse('ehcp_register:queue', args=[slug, queue])}?caseload=mine",
        )
        for number, queue, words in (
            (late, "late", f"{counted(late, *_DUTIES)} late"),
            (soon, "soon", f"{counted(soon, *_DUTIES)} due in the next two weeks"),
        )
        if number
    ]
    return Part(
        key="caseload",
        title="My caseload",
        groups=(Group("", tuple(lines)),),
        href=reverse("ehcp_register:home", args=[slug]),
        empty="Nothing is late or due in the next two weeks",
        empty_text="What the law asks of your caseload is listed in the register.",
        empty_href=reverse("ehcp_register:home", args=[slug]),
        empty_link="Open the register",
    )
