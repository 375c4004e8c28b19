"""What a sum of money was taken for and whose, as evidence: sure where the sentence itself says so, else only likely.

`funding` and `money_scope` decide. Here is what speaks for their choice, in words that a reader can check.
"""

from models.claims.pattern_table import patterns_of
from models.claims.places import NATION, Home
from models.claims.readings import ENOUGH, Reading, Reason, Spot
from models.claims.scope import Where
from models.claims.stated import Metric

# Well above what a reading needs to be told, and barely above it.
_SURE, _LIKELY = ENOUGH + 3, ENOUGH + 0.5
_TOO_CLOSE = 0.5  # a lead over the next place that settles nothing

_MONEY = patterns_of("money")
# Words of the sentence that say what a sum is for: the first that is found is told as the reason.
_SAYS = {
    Metric.FUNDING_PER_OFFICER: (
        ("said for an officer", "the sentence says for each officer"),
        ("said to be a bonus", "a bonus, a stipend or an award"),
    ),
    Metric.FUNDING_PER_AGENCY: (
        ("said for a body", "the sentence says for each agency"),
        ("said to be received", "the sentence says that one body gets it"),
        ("said for vehicles", "for vehicles, which the program pays by agency"),
    ),
    Metric.FUNDING_TOTAL: (("said to be a total", "the sentence names a fund, a program or a total"),),
}


def what_for(reading: Reading, spot: Spot) -> tuple[Reason, ...]:
    """Why a sum was read as one officer's, one agency's or a total."""
    rows = _SAYS[reading.metric]
    if said := next((why for name, why in rows if _MONEY[name].search(spot.text)), ""):
        return (Reason(said, _SURE),)
    if any(_MONEY[name].search(spot.lead_in) for name, _ in rows):
        return (Reason("the line above its list says what it is for", _SURE),)
    return (Reason("only the sentences before it or the size of the sum say what it is for", _LIKELY),)


def whose(reading: Reading, scope: str, spot: Spot, home: Home) -> Where:
    """The scope that was chosen for a sum with what speaks for it, and the next best where that is not enough."""
    if says := _said_whose(reading, scope, spot, home):
        return Where(scope, (Reason(says, _SURE),))
    own, state = home.state or NATION, scope.rpartition(", ")[2]
    if scope == NATION:
        other = home.state or next((place.state for place in spot.marked.places if place.state), "")
        return Where(scope, (Reason("nothing in the sentence says whose it is", _LIKELY),), other, _TOO_CLOSE)
    other = NATION if state == own else own
    return Where(scope, (Reason("only the sentences around it say whose it is", _LIKELY),), other, _TOO_CLOSE)


def _said_whose(reading: Reading, scope: str, spot: Spot, home: Home) -> str:
    """What the sentence says for the scope of a sum; '' where it says nothing."""
    text, named, state = spot.text, spot.marked.places, scope.rpartition(", ")[2]
    federal, of_the_state = _MONEY["federal"].search(text), _MONEY["of the state"].search(text)
    if scope == NATION:
        if reading.metric is Metric.FUNDING_PER_OFFICER and not (of_the_state or named):
            return "the program pays as much for an officer everywhere"
        if federal:
            return "the sentence speaks of the federal program"
        return "" if home.state or named else "no state on the page claims it"
    if any(place.scope(home.state) == scope or (place.state or home.state) == state for place in named):
        return "the sentence names it"
    if home.sure and state == home.state:
        if ", " in scope and _MONEY["own body"].search(text):
            return "the sentence speaks of the body of the page's own county or town"
        if ", " not in scope and of_the_state and not federal:
            return "the sentence speaks of the page's own state"
    return ""
