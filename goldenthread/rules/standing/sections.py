"""Which events bring a version of an EHC plan, and what each section tells of."""

from __future__ import annotations

from goldenthread.rules.proceedings import What

# What each version is called. Drafts and proposals are versions too: families answer them.
VERSIONS: dict[What, str] = {
    What.DRAFT_SENT: "Draft plan",
    What.PLAN_MADE: "Final plan",
    What.AMENDMENTS_SENT: "Proposed amendments",
    What.OTHER_AMENDMENTS_SENT: "Proposed amendments",
    What.PLAN_AMENDED: "Amended plan",
    What.PLAN_REPLACED: "Plan after re-assessment",
    What.PLAN_TRANSFERRED_IN: "Plan of the other authority",
}
FINAL = frozenset({What.PLAN_MADE, What.PLAN_AMENDED, What.PLAN_REPLACED, What.PLAN_TRANSFERRED_IN})
# Details that are rights of their own, by the section that tells of them; A, I and J need no other
# than that to the record. K is the advice of everybody: each says whose it is.
TELLS_OF: dict[str, str] = {
    "B": "education", "E": "education", "F": "education",
    "C": "health", "G": "health",
    "D": "social_care", "H1": "social_care", "H2": "social_care",
}  # fmt: skip
EVERY_DETAIL = ("education", "health", "social_care")
# What a plan must have, and what it has where there is something to say: SEND Regulations 2014,
# reg 12(1). H1 and H2 are told apart only where the 1970 Act has provision; J only with a budget.
ALWAYS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "K")
MAY_BE_EMPTY = {"J": "Only where there is a personal budget"}
# Several may stand beside each other: a type of provision each, one adviser each.
SEVERAL = {"F": "Which provision?", "K": "Whose advice?"}
