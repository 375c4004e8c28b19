"""What a number counts by the noun behind it: each kind of noun weighs what is said around it.

A reading is told where its evidence reaches `ENOUGH`; what speaks against it weighs down, so that a veto needs no rule
of its own.
"""

from collections.abc import Callable

from models.claims.around import Around, Weighed, around
from models.claims.bare import BODIES
from models.claims.bodies import weigh_bodies
from models.claims.counted_states import weigh_states, weigh_territories
from models.claims.mentions import NO_CUE
from models.claims.numbers import Quantity
from models.claims.officers import partly_theirs, weigh_arrests, weigh_officers
from models.claims.papers import ended_then, weigh_agreements, weigh_applications
from models.claims.phrases import Phrase
from models.claims.readings import ENOUGH, Reading, Spot
from models.claims.stated import Metric, Role

_RULES: dict[str, Callable[[Around], Weighed]] = {
    "law_bodies": weigh_bodies,
    "civic_bodies": weigh_bodies,
    "counties": weigh_bodies,
    "agreements": weigh_agreements,
    "states": weigh_states,
    "territories": weigh_territories,
    "officers": weigh_officers,
    "people": weigh_officers,
    "arrests": weigh_arrests,
    "applications": weigh_applications,
}


def counted_reading(spot: Spot, quantity: Quantity, phrase: Phrase) -> Reading | None:
    """What a number with a noun of the field counts; None where the evidence does not suffice."""
    what = around(spot, quantity, phrase)
    staff = phrase.head.word == "members" and (what.described("staffing") or what.said_after("trained"))
    metric, reasons = weigh_officers(what) if staff else _RULES[phrase.head.kind](what)
    if metric is None or sum(reason.weight for reason in reasons) < ENOUGH:
        return None
    lost = metric is Metric.AGREEMENTS and ended_then(what)
    return Reading(metric, quantity, phrase.end, tuple(reasons), role=Role.COMPONENT if lost else None)


def set_of(spot: Spot, quantity: Quantity, phrase: Phrase) -> Metric | None:
    """What a number is the set of, where it is no claim: 'of the state's 46 sheriffs, 21 ...' are agencies."""
    what = around(spot, quantity, phrase)
    if phrase.head.kind == "arrests" and partly_theirs(what):
        return Metric.ARRESTS
    named = bodies_named(spot, quantity, phrase)
    return named if what.is_denominator() or what.predicate is NO_CUE else None


def bodies_named(spot: Spot, quantity: Quantity, phrase: Phrase) -> Metric | None:
    """What a number that is no claim leaves for the next sentences to refer to: 'would make all 114 sheriffs apply'."""
    said = around(spot, quantity, phrase).predicate.kind
    if phrase.head.kind not in BODIES or said in ("leave", "business", "outside"):
        return None
    return Metric.COUNTIES if phrase.head.kind == "counties" else Metric.AGENCIES
