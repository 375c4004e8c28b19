"""Which place a number is about: from its phrase, clause, sentence, the sentence before, or the page's home."""

import re

from models.claims.money_scope import money_scope
from models.claims.nationwide import AT_HOME, FEDERAL_SUBJECT, REGION, told_of_nation, told_of_region, too_large
from models.claims.nearby import place_after, place_before, state_series
from models.claims.phrases import clause_around
from models.claims.places import NATION, Home, Mention, mentions, scope_or_nation
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Unit

# What only the nation has one of.
_NATIONAL_LIST = re.compile(
    r"\b(?:the\s+(?:\w+\s+)?(?:program|roster|list|tally|initiative)|ICE's\s+(?:list|roster|tally|count|"
    r"rolls?)|federal\s+government)\b[^.;]*$",
    re.I,
)
_FEDERAL_LIST = re.compile(
    r"\b(?:the\s+(?:federal|national)\s+(?:list|roster|tally|total)|ICE's\s+(?:list|roster|tally|own\s+list))\b", re.I
)
_NATIONS_OWN = re.compile(
    r"\b(?:ICE|nation|country|program|government)'s\s+(?:\w+\s+)?$"
)  # 'of ICE's 1,370 agreements'
# 'ICE has 74 more applications', 'ICE said Friday that 87 agencies ...': the agency counts for the nation
_ICE_COUNTS = re.compile(
    r"\b(?:ICE|Immigration\s+and\s+Customs\s+Enforcement|DHS|Homeland\s+Security|[Tt]he\s+(?:federal\s+)?(?:agency|government|program|administration))\s+"
    r"(?:(?:now|also|already)\s+)?(?:has|had|counts?|counted|signed|maintains?|reported|boasts?)\s+(?:\w+\s+){0,3}$|"
    r"\bICE\s+(?:said|says)\b[^.;]{0,20}\bthat\s+(?:\w+\s+){0,2}$"
)
_LISTED_BY_ICE = frozenset({Metric.AGENCIES, Metric.AGREEMENTS, Metric.PENDING})
_OVERALL = re.compile(r"^\W*(?:overall|in\s+all|in\s+total|altogether|all\s+told|together)\b", re.I)
_OWN_OFFICE = re.compile(r"\b(?:his|her|our|my)\s+(?:office|department|county|jail)\b", re.I)
_MAX_PEOPLE = 40_000_000  # California, the largest state, has 39 million
_MANY = 100  # the federal list of one state is as often told as the whole ('the federal list says only 17')
_ONE_OFFICE = 10  # no single office signs more agreements
_OF_THOSE = re.compile(r"\s+of\s+(?:those|them|these|the\s+(?:agreements|agencies|contracts))\b")
_THERE = re.compile(r"\s+(?:\w+\s+){0,1}?there\b", re.I)
_THERE_FIRST = re.compile(r"\W*There,\s")
_OPENS_OF_THOSE = re.compile(r"\W*Of\s+(?:those|them|these)\b")
_NUMBER_OF = re.compile(r"\bnumber\s+of\s+(?:\w+\s+){0,2}(?:agencies|agreements|departments|partners)\b", re.I)
_SO_ARE = re.compile(r"\W*So\s+(?:are|do|did|have|has|is)\b")  # 'So are 190 police departments'
_THAT = re.compile(r"\W*(?:That|It|This|Which)(?:'s)?\s")
_ITS = re.compile(r"\bIts\s+(?:\w+\s+)?$")
_IT_ACCOUNTS = re.compile(r"\W*It\s+(?:alone\s+)?(?:accounts?|makes\s+up)\b")
_THE_STATE = re.compile(
    r"\b(?:the|our|that|this)\s+state\b(?!\s+(?:and|or)\b)|\bstatewide\b|\bState\s+law\b|\bour\s+(?:agencies|sheriffs|departments|counties)\b",
    re.I,
)
_THE_STATES = re.compile(r"\b[Tt]he\s+state's\s+$")
_OWN_OFFICERS = re.compile(
    r"\b(?:his|her|its|their|the\s+(?:county|sheriff|office|jail|department)'s|of\s+(?:his|her|its)|jail|"
    r"sheriff'?s?)\b",
    re.I,
)


def scope_of(reading: Reading, spot: Spot, home: Home, placed: list[tuple[Reading, str]]) -> str:
    """'US', 'TX', 'Lamar County, TX', 'IA+KS' or 'region'. `placed` are the sentence's earlier readings."""
    if reading.metric is Metric.STATES:
        return NATION
    named = mentions(spot.text)
    if _NATIONS_OWN.search(spot.text, max(0, reading.quantity.start - 30), reading.quantity.start):
        return NATION
    listed = state_series(spot.text, named, reading.quantity.start, reading.end)
    if listed or reading.state:
        return listed or reading.state
    if reading.metric is Metric.POPULATION and reading.quantity.value > _MAX_PEOPLE:
        return NATION
    if reading.unit is Unit.USD:
        return money_scope(reading, spot, home, named)
    left, right = clause_around(spot.text, reading.quantity.start, reading.end)
    clause = spot.text[left:right]
    return (
        _told(reading, spot.text, home, named, right)
        or _there(reading, spot)
        or told_of_region(_to_comma(spot.text, left, reading.end, right))
        or _carried(reading, spot, named, placed)
        or _taken_for_granted(reading, spot, home, named, clause, left)
        or _beside(reading, clause, placed)
        or _topic(reading, spot, home, clause)
        or _of_that(reading, spot)
        or _default(reading, spot, home, clause)
    )


def _told(reading: Reading, text: str, home: Home, named: tuple[Mention, ...], right: int) -> str:
    """The place in the number's own phrase, or right after it."""
    start = reading.quantity.start
    inside = [place for place in named if start <= place.start and place.end <= reading.end]
    place = inside[-1] if inside else place_after(text, named, reading, right)
    return scope_or_nation(place, home) if place else ""


def _there(reading: Reading, spot: Spot) -> str:
    """'About 30 agreements there remain', 'The state's 320 agreements': the state that the paragraph named last."""
    points = (
        _THERE_FIRST.match(spot.text)
        or _THERE.match(spot.text, reading.end)
        or _THE_STATES.search(spot.text[: reading.quantity.start])
    )
    if not spot.paragraph or not points:
        return ""
    states = [place.state for place in mentions(spot.paragraph) if place.state]
    return states[-1] if states else ""


def _to_comma(text: str, left: int, end: int, right: int) -> str:
    """The clause up to the comma after the noun: what follows it is about another number."""
    comma = text.find(",", end, right)
    return text[left : comma if comma >= 0 else right]


def _carried(reading: Reading, spot: Spot, named: tuple[Mention, ...], placed: list[tuple[Reading, str]]) -> str:
    """The scope of the count that this one belongs to: '... to 958', '45 of those'."""
    text, start = spot.text, reading.quantity.start
    placed = [pair for pair in placed if pair[0].metric is not Metric.STATES] or placed
    same = placed and (
        placed[-1][0].metric is reading.metric
        or (reading.metric is Metric.PENDING and placed[-1][0].metric in (Metric.AGREEMENTS, Metric.AGENCIES))
    )
    if placed and reading.quantity.value >= _MANY and _FEDERAL_LIST.search(text, placed[-1][0].end, start):
        return NATION
    if reading.bare and same and not _moved(text, named, placed[-1][0], start):
        return placed[-1][1]
    if _OVERALL.search(text[:start]) and told_of_nation(f"{spot.before} {text}"):
        return NATION
    if spot.carried_scope and (
        _OF_THOSE.match(text, reading.quantity.end) or (not placed and _OPENS_OF_THOSE.match(text))
    ):
        return spot.carried_scope
    if reading.bare and spot.paragraph_scope and not named:
        return spot.paragraph_scope
    return ""


def _taken_for_granted(
    reading: Reading, spot: Spot, home: Home, named: tuple[Mention, ...], clause: str, left: int
) -> str:
    """The page's state where the clause says 'statewide' or the like, else the nearest place before."""
    officers = reading.metric in (Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING)
    if AT_HOME.search(clause) and home.state and (officers or not too_large(reading)):
        told = [place.state for place in mentions(spot.paragraph) if place.state] if not home.sure else []
        return told[-1] if told else home.state
    before = place_before(spot.text, named, reading, left)
    if before is None or too_large(reading, before.state or home.state):
        return ""
    many = reading.metric in (Metric.AGENCIES, Metric.AGREEMENTS) and reading.quantity.value > _ONE_OFFICE
    if before.local and many:
        return before.state or home.state  # no county and no town has twenty agencies
    if before.local and not before.state and not home.state:
        told = [place.state for place in mentions(spot.paragraph) if place.state]
        return f"{before.local}, {told[-1]}" if told else NATION
    return scope_or_nation(before, home)


def _beside(reading: Reading, clause: str, placed: list[tuple[Reading, str]]) -> str:
    """The scope of the number just before, for growth and for numbers in one breath with it."""
    if not placed or (reading.metric is Metric.OFFICERS_TRAINED and _OWN_OFFICERS.search(clause)):
        return ""
    near = reading.quantity.start - placed[-1][0].end < 40
    return placed[-1][1] if reading.bare or near or reading.metric is Metric.PCT_INCREASE else ""


def _topic(reading: Reading, spot: Spot, home: Home, clause: str) -> str:
    """The state that the paragraph is about: 'Florida, by a mile. Its 277 agreements'."""
    if too_large(reading) or not spot.paragraph:
        return ""
    states = [place.state for place in mentions(spot.paragraph) if place.state]
    if not states or (home.sure and states[-1] == home.state):
        return ""
    if (
        _ITS.search(spot.text[: reading.quantity.start])
        or _IT_ACCOUNTS.match(spot.text)
        or (not home.sure and _THE_STATE.search(spot.text))
    ):
        return states[-1]
    of_home = reading.metric is Metric.POLL_PCT and states[-1] == home.state
    alone = len(set(states)) == 1 and (not home.state or of_home)
    national = FEDERAL_SUBJECT.search(clause) or _NUMBER_OF.search(clause)
    return states[-1] if alone and not national else ""


def _of_that(reading: Reading, spot: Spot) -> str:
    """'Nationwide, the roster reached 1,035. That is seven times what it was': of the count before."""
    growth = reading.metric is Metric.PCT_INCREASE and _THAT.match(spot.text) is not None
    return spot.carried_scope if spot.before and (growth or _SO_ARE.match(spot.text)) else ""


def _moved(text: str, named: tuple[Mention, ...], earlier: Reading, start: int) -> bool:
    """Whether a place is named between a count and the next one: 'Nationally 900, and in Ohio six'."""
    return any(
        earlier.end <= place.start < start and text[max(0, place.start - 11) : place.start] != "states and "
        for place in named
        if not re.search(r"\bstates\s+and\s+$", text[: place.start])
    )


def _default(reading: Reading, spot: Spot, home: Home, clause: str) -> str:
    if too_large(reading, home.state):
        return NATION
    if not home.state:
        # A county's own page that never names its state: not the nation, but nowhere that can be looked up.
        local = home.county and AT_HOME.search(clause)
        return REGION if local else NATION
    if reading.metric in (Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING, Metric.ARRESTS):
        told = spot.text[: reading.quantity.start] if reading.metric is Metric.ARRESTS else clause
        if FEDERAL_SUBJECT.search(told) and not _OWN_OFFICERS.search(clause) and reading.quantity.value >= 1_000:
            return NATION
        own = re.search(
            r"\b(?:we|our|his|her|I|sheriff'?s?|[Tt]he\s+chief|the\s+(?:county|town|city|village|department)'s)\b",
            clause,
        )
        return home.state if home.sure or own else NATION
    of_program = _NUMBER_OF.search(spot.text) and FEDERAL_SUBJECT.search(spot.before) and not AT_HOME.search(spot.text)
    if of_program or (reading.metric is Metric.PCT_INCREASE and FEDERAL_SUBJECT.search(clause)):
        return NATION
    if reading.metric in _LISTED_BY_ICE and _ICE_COUNTS.search(spot.text[: reading.quantity.start]):
        return NATION
    if AT_HOME.search(spot.text) or (home.sure and re.search(r"\b(?:county|counties|sheriffs|parishes)\b", clause)):
        return home.state
    if not home.sure:
        own_office = _OWN_OFFICE.search(clause) is not None and reading.quantity.value < _ONE_OFFICE
        return home.state if own_office else NATION
    if reading.metric in (Metric.AGENCIES, Metric.AGREEMENTS) and _NATIONAL_LIST.search(
        spot.text[: reading.quantity.start]
    ):
        return NATION
    return home.state
