"""Numbers that point back: 'Of those, 21 are jails', 'That makes five', 'It was 135 a year ago'."""

import re

from models.claims.carried import APPROXIMATELY, CARRIED, carried_metric, counted_else, first_metric
from models.claims.lexicon import LEAVING
from models.claims.numbers import Quantity
from models.claims.places import mentions
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Role

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
# 'It was 135 a year ago', 'Now it has 1,313', 'A year on, the figure is 1,313', 'By June there were 628'
_IT_WAS = re.compile(
    rf"(?:^\W*|\b(?:said|says)\s+(?:that\s+)?)(?:(?:And|But|Then|Now|Today|Currently|Already|Nationwide|Nationally|Statewide|Overall|Since\s+then|(?:By|As\s+of|In|At|On|Before|After|Under|This|Last|A|One|Two|Three|Six|When)\s"
    rf"[^,;:.]{{2,40}}?),?\s+){{0,2}}"
    rf"(?:it|that|this|there|they|ICE|the\s+(?:\w+\s+)?(?:number|figure|total|count|tally|list|roster|program|agency|sum))(?:'s)?\s+"
    rf"(?:(?:now|had|has|have|currently|only|just|already)\s+)*(?:was|were|is|are|has|had|have|stood\s+at|stands\s+at|numbers?|numbered|lists?|listed|"
    rf"—|–|\(|,|compares?\s+(?:with|to)|reached|hit|tops|topped|exceeds?|exceeded)\s+(?:now\s+|down\s+|up\s+)?{APPROXIMATELY}$",
    re.I,
)
# 'Florida has 277 agreements, close to half of the 588 nationwide'
_OF_ALL = re.compile(r"\bof\s+(?:the|ICE's|all)\s+$")
_NATIONWIDE = re.compile(r"\s+(?:nationwide|nationally|in\s+the\s+(?:country|nation))\b")
_NOW_THERE = re.compile(r"\W*Now\s+there\s+are\b")
_NOW_HAS = re.compile(rf"\bnow\s+(?:has|lists?|counts?|numbers?|includes?|runs?\s+to)\s+{APPROXIMATELY}$", re.I)
# '... an analysis of agreements. As of Monday there were 1,487 of them'
_OF_THEM = re.compile(r"\s+of\s+them\b")
_THERE_ARE = re.compile(rf"\bthere\s+(?:were|are)\s+(?:now\s+)?{APPROXIMATELY}$", re.I)
_FRACTION_IS = re.compile(
    rf"\b(?:half|third|quarter|fifth|majority)\b(?:\s+of\s+(?:them|those|it))?,\s+(?:or\s+)?{APPROXIMATELY}$", re.I
)
_DATED = re.compile(
    r"\s+(?:in|on|at|by|when|before|as\s+of|a\s+year|(?:\w+\s+)?(?:months|years|weeks)\s+(?:ago|earlier)|last|just|now|today)\b|\s*[,;.]|$"
)
# 'State police have 161 troopers certified; the county sheriff has three'
_HAS = re.compile(rf"\b(?:has|have|had|with)\s+{APPROXIMATELY}$", re.I)
_TRAINED_BEFORE = re.compile(
    rf"\b(?:ha(?:s|ve|d))\s+(?:\w+ly\s+)?(?:trained|certified|deputized|credentialed)\s+{APPROXIMATELY}$", re.I
)
_OFFICERS = re.compile(r"\b(?:officers|deputies|troopers|jailers|agents)\b", re.I)
_ACCOUNTS = re.compile(rf"\b(?:account(?:s|ed|ing)?\s+for|makes?\s+up|made\s+up)\s+{APPROXIMATELY}$")
_COUNTING = re.compile(r"\s+and\s+counting\b", re.I)  # 'Today? 1,050 and counting'
_IN_STATES = re.compile(r"\d\s+in\s+$")  # '135 agreements in 20 states; a year later 1,300 in 40'
# 'Of those, 44 are in Georgia and 58 in Ohio', 'including 44 in Florida': a part told by its place
_IN_PLACE = re.compile(
    r"\s+(?:more\s+|others\s+|of\s+(?:them|those|these|which|the\s+total)\s+)?(?:(?:are|were|is|was|come|came|belong|alone)\s+)?(?:located\s+|based\s+)?"
    r"(?:in|from|across)\s+(?=[A-Z])"
)
# 'Fifteen of these concern only people in jail'; not 'seven of them have left'
_PARTITIVE = re.compile(
    r"\s+of\s+(?:(?:these|those)(?!\s+(?!is\b|was\b|has\b|does\b)[a-z]+s\b)|them|the\s+total|which(?=\s+(?:use|are|have|follow|were|cover|came)\b))\b"
)
_IN_THEM = re.compile(r"\b[a-z]+s\s+in\s+$", re.I)  # 'Commissioners in two of them'
_FALLEN_AWAY = re.compile(
    r"\s+of\s+\w+(?:\s+total)?\s+(?:\w+\s+){0,2}?(?:left|quit|withdr\w+|declined|refused|rejected|dropped|ended|expired|lapsed|said|told|answered|"
    r"responded|replied|never|not|no|opposed|voted|convicted|citizens|criminals?|charged|born|hired)\b"
)
_PART_BEFORE = re.compile(
    rf"(?:\b[Oo]f\s+(?:those|them|these|the|all|its|ICE's)\b[^.;]{{0,60}}|\bincluding\b[^.;]{{0,30}}|\bwith\b[^.;]{{0,12}}|"
    rf"[,;]|\band)\s*{APPROXIMATELY}$"
)
# 'ICE signed 30 agreements in February, 71 in March and 110 by June': an item like the one before it
_ITEM_BEFORE = re.compile(rf"(?:[,;—]|\band|\bthen|\bto|\bor)\s+(?:(?:now\s+)?(?:has|have|had)\s+)?{APPROXIMATELY}$")
_THEN = re.compile(rf"\band\s+then\s+{APPROXIMATELY}$")  # 'then there were 10, and then 30'
_DATED_ITEM = re.compile(
    rf"[,;]\s+(?:and\s+)?(?:in|by)\s+[A-Z]\w+\s+{APPROXIMATELY}$"
)  # 'in March it was 97, in April 142'

_ITEM_AFTER = re.compile(
    r"\s+(?:(?:in|by|on|at|during|under|as\s+of|for|since)\s+(?:the\s+)?(?:early\s+|late\s+|mid-)?"
    r"(?:[A-Z]|(?:19|20)\d\d|spring|summer|fall|winter|following|next|same|weekend|time|(?:end|start|beginning|middle)\s+of)|"
    r"(?:this|last|a)\s+(?:year|month|week|spring|summer|fall|winter)|(?:months?|years?|weeks?)\s+(?:later|ago))"
)
_OTHER_NOUN = re.compile(
    r"\b(?:people|residents|officers|deputies|arrests|votes?|inmates|beds|members|million|billion|percent)\b|%|\$"
)
_ENDS = re.compile(r"\s*(?:[.;,]|$|and\b)")


def pointing_back(spot: Spot, quantity: Quantity, before: str, after: str, earlier: list[Reading]) -> Reading | None:
    if _IN_STATES.search(before) and any(reading.metric is Metric.STATES for reading in earlier) and _ENDS.match(after):
        return Reading(Metric.STATES, quantity, quantity.end)
    metric: Metric | None = None
    role: Role | None = None
    if _ARE_BODIES.match(after) and (_OF_THOSE.search(before) or (earlier and earlier[-1].bare)):
        told = carried_metric(spot, quantity.start, earlier)
        metric, role = (Metric.AGENCIES if told in (Metric.AGENCIES, Metric.AGREEMENTS) else None), Role.COMPONENT
    elif not _THERE_ARE.search(before) and _is_part(spot, before, after, earlier):
        metric, role = carried_metric(spot, quantity.start, earlier), Role.COMPONENT
    elif earlier and _is_next_item(spot, quantity, before, after, earlier[-1]):
        metric = earlier[-1].metric
    elif _says_what_was_counted(spot, before, after, earlier):
        metric = carried_metric(spot, quantity.start, earlier)
    elif _OF_THEM.match(after) and _THERE_ARE.search(before):
        metric = first_metric(spot.before) or spot.carried or spot.named
    elif (
        _IT_WAS.search(before)
        and (spot.before or earlier or spot.sentence.bullet or _NOW_THERE.match(before))
        and _DATED.match(after)
        and (earlier or not counted_else(spot.before))
    ):
        metric = earlier[-1].metric if earlier else spot.carried or spot.named
    elif _ENDS.match(after) and _officers_told(spot, before, earlier):
        metric = Metric.OFFICERS_TRAINED
    if metric not in CARRIED or metric is Metric.STATES:
        return None
    return Reading(metric, quantity, quantity.end, role=role, bare=True)


def _officers_told(spot: Spot, before: str, earlier: list[Reading]) -> bool:
    """'State police have 161 troopers certified; the county has three', 'Franklin County has trained six'."""
    told = earlier[-1].metric if earlier else spot.carried
    if told is Metric.OFFICERS_TRAINED and _HAS.search(before):
        return True
    return _TRAINED_BEFORE.search(before) is not None and _OFFICERS.search(f"{spot.before} {spot.text}") is not None


def _says_what_was_counted(spot: Spot, before: str, after: str, earlier: list[Reading]) -> bool:
    """'on top of 26 already approved', '1,050 and counting', 'That makes five', 'now has 1,411', 'account for 30'"""
    if earlier and _OF_ALL.search(before) and _NATIONWIDE.match(after):
        return True
    if _ALREADY.match(after) or _COUNTING.match(after) or (_MAKES.search(before) and _CLOSED.match(after)):
        return True
    if _ENDS.match(after) and (_ACCOUNTS.search(before) or _FRACTION_IS.search(before)):
        return True
    return bool((earlier or spot.carried) and _NOW_HAS.search(before) and _CLOSED.match(after))


def _is_part(spot: Spot, before: str, after: str, earlier: list[Reading]) -> bool:
    """Whether a number is a part of what was counted: told by its place, or by 'of these'."""
    if LEAVING.search(before) or _IN_THEM.search(before):
        return False
    placed = _IN_PLACE.match(after)
    if placed and _names_state(after, placed.end()) and ("of" in placed.group().split() or _PART_BEFORE.search(before)):
        return True
    people_or_states = earlier and earlier[-1].metric not in (
        Metric.AGENCIES,
        Metric.AGREEMENTS,
        Metric.COUNTIES,
        Metric.ARRESTS,
    )
    told = earlier or (spot.carried and not counted_else(spot.before))
    return bool(told and not people_or_states and _PARTITIVE.match(after) and not _FALLEN_AWAY.match(after))


def _names_state(after: str, position: int) -> bool:
    """Whether a state's or county's name opens at a position of the words after a number."""
    return any(place.start == position for place in mentions(after))


def _is_next_item(spot: Spot, quantity: Quantity, before: str, after: str, last: Reading) -> bool:
    """Whether a number stands beside the last reading as the next item of one series."""
    if _ENDS.match(after) and (_DATED_ITEM.search(before) or _THEN.search(before)):
        return True
    if _ITEM_AFTER.match(after) is None:
        return False
    gap = spot.text[last.end : quantity.start]
    return len(gap) < 70 and _ITEM_BEFORE.search(gap) is not None and _OTHER_NOUN.search(gap) is None
