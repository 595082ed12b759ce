"""What a release is made of: a bill of materials in CycloneDX's JSON.

`python -m releasing.bill` writes dist/golden-thread-VERSION.cdx.json from the locked requirements,
with their hashes and licences, and from what of others' work stands among the static files.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from email.message import Message
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[1]
LOCKED = ROOT / "requirements" / "app.txt"
STATIC = ROOT / "goldenthread" / "pages" / "static" / "pages"
# Shipped among the static files: name → (file, how its version stands in it, licence).
IN_BROWSERS = {
    "govuk-frontend": ("govuk-frontend.min.js", r'version="([0-9.]+)"', "MIT"),
    "htmx.org": ("htmx.min.js", r'version:"([0-9.]+)"', "0BSD"),
}
_UNSAID = "not said by the package"


def of_requirements() -> dict[str, Any]:
    """The bill of the locked requirements, as cyclonedx-py makes it."""
    ran = subprocess.run(
        [
            str(Path(sys.executable).with_name("cyclonedx-py")), "requirements", str(LOCKED),
            "--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible",
            "--output-format", "JSON",
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    made: dict[str, Any] = json.loads(ran.stdout)
    return made


def completed(bill: dict[str, Any]) -> dict[str, Any]:
    """With each licence, and with what browsers are sent."""
    for component in bill["components"]:
        component["licenses"] = [{"license": {"name": licence_of(component["name"])}}]
    bill["components"] += [_in_browsers(name) for name in IN_BROWSERS]
    return bill


def _in_browsers(name: str) -> dict[str, Any]:
    file, pattern, licence = IN_BROWSERS[name]
    found = re.search(pattern, (STATIC / file).read_text("utf-8"))
    assert found, f"{file} says no version"
    return {
        "type": "library",
        "bom-ref": f"browser-{name}",
        "name": name,
        "version": found[1],
        "purl": f"pkg:npm/{name}@{found[1]}",
        "licenses": [{"license": {"id": licence}}],
    }


def licence_of(package: str) -> str:
    """As the installed package says it: an expression, else its classifiers, else its own words."""
    try:
        told = cast(Message, importlib.metadata.metadata(package))
    except importlib.metadata.PackageNotFoundError:
        return _UNSAID  # another system's
    if expression := told.get("License-Expression"):
        return str(expression)
    named = [
        one.rpartition("::")[2].strip()
        for one in told.get_all("Classifier", [])
        if one.startswith("License ::")
    ]
    words = str(told.get("License") or "").strip().partition("\n")[0]
    return ", ".join(named) or words or _UNSAID


def main() -> int:
    bill = completed(of_requirements())
    version = importlib.metadata.version("goldenthread")
    out = ROOT / "dist" / f"golden-thread-{version}.cdx.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(bill, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{out.relative_to(ROOT)}: {len(bill['components'])} components.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
