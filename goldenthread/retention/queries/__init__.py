"""What is asked of retention: the rules, what would go, holds and certificates."""

from goldenthread.retention.queries.going import Going, Held, what_goes
from goldenthread.retention.queries.standing import (
    ApprovalFact,
    CertificateFact,
    HoldFact,
    RuleFact,
    approval,
    certificate,
    certificates,
    dry_run,
    erased_rows,
    hold,
    holds,
    rules,
    rules_version,
    set_by,
)

__all__ = [
    "ApprovalFact",
    "CertificateFact",
    "Going",
    "Held",
    "HoldFact",
    "RuleFact",
    "approval",
    "certificate",
    "certificates",
    "dry_run",
    "erased_rows",
    "hold",
    "holds",
    "rules",
    "rules_version",
    "set_by",
    "what_goes",
]
