"""Shares of people polled about the program, or about immigration in a page on the program."""

import re

from models.claims.numbers import Measure
from models.claims.phrases import clause_around
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Unit

POLL = re.compile(r"\b(?:polls?|polling|polled|survey(?:s|ed)?|respondents|pollsters?)\b", re.I)
_OPINION = re.compile(
    r"\b(?:approv\w+|disapprov\w+|oppos\w+|support(?:s|ed|ive)?|favor(?:s|ed)?|in\s+favor|against|"
    r"back(?:s|ed|ing)?|agree[ds]?|disagree[ds]?|sure|unsure|undecided|no\s+opinion|likes?\s+the\s+idea|for\s+it|"
    r"say|said|think|believe|want|prefer|object|trust)\b",
    re.I,
)
# 'said they would be less likely to report a crime': an answer, but to a question that only the rest can tell
_ANSWERED = frozenset({"say", "said", "think", "believe", "want"})
_MATTER = re.compile(
    r"287|\bICE\b|\b(?:immigration|sheriffs?|police|officers|deput\w+|agreements?|program|enforcement|jail\w*)\b", re.I
)
_OTHER_TOPIC = re.compile(
    r"\b(?:deported|deportations?|presidency|approv\w+\s+of\s+(?:the\s+)?(?:governor|president|mayor|Congress|legislature)|less\s+likely|more\s+likely|report\s+a\s+crime|economy|inflation|health|abortion|taxes|schools|margin\s+of\s+error|job\s+approval|(?:his|'s)\s+approval|approval\s+rating|own\s+local\s+police|"
    r"turnout)\b",
    re.I,
)


# 'about half of U.S. adults say', 'Poll: Americans wary of ...', 'registered voters nationwide'
_NATION_ASKED = re.compile(
    r"\bAmericans\b|\b(?:U\.S\.|American)\s+(?:adults|voters|residents)\b|"
    r"\b(?:adults|voters|respondents|people)\s+(?:nationwide|nationally|across\s+the\s+(?:country|nation))\b|"
    r"\b(?:national|nationwide)\s+(?:\w+\s+){0,2}(?:poll|survey)\b"
)


def asks_the_nation(text: str) -> bool:
    """Whether a sentence tells of a poll of the whole nation."""
    return POLL.search(text) is not None and _NATION_ASKED.search(text) is not None


def read_polls(spot: Spot, in_poll: bool) -> list[Reading]:
    """The shares of one sentence; `in_poll` is whether a poll was named shortly before."""
    if not (in_poll or POLL.search(spot.text) or POLL.search(spot.lead_in)):
        return []
    found = []
    for quantity in spot.quantities:
        if quantity.measure is not Measure.PERCENT or quantity.value > 100:
            continue
        left, right = clause_around(spot.marked, quantity.start, quantity.end)
        clause = spot.text[left:right]
        if _OTHER_TOPIC.search(clause) or not (_OPINION.search(clause) or ("%" in clause and spot.lead_in)):
            continue
        opinions = {match.lower() for match in _OPINION.findall(clause)}
        if opinions and opinions <= _ANSWERED and not _MATTER.search(f"{spot.before} {spot.text} {spot.lead_in}"):
            continue
        if re.match(r"\s+(?:increase|more|of\s+(?:the\s+)?(?:arrests|agreements|agencies))", spot.text[quantity.end :]):
            continue
        found.append(Reading(Metric.POLL_PCT, quantity, quantity.end, unit=Unit.PERCENT))
    return found
