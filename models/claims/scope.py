"""Where a count holds: each place that the text offers is a candidate with its evidence; the heaviest wins."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from models.claims.mentions import Cue, Marked
from models.claims.numbers import Measure
from models.claims.phrases import clause_around, tail_end, words_before
from models.claims.places import NATION, Home, Mention
from models.claims.readings import Reading, Reason, Spot
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
_ONE_OFFICE = 10  # no county and no town has more agencies or agreements
_PEOPLE = frozenset({Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING, Metric.ARRESTS})
_UNSIZED = frozenset({Metric.PCT_INCREASE, Metric.POLL_PCT, Metric.POPULATION})

_ATTACHING = frozenset("in across of for throughout within around from by with at inside into all".split())
_LIGHT = frozenset(
    """the a an and both state north south east west northern southern eastern western central rural suburban all own
    neighboring nearby , up to sheriff's office offices department departments""".split()
)
# What stands before a place that a number is not counted in.
_ASIDE = frozenset(
    """including mostly chiefly largely especially like outside except than behind ahead unlike led near from neighboring
    nearby bordering next against toward joins joining joined after follows following most many half third quarter""".split()
)
_RANKING = frozenset(
    "most largest biggest highest fewest leader first second third fourth fifth sixth seventh eighth ninth tenth leading any other rank ranks ".split()
)
_OWN = frozenset({"his", "her", "our", "my", "we", "i", "sheriff", "sheriff's", "he", "she"})
_OWN_BODY = frozenset(
    {
        "county",
        "county's",
        "sheriff's",
        "sheriff",
        "office",
        "jail",
        "department",
        "town",
        "city",
        "village",
        "town's",
        "city's",
        "chief",
        "deputies",
        "commissioners",
    }
)
_POINTING = frozenset({"there", "its", "it", "that", "those", "them"})


@dataclass(frozen=True, slots=True)
class Where:
    """The scope that won, why, and what came second."""

    scope: str
    reasons: tuple[Reason, ...]
    runner_up: str
    margin: float


def where(reading: Reading, spot: Spot, home: Home, placed: list[tuple[Reading, str]]) -> Where:
    """The scope of one reading; `placed` are the readings of the sentence before it with theirs."""
    if reading.metric is Metric.STATES:
        return Where(NATION, (Reason("states are counted in the nation", 9),), "", 9)
    found: dict[str, list[Reason]] = defaultdict(list)
    for scope, reason in _candidates(reading, spot, home, placed):
        found[_fitting(scope, reading)].append(reason)
    if not found:
        found[NATION].append(Reason("nothing else is named", 1))
    for scope in list(found):
        if too_large(reading, scope):
            found[scope].append(Reason("no state has so many", -10))
            found[NATION].append(Reason("more than any state has", 2))
    ranked = sorted(found.items(), key=lambda each: (-_weight(each[1]), each[0]))
    best, reasons = ranked[0]
    other = next(
        (
            (scope, weight)
            for scope, weights in ranked[1:]
            if not _same_state(scope, best) and (weight := _weight(weights)) > 0
        ),
        None,
    )
    return Where(
        best,
        tuple(sorted(reasons, key=lambda each: -each.weight)),
        other[0] if other else "",
        _weight(reasons) - (other[1] if other else 0),
    )


def _weight(reasons: list[Reason]) -> float:
    """The heaviest in full, the others by half: three weak hints are no proof."""
    weights = sorted((reason.weight for reason in reasons), reverse=True)
    negative = sum(weight for weight in weights if weight < 0)
    positive = [weight for weight in weights if weight > 0]
    return negative + (positive[0] + sum(positive[1:]) / 2 if positive else 0)


def _same_state(one: str, other: str) -> bool:
    return one.rsplit(", ", 1)[-1] == other.rsplit(", ", 1)[-1]


def _fitting(scope: str, reading: Reading) -> str:
    """A county's number stays the county's only where a county can have so many."""
    local, _, state = scope.rpartition(", ")
    counts = reading.metric in (Metric.AGENCIES, Metric.AGREEMENTS, Metric.PENDING, Metric.COUNTIES)
    if local and counts and (reading.quantity.value > _ONE_OFFICE or reading.metric is Metric.COUNTIES):
        return state
    return scope


def too_large(reading: Reading, scope: str = "") -> bool:
    """Whether a number is more than a scope can have: a state, where it is no number of the nation."""
    if reading.metric in _UNSIZED or reading.unit is not None or scope in (NATION, REGION) or "+" in scope:
        return False
    large = scope.rsplit(", ", 1)[-1] in _LARGE_STATES
    if reading.metric is Metric.ARRESTS:
        return reading.quantity.value >= (_MAX_ARRESTS if large else _MAX_ARRESTS_ELSEWHERE)
    if reading.metric in _PEOPLE:
        return reading.quantity.value >= (LARGEST_STATE_OFFICERS if large else _MAX_OTHER_STATE_OFFICERS)
    return reading.quantity.value >= (LARGEST_STATE if large else _MAX_OTHER_STATE)


_Found = Iterator[tuple[str, Reason]]


def _candidates(reading: Reading, spot: Spot, home: Home, placed: list[tuple[Reading, str]]) -> _Found:
    if reading.place is not None:
        yield _scope(reading.place, home), Reason("a list puts the number beside it", 8)
    direct = [*_own_phrase(reading, spot.marked, home), *_behind(reading, spot, home)]
    yield from direct
    if not (direct and reading.bare):
        yield from _before(reading, spot, home)
    yield from _cues(reading, spot, home)
    if not direct:
        yield from _sentence(reading, spot, placed)
        yield from _text_before(reading, spot, home)
    yield from _page(reading, spot, home)


def _scope_in(marked: Marked, place: Mention, home: Home) -> str:
    """A county's scope, or the state's where it is one of several: 'in Rockingham and Hillsborough counties'."""
    joined = any(
        other is not place
        and other.local
        and (marked.text[min(other.end, place.end) : max(other.start, place.start)].strip() in (",", "and", ", and"))
        for other in marked.places
    )
    return (place.state or home.state or NATION) if place.local and joined else _scope(place, home)


def _scope(place: Mention, home: Home) -> str:
    return place.scope(home.state) or NATION


def _own_phrase(reading: Reading, marked: Marked, home: Home) -> _Found:
    """'12 Texas sheriffs', 'Ohio's 88 sheriffs', 'the 12 Knox County, Tennessee, deputies'."""
    for place in marked.places:
        if reading.quantity.end <= place.start and place.end <= reading.end:
            yield _scope(place, home), Reason("named between the number and its noun", 8)
        elif 0 <= reading.quantity.start - place.end <= 4 and "'s" in marked.text[place.end : reading.quantity.start]:
            yield _scope(place, home), Reason("the number is said to be its own", 7)


def _behind(reading: Reading, spot: Spot, home: Home) -> _Found:
    """'agencies in Missouri', 'sheriffs across Texas', 'have signed agreements in Ohio and Kentucky'."""
    marked = spot.marked
    tail = tail_end(marked, reading.quantity.start, reading.end)
    begin = reading.end
    signs = marked.token_at(reading.end)
    if reading.role is not None and signs < len(marked.tokens) and marked.tokens[signs].low in ("—", "–", ","):
        begin, tail = marked.tokens[signs].end, len(marked.text)  # 'a third of them — 341 — are in Florida'
    run = [place for place in marked.places if begin <= place.start < tail + 1]
    for place in run:
        gap = marked.tokens[marked.token_at(begin) : marked.token_at(place.start)]
        lows = [token.low for token in gap]
        if any(token.text[0].isdigit() for token in gap) or _is_subject_of_next(marked, place):
            return
        words = [low for low in lows if low not in _LIGHT]
        if _trains_there(reading, lows):
            return
        if not words:
            direct = 6.0 if "," not in lows else 4.5
            yield from _series(marked, place, home, Reason("stands behind the noun", direct))
        elif words != ["from"] and len(words) == 1 and words[0] in _ATTACHING and not set(lows) & _ASIDE:
            yield from _series(marked, place, home, Reason("stands behind the noun", 6.0))
        elif words == ["from"]:
            yield from _series(marked, place, home, Reason("they come from there", 5.0))
        elif _stands_aside(lows) or _trains_there(reading, lows):
            pass
        elif words[-1] in _ATTACHING and len(words) <= 8:
            yield from _series(
                marked, place, home, Reason("named in what is said of them", 4.0 if len(words) <= 4 else 3.0)
            )
        return


def _series(marked: Marked, first: Mention, home: Home, reason: Reason) -> _Found:
    """'Ohio, Indiana and Kentucky' together, where a place opens a run of states; else the place alone."""
    run = _run_from(marked, first)
    if len(run) > 1:
        yield "+".join(sorted({place.state for place in run})), reason
    else:
        yield _scope_in(marked, first, home), reason


def _run_from(marked: Marked, first: Mention) -> list[Mention]:
    run = [first]
    for place in marked.places:
        if place.start >= run[-1].end and not place.local and not first.local:
            joint = marked.text[run[-1].end : place.start].strip()
            if joint not in (",", "and", ", and", "&"):
                break
            if _is_subject_of_next(marked, place):
                break
            run.append(place)
    return (
        run
        if len(run) > 1
        and len({place.state for place in run}) > 1
        and ("and" in marked.text[run[-2].end : run[-1].start])
        else [first]
    )


_SUBJECT = frozenset("has had have with leads follows came comes added is was said".split())


def _is_subject_of_next(marked: Marked, place: Mention) -> bool:
    """', Oklahoma has 24', 'Ohio 45': the place opens what follows."""
    index = marked.token_at(place.end)
    if index >= len(marked.tokens):
        return False
    token = marked.tokens[index]
    ahead = marked.token_at(place.start) - 1
    opener = marked.tokens[ahead].low if ahead >= 0 else ""
    if opener == "and" and token.low in ("have", "had", "are", "were", "with", "at", "said"):
        return False  # 'in Ohio and Kentucky have joined'
    return opener in (",", "and", ";", "while", "but", "—") and (
        token.low in _SUBJECT or any(number.start == token.start for number in marked.numbers)
    )


_JOINS = frozenset({"joins", "joining", "joined", "after", "follows", "following"})


def _stands_aside(lows: list[str]) -> bool:
    """Whether the words before a place set it apart: 'including in Texas', 'joins Texas'; not 'have joined in Texas'."""
    return bool(set(lows[-3:]) & (_ASIDE - _JOINS)) or bool(set(lows[-1:]) & _JOINS)


def _trains_there(reading: Reading, lows: list[str]) -> bool:
    officers = reading.metric in (Metric.OFFICERS_TRAINED, Metric.OFFICERS_IN_TRAINING)
    if officers and lows == ["to"]:
        return True  # 'sent three deputies to Charleston'
    return officers and bool(
        {"training", "trained", "course", "class", "academy", "school", "flew", "traveled", "went"} & set(lows)
    )


def _before(reading: Reading, spot: Spot, home: Home) -> _Found:
    """'In Texas, 12 agencies ...', 'Florida has 331': the nearest place before the number."""
    marked, start = spot.marked, reading.quantity.start
    left, _ = clause_around(marked, start, reading.end)
    first = marked.tokens[marked.token_at(left)].low if marked.tokens else ""
    if first == "with" and (
        subject := next((place for place in marked.places if 0 <= place.start - reading.end <= 8), None)
    ):
        yield _scope(subject, home), Reason("whose number it is", 5.0)  # 'With 54 agreements, Pennsylvania is fifth'
    earlier = [place for place in marked.places if place.end <= start]
    for place in reversed(earlier):
        ahead = [
            token.low
            for token in marked.tokens[max(0, marked.token_at(place.start) - 3) : marked.token_at(place.start)]
        ]
        if any(place.end <= cue.start < start for cue in _nation_cues(marked)) or set(ahead[-2:]) & _ASIDE - {
            "first",
            "after",
            "neighboring",
            "nearby",
        }:
            continue
        if ahead[-2:] in (["states", "and"], ["states", "plus"]):
            continue
        if _trains_there(reading, ahead):
            continue
        numbered = any(
            other.start >= place.end and other.end <= start and other.value != 1 and other.measure is Measure.COUNT
            for other in marked.numbers
        )
        inside = place.start >= left
        weight = (4.5 if inside else 2.75) - (1.5 if numbered else 0)
        run = _run_to(marked, place)
        scope = "+".join(sorted({each.state for each in run})) if len(run) > 1 else _scope_in(marked, place, home)
        yield scope, Reason("named before it in the clause" if inside else "named before it in the sentence", weight)
        return


def _run_to(marked: Marked, last: Mention) -> list[Mention]:
    """The run of states that ends with a place: 'Florida and Texas together hold'."""
    places = [place for place in marked.places if place.end <= last.end and not place.local]
    for index in range(len(places)):
        run = _run_from(marked, places[index])
        if len(run) > 1 and run[-1].end == last.end:
            return run
    return [last]


def _cues(reading: Reading, spot: Spot, home: Home) -> _Found:
    """'nationwide', 'statewide', 'in blue states', 'ICE has'."""
    marked, start = spot.marked, reading.quantity.start
    left, right = clause_around(marked, start, reading.end)
    tail = tail_end(marked, start, reading.end)
    nation = _nation_cues(marked)
    for cue in marked.within(0, len(marked.text), "nation", "home", "region"):
        if cue.kind == "nation" and cue not in nation:
            continue
        if start < cue.start < reading.end and any(
            token.low == "of" for token in marked.tokens[marked.token_at(start) : cue.first]
        ):
            continue  # '159 of the nation's 328 agreements': the second number is the nation's
        ahead = [token.low for token in marked.tokens[max(0, cue.first - 3) : cue.first]]
        own = left <= cue.start and cue.end <= tail
        if not own and not (cue.start < left and start - cue.end < 60 and cue.kind != "region"):
            continue
        near = 5.0 if own else 2.0
        if cue.kind == "nation":
            yield NATION, Reason(f"'{cue.word}'", near if cue.word not in ("national", "u.s.") else near - 1.5)
        elif cue.kind == "region":
            named = any(0 <= place.start - cue.end <= 1 for place in marked.places)  # 'Northeast Ohio'
            if (
                not named
                and not _ranks(marked, cue)
                and ("states" in cue.word or {"in", "across", "throughout", "around"} & set(ahead))
                and (cue.start >= reading.end or cue.end <= start)
            ):
                yield REGION, Reason(f"'{cue.word}'", near)
        elif cue.word != "here" or home.sure:
            state = _state_told(spot) if not home.sure else ""
            if state or home.state:
                yield state or home.state, Reason(f"'{cue.word}'", near)
    if _in_states_of_a_kind(marked, start, tail):
        yield REGION, Reason("states of a kind", 5.0)
    subject = _ice_counts(marked, marked.token_at(left), marked.token_at(start))
    federal = list(marked.within(left, start, "federal"))
    if (subject or federal) and not any(left <= place.start and place.end <= start for place in marked.places):
        yield NATION, Reason("a federal body counts it", 2.75)
    counted_states = any(reading_.metric is Metric.STATES for reading_ in spot.page.sentence_readings) or _in_states(
        marked, reading.end, right
    )
    if counted_states:
        yield NATION, Reason("states are counted beside it", 3.5)


_OF_A_KIND = frozenset("that which where with run led governed won trump biden harris".split())


def _in_states_of_a_kind(marked: Marked, start: int, end: int) -> bool:
    """'in states that voted for Harris', 'in states with sanctuary laws'"""
    return any(
        cue.word == "states"
        and cue.first
        and marked.tokens[cue.first - 1].low in ("in", "from", "across")
        and cue.last < len(marked.tokens)
        and marked.tokens[cue.last].low in _OF_A_KIND
        for cue in marked.within(start, end, "states")
    )


def _nation_cues(marked: Marked) -> list[Cue]:
    """Cues of the whole nation, other than those that rank a state in it: 'sixth in the country'."""
    found = []
    for cue in marked.within(0, len(marked.text), "nation"):
        if not (_ranks(marked, cue) and cue.word.startswith(("in ", "around ", "throughout "))):
            found.append(cue)
    return found


def _ranks(marked: Marked, cue: Cue) -> bool:
    """'sixth in the country', 'the second-most in the South'"""
    ahead = [part for token in marked.tokens[max(0, cue.first - 4) : cue.first] for part in token.low.split("-")]
    return bool(_RANKING & set(ahead))


_COUNTING = frozenset(
    "has had have counts counted lists listed signed says said now reported maintains trained announced enlisted drew put".split()
)


def _ice_counts(marked: Marked, first: int, last: int) -> bool:
    """'ICE has', 'DHS counted', 'of ICE's 1,370 agreements'; not 'handed ICE nine people'."""
    for index in range(first, last):
        token = marked.tokens[index]
        if token.text in ("ICE", "DHS") and (
            index + 1 >= last or marked.tokens[index + 1].low in _COUNTING or index <= first + 1
        ):
            return index + 1 < last or index <= first + 1
        if token.low in ("ice's", "dhs's") and index + 1 >= last - 2:
            return True
    return False


def _in_states(marked: Marked, start: int, end: int) -> bool:
    """Whether a count of states follows: 'agencies in 40 states'."""
    return any(
        cue.word == "states"
        and cue.first
        and any(
            number.end <= cue.start and cue.start - number.end < 12
            for number in marked.numbers
            if number.start >= start - 1
        )
        for cue in marked.within(start, end, "states")
    )


def _state_told(spot: Spot) -> str:
    """The state that the paragraph named last."""
    return spot.page.paragraph_states[-1] if spot.page.paragraph_states else ""


def _sentence(reading: Reading, spot: Spot, placed: list[tuple[Reading, str]]) -> _Found:
    """The numbers before it in the sentence."""
    others = [pair for pair in placed if pair[0].metric is not Metric.STATES] or placed
    if not others:
        return
    last, scope = others[-1]
    ahead = next(words_before(spot.marked, reading.quantity), None)
    if (
        ahead is not None
        and ahead.low == "of"
        and reading.quantity.value > last.quantity.value
        and not spot.marked.has(last.quantity.start, reading.end, "home")
    ):
        yield NATION, Reason("the whole that a part is of", 4.75)
        return
    moved = any(last.end <= place.start and place.end <= reading.quantity.start for place in spot.marked.places)
    if moved and reading.unit is None:
        return
    if reading.bare:
        yield scope, Reason("counted with the number before it", 3.5)
    elif reading.metric is Metric.PCT_INCREASE or reading.quantity.start - last.end < 40:
        yield scope, Reason("in one breath with the number before it", 2.5)
    else:
        yield scope, Reason("the number before it in the sentence", 1.0)


def _text_before(reading: Reading, spot: Spot, home: Home) -> _Found:
    """What was counted, and which places were named, in the sentences before."""
    marked = spot.marked
    opening = {token.low for token in marked.tokens[:2]}
    last = spot.page.last()
    if last is not None and last.scope:
        near = marked.sentence.paragraph - last.paragraph <= 1
        if reading.bare or reading.metric is Metric.PCT_INCREASE and opening & {"it", "that", "this", "which"}:
            yield last.scope, Reason("so was what it refers to", 2.75 if near else 1.25)
        elif near and last.sentence < spot.index:
            yield last.scope, Reason("so was the count before", 0.75)
    states = spot.page.paragraph_states
    if states:
        left, right = clause_around(marked, reading.quantity.start, reading.end)
        words = {token.low for token in marked.tokens[marked.token_at(left) : marked.token_at(right)]}
        together = _together(spot, words)
        if together:
            yield together, Reason("the states named together before", 4.5)
        points = (
            "its" in words
            or "there" in words
            and "there are" not in marked.text.lower()
            and "there were" not in marked.text.lower()
        )
        local = spot.page.paragraph_places[-1]
        if points and not any(place.end <= reading.quantity.start for place in marked.places):
            yield states[-1], Reason("the text points back to it", 3.0)
        elif reading.metric in _PEOPLE and words & _OWN:
            yield local.scope(home.state) or states[-1], Reason("named in the sentences before", 2.5)
        elif len(set(states)) == 1:
            yield states[-1], Reason("the one state of the paragraph", 1.0)


def _together(spot: Spot, words: set[str]) -> str:
    """'Florida and Texas are far ahead. Between them they hold 496': both."""
    before = spot.page.before
    if before is None or not ({"them", "they", "together", "combined"} & words) or not before.places:
        return ""
    run = _run_from(before, before.places[0])
    return "+".join(sorted({place.state for place in run})) if len(run) > 1 else ""


def _page(reading: Reading, spot: Spot, home: Home) -> _Found:
    """Where the page is at home, and the nation, which needs no naming."""
    marked = spot.marked
    left, right = clause_around(marked, reading.quantity.start, reading.end)
    words = {token.low for token in marked.tokens[marked.token_at(left) : marked.token_at(right)]}
    own = bool(words & _OWN) or bool(words & _OWN_BODY) and reading.metric in _PEOPLE
    local = home.county and (f"{home.county}, {home.state}" if home.state else "")
    if reading.metric in _PEOPLE and home.state:
        yield (
            local or home.state,
            Reason("whose page it is", (2.5 if home.sure else 1.25) if own else (1.75 if home.sure else 0.5)),
        )
    elif home.state:
        yield home.state, Reason("the page's own state", 2.0 if home.sure else 0.75 if not own else 1.25)
    elif home.county and own:
        yield REGION, Reason("a county's page that names no state", 1.5)
    yield NATION, Reason("nothing nearer is named", 1.0)
