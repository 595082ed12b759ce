"""Has anything that the product depends on a known fault?

`python -m releasing.audit` asks pip-audit about the locked requirements. It ends with 1 where a
fault is known and nobody has accepted it in requirements/accepted-faults.csv; where no service
could be asked it says so and ends with 0, for that is no fault of the product.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCKED = ROOT / "requirements" / "app.txt"
ACCEPTED = ROOT / "requirements" / "accepted-faults.csv"
PATIENCE = 300  # seconds


@dataclass(frozen=True)
class Fault:
    """One known fault of one package: its number, every other number it goes by, and the versions
    in which it is mended."""

    package: str
    version: str
    number: str
    also: tuple[str, ...] = ()
    mended_in: tuple[str, ...] = ()

    def __str__(self) -> str:
        mended = f"mended in {', '.join(self.mended_in)}" if self.mended_in else "not mended yet"
        return f"{self.package} {self.version}: {self.number}, {mended}"


@dataclass(frozen=True)
class Report:
    """What a service said: how many packages it knew of, which it could not tell of, the faults."""

    asked: int = 0
    unknown: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Accepted:
    """A fault that somebody looked into: it does not touch the product, until this day."""

    number: str
    until: date
    reason: str


@dataclass(frozen=True)
class Verdict:
    """What is printed, and how the command ends."""

    lines: tuple[str, ...]
    ends_with: int = 0


def read(words: str) -> Report | None:
    """pip-audit's JSON; None where it is none, as when no service could be reached."""
    try:
        told: Any = json.loads(words)
        rows = told["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    known = [row for row in rows if "skip_reason" not in row]
    return Report(
        asked=len(known),
        unknown=tuple(row["name"] for row in rows if "skip_reason" in row),
        faults=tuple(
            Fault(
                row["name"],
                row["version"],
                one["id"],
                tuple(one.get("aliases", ())),
                tuple(one.get("fix_versions", ())),
            )
            for row in known
            for one in row["vulns"]
        ),
    )


def accepted_in(lines: Iterable[str]) -> tuple[Accepted, ...]:
    """Rows of number, until, reason. Raises ValueError where a row lacks one."""
    found = []
    for row in csv.DictReader(lines):
        if not (row.get("number") and row.get("until") and row.get("reason")):
            raise ValueError(f"{row}: say the number, until when, and why it does not touch us.")
        found.append(Accepted(row["number"], date.fromisoformat(row["until"]), row["reason"]))
    return tuple(found)


def verdict(report: Report | None, accepted: Sequence[Accepted], *, on: date) -> Verdict:
    """What follows from the report on a day."""
    if report is None or not report.asked:
        return Verdict(
            ("Not audited: no advisory service could be asked from here. Nothing is known either "
             "way. Run make audit where one can be reached before a release.",)
        )  # fmt: skip
    standing = {one.number for one in accepted if one.until >= on}
    bad = [one for one in report.faults if not standing & {one.number, *one.also}]
    lines = [str(one) for one in bad]
    if left := len(report.faults) - len(bad):
        lines.append(f"Accepted for now, in requirements/accepted-faults.csv: {left}.")
    if report.unknown:
        lines.append(f"The service does not know: {', '.join(report.unknown)}.")
    lines.append(
        f"Audited: {report.asked} packages, {len(bad)} known faults that nobody has accepted."
    )
    return Verdict(tuple(lines), 1 if bad else 0)


def asked() -> Report | None:
    """What pip-audit says of the locked requirements; None where it cannot say."""
    try:
        ran = subprocess.run(
            [
                str(Path(sys.executable).with_name("pip-audit")),
                "--requirement", str(LOCKED), "--require-hashes", "--disable-pip",
                "--format", "json", "--progress-spinner", "off",
            ],
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return read(ran.stdout)


def main() -> int:
    with ACCEPTED.open(encoding="utf-8", newline="") as lines:
        accepted = accepted_in(lines)
    found = verdict(asked(), accepted, on=datetime.now(UTC).date())
    print("\n".join(found.lines))
    return found.ends_with


if __name__ == "__main__":
    sys.exit(main())
