"""What a sum of money was taken for and whose, as evidence: sure where the sentence itself says so, else only likely.

`funding` and `money_scope` decide. Here is what speaks for their choice, in words that a reader can check.
"""

import re
from collections.abc import Sequence

from models.claims.places import NATION, Home, Mention
from models.claims.readings import ENOUGH, Reading, Reason, Spot
from models.claims.scope import Where
from models.claims.stated import Metric

# Well above what a reading needs to be told, and barely above it.
_SURE, _LIKELY = ENOUGH + 3, ENOUGH + 0.5
# A lead over the next place that leaves no doubt, and one that settles nothing.
_FAR_AHEAD, _TOO_CLOSE = 9.0, 0.5

_EACH = r"(?:per|each|every|an?|for\s+(?:each|every))"
_OFFICER = r"(?:officer|deputy|deputies|trooper|agent|trainee|one\s+trained|head)s?"
_AGENCY = r"(?:agency|agencies|department|sheriff|office|county|counties|jurisdiction|partner|town|city|municipality)s?"
# Words of the sentence that say what a sum is for: the first that is found is told as the reason.
_SAYS = {
    Metric.FUNDING_PER_OFFICER: (
        (rf"\b{_EACH}\s+(?:[\w-]+\s+){{0,4}}{_OFFICER}\b|/\s?{_OFFICER}\b", "the sentence says for each officer"),
        (r"\b(?:bonus(?:es)?|stipends?|awards?)\b", "a bonus, a stipend or an award"),
    ),
    Metric.FUNDING_PER_AGENCY: (
        (rf"\b{_EACH}\s+(?:[\w-]+\s+){{0,3}}{_AGENCY}\b", "the sentence says for each agency"),
        (
            r"\b(?:receiv\w+|got|gets?|collect\w*|awarded|reimburs\w+|paid|repaid|billed|invoiced|checks?\s+for|eligible)\b",
            "the sentence says that one body gets it",
        ),
        (r"\bvehicles?\b|\bcars\b|\btrucks\b|\bcruisers\b", "for vehicles, which the program pays by agency"),
    ),
    Metric.FUNDING_TOTAL: (
        (
            r"\b(?:total\w*|altogether|in\s+all|pool|fund|program|budget\w*|appropriat\w+|set\s+aside|allocat\w+|earmark\w*|"
            r"the\s+(?:full\s+)?bill|grants?)\b",
            "the sentence names a fund, a program or a total",
        ),
    ),
}  # fmt: skip
_PATTERNS = {metric: [(re.compile(words, re.IGNORECASE), why) for words, why in rows] for metric, rows in _SAYS.items()}

_FEDERAL = re.compile(r"\b(?:ICE|DHS|Homeland|federal|Congress|Washington|Trump|nationwide|nationally|national)\b")
_OF_THE_STATE = re.compile(
    r"\b(?:the\s+state|statewide|lawmakers|legislature|governor|Gov\.|comptroller)\b", re.IGNORECASE
)
_OWN_BODY = re.compile(
    r"\b(?:county|parish|city|town|village|department|office|sheriff|police|patrol|jail|agency)\b", re.IGNORECASE
)


def what_for(reading: Reading, spot: Spot) -> tuple[Reason, ...]:
    """Why a sum was read as one officer's, one agency's or a total."""
    rows = _PATTERNS.get(reading.metric, [])
    found = next((why for pattern, why in rows if pattern.search(spot.text)), None)
    if found is not None:
        return (Reason(found, _SURE),)
    if any(pattern.search(spot.lead_in) for pattern, _ in rows):
        return (Reason("the line above its list says what it is for", _SURE),)
    return (Reason("only the sentences before it or the size of the sum say what it is for", _LIKELY),)


def whose(reading: Reading, scope: str, spot: Spot, home: Home, named: Sequence[Mention]) -> Where:
    """The scope that was chosen for a sum with what speaks for it, and the next best where that is not enough."""
    state = scope.rpartition(", ")[2]
    own = home.state or NATION
    text = spot.text
    if scope == NATION:
        if reading.metric is Metric.FUNDING_PER_OFFICER and not (_OF_THE_STATE.search(text) or named):
            return Where(
                NATION, (Reason("the program pays as much for an officer everywhere", _SURE),), margin=_FAR_AHEAD
            )
        return _of_the_nation(text, home, named)
    if any(place.scope(home.state) == scope or (place.state or home.state) == state for place in named):
        return Where(scope, (Reason("the sentence names it", _SURE),), margin=_FAR_AHEAD)
    if home.sure and state == home.state:
        local = ", " in scope
        if (_OWN_BODY if local else _OF_THE_STATE).search(text) and not (_FEDERAL.search(text) and not local):
            what = "the body of the page's own county or town" if local else "the page's own state"
            return Where(scope, (Reason(f"the sentence speaks of {what}", _SURE),), margin=_FAR_AHEAD)
    runner_up = NATION if state == own else own
    return Where(scope, (Reason("only the sentences around it say whose it is", _LIKELY),), runner_up, _TOO_CLOSE)


def _of_the_nation(text: str, home: Home, named: Sequence[Mention]) -> Where:
    if _FEDERAL.search(text):
        return Where(NATION, (Reason("the sentence speaks of the federal program", _SURE),), margin=_FAR_AHEAD)
    if not home.state and not named:
        return Where(NATION, (Reason("no state on the page claims it", _SURE),), margin=_FAR_AHEAD)
    runner_up = home.state or next((place.state for place in named if place.state), "")
    return Where(NATION, (Reason("nothing in the sentence says whose it is", _LIKELY),), runner_up, _TOO_CLOSE)
