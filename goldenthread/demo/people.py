"""The invented people of Merrowshire: who signs in, who holds which post, who sits where."""

from __future__ import annotations

from dataclasses import dataclass

SLUG = "merrowshire"
NAME = "Merrowshire SEND Partnership"

ORGANISATIONS = (
    ("Merrowshire County Council", "council"),
    ("NHS Merrowshire Commissioning", "icb"),
    ("Merrow Vale NHS Trust", "health_provider"),
    ("Merrowshire Parent Carer Voice", "parent_carer_forum"),
    ("Department for Education", "regulator"),
)
COUNCIL, ICB, TRUST, VOICE, DFE = (name for name, _ in ORGANISATIONS)


@dataclass(frozen=True)
class Invented:
    """Somebody: their name, organisation and, where they hold one, their post."""

    name: str
    organisation: str
    post: str = ""

    @property
    def email(self) -> str:
        local = self.name.lower().replace(" ", ".").replace("’", "")
        return f"{local}@{SLUG}.example"


PEOPLE = (
    Invented("Grace Okafor", COUNCIL, "Assistant Director Education"),
    Invented("Tom Ashdown", COUNCIL, "Head of SEND"),
    Invented("Priya Nair", COUNCIL, "SEND Programme Manager"),
    Invented("Hannah Wolfe", COUNCIL, "EHC Plan Team Manager"),
    Invented("Daniel Mbeki", COUNCIL, "Head of Children's Social Care"),
    Invented("Ruth Penhale", COUNCIL, "Principal Educational Psychologist"),
    Invented("Sam Tolley", COUNCIL, "School Improvement Lead"),
    Invented("Aisha Rahman", COUNCIL, "Early Years Lead"),
    Invented("Owen Birch", COUNCIL, "Head of Adult Transitions"),
    Invented("Lucy Farrant", COUNCIL, "Local Offer Officer"),
    Invented("Femi Adeyemi", COUNCIL, "Participation Lead"),
    Invented("Joan Hartley", COUNCIL, "Data and Intelligence Manager"),
    Invented("Karl Dunmore", COUNCIL, "Travel Manager"),
    Invented("Meera Joshi", COUNCIL, "Workforce Development Lead"),
    Invented("Martin Ellery", COUNCIL, "EHC Case Manager"),
    Invented("Jo Pickering", COUNCIL, "EHC Case Officer, Merrow"),
    Invented("Dev Anand", COUNCIL, "EHC Case Officer, Holm Regis"),
    Invented("Carys Howell", COUNCIL, "EHC Case Officer, Weirbridge"),
    Invented("Leon Baptiste", COUNCIL, "EHC Case Officer, Ashleigh"),
    Invented("Wanda Kowal", COUNCIL, "EHC Case Officer, Stonegate"),
    Invented("Ben Osgood", COUNCIL, "EHC Case Officer, Larkford"),
    Invented("Claire Whitcombe", ICB, "Designated Clinical Officer"),
    Invented("Peter Lindqvist", ICB, "Children's Commissioning Manager"),
    Invented("Bola Akande", ICB, "Director of Nursing"),
    Invented("Rhys Morgan", TRUST, "Therapies Service Lead"),
    Invented("Nicola Trent", VOICE, "Parent Carer Forum Chair"),
    Invented("Alan Fairweather", COUNCIL),
    Invented("Sylvia Marsh", DFE),
    Invented("Ines Calder", COUNCIL),
)


@dataclass(frozen=True)
class Account:
    """Somebody who signs in to the demonstration."""

    name: str
    role: str
    tries: str  # what this person would try first


ADMINISTRATOR = "Ines Calder"
ACCOUNTS = (
    Account("Priya Nair", "programme_office", "load a plan, close a period, issue a paper"),
    Account("Hannah Wolfe", "action_lead", "report on her own actions"),
    Account("Sam Tolley", "deputy", "stand in for a lead"),
    Account("Tom Ashdown", "workstream_lead", "sign off what others completed"),
    Account("Alan Fairweather", "board_member", "read the plan and its papers"),
    Account("Nicola Trent", "parent_carer_forum", "rate what families notice"),
    Account("Sylvia Marsh", "external_adviser", "rate at a monitoring visit"),
    Account("Martin Ellery", "case_manager", "see every child's case, what is late, and whose"),
    Account("Jo Pickering", "case_officer", "work through her own caseload"),
    Account("Claire Whitcombe", "clinical_officer", "look at the children of the register"),
)
# Whose posts carry a caseload.
CASE_MANAGER = "Martin Ellery"
CASELOADS = tuple(one.post for one in PEOPLE if one.post.startswith("EHC Case Officer"))

FORUMS = (
    # name, kind, chair, rhythm, members
    ("SEND Partnership Board", "board", "Assistant Director Education", "Every two months",
     ("Grace Okafor", "Bola Akande", "Nicola Trent", "Alan Fairweather")),
    ("SEND Operational Group", "operational", "Head of SEND", "Monthly",
     ("Tom Ashdown", "Hannah Wolfe", "Claire Whitcombe", "Sam Tolley", "Ruth Penhale")),
    ("Joint Commissioning Group", "workstream", "Children's Commissioning Manager", "Monthly",
     ("Peter Lindqvist", "Claire Whitcombe", "Rhys Morgan")),
    ("Preparing for Adulthood Group", "workstream", "Head of Adult Transitions", "Monthly",
     ("Owen Birch", "Karl Dunmore", "Claire Whitcombe")),
    ("Health and Wellbeing Board", "health_and_wellbeing", "Cabinet member for health",
     "Every two months", ("Alan Fairweather", "Bola Akande", "Grace Okafor")),
    ("Children's Scrutiny Committee", "scrutiny", "Chair of scrutiny", "Quarterly",
     ("Alan Fairweather",)),
)  # fmt: skip
PAPER_TO = "Health and Wellbeing Board"
