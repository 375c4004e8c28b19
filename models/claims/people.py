"""People arrested under the program, and people who live where it holds. The words stand in
`data/claims/arrests.toml`."""

import re
from collections.abc import Iterator

from models.claims.clauses import names_program
from models.claims.mentions import Cue
from models.claims.numbers import Quantity
from models.claims.pattern_table import patterns_of
from models.claims.phrases import Behind
from models.claims.readings import ENOUGH, Reading, Reason, Spot
from models.claims.stated import Metric
from models.claims.words import words

_TOLD = patterns_of("arrests")
_WERE = re.compile(
    r"\s+(?:in\s+[A-Z]\w+\s+)?(?:(?:were|was|have\s+been|had\s+been|being)\s+)?(?:(?!and\b|but\b|or\b)\w+\s+)?"
)
_CLOSED = re.compile(r"\s+(?:in|since|so\s+far|during|last|this)\b|[.,]|$")
_OWN_BODY = frozenset({"he", "she", "we", "they", "deputies", "rest", "others"})
_OWN_VOICE = frozenset({"we", "he", "she"})  # 'they' are the partners that the page tells of
_OF_ICE = frozenset({"program", "agreements", "duty", "trained"})
# 'The office flagged 29 inmates' tells of ICE, 'arrested 2,300 people' of anything.
_FOR_ICE = words("flagged identified transferred referred processed turned") | {"turned over", "handed over"}
_OFFICES = frozenset({"office", "jail", "county", "department", "program", "unit"})
_ICE = frozenset({"ICE", "DHS", "ERO"})
_BEFORE_VERB = words(
    "has have had took taken placed put also already now itself alone arrested detained more than about"
)
_LOCAL_HANDS = frozenset({"jail", "deputies", "sheriff", "officers", "police", "troopers", "office", "program"})
_PARTNERED = words("with for by of under alongside to helping")
_INHABITANTS = frozenset({"residents", "inhabitants", "americans"})
_LARGE = 100_000  # fewer people are a town's population told in passing
_SENT_REACH = 25
_VERB_REACH, _PASSIVE_REACH = 40, 30  # characters before the number, and behind the people, in which the verb stands


def arrested_people(spot: Spot, quantity: Quantity, behind: Behind) -> Reading | None:
    """'arrested at least 84 people', '57 persons processed', 'handed over nine people to ICE': told by the verb."""
    if quantity.value <= 1:
        return None
    if told := _told_arrest(spot, quantity, behind):
        reading = Reading(Metric.ARRESTS, quantity, told[0], tuple(_reasons(spot, quantity, *told)))
        if reading.weight >= ENOUGH:
            return reading
    return _gone_to_ice(spot, quantity)


def _reasons(spot: Spot, quantity: Quantity, end: int, verb: Cue, after: Cue | None) -> Iterator[Reason]:
    marked, subjects = spot.marked, set(spot.marked.words_in(0, quantity.start))
    left, right = marked.clause_around(quantity.start, end)
    yield Reason(f"'{verb.word}' is said of people", 1.5)
    to_ice = _TOLD["to ICE"]
    if to_ice.match(spot.text, end) or (after is not None and to_ice.match(spot.text, after.end)):
        yield Reason("to ICE", 2.0)
    # 'We arrested 2,300 people last year' says what a jail is for; with ICE in or before it, whom ICE got.
    ours = _OWN_VOICE.isdisjoint(subjects) or not _OF_ICE.isdisjoint(marked.kinds | spot.before.kinds)
    if marked.has(left, right, "officers", "law_bodies", "trained", "agreements") or names_program(marked):
        yield Reason("local officers or the program did it", 2.0)
    elif ours and not _OWN_BODY.isdisjoint(subjects):
        yield Reason("the page's own body did it", 1.5)
    elif "it" in marked.lows[:2] and spot.page.about:
        yield Reason("the program that the sentence before names did it", 1.5)
    elif verb.word in _FOR_ICE and _OFFICES & subjects and (spot.page.on_program or spot.page.about):
        yield Reason("the page's own office did it", 1.5)
    if spot.last.metric is Metric.ARRESTS:
        yield Reason("arrests were counted before", 2.0)
    if marked.has(left, right, "whole_ice") or _ice_did(spot, quantity, verb):
        yield Reason("ICE did it", -8)


def _gone_to_ice(spot: Spot, quantity: Quantity) -> Reading | None:
    """'135 people went from his jail to ICE', 'put 40 people in ICE custody': a local body gave them up."""
    people = _TOLD["people"].match(spot.text, quantity.end)
    if people is None:
        return None
    end = people.end()
    if _TOLD["cases against"].search(spot.text, 0, quantity.start) and names_program(spot.marked):
        return Reading(Metric.ARRESTS, quantity, end, (Reason("cases that the program opened", 4.0),))
    if _LOCAL_HANDS.isdisjoint(spot.before.lows + spot.marked.lows):
        return None
    went = _TOLD["went to ICE"].match(spot.text, end) or _TOLD["landed with ICE"].match(spot.text, end)
    put = _TOLD["in ICE custody"].match(spot.text, end) and _TOLD["put"].search(spot.text, 0, quantity.start)
    if not (went or put) or spot.marked.has(0, quantity.start, "whole_ice"):
        return None
    return Reading(Metric.ARRESTS, quantity, end, (Reason("given to ICE by a local body", 4.0),))


def _ice_did(spot: Spot, quantity: Quantity, verb: Cue) -> bool:
    """The subject of the verb: 'ICE has arrested 310,000', 'troopers made stops and ICE took 150 into custody'."""
    marked = spot.marked
    if _TOLD["under the program"].search(spot.text, quantity.end):
        return False  # 'ICE picked up 77 people from the jail under the 287(g) program'
    left, _ = marked.clause_around(quantity.start, quantity.end)
    opens = spot.text[left:].lstrip().startswith("ICE ")
    if opens and not marked.has(left, quantity.start, "law_bodies", "officers"):
        return True  # 'ICE as a whole arrested 310,000'
    end = marked.token_at(min(verb.start, quantity.start))
    while end and marked.lows[end - 1] in _BEFORE_VERB:
        end -= 1
    if not end or marked.tokens[end - 1].text not in _ICE:
        return False
    return end < 2 or marked.lows[end - 2] not in _PARTNERED  # 'troopers working with ICE arrested 110'


def _told_arrest(spot: Spot, quantity: Quantity, behind: Behind) -> tuple[int, Cue, Cue | None] | None:
    """Where the people end, the verb of arrest, and the verb behind them; None where nobody is arrested."""
    marked, people = spot.marked, _TOLD["people"].match(spot.text, quantity.end)
    end = people.end() if people else quantity.end
    left, right = marked.clause_around(quantity.start, end)
    since = max([left, quantity.start - _VERB_REACH, *(n.end for n in marked.numbers if n.end <= quantity.start)])
    before = [
        cue
        for cue in marked.within(since, quantity.start, "arrested")
        if not _TOLD["has its object"].search(spot.text, cue.end, quantity.start)
    ]
    after = next(marked.within(end, min(right, end + _PASSIVE_REACH), "arrested"), None)
    if after is not None and not _WERE.fullmatch(spot.text[end : after.start]):
        after = None
    verb = before[-1] if before else after
    if verb is None and people is not None and _TOLD["to ICE"].match(spot.text, end):
        verb = next(marked.within(max(left, quantity.start - _SENT_REACH), quantity.start, "other_states"), None)
        verb = verb if verb is not None and verb.word == "sent" else None  # 'has sent 1,900 people to ICE'
    if verb is None:
        return None
    if people is None and (behind.phrase is not None or behind.foreign):
        return None
    closed = _CLOSED.match(spot.text, quantity.end) or _TOLD["to ICE"].match(
        spot.text, quantity.end
    )  # 'handed 610 to ICE'
    if people is None and after is None and not behind.points_back and not closed:
        return None  # 'arrested 84 in March', but not 'arrested 12 times'
    return end, verb, after


def people_covered(spot: Spot, quantity: Quantity, behind: Behind) -> Reading | None:
    """'Jurisdictions with an agreement are home to about 110 million people'"""
    people = behind.phrase is not None and behind.phrase.head.kind == "people"
    if quantity.value < _LARGE or not (people or behind.foreign in _INHABITANTS):
        return None
    end = behind.phrase.end if behind.phrase else quantity.end + 1 + len(behind.foreign)
    lives = _TOLD["home to"].search(spot.text, 0, quantity.start) or _TOLD["live"].match(spot.text, end)
    if lives is None and behind.foreign in _INHABITANTS:
        lives = _TOLD["hold"].search(spot.text, 0, quantity.start)
    kinds = spot.marked.kinds
    partner = any(cue.word in ("participant", "participants", "partner") for cue in spot.marked.cues)
    if not lives or not ({"agreements", "program", "join"} & kinds or partner) or "outside" in kinds:
        return None
    return Reading(
        Metric.POPULATION, quantity, end, (Reason("people said to live where an agreement is in force", 4.0),)
    )
