"""Mediation and appeals, in the case of the decision that they are about."""

from __future__ import annotations

from datetime import date

from goldenthread.demo.population.telling import Telling
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.proceedings import Asked, What

_ASKS = {"refusal": Asked.ASSESS, "not-issued": Asked.MAKE_PLAN, "plan": Asked.AMEND}


def dispute(telling: Telling, case: str, decided: date, *, appealed: bool, about: str) -> None:
    """The family asks for mediation, or appeals with the certificate.

    A refusal that is agreed away or overturned ends here with the agreement or the order: the
    assessment that follows belongs to another case.
    """
    tell, after = telling.tell, telling.after
    contacted = after(decided, 5, 50)
    tell(case, What.ADVISER_CONTACTED, contacted)
    if not appealed:
        _mediated(telling, case, contacted)
        return
    declined = after(contacted, 0, 2)
    tell(case, What.MEDIATION_DECLINED, declined)
    certified = after(declined, 0, 3)
    tell(case, What.CERTIFICATE_ISSUED, certified)
    lodged = after(certified, 2, 24)
    tell(case, What.APPEAL_LODGED, lodged, about=About.ANYTHING)
    sent = after(lodged, 3, 9)
    tell(case, What.APPEAL_SENT, sent)
    if telling.chance.likely(0.3):
        tell(case, What.APPEAL_WITHDRAWN, after(sent, 20, 160))
        return
    tell(case, What.APPEAL_ANSWERED, after(sent, 20, 40))
    ordered = after(sent, 150, 330)
    if about == "plan":
        if tell(case, What.ORDER_MADE, ordered, asks=Asked.AMEND):
            tell(case, What.PLAN_AMENDED, after(ordered, 15, 45))
    else:
        tell(case, What.ORDER_MADE, ordered, asks=Asked.RECONSIDER)
        tell(case, What.RECONSIDERED, after(ordered, 5, 16))


def _mediated(telling: Telling, case: str, contacted: date) -> None:
    tell, after = telling.tell, telling.after
    wanted = after(contacted, 0, 6)
    tell(case, What.MEDIATION_WANTED, wanted)
    held = after(wanted, 12, 40)
    tell(case, What.MEDIATION_HELD, held)
    tell(case, What.CERTIFICATE_ISSUED, after(held, 0, 4))
    if telling.chance.likely(0.6):
        tell(case, What.AGREED, held, asks=Asked.RECONSIDER)
        tell(case, What.RECONSIDERED, after(held, 5, 25))
