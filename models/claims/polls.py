"""Shares of people polled about the program, or about immigration in a page on the program."""

import re

from models.claims.numbers import Measure, Quantity
from models.claims.pattern_table import pattern_of
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Unit

POLL = pattern_of("polls", "poll")
_OPINION = pattern_of("polls", "opinion")
_MATTER = pattern_of("polls", "matter")
_OTHER_MATTER = pattern_of("polls", "other matter")
_NATION_ASKED = pattern_of("polls", "nation asked")
# 'said they would be less likely to report a crime': an answer, but to a question that only the rest can tell
_ANSWERED = frozenset({"say", "said", "think", "believe", "want"})


def asks_the_nation(text: str) -> bool:
    """Whether a sentence tells of a poll of the whole nation."""
    return POLL.search(text) is not None and _NATION_ASKED.search(text) is not None


_FEW = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SHARE = re.compile(
    rf"\b(?:(?P<tenths>[1-9]|{'|'.join(_FEW)})\s+(?:in|out\s+of)\s+(?:10|ten)|(?P<parts>two|three)[\s-](?P<of>third|quarter|fifth)s"
    r"(?=\s+(?:of\s+(?:all\s+|registered\s+|likely\s+)?(?:adults|voters|respondents|residents|people|those|[A-Z][a-z]+ns)|"
    r"oppose|support|favor|said|say)\b))\b",
    re.I,
)
_PART_OF = {"third": 3, "quarter": 4, "fifth": 5}


def _shares(text: str) -> list[Quantity]:
    """'Six in 10 support it', 'two-thirds of Texans': shares told without a percent sign."""
    found = []
    for match in _SHARE.finditer(text):
        if tenths := match["tenths"]:
            value = 10.0 * (int(tenths) if tenths.isdigit() else _FEW.index(tenths.lower()) + 1)
        else:
            value = round(100.0 * (_FEW.index(match["parts"].lower()) + 1) / _PART_OF[match["of"].lower()], 1)
        found.append(Quantity(Measure.PERCENT, value, None, None, match.start(), match.end(), True))
    return found


def read_polls(spot: Spot, in_poll: bool) -> list[Reading]:
    """The shares of one sentence; `in_poll` is whether a poll was named shortly before."""
    if not (in_poll or POLL.search(spot.text) or POLL.search(spot.lead_in)):
        return []
    found = []
    for quantity in (*spot.quantities, *_shares(spot.text)):
        if quantity.measure is not Measure.PERCENT or quantity.value > 100:
            continue
        left, right = spot.marked.clause_around(quantity.start, quantity.end)
        clause = spot.text[left:right]
        if _OTHER_MATTER.search(clause) or not (_OPINION.search(clause) or ("%" in clause and spot.lead_in)):
            continue
        opinions = {match.lower() for match in _OPINION.findall(clause)}
        if opinions and opinions <= _ANSWERED and not _MATTER.search(f"{spot.before.text} {spot.text} {spot.lead_in}"):
            continue
        if re.match(r"\s+(?:increase|more|of\s+(?:the\s+)?(?:arrests|agreements|agencies))", spot.text[quantity.end :]):
            continue
        found.append(Reading(Metric.POLL_PCT, quantity, quantity.end, unit=Unit.PERCENT))
    return found
