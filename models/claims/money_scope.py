"""Whose money a sum is: the county that spends it, the state that gives it, or the nation's program."""

import re

from models.claims.gazetteer import has_county
from models.claims.numbers import Measure, Quantity
from models.claims.places import NATION, Home, Mention, mentions, scope_or_nation
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric

_STATE_MONEY = re.compile(
    r"\b(?:state(?:'s)?\s+(?:\w+\s+){0,2}(?:grants?|fund|money|program|board)|grants?|the\s+state\s+(?:opened|"
    r"expects|set|will|has)|legislature|comptroller|of\s+the\s+fund)\b",
    re.I,
)
# 'paid Texas agencies $2.9 million'
_PAID_BODIES = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:agencies|departments|sheriffs|partners|police|counties)\s+(?:\w+\s+){0,2}"
)
_STATE_GIVES = re.compile(
    r"\bGov\.|\b[Gg]overnor\b|\bstate(?:'s)?\s+(?:[\w]+\s+){0,3}(?:grants?|fund|money|program|board)|\b[Tt]he\s+state\s+(?!police|patrol|troopers|prison|list|law)[a-z]+|\b[Ll]egislat(?:ure|ors)|"
    r"\b[Ll]awmakers|\bcomptroller|\bof\s+the\s+fund\b"
)
# One body's own money, other than 'each agency can get': 'the patrol would be eligible for', 'it has been paid'
_ONE_BODY = re.compile(
    r"\b(?:ICE|government|DHS)\s+(?:has\s+|had\s+)?(?:paid\s+back|repaid|reimbursed)\s+(?:about\s+|some\s+)?$|(?:payments?|money|reimbursements?)\s+(?:so\s+far|to\s+date)\b[^.;$]{0,20}$|\b(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Oo]ur|[Tt]heir)\s+(?:\w+\s+){0,2}(?:patrol|county|department|office|city|town|agency|police|chief|sheriff|jail)\b[^.;$]{0,120}$|"
    r"^\W*(?:It|We)\b[^.;$]{0,60}$|\b(?:[Hh]e|[Ss]he|they|we)\b[^.;$]{0,40}\b(?:expects?|told|received|got|gets|paid|billed|invoiced)\b[^.;$]{0,40}$|\b[A-Z]\w+(?:'s)?\s+(?:[Pp]olice|[Ss]heriff)\b[^.;$]{0,70}$"
)
_FEDERAL_MONEY = re.compile(
    r"\b(?:ICE|federal\s+government|DHS|Homeland|Justice\s+Department|Congress|Washington|performance|quarterly)\b"
)
_INCLUDES = re.compile(r"^\W*(?:That|It|This)\s+(?:also\s+)?include[sd]?\b|^\W*Of\s+(?:that|this)\b")
# 'The sheriffs spent $2.9 million. ICE reimbursed $214,000 of it.': of what was told before, on a page of the state's
_OF_IT = re.compile(r"\s+of\s+(?:it|that|this)\b")
_TOPIC = re.compile(r"(?:^|[.:!?]\s+)(?:But|And|In|At|So)?\s*$")  # a place that opens a sentence is what it is about
_STATEWIDE = re.compile(r"\b(?:[Ss]tatewide|(?:in|across|around|throughout)\s+the\s+state)\b")
_NAMED_GOT = re.compile(
    r"(?:^|[.;]\s+|,\s+|\b(?:and|owes|owed|paid|sent|gave|reimbursed)\s+)(?P<who>[A-Z][a-z]+)\s+(?:(?:got|received|collected|gets|was\s+paid)\s+)?(?:\w+\s+){0,2}$"
)
# 'Florida's share was the largest, $96 million, followed by Texas, with $71 million'
_SHARE = re.compile(r"'s\s+share\b[^.;$]{0,40}|,\s+(?:with|at)\s+(?:about\s+|nearly\s+)?")
# 'DHS announced ... It also offered departments up to $100,000'
_IT_PAYS = re.compile(
    r"\W*(?:It|They)\s+(?:also\s+|has\s+|will\s+|would\s+)*(?:offer|promis|pa(?:y|id)|provid|g[ia]v)\w*\b"
)
_RECEIVED = re.compile(
    r"\b(?:receiv\w+|(?:was|were|be|been)\s+(?:reimbursed|repaid|paid|given|promised)|secur\w+|awarded|expects?|gets?|got|collect\w*|stands?\s+to)\b[^.;$]{0,30}$"
)
_GIVES = re.compile(
    r"\b(?:gave|gives|sets?\s+aside|approved|appropriated|spent|spends|poured|pays|paid|budgeted|paying|earmarked|allocated|"
    r"allotted|committed|put|(?:lawmakers|legislators|senators)\s+(?:are|were)\s+\w+ing)\b[^.;$]{0,30}$"
)


def money_scope(reading: Reading, spot: Spot, home: Home, named: tuple[Mention, ...]) -> str:
    """Whose money a sum is: its receiver's, its giver's, the state's, else the nation's."""
    text, quantity, home = spot.text, reading.quantity, _of_paragraph(spot, home)
    if share := next((place for place in named if _SHARE.fullmatch(text[place.end : quantity.start])), None):
        return scope_or_nation(share, home)
    if received := _RECEIVED.search(text[: quantity.start]):
        own = [place for place in named if place.end <= received.start()]
        if own:
            return _of(own[-1], home)
    paid = [
        place
        for place in named
        if place.end <= quantity.start and _PAID_BODIES.fullmatch(text[place.end : quantity.start])
    ]
    if paid:
        return _of(paid[-1], home)
    if home.state and re.search(r"\bwe\s+have\s+(?:\w+\s+)?received\b", text, re.I):
        return home.state
    got = _NAMED_GOT.search(text, 0, quantity.start)
    if got and home.state and has_county(home.state, f"{got['who']} County"):
        return f"{got['who']} County, {home.state}"
    if home.state and _STATEWIDE.search(text):
        return home.state
    if _OF_IT.match(text, quantity.end) and home.sure and home.state:
        return spot.carried_money or home.state
    if _INCLUDES.match(text) and spot.carried_money:
        return spot.carried_money
    if giver := _giver(text, quantity, named):
        return scope_or_nation(giver, home)
    for place in named:
        gap = text[quantity.end : place.start]
        if (
            place.start >= quantity.end
            and len(gap) < 40
            and re.search(r"\b(?:to|in|for|of)\s+(?:the\s+|\d[\d,]*\s+)?$", gap)
        ):
            return scope_or_nation(place, home)
    who = f"{spot.paragraph} {text}" if text.startswith(("It ", "They ")) else text
    if home.sure and spot.carried_money not in ("", NATION) and not _FEDERAL_MONEY.search(who):
        return home.state  # a page that told of its state's money goes on about it until Washington is named
    around = f"{spot.before} {text}"
    of_state = _STATE_GIVES.search(text) or (_STATE_MONEY.search(around) and not _FEDERAL_MONEY.search(text))
    if home.state and of_state:
        return home.state
    if reading.metric is Metric.FUNDING_PER_AGENCY:
        return _receiver(spot, quantity, home, named)
    return NATION


def _of_paragraph(spot: Spot, home: Home) -> Home:
    """'Florida's grant fund is larger. The state set aside $250 million': the state that the paragraph turned to."""
    if not _STATE_GIVES.search(spot.text):
        return home
    topics = [place.state for place in _topics(spot) if place.state and not place.local]
    return Home(topics[-1], home.county if topics[-1] == home.state else "", True) if topics else home


def _topics(spot: Spot) -> list[Mention]:
    """The places that open a sentence of the paragraph, or own what it tells of."""
    told = spot.paragraph
    return [
        place for place in mentions(told) if _TOPIC.search(told, 0, place.start) or told.startswith("'s", place.end)
    ]


def _of(place: Mention, home: Home) -> str:
    """A county's own scope; a city's money is told of its state."""
    county = not place.local or place.local.endswith(("County", "Parish", "Borough"))
    return scope_or_nation(place, home) if county else place.state or home.state or NATION


def _receiver(spot: Spot, quantity: Quantity, home: Home, named: tuple[Mention, ...]) -> str:
    """Whose an agency's money is: of the place named before it, else of the page's body, else any agency's."""
    before = spot.text[: quantity.start]
    own = [place for place in named if place.end <= quantity.start]
    if own:
        return _of(own[-1], home)
    if _IT_PAYS.match(before) and _FEDERAL_MONEY.search(spot.paragraph):
        return NATION
    first = min(other.start for other in spot.quantities if other.measure is Measure.MONEY)
    if not (_ONE_BODY.search(before) or _ONE_BODY.search(spot.text[:first])):
        return NATION
    told = [place for place in mentions(spot.paragraph) if place.state or home.state]
    topics = [place for place in _topics(spot) if place.state or home.state]
    if home.county and home.state and not topics:
        return f"{home.county}, {home.state}"  # 'The department received a check': the page's own
    told = topics or told
    return scope_or_nation(told[-1], home) if told else (home.state or NATION)


def _giver(text: str, quantity: Quantity, named: tuple[Mention, ...]) -> Mention | None:
    """'Ohio set aside $2 million', 'Wake County spent about $300,000': the place named right before the verb."""
    gives = _GIVES.search(text[: quantity.start])
    before = [place for place in named if gives and place.end <= gives.start()]
    if gives is None or not before or gives.start() - before[-1].end > 30:
        return None
    return None if _FEDERAL_MONEY.search(text[before[-1].end : gives.start()]) else before[-1]
