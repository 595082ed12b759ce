"""Takes the built stylesheet and scripts we ship from their published npm packages.

    python -m goldenthread.pages.vendoring GOVUK_FRONTEND_DIR HTMX_DIR

Both are unpacked npm packages (``npm pack govuk-frontend htmx.org``, then ``tar xzf``; each
unpacks to a directory named ``package``). The results are committed, so nobody needs node or a
network to build or run the project; this module is how the next version is taken.

What is left out, and why: the typeface and the crest are licensed to one website only, and we
may not look like it; components we do not use only make the first page slower.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

DESTINATION = Path(__file__).parent / "static" / "pages"

KEPT_BLOCKS = frozenset(
    {
        "back-link",
        "body",
        "body-l",
        "body-m",
        "body-s",
        "body-lead",
        "breadcrumbs",
        "button",
        "button-group",
        "caption-l",
        "caption-m",
        "caption-xl",
        "character-count",
        "checkboxes",
        "clearfix",
        "date-input",
        "details",
        "drop-zone",
        "error-message",
        "error-summary",
        "fieldset",
        "file-upload",
        "form-group",
        "frontend-supported",
        "grid-column",
        "grid-row",
        "heading-l",
        "heading-m",
        "heading-s",
        "heading-xl",
        "hint",
        "input",
        "inset-text",
        "label",
        "label-wrapper",
        "link",
        "list",
        "main-wrapper",
        "notification-banner",
        "pagination",
        "panel",
        "password-input",
        "radios",
        "section-break",
        "select",
        "skip-link",
        "summary-list",
        "table",
        "tag",
        "template",
        "textarea",
        "visually-hidden",
        "visually-hidden-focusable",
        "warning-text",
        "width-container",
    }
)
"""The components our pages use; a rule about any other is dropped."""

KEPT_OVERRIDES = re.compile(
    r"font-weight|font-tabular|text-align|width-|margin-(?:top|bottom)-[0-6]$|margin-0|padding-0"
)
"""Which of the ``govuk-!-…`` overrides are kept."""

DEAD_BROWSERS = re.compile(r"-moz-document|\\0|-ms-high-contrast")


@dataclass(frozen=True)
class Rule:
    """One CSS rule: what stands before its brace, and what stands inside."""

    prelude: str
    body: str

    def text(self) -> str:
        return f"{self.prelude}{{{self.body}}}"


def rules_in(css: str) -> list[Rule]:
    """The top-level rules of minified CSS, in order; statements such as @charset are dropped."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    rules, start, depth, opened = [], 0, 0, 0
    for at, character in enumerate(css):
        if character == "{":
            depth += 1
            if depth == 1:
                opened = at
        elif character == "}":
            depth -= 1
            if depth == 0:
                prelude = css[start:opened].rsplit(";", 1)[-1].strip()
                rules.append(Rule(prelude, css[opened + 1 : at]))
                start = at + 1
    return rules


def trimmed(css: str) -> str:
    """The stylesheet with only the components we use, without the typeface and the crest."""
    kept = []
    for rule in rules_in(css):
        if DEAD_BROWSERS.search(rule.prelude) or rule.prelude.startswith("@font-face"):
            continue
        if rule.prelude.startswith(("@media", "@supports")):
            inside = trimmed(rule.body)
            if inside:
                kept.append(f"{rule.prelude}{{{inside}}}")
            continue
        selectors = [one for one in _selectors(rule.prelude) if _is_used(one)]
        if selectors and "govuk-crest" not in rule.body:
            kept.append(Rule(",".join(selectors), rule.body).text())
    return "".join(kept)


def _selectors(prelude: str) -> list[str]:
    """Splits a selector list at its own commas, not those inside brackets."""
    return re.split(r",(?![^(]*\))", prelude)


def _is_used(selector: str) -> bool:
    return all(_is_kept(name) for name in re.findall(r"\.govuk-((?:\\.|[\w-])+)", selector))


def _is_kept(name: str) -> bool:
    if name.startswith("\\!-"):
        return bool(KEPT_OVERRIDES.search(name))
    block = re.split(r"__|--", name)[0]
    return block in KEPT_BLOCKS or block.startswith("grid-column")


def our_stylesheet(css: str) -> str:
    """govuk-frontend's stylesheet made ours: our type, no address printed after each link."""
    ours = trimmed(css)
    ours = re.sub(r"GDS Transport,arial,sans-serif", "var(--gt-type,arial,sans-serif)", ours)
    return re.sub(
        r"@media print\{[^{}]*\.govuk-link:after\{content:\" \(\" attr\(href\)[^}]*\}\}", "", ours
    )


def our_script(script: str) -> str:
    """govuk-frontend's script without the name of the website it was made for."""
    script = re.sub(r"\s*//# sourceMappingURL=.*", "", script)
    return script.replace("GOV.UK Frontend", "govuk-frontend").replace("GOV.UK", "govuk")


def vendor(govuk_frontend: Path, htmx: Path, destination: Path = DESTINATION) -> None:
    """Writes the stylesheet and scripts we ship into `destination`."""
    built = govuk_frontend / "dist" / "govuk"
    destination.mkdir(parents=True, exist_ok=True)
    stylesheet = (built / "govuk-frontend.min.css").read_text(encoding="utf-8")
    script = (built / "govuk-frontend.min.js").read_text(encoding="utf-8")
    (destination / "govuk-frontend.min.css").write_text(our_stylesheet(stylesheet), "utf-8")
    (destination / "govuk-frontend.min.js").write_text(our_script(script), "utf-8")
    (destination / "htmx.min.js").write_bytes((htmx / "dist" / "htmx.min.js").read_bytes())


if __name__ == "__main__":
    vendor(Path(sys.argv[1]), Path(sys.argv[2]))
