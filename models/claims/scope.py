"""Where a count holds: each place that the text offers is a candidate with its evidence; the heaviest wins."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from models.claims.clauses import words_before
from models.claims.gazetteer import has_county
from models.claims.near_places import Found, before, behind, own_phrase
from models.claims.places import NATION, Home
from models.claims.readings import Reading, Reason, Spot
from models.claims.scope_cues import OWN, cues, every_county, federal, text_before
from models.claims.sizes import PEOPLE, REGION, fitting, too_large
from models.claims.stated import COUNTS_PLACES, Metric
from models.claims.words import words

Placed = list[tuple[Reading, str]]
# The page's own body, when officers or arrests are counted: 'the jail has six certified deputies'.
_OWN_BODY = words(
    """county county's sheriff's sheriff office jail department town city village town's city's chief deputies
    commissioners"""
)
_OF_THE_WHOLE = 30  # characters of '318 of the country's 1,102' between its numbers
# 'any county but Hillsborough (1,215)', 'Alamance, a county of 180,000, was responsible for 304'
_BRACKET = re.compile(
    r"\b(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    r"(?:\s\(|(?:,\sa\s[^;]{1,30},)?\s(?:was|is)\sresponsible\sfor\s(?:\w+\s)?)$"
)
_RESEARCH = words(
    "center group organization analysis data study team review count survey institute project"
)  # 'our center'
_NAMED = 5.0  # the words themselves say where: '5,200 officers in the state' are the state's, however many
_ONE_BREATH = 40  # characters between two numbers of one breath


@dataclass(frozen=True, slots=True)
class Where:
    """The scope that won, why, and what came second."""

    scope: str
    reasons: tuple[Reason, ...]
    runner_up: str = ""
    margin: float = 9.0  # its lead


def where(reading: Reading, spot: Spot, home: Home, placed: Placed) -> Where:
    """The scope of one reading; `placed` are the readings of the sentence before it with theirs."""
    if reading.metric in COUNTS_PLACES:
        return Where(NATION, (Reason("states and territories are counted in the nation", 9),))
    found: dict[str, list[Reason]] = defaultdict(list)
    county = ""
    for scope, reason in _candidates(reading, spot, home, placed):
        fits = fitting(scope, reading)
        county = county or (scope if fits != scope else "")
        found[fits].append(reason)
    for scope in list(found):
        named = any(reason.weight >= _NAMED for reason in found[scope])
        if too_large(reading, scope, named=named):
            found[scope].append(Reason("no state has so many", -10))
            found[NATION].append(Reason("more than any state has", 2))
    if reading.metric is Metric.PCT_INCREASE and _grew_too_large(spot, found):
        found[NATION].append(Reason("it grew to more than any state has", 8))
    weights = {scope: _weight(reasons) for scope, reasons in found.items()}
    ranked = sorted(weights, key=lambda scope: (-weights[scope], scope))
    best = ranked[0]
    other = next((scope for scope in ranked[1:] if _state(scope) != _state(best) and weights[scope] > 0), "")
    reasons = tuple(sorted(found[best], key=lambda reason: -reason.weight))
    if county and _state(county) == best:  # it may be said of either, and is held against neither
        return Where(best, reasons, county, 0)
    return Where(best, reasons, other, weights[best] - (weights[other] if other else 0))


def _grew_too_large(spot: Spot, found: dict[str, list[Reason]]) -> bool:
    """'The number of agencies grew 38 percent, to 1,297': what grew is the nation's"""
    counts = [each for each in spot.page.sentence_readings if each.unit is None]
    return bool(counts) and all(any(too_large(each, scope) for scope in found) for each in counts)


def _weight(reasons: list[Reason]) -> float:
    """The heaviest in full, the others by half: three weak hints are no proof."""
    positive = sorted((reason.weight for reason in reasons if reason.weight > 0), reverse=True)
    negative = sum(reason.weight for reason in reasons if reason.weight < 0)
    return negative + (positive[0] + sum(positive[1:]) / 2 if positive else 0)


def _state(scope: str) -> str:
    return scope.rsplit(", ", 1)[-1]


def _candidates(reading: Reading, spot: Spot, home: Home, placed: Placed) -> Found:
    if reading.place is not None:
        yield reading.place.scope(home.state) or NATION, Reason("a list puts the number beside it", 8)
    if reading.metric is Metric.POLL_PCT and spot.page.nation_polled:
        yield NATION, Reason("the poll asked the nation", 5)
    if named := _bracketed(reading, spot, home):
        yield named, Reason("in brackets behind a county", 8)
    if whole := _enumerated(reading, spot, placed):
        yield whole, Reason("an item of what the sentence has counted", 8)
    near = _home_of_counties(spot, home)
    direct = [*own_phrase(reading, spot.marked, near), *behind(reading, spot, near)]
    yield from direct
    if not (direct and reading.bare):
        yield from before(reading, spot, near)
    yield from cues(reading, spot, home)
    yield from every_county(reading, home)
    yield from federal(reading, spot)
    if not direct:
        yield from _same_sentence(reading, spot, placed)
        yield from text_before(reading, spot, home)
    yield from _page(reading, spot, home)


def _bracketed(reading: Reading, spot: Spot, home: Home) -> str:
    """'more than any county but Hillsborough (1,215)': a county by its bare name; '' elsewhere"""
    name = _BRACKET.search(spot.text, 0, reading.quantity.start)
    known = name is not None and home.state and has_county(home.state, f"{name['name']} County")
    return f"{name['name']} County, {home.state}" if name is not None and known else ""


def _enumerated(reading: Reading, spot: Spot, placed: Placed) -> str:
    """'five agencies in Ohio have signed: the Wood County sheriff, three constables and ...': the state's three"""
    first = placed[0] if placed else None
    if first is None or first[0].metric is not reading.metric or reading.place is not None:
        return ""
    colon = spot.text.find(": ", first[0].end, reading.quantity.start)
    named = [place for place in spot.marked.places if colon < place.start and place.end <= reading.quantity.start]
    apart = bool(named) and "," in spot.text[named[-1].end : reading.quantity.start]
    item = reading.quantity.value < first[0].quantity.value and named and named[-1].state in ("", _state(first[1]))
    return first[1] if colon >= 0 and apart and item else ""


def _home_of_counties(spot: Spot, home: Home) -> Home:
    """The state of a county named without it: the one that its paragraph named, where that has such a county."""
    for place in spot.marked.places:
        if place.local and not place.printed and not (home.state and has_county(home.state, place.local)):
            for state in reversed(spot.page.paragraph_states):
                if has_county(state, place.local):
                    return Home(state, home.county, home.sure)
    return home


def _same_sentence(reading: Reading, spot: Spot, placed: Placed) -> Found:
    """The numbers before it in the sentence."""
    others = [pair for pair in placed if pair[0].metric not in COUNTS_PLACES] or placed
    if not others:
        return
    last, scope = others[-1]
    marked, ahead = spot.marked, next(words_before(spot.marked, reading.quantity), None)
    near = reading.quantity.start - last.quantity.end < _OF_THE_WHOLE
    whole = near and ahead is not None and ahead.low == "of" and reading.quantity.value > last.quantity.value
    if whole and not marked.has(last.quantity.start, reading.end, "home"):
        yield NATION, Reason("the whole that a part is of", 4.75)
        return
    between = [place for place in marked.places if last.end <= place.start and place.end <= reading.quantity.start]
    moved = any(place.state != _state(scope) for place in between)
    if moved and reading.unit is None:
        return
    if reading.bare:
        yield scope, Reason("counted with the number before it", 3.5)
    elif reading.metric is Metric.PCT_INCREASE or reading.quantity.start - last.end < _ONE_BREATH:
        yield scope, Reason("in one breath with the number before it", 2.5)
    else:
        yield scope, Reason("the number before it in the sentence", 1.0)


def _page(reading: Reading, spot: Spot, home: Home) -> Found:
    """Where the page is at home, and the nation, which needs no naming."""
    left, right = spot.marked.clause_around(reading.quantity.start, reading.end)
    tokens = spot.marked.tokens[spot.marked.token_at(left) : spot.marked.token_at(right)]
    clause, people = {token.low for token in tokens}, reading.metric in PEOPLE
    researchers = any(first.low == "our" and second.low in _RESEARCH for first, second in pairwise(tokens))
    own = (bool(clause & OWN) and not researchers) or (people and bool(clause & _OWN_BODY))
    if people and home.state:
        weight = (2.5 if home.sure else 1.25) if own else (1.75 if home.sure else 0.5)
        local = f"{home.county}, {home.state}" if home.county and own else home.state
        yield local, Reason("whose page it is", weight)
    elif home.state:
        yield home.state, Reason("the page's own state", 2.0 if home.sure else 1.25 if own else 0.75)
    elif home.county and own:
        yield REGION, Reason("a county's page that names no state", 1.5)
    yield NATION, Reason("nothing nearer is named", 1.0)
