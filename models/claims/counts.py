"""Counts of agencies, agreements, states, counties, applications, officers, arrests, people.

A count is read from the noun after it (`phrases`), and kept only where the clause says that what is counted takes
part in the program (`bodies`, `papers`, `people`). Numbers without a noun are in `elided`.
"""

import re

from models.claims import bodies, papers, people
from models.claims.elided import OUT_OF, elided_reading
from models.claims.numbers import Measure, Quantity
from models.claims.phrases import Counted, Phrase, clause_around, noun_after
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric

_SHARE = re.compile(
    r"\s+(?:in|out\s+of)\s+(?:every\s+)?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|"
    r"forty|fifty|hundred)\b(?!\s+states)",
    re.I,
)
_ALL_BUT = re.compile(r"\b(?:all\s+but|except\s+for|except)\s+$", re.I)
_OUT_OF_TEN = re.compile(r"\s+(?:out\s+of\s+(?:every\s+)?|of\s+every\s+)(?:10|ten|100)\b(?!\s+(?:sheriffs|counties))")
_ENROLLED = frozenset({"partner", "participating", "enrolled"})  # '690 of the 1,110 partner agencies' states both
_OR_SO = re.compile(r"\s+or\s+(?:\d|two|three|four|five|six|so\b|fewer\b|less\b|more\b)|-or-", re.I)
_RULES = {
    Metric.AGENCIES: bodies.agencies,
    Metric.AGREEMENTS: papers.agreements,
    Metric.STATES: bodies.states,
    Metric.COUNTIES: bodies.agencies,
    Metric.PENDING: papers.applications,
    Metric.OFFICERS_TRAINED: people.officers,
    Metric.ARRESTS: people.arrests,
}


def read_counts(spot: Spot) -> list[Reading]:
    """The count readings of one sentence, in order."""
    arrested = {reading.quantity.start: reading for reading in people.read_arrested_people(spot)}
    readings: list[Reading] = []
    inside_until = 0  # numbers before this offset belong to a noun phrase already read
    for quantity in spot.quantities:
        if quantity.measure is not Measure.COUNT or quantity.start < inside_until:
            continue
        if _ALL_BUT.search(spot.text, 0, quantity.start):
            continue  # 'all but four of them are sheriffs'
        phrase = noun_after(spot.text, quantity)
        if quantity.value <= 10 and _OUT_OF_TEN.match(spot.text, quantity.end):
            inside_until = quantity.end + 14  # 'nine out of 10 departments': a share
            continue
        if quantity.value <= 10 and (match := _SHARE.match(spot.text, quantity.end)) and " of " not in match.group():
            inside_until = match.end()  # 'one in 40', 'four in five': a share
            continue
        if quantity.value <= 5 and (match := _OR_SO.match(spot.text, quantity.end)):
            inside_until = match.end() + 3  # 'two or three agreements': no count
            continue
        if quantity.value == 1 and phrase and phrase.partitive and phrase.set_value:
            continue  # 'one of seven departments': the count is of the seven
        if quantity.value == 1 and phrase and phrase.partitive:
            continue
        if phrase is None and (share := OUT_OF.match(spot.text, quantity.end)):
            inside_until = share.end()  # '98 of the 142 who ...': the second number is only what there are
        reading = _with_noun(spot, quantity, phrase) if phrase else None
        reading = reading or arrested.get(quantity.start)
        enrolled = phrase and _ENROLLED.intersection(phrase.words)
        if phrase and phrase.set_value and phrase.metric is not Metric.AGREEMENTS and not enrolled:
            # '3 of 10 sheriffs' counts three; '340 of 1,370 agreements' counts both
            inside_until = phrase.end
        if reading is None and (phrase is None or phrase.metric is Metric.OFFICERS_TRAINED):
            reading = people.population(spot, quantity) or elided_reading(spot, quantity, readings)
        if reading is not None:
            readings.append(reading)
    return readings


def _with_noun(spot: Spot, quantity: Quantity, phrase: Phrase) -> Reading | None:
    left, right = clause_around(spot.text, quantity.start, phrase.end)
    following = min((other.start for other in spot.quantities if other.start >= phrase.end), default=right)
    tail = spot.text[phrase.end : min(right, following)]
    metric = _RULES[phrase.metric](Counted(spot, quantity, phrase, spot.text[left:right], tail))
    return Reading(metric, quantity, phrase.end) if metric else None
