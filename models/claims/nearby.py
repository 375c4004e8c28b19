"""Which place stands beside a number: behind its noun, before it, or in a list of states."""

import re

from models.claims.nationwide import told_of_nation
from models.claims.places import Mention
from models.claims.readings import Reading
from models.claims.stated import Metric

_NUMBER_NEXT = re.compile(r"\s(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)")
_COORDINATED = re.compile(
    r"\s+and\s+(?:about\s+)?[\w,-]+\s+(?:[a-z']+\s+){1,4}in\s+"
)  # '41 offices and 17 departments in Ohio'
_SCHOOL = re.compile(r"\b(?:school|academy|training|course|class)\b")  # 'deputies finished a school in Georgia'
_SHARE_OF = re.compile(r"\b(?:third|half|quarter|fifth|tenth|most|many|percent|%)\s+of\s+(?:the|all|its|their)\s+$")
_SUBJECT = re.compile(
    r"'s\s+(?:said|says|told|is|was|has)\b|\s+(?:has|had|have|is|was|were|with|at|leads|follows|came|comes|added)\b"
)  # ', Oklahoma has 24'
_NEXT_IN_LIST = re.compile(r"(?:\s+[a-z]+)?[,;]\s+(?:and\s+)?|\s+and\s+")
_MOST_OF_THEM = re.compile(
    r"\b(?:most(?:ly)?|including|especially|such\s+as|led\s+by|many|half|chiefly|largely)\b[^.;]{0,25}$", re.I
)
_ITS_OWN_NUMBER = re.compile(r",\s+(?:with|at)\s+$")  # 'led by the Florida Highway Patrol, with 1,810'
_TOGETHER = re.compile(
    r"\s+(?:together|combined|jointly)\s+(?:\w+\s+){1,3}"
)  # 'Florida and Texas together account for'
_OF_THE_LAST = re.compile(r"\b(?:has|had|have|with|at|is|counts)\b")  # 'in Florida, and Texas has 250'
_LISTED = re.compile(r"[\s,]*(?:and|&)?\s*")


def place_after(text: str, named: tuple[Mention, ...], reading: Reading, right: int) -> Mention | None:
    """The place that follows the noun in its clause: 'agencies in Missouri', 'sheriffs across Texas'."""
    if _SHARE_OF.search(text, 0, reading.quantity.start):
        return None  # 'a third of the 8,500 officers work in Florida'
    officers = reading.metric in (Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING)
    for place in named:
        gap = text[reading.end : place.start]
        if _COORDINATED.fullmatch(gap) or (reading.metric is Metric.PENDING and gap == " from "):
            return place
        if ("," in gap and _SUBJECT.match(text, place.end)) or (
            _NEXT_IN_LIST.fullmatch(gap) and _NUMBER_NEXT.match(text, place.end)
        ):
            return None  # 'Texas has 290 agreements, Ohio 45': what follows the comma is the next item
        if place.start < reading.end or place.start > min(right, reading.end + 70):
            continue
        if re.search(
            r"\d|\bin\s+the\s+state\b|\bfrom\b|\band\s+(?:\w+\s+)?$|\bnone\b|\boutside\b|\bexcept\b|\bincluding\b|\bfollowed\b|\bnationwide\b|"
            r"\b(?:ahead|behind|than|next|second|versus|against|compared|trail\w*)\b",
            gap,
        ) or _MOST_OF_THEM.search(gap):
            return None
        if re.search(
            r"(?:\b(?:in|across|of|for|throughout|within|around|from|by|with|at|the)\s+(?:\w+\s+){0,2}|[,:(—-]\s*)$",
            gap,
        ):
            return None if officers and _SCHOOL.search(gap) else place
        return None
    return None


def place_before(text: str, named: tuple[Mention, ...], reading: Reading, left: int) -> Mention | None:
    """The nearest place before the number: first in its clause, else anywhere in the sentence."""
    earlier = [place for place in named if place.end <= reading.quantity.start]
    in_clause = [place for place in earlier if place.start >= left]
    for place in reversed(in_clause or earlier):
        between = text[place.end : reading.quantity.start]
        listed_territory = re.search(r"\bstates\s*(?:and|\+|plus)\s*$", text[: place.start])
        if (
            listed_territory
            or told_of_nation(between)
            or (
                _MOST_OF_THEM.search(text[max(0, place.start - 30) : place.start])
                and not _ITS_OWN_NUMBER.search(between)
            )
        ):
            continue
        return place
    return None


def state_series(text: str, named: tuple[Mention, ...], start: int, end: int) -> str:
    """'In Ohio, Indiana and Kentucky, 90 agencies' -> IN+KY+OH."""
    states = [place for place in named if not place.local]
    run: list[Mention] = []
    best: list[Mention] = []
    for place in states:
        if run and _LISTED.fullmatch(text[run[-1].end : place.start]) and not _SUBJECT.match(text, place.end):
            run.append(place)
        else:
            run = [place]
        if len(run) >= 2:
            best = run
    if len(best) < 2:
        return ""
    opening = text[max(0, best[0].start - 20) : best[0].start]
    if _TOGETHER.fullmatch(text[best[-1].end : start]):
        return "+".join(sorted({place.state for place in best}))
    near_before = 0 <= start - best[-1].end <= 12 and not _OF_THE_LAST.search(text, best[-1].end, start)
    near_after = 0 <= best[0].start - end <= 12
    if near_before and re.search(r"\b(?:across|in|together\s+with|between|combined|of)\s+$", opening, re.I):
        states_listed = {place.state for place in best}
        with_home = re.search(r"together\s+with\s+$", opening, re.I)
        if with_home:
            states_listed |= {place.state for place in states if place.end < best[0].start}
        return "+".join(sorted(states_listed)) if len(states_listed) >= 3 or near_before else ""
    if near_after and re.search(r"\b(?:across|in)\s+$", opening, re.I):
        return "+".join(sorted({place.state for place in best}))
    return ""
