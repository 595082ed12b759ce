"""The closed sets of the register, each with its words. Codes are those of the SEN2 return."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far a child has come: on the way to an EHC plan, with one, or no longer."""

    REQUESTED = "requested"
    ASSESSED = "assessed"
    DRAFTED = "drafted"
    PLAN = "plan"
    NO_PLAN = "no-plan"
    CEASED = "ceased"
    MOVED = "moved"


STAGES: dict[Stage, str] = {
    Stage.REQUESTED: "Assessment requested",
    Stage.ASSESSED: "Being assessed",
    Stage.DRAFTED: "Draft plan sent",
    Stage.PLAN: "EHC plan",
    Stage.NO_PLAN: "No plan issued",
    Stage.CEASED: "Plan ceased",
    Stage.MOVED: "Moved to another authority",
}


class Circumstance(StrEnum):
    """What an area must know of while it lasts."""

    AWAITING_PROVISION = "awaiting-provision"
    WHEREABOUTS_UNKNOWN = "whereabouts-unknown"
    MISSING_EDUCATION = "missing-education"
    OFF_ROLL = "off-roll"
    PART_TIME = "part-time"
    HOME_EDUCATED = "home-educated"


CIRCUMSTANCES: dict[Circumstance, str] = {
    Circumstance.AWAITING_PROVISION: "Awaiting provision",
    Circumstance.WHEREABOUTS_UNKNOWN: "Whereabouts unknown",
    Circumstance.MISSING_EDUCATION: "Missing education",
    Circumstance.OFF_ROLL: "Off roll",
    Circumstance.PART_TIME: "Part-time timetable",
    Circumstance.HOME_EDUCATED: "Electively home educated",
}


class Elsewhere(StrEnum):
    """What there is instead of a school or college: the return's SENsetting."""

    OLA = "OLA"
    OPA = "OPA"
    EHE = "EHE"
    EYP = "EYP"
    OTH = "OTH"
    NEET = "NEET"
    NIEC = "NIEC"
    NIEO = "NIEO"


ELSEWHERE: dict[Elsewhere, str] = {
    Elsewhere.OLA: "Other arrangements by the local authority",
    Elsewhere.OPA: "Other arrangements by the parents",
    Elsewhere.EHE: "Electively home educated",
    Elsewhere.EYP: "Early years provider without a URN",
    Elsewhere.OTH: "Another setting",
    Elsewhere.NEET: "Not in education, employment or training",
    Elsewhere.NIEC: "Not in education: notice to cease issued",
    Elsewhere.NIEO: "Not in education: other",
}


class Residential(StrEnum):
    """Whether a placement is residential: the return's codes."""

    TERM = "A"
    YEAR = "B"

    @property
    def label(self) -> str:
        return "38 to 51 weeks" if self is Residential.TERM else "52 weeks"


NEEDS: dict[str, str] = {
    "SPLD": "Specific learning difficulty",
    "MLD": "Moderate learning difficulty",
    "SLD": "Severe learning difficulty",
    "PMLD": "Profound and multiple learning difficulty",
    "SEMH": "Social, emotional and mental health",
    "SLCN": "Speech, language and communication needs",
    "HI": "Hearing impairment",
    "VI": "Vision impairment",
    "MSI": "Multi-sensory impairment",
    "PD": "Physical disability",
    "ASD": "Autistic spectrum disorder",
    "DS": "Down syndrome",
    "OTH": "Other difficulty or disability",
}

# What each section of an EHC plan says: SEND Regulations 2014, reg 12(1).
SECTIONS: dict[str, str] = {
    "A": "Views, interests and aspirations",
    "B": "Special educational needs",
    "C": "Health care needs",
    "D": "Social care needs",
    "E": "Outcomes",
    "F": "Special educational provision",
    "G": "Health care provision",
    "H1": "Social care provision under the 1970 Act",
    "H2": "Other social care provision",
    "I": "School or college",
    "J": "Personal budget",
    "K": "Advice and information",
}
