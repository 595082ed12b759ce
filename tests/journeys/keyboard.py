"""Somebody who has only the keys: where they are, and whether a sighted person can see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MOST_TABS = 120
# A round button or a box may show it by the label around it, or by the box drawn in its stead.
FOCUS = """() => {
  const one = document.activeElement
  const box = one.getBoundingClientRect()
  const shows = (element, part) => {
    if (!element) return false
    const style = getComputedStyle(element, part)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
      || style.boxShadow !== 'none'
  }
  const visible = shows(one) || ['radio', 'checkbox'].includes(one.type)
    && (shows(one.closest('label')) || shows(one.nextElementSibling, '::before'))
  return {words: (one.innerText || one.value || one.name || '').trim(), name: one.name || '',
    value: one.value || '', type: one.type || one.tagName, href: one.href || '',
    visible: visible && box.width > 0}
}"""


def tab_to(page: Any, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Press Tab until the keyboard is at something; every stop on the way must be visible."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at: dict[str, Any] = page.evaluate(FOCUS)
        assert at["visible"], f"Nobody can see that the keyboard is at {at}"
        if wanted(at):
            return at
    raise AssertionError("Tab never came to it")
