"""What words say of where a number holds without naming a place: 'nationwide', 'statewide', 'ICE has', 'there'."""

from itertools import pairwise

from models.claims.clauses import SERIES
from models.claims.gazetteer import county_count
from models.claims.mentions import Cue, Marked
from models.claims.near_places import Found, nation_cues, ranks, run_from, together
from models.claims.places import NATION, Home, Mention
from models.claims.readings import Reading, Reason, Spot
from models.claims.sizes import PEOPLE, REGION
from models.claims.stated import Metric
from models.claims.words import words

OWN = words("his her our my we i sheriff sheriff's he she")
_ITS_OWN = words("it its office office's department department's jail jail's county's they")
_COUNTING = words(
    """has had have counts counted lists listed signed says said now reported maintains trained announced enlisted drew
    put"""
)
OF_A_KIND = words("that which where with run led governed won trump trump's biden harris")
_ICES = frozenset({"ice's", "dhs's"})
_VOTED = words("carried won run led governed controlled")
_SHARES = words("half third quarter fifth tenth most share percent thirds quarters")
_IN = frozenset({"in", "across", "throughout", "around"})
_FEW_COUNTIES = 20  # smaller numbers of agencies may be the number of counties by chance
_REACH = 60  # characters before a clause in which 'Nationwide, ...' still holds for it


def cues(reading: Reading, spot: Spot, home: Home) -> Found:
    """'nationwide', 'statewide', 'in blue states'"""
    marked, start = spot.marked, reading.quantity.start
    left, _ = marked.clause_around(start, reading.end)
    tail, nation = marked.tail_end(start, reading.end), nation_cues(marked)
    counts = [each.quantity for each in spot.page.sentence_readings if each.unit is None]
    for cue in marked.within(0, len(marked.text), "nation", "home", "region"):
        own = left <= cue.start and cue.end <= tail
        ahead_of_clause = cue.start < left and start - cue.end < _REACH and cue.kind != "region"
        if not (own or ahead_of_clause) or (cue.kind == "nation" and _is_of_another(marked, cue, reading)):
            continue
        passed = any(each.end <= cue.start and each.start >= left for each in counts) and 0 <= cue.end + 1 < start
        weight = 5.0 if own and not passed else 2.0  # '211 in the state out of 444 nationwide'
        if cue.kind == "nation" and cue in nation:
            yield NATION, Reason(f"'{cue.word}'", weight - (1.5 if cue.word in ("national", "u.s.") else 0))
        elif cue.kind == "region" and _is_region(marked, cue, reading):
            yield REGION, Reason(f"'{cue.word}'", weight)
        elif cue.kind == "home" and (cue.word != "here" or home.sure):
            told = spot.page.paragraph_states
            state = told[-1] if told and not home.sure else home.state
            yield state, Reason(f"'{cue.word}'", weight)  # '' where the page does not name its state
    if _in_states_of_a_kind(marked, start, tail):
        yield REGION, Reason("states of a kind", 5.0)
    elif _of_a_kind(marked, left, start) or _of_a_kind(marked, max(0, left - _REACH), left):
        yield REGION, Reason("states or counties of a kind before it", 4.5)


def _is_of_another(marked: Marked, cue: Cue, reading: Reading) -> bool:
    """'159 of the nation's 328 agreements', '318, a third of the national total': the second number is the nation's."""
    between = set(marked.words_in(reading.quantity.start, cue.start))
    inside = reading.quantity.start < cue.start < reading.end
    return "of" in between and (inside or bool(between & _SHARES))


def _is_region(marked: Marked, cue: Cue, reading: Reading) -> bool:
    ahead = set(marked.words_ahead(cue.first, 3))
    # 'South Carolina', 'Northeast Ohio'
    place_name = any(place.start <= cue.end + 1 and cue.start < place.end for place in marked.places)
    apart = cue.start >= reading.end or cue.end <= reading.quantity.start
    return apart and not place_name and not ranks(marked, cue) and ("states" in cue.word or bool(_IN & ahead))


def _in_states_of_a_kind(marked: Marked, start: int, end: int) -> bool:
    """'in states that voted for Harris', 'in states with sanctuary laws'"""
    for cue in marked.within(start, end, "states"):
        opener = marked.word_at(cue.first - 1)
        if cue.word == "states" and opener in ("in", "from", "across") and marked.word_at(cue.last) in OF_A_KIND:
            return True
    return False


def _of_a_kind(marked: Marked, start: int, end: int) -> bool:
    """'In states run by Democratic governors, 140 agencies ...', 'Counties carried by Trump hold 900'"""
    named = marked.within(start, end, "states", "counties")
    return any(not cue.singular and marked.word_at(cue.last) in _VOTED for cue in named)


def every_county(reading: Reading, home: Home) -> Found:
    """'agreements with sheriffs in all 99 counties', on a page at home in Iowa: it has 99."""
    named = home.state and reading.metric in (Metric.COUNTIES, Metric.AGENCIES)
    if named and reading.quantity.value == county_count(home.state) and reading.quantity.value > _FEW_COUNTIES:
        yield home.state, Reason("the state has so many counties", 4.0)


def federal(reading: Reading, spot: Spot) -> Found:
    """'ICE has', 'of ICE's 1,370 agreements', 'agencies in 40 states': the nation without a word for it."""
    marked, start = spot.marked, reading.quantity.start
    left, right = marked.clause_around(start, reading.end)
    named = any(left <= place.start and place.end <= start for place in marked.places)
    subject = _ice_counts(marked, marked.token_at(left), marked.token_at(start)) or marked.has(left, start, "federal")
    if subject and not named:
        yield NATION, Reason("a federal body counts it", 2.75)
    if reading.metric is Metric.PCT_INCREASE and not _ICES.isdisjoint(marked.words_in(left, start)):
        yield NATION, Reason("ICE's own program grew", 2.75)
    counted = any(each.metric is Metric.STATES for each in spot.page.sentence_readings)
    if counted or _in_states(marked, reading.end, right):
        yield NATION, Reason("states are counted beside it", 3.5)


def _ice_counts(marked: Marked, first: int, last: int) -> bool:
    """'ICE has', 'DHS counted', 'of ICE's 1,370 agreements'; not 'handed ICE nine people'."""
    for index in range(first, last):
        token = marked.tokens[index]
        if token.low == "program" and last - 3 <= index < last - 1 and marked.lows[index + 1] in ("had", "has"):
            return True  # 'The program had 84 agreements'
        if token.text in ("ICE", "DHS"):
            verb = index + 1 < last and marked.lows[index + 1] in _COUNTING
            if verb or index <= first + 1:
                return True
        if token.low in _ICES and index + 1 >= last - 2:
            return True
    return False


def _in_states(marked: Marked, start: int, end: int) -> bool:
    """Whether a count of states follows: 'agencies in 40 states'."""
    counts = [number for number in marked.numbers if number.start >= start - 1]
    return any(
        cue.word == "states" and any(0 <= cue.start - number.end < 12 for number in counts)
        for cue in marked.within(start, end, "states")
    )


def text_before(reading: Reading, spot: Spot, home: Home) -> Found:
    """What was counted, and which places were named, in the sentences before."""
    marked, page = spot.marked, spot.page
    last = page.last()
    if last.scope:
        near = marked.sentence.paragraph - last.paragraph <= 1
        opening = set(marked.lows[:2])
        growth = reading.metric is Metric.PCT_INCREASE and (
            opening & {"it", "that", "this", "which"} or _of_the_counted(marked, reading)
        )
        moved = last.paragraph != marked.sentence.paragraph and _moved_on(page.paragraph_states, last.scope)
        if reading.bare or growth:
            yield last.scope, Reason("so was what it refers to", 2.75 if near and not moved else 1.25)
        elif near and last.sentence < spot.index:
            yield last.scope, Reason("so was the count before", 0.75)
    told = page.before
    if reading.bare and home.state and _counts_at_home(told):
        yield home.state, Reason("the sentence before speaks of the number in the state", 4.0)
    if reading.metric in PEOPLE and not marked.places and (official := _official(spot)):
        yield official.scope(home.state), Reason("whose official is named", 3.5)
        return
    states = page.paragraph_states
    if not states or marked.sentence.bullet:
        return  # an item of a list tells nothing of where the next one holds
    left, right = marked.clause_around(reading.quantity.start, reading.end)
    clause = set(marked.words_in(left, right))
    if both := _both(spot, clause):
        yield both, Reason("the states named together before", 4.5)
    elsewhere = reading.bare and last.paragraph != marked.sentence.paragraph
    if reading.metric in PEOPLE and not marked.places and (elsewhere or clause & (OWN | _ITS_OWN)):
        yield page.paragraph_places[-1].scope(home.state), Reason("named in the sentences before", 3.0)
        return
    there = "there" in clause and not {"are", "were", "is"} & clause
    named = any(place.end <= reading.quantity.start for place in marked.places)
    if ("its" in clause or there) and not named:
        yield states[-1], Reason("the text points back to it", 3.0)
    elif len(set(states)) == 1:
        yield states[-1], Reason("the one state of the paragraph", 1.0)
    ahead = {place.state for place in told.places if place.state}
    earlier = last.metric and last.sentence < spot.index - 1
    if reading.bare and len(ahead) == 1 and earlier and _moved_on(states, last.scope):
        yield states[-1], Reason("the one state of the sentence before", 2.5)


def _moved_on(states: list[str], scope: str) -> bool:
    """Whether the paragraph has turned to another state since."""
    return bool(states) and not set(scope.rsplit(", ", 1)[-1].split("+")) & set(states)


def _official(spot: Spot) -> Mention | None:
    """The place of an official whom the text named before: 'Ruiz said his six deputies ...'"""
    people = spot.page.people
    return next((people[token.text] for token in spot.marked.tokens if token.text in people), None) if people else None


def _counts_at_home(told: Marked) -> bool:
    """'The number of agencies in the state keeps rising. ICE's website showed 61.'"""
    return not told.numbers and "home" in told.kinds and any(token.low in SERIES for token in told.tokens)


def _of_the_counted(marked: Marked, reading: Reading) -> bool:
    """'the agreements doubled over the summer', 'the number has grown by 40%': those that were counted before"""
    tokens = marked.tokens[: marked.token_at(reading.quantity.start)]
    return any(
        token.low == "the"
        and (following.low in SERIES or ((cue := marked.cue_at(index + 1)) and cue.kind == "agreements"))
        for index, (token, following) in enumerate(pairwise(tokens))
    )


def _both(spot: Spot, clause: set[str]) -> str:
    """'Florida and Texas are far ahead. Between them they hold 496': both."""
    told = spot.before
    points = clause & {"them", "they", "together", "combined"} or (
        clause & {"those", "these", "both"} and "states" in clause
    )
    if not told.places or not points:
        return ""
    run = run_from(told, told.places[0])
    return together(run) if len(run) > 1 else ""
