"""Whether a number is the nation's: by the words beside it, by what counts it, or by its size."""

import re
from functools import lru_cache

from models.claims.places import NATION, mentions
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric

REGION = "region"
# No state has more agencies or agreements than this, nor more trained officers; a larger number that names no
# state is the nation's. Florida, the largest, passed 340 agreements in early 2026.
LARGEST_STATE = 450
LARGEST_STATE_OFFICERS = 5_000
# The third largest had 63 agreements then; that their officers stay below 2,000 is assumed.
_LARGE_STATES = frozenset({"FL", "TX", ""})
_MAX_OTHER_STATE = 120
_MAX_OTHER_STATE_OFFICERS = 2_000
# Assumed, as nobody publishes arrests by state: the program's run to tens of thousands a year, a state's are a part.
_MAX_ARRESTS = 30_000
_MAX_ARRESTS_ELSEWHERE = 10_000
_COUNTED = frozenset({Metric.AGENCIES, Metric.AGREEMENTS})
SERIES = frozenset({Metric.AGENCIES, Metric.AGREEMENTS, Metric.PCT_INCREASE})

_NATIONAL = re.compile(
    r"\b(?:nationwide|nationally|national(?!\s+guard)|countrywide|across\s+(?:the\s+)?(?:country|nation|America|"
    r"U\.?S\.?|United\s+States)|"
    r"(?:in|around|throughout)\s+the\s+(?:country|nation|U\.S\.|US|United\s+States)(?!\s+(?:illegally|unlawfully|without))|"
    r"coast\s+to\s+coast|in\s+all\s+50|"
    r"(?:in|across|from|covering|spanning|into)\s+(?:at\s+least\s+|about\s+|some\s+|more\s+than\s+|"
    r"roughly\s+)?(?:\d\d|\w+|\w+-\w+)\s+states|"
    r"(?:it|program)\s+(?:had\s+)?(?:expanded|grew|peaked|shrank|fell|dropped|rose|ballooned|swelled)\s+(?:to|at)|"
    r"U\.S\.\s+(?:law|police|agencies|counties|sheriffs|departments)|"
    r"federal\s+government\s+had|(?<!of\s)the\s+nation's|(?<!of\s)America's)\b",
    re.I,
)
# 'ranks sixth in the country with 33 agreements', 'the most in the nation'
_RANKED = re.compile(
    r"\b(?:most|largest|biggest|highest|fewest|leader|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+th|"
    r"No\.\s\d+|leads|leading|any\s+\w+|other\s+state|number|total|share)\s+$",
    re.I,
)
# 'It accounts for 325 of the country's 1,081 agreements': the first number is a state's
_SHARE_OF_NATION = re.compile(r"\d\s+of\s+(?:the\s+(?:country|nation|program)|ICE)'s\s+\d")
FEDERAL_SUBJECT = re.compile(
    r"\b(?:ICE(?!'s\s+website)|Homeland\s+Security|DHS|the\s+(?:department|agency|administration|"
    r"program|roster|national|federal|government)|"
    r"federal\s+(?:officials|authorities|records|data)|287\s?\(?g\)?\s+(?:program|agreements|partnerships)|partnerships|enrollment|Trump|Biden|Washington)\b",
    re.I,
)
AT_HOME = re.compile(
    r"\b(?:statewide|in\s+(?:the|a)\s+state(?=\s+(?:where|that|with)\b)|in\s+the\s+state|the\s+state's|across\s+the\s+state|our\s+state|this\s+state|"
    r"the\s+commonwealth|around\s+the\s+state|"
    r"throughout\s+the\s+state|here\b(?!\s+(?:are|is))|state\s+(?:records|figures|data)|in-state|"
    r"the\s+state\s+(?:has|had|now|expects|opened))\b",
    re.I,
)
# Not 'in South Carolina', 'across Northeast Ohio'.
_REGION = re.compile(
    r"\b(?:[Aa]cross|[Ii]n|[Aa]round|[Tt]hroughout)\s+(?:the\s+|[A-Z]+'s\s+)?(?:\w+[\s-]){0,2}(?:Midwest|South|Southeast|Northeast|Southwest|West|Plains|"
    r"Panhandle|Mountain\s+West|New\s+England|Deep\s+South|(?:viewing|coverage|metro)\s+area)\b(?!\s+[A-Z])"
)


@lru_cache(maxsize=64)  # the numbers of one clause ask in turn
def told_of_nation(clause: str) -> bool:
    """Whether a clause speaks of the whole nation, other than to rank a state in it."""
    for match in _NATIONAL.finditer(clause):
        place = match.group().lower().startswith(("in the", "around the", "throughout the"))
        if not (place and _RANKED.search(clause, 0, match.start())):
            return True
    return False


def told_of_region(clause: str) -> str:
    """The nation or a region, where a clause names it; '' where it does not."""
    if told_of_nation(clause):
        return NATION
    return REGION if _REGION.search(clause) else ""


def too_large(reading: Reading, state: str = "") -> bool:
    """Whether a number is more than any one state has, or more than this one can have."""
    if reading.metric in (Metric.PCT_INCREASE, Metric.POLL_PCT, Metric.POPULATION):
        return False
    large = state in _LARGE_STATES
    if reading.metric is Metric.ARRESTS:
        return reading.quantity.value >= (_MAX_ARRESTS if large else _MAX_ARRESTS_ELSEWHERE)
    if reading.metric in (Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING):
        return reading.quantity.value >= (LARGEST_STATE_OFFICERS if large else _MAX_OTHER_STATE_OFFICERS)
    return reading.quantity.value >= (LARGEST_STATE if large else _MAX_OTHER_STATE)


def is_nationwide(spot: Spot, readings: list[Reading], state: str) -> bool:
    """Whether a sentence without a place has a count that no state has: 'from 135 in December to 811'."""
    if _SHARE_OF_NATION.search(spot.text):
        return False
    large = any(reading.metric in _COUNTED and too_large(reading, state) for reading in readings)
    return large and not mentions(spot.text) and AT_HOME.search(spot.text) is None
