"""Somebody at a screen: what they open, press, follow and see."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = ROOT / "docs" / "guide" / "screenshots"
TAKING = os.environ.get("GOLDENTHREAD_TAKE_SCREENSHOTS") == "1"
AREA = "/a/merrowshire"
NARROW = 320
DESK = {"width": 1280, "height": 900}


@dataclass
class Reader:
    """A browser page with the product's address before every path. `complaints` are what the
    browser said of scripts that failed or were forbidden."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._overhear)

    def _overhear(self, message: Any) -> None:
        # The browser reports every answer of 4xx too; those the journeys check by themselves.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str = "/") -> Any:
        """Open a path of the area; the browser's response."""
        return self.page.goto(f"{self.address}{AREA}{path}")

    def press(self, name: str, **more: Any) -> None:
        """Press a button. One that sends its form has been answered when this returns: whoever
        opened another page before that would have taken the form back."""
        button = self.main.get_by_role("button", name=name, **more).first
        if button.evaluate(SENDS_ITS_FORM):
            self.open(button)
        else:
            button.click()

    def open(self, what: Any) -> None:
        """Press what leads to another page, and wait until that is there: what is looked at or
        pressed sooner would be the page before."""
        with self.answered():
            what.click()

    def answered(self) -> Any:
        """A block in which something is done that another page answers."""
        return self.page.expect_navigation(wait_until="domcontentloaded")

    def follow(self, name: str | re.Pattern[str], **more: Any) -> None:
        links = self.main.get_by_role("link", name=name, **more)
        # A link that looks like a button says that it is one.
        self.open(links.or_(self.main.get_by_role("button", name=name, **more)).first)

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).first.check()

    @property
    def main(self) -> Any:
        return self.page.get_by_role("main")

    @property
    def heading(self) -> str:
        return str(self.page.locator("h1").first.inner_text())

    @property
    def said(self) -> str:
        """Every word of the page's main part."""
        return str(self.main.inner_text())

    def violations(self) -> list[dict[str, Any]]:
        """What axe finds wrong, shortened to what a person needs to mend it."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate(AXE_RUN)
        return [
            {"rule": one["id"], "help": one["help"], "at": [n["html"][:200] for n in one["nodes"]]}
            for one in found
        ]

    def scrolls_sideways(self) -> str:
        """What sticks out of a telephone's page; "" where nothing does."""
        screen = self.page.viewport_size
        self.page.set_viewport_size({"width": NARROW, "height": 800})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        wide = self.page.evaluate(STICKING_OUT) if width > NARROW else ""
        self.page.set_viewport_size(screen)
        return f"{width} px: {wide}" if width > NARROW else ""

    def looks_right(self, name: str = "", *, whole: bool = True) -> None:
        """Nothing for axe to find, no sideways scroll at 320 px; a picture for the guide, of the
        whole page or of what is on the screen."""
        found = self.violations()
        assert not found, f"{self.page.url}\n{json.dumps(found, indent=1)[:4000]}"
        sticking = self.scrolls_sideways()
        assert not sticking, f"{self.page.url} scrolls sideways at {NARROW} px: {sticking}"
        if name and TAKING:
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            screen = self.page.viewport_size
            self.page.mouse.move(0, 0)
            if whole:
                # As tall as the page, so that what sticks to the window's edge hides nothing.
                height = self.page.evaluate("document.documentElement.scrollHeight")
                self.page.set_viewport_size({**screen, "height": height})
            self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)
            self.page.set_viewport_size(screen)


SENDS_ITS_FORM = """button => button.type === 'submit' && !!button.form"""
AXE_RUN = """axe.run(document, {resultTypes: ['violations']})
  .then(result => result.violations)"""
STICKING_OUT = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(one => one.getBoundingClientRect().right > 321 && !one.closest('.gt-scroll'))
  .slice(0, 3).map(one => one.outerHTML.slice(0, 160)).join(' | ')"""


def find(reader: Reader, reference: str) -> None:
    """Find an action by its reference in the masthead's search, and open it."""
    reader.go("/")
    box = reader.page.get_by_label("Find an action")
    box.fill(reference)
    with reader.answered():
        box.press("Enter")
    reader.open(reader.main.locator("tbody a.gt-row-title", has_text=reference).first)
