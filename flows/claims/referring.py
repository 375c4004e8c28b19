"""Numbers that point back: 'Of those, 21 are jails', 'That makes five', 'It was 135 a year ago'."""

import re

from flows.claims.carried import APPROXIMATELY, CARRIED, carried_metric
from flows.claims.numbers import Quantity
from flows.claims.readings import Reading, Spot
from models.claims import Metric, Role

# 'Of those, 21 are sheriff's offices and four are regional jails': the predicate names the bodies counted.
_ARE_BODIES = re.compile(
    r"\s+(?:are|were)\s+(?:[\w-]+\s+){0,3}?(?:sheriff(?:s|'s\s+offices)?|jails|police\s+(?:departments|forces)|"
    r"universities|colleges|constables|departments|agencies|offices|municipalities|cities|towns)(?!\s+[a-z]{4,}s\b)",
    re.I,
)
_OF_THOSE = re.compile(rf"\b[Oo]f\s+(?:those|them|these|the\s+total)\b[^.;]{{0,80}}?{APPROXIMATELY}$")
# 'on top of the 26 already approved'
_ALREADY = re.compile(
    r"\s+(?:(?:that|who|which)\s+(?:are|were|have)\s+)?already\s+(?:approved|signed|enrolled|participat\w+|"
    r"taking\s+part|in\s+(?:the\s+program|place|effect|force)|on\s+board)\b",
    re.I,
)
# 'That makes five in Kansas', 'That brings the state to 52'
_MAKES = re.compile(
    rf"^\W*(?:That|This|It|Which|The\s+\w+)\s+(?:makes|made|brings|brought)\s+(?:(?:the\s+)?\w+\s+)?"
    rf"(?:(?:total|number|tally|count)\s+)?(?:in\s+[A-Z]\w+\s+)?(?:to\s+)?{APPROXIMATELY}$"
)
# 'ICE lists 1,200 partners. It was 135 a year ago.'
_CLOSED = re.compile(r"\s+(?:in|so\s+far|statewide)\b|\s*[.,;]")
_IT_WAS = re.compile(
    rf"^\W*(?:It|That|This|The\s+(?:number|figure|total|count|tally))\s+(?:was|were|stood\s+at|stands\s+at|is|compares?\s+(?:with|to))\s+"
    rf"(?:now\s+)?{APPROXIMATELY}$"
)
_DATED = re.compile(
    r"\s+(?:in|on|at|by|when|before|as\s+of|a\s+year|(?:\w+\s+)?(?:months|years|weeks)\s+(?:ago|earlier)|last|just)\b|\s*\.?$"
)
# 'State police have 161 troopers certified; the county sheriff has three'
_HAS = re.compile(rf"\b(?:has|have|had|with)\s+{APPROXIMATELY}$", re.I)
_COUNTING = re.compile(r"\s+and\s+counting\b", re.I)  # 'Today? 1,050 and counting'
_IN_STATES = re.compile(r"\d\s+in\s+$")  # '135 agreements in 20 states; a year later 1,300 in 40'
_ENDS = re.compile(r"\s*(?:[.;,]|$|and\b)")


def pointing_back(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    if _IN_STATES.search(before) and any(reading.metric is Metric.STATES for reading in earlier) and _ENDS.match(after):
        return Reading(Metric.STATES, quantity, quantity.end)
    metric: Metric | None = None
    role: Role | None = None
    if _ARE_BODIES.match(after) and (_OF_THOSE.search(before) or (earlier and earlier[-1].bare)):
        told = carried_metric(spot, quantity.start, earlier)
        metric, role = (Metric.AGENCIES if told in (Metric.AGENCIES, Metric.AGREEMENTS) else None), Role.COMPONENT
    elif _ALREADY.match(after) or _COUNTING.match(after) or (_MAKES.search(before) and _CLOSED.match(after)):
        metric = carried_metric(spot, quantity.start, earlier)
    elif _IT_WAS.search(before) and spot.before and _DATED.match(after):
        metric = spot.carried
    elif earlier and earlier[-1].metric is Metric.OFFICERS_TRAINED and _HAS.search(before) and _ENDS.match(after):
        metric = Metric.OFFICERS_TRAINED
    if metric not in CARRIED or metric is Metric.STATES:
        return None
    return Reading(metric, quantity, quantity.end, role=role, bare=True)
