"""Whose money a sum is: the county that spends it, the state that gives it, or the nation's program. The words stand in
`data/claims/money.toml`."""

from models.claims.gazetteer import has_county
from models.claims.numbers import Measure
from models.claims.pattern_table import patterns_of
from models.claims.places import NATION, Home, Mention, mentions, scope_or_nation
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric

_MONEY = patterns_of("money")


def money_scope(reading: Reading, spot: Spot, home: Home) -> str:
    """Whose money a sum is: its receiver's, its giver's, the state's, else the nation's."""
    text, start, end, home = spot.text, reading.quantity.start, reading.quantity.end, _of_paragraph(spot, home)
    if owner := _owner(spot, start, home):
        return owner
    if home.state and _MONEY["we received"].search(text):
        return home.state
    got = _MONEY["place got"].search(text, 0, start)
    if got and home.state and has_county(home.state, f"{got['who']} County"):
        return f"{got['who']} County, {home.state}"
    if home.state and _MONEY["statewide"].search(text):
        return home.state
    if _MONEY["of it"].match(text, end) and home.sure and home.state:
        return spot.carried_money or home.state
    if _MONEY["includes"].match(text) and spot.carried_money:
        return spot.carried_money
    if giver := _giver(spot, start):
        return scope_or_nation(giver, home)
    for place in spot.marked.places:
        gap = text[end : place.start]
        if len(gap) < 40 and _MONEY["to a place"].search(gap):
            return scope_or_nation(place, home)
    who = f"{spot.paragraph} {text}" if text.startswith(("It ", "They ")) else text
    if home.sure and spot.carried_money not in ("", NATION) and not _MONEY["federal money"].search(who):
        return home.state  # a page that told of its state's money goes on about it until Washington is named
    around = _MONEY["state money"].search(f"{spot.before.text} {text}") and not _MONEY["federal money"].search(text)
    if home.state and (around or _MONEY["state gives"].search(text)):
        return home.state
    return _receiver(spot, start, home) if reading.metric is Metric.FUNDING_PER_AGENCY else NATION


def _owner(spot: Spot, start: int, home: Home) -> str:
    """The place whose share a sum is, or that received it, or whose agencies were paid it; '' where none is."""
    text, places = spot.text, spot.marked.places
    if share := next((place for place in places if _MONEY["share"].fullmatch(text[place.end : start])), None):
        return scope_or_nation(share, home)
    received = _MONEY["received"].search(text[:start])
    got = [place for place in places if received and place.end <= received.start()]
    got = got or [place for place in places if _MONEY["paid bodies"].fullmatch(text[place.end : start])]
    return _of(got[-1], home) if got else ""


def _of_paragraph(spot: Spot, home: Home) -> Home:
    """'Florida's grant fund is larger. The state set aside $250 million': the state that the paragraph turned to."""
    if not _MONEY["state gives"].search(spot.text):
        return home
    topics = [place.state for place in _topics(spot) if place.state and not place.local]
    return Home(topics[-1], home.county if topics[-1] == home.state else "", True) if topics else home


def _topics(spot: Spot) -> list[Mention]:
    """The places that open a sentence of the paragraph, or own what it tells of."""
    told = spot.paragraph
    opens = _MONEY["opens"]
    return [place for place in mentions(told) if opens.search(told, 0, place.start) or told.startswith("'s", place.end)]


def _of(place: Mention, home: Home) -> str:
    """A county's own scope; a city's money is told of its state."""
    county = not place.local or place.local.endswith(("County", "Parish", "Borough"))
    return scope_or_nation(place, home) if county else place.state or home.state or NATION


def _receiver(spot: Spot, start: int, home: Home) -> str:
    """Whose an agency's money is: of the place named before it, else of the page's body, else any agency's."""
    before = spot.text[:start]
    if own := [place for place in spot.marked.places if place.end <= start]:
        return _of(own[-1], home)
    if _MONEY["it pays"].match(before) and _MONEY["federal money"].search(spot.paragraph):
        return NATION
    first = min(other.start for other in spot.quantities if other.measure is Measure.MONEY)
    if not (_MONEY["one body"].search(before) or _MONEY["one body"].search(spot.text[:first])):
        return NATION
    topics = [place for place in _topics(spot) if place.state or home.state]
    if home.county and home.state and not topics:
        return f"{home.county}, {home.state}"  # 'The department received a check': the page's own
    told = topics or [place for place in mentions(spot.paragraph) if place.state or home.state]
    return scope_or_nation(told[-1], home) if told else (home.state or NATION)


def _giver(spot: Spot, start: int) -> Mention | None:
    """'Ohio set aside $2 million', 'Wake County spent about $300,000': the place named right before the verb."""
    gives = _MONEY["gives"].search(spot.text[:start])
    before = [place for place in spot.marked.places if gives and place.end <= gives.start()]
    if gives is None or not before or gives.start() - before[-1].end > 30:
        return None
    return None if _MONEY["federal money"].search(spot.text[before[-1].end : gives.start()]) else before[-1]
