"""Which places stand beside a number: in its phrase, behind its noun, before it, or in a run of states."""

import re
from collections.abc import Iterator

from models.claims.mentions import Cue, Marked
from models.claims.numbers import Measure
from models.claims.phrases import COUNTED, noun_behind
from models.claims.places import NATION, Home, Mention, scope_or_nation
from models.claims.readings import Reading, Reason, Spot
from models.claims.sizes import TRAINED
from models.claims.words import words

Found = Iterator[tuple[str, Reason]]

_ATTACHING = words("in across of for throughout within around from by with at inside into all")
_LIGHT = words(
    """the a an and both state north south east west northern southern eastern western central rural suburban all own
    neighboring nearby , up to sheriff's office offices department departments"""
)
# What stands before a place that a number is not counted in.
_APART = words(
    """including mostly chiefly largely especially like outside except than behind ahead unlike led near from
    neighboring nearby bordering borders border next against toward follows following most many half third quarter"""
)
_PORTIONS = frozenset({"most", "many", "half", "third", "quarter"})
_JOINS = frozenset({"joins", "joining", "joined", "after", "follows", "following"})
_RANKING = words(
    """most largest biggest highest fewest leader first second third fourth fifth sixth seventh eighth ninth tenth
    leading any other rank ranks"""
)
_SUBJECT_VERBS = words("has had have with leads follows came comes added is was said")
_PLURAL_VERBS = frozenset({"have", "had", "are", "were", "with", "at", "said"})
_TRAINING = words(
    """training trained course class academy school flew fly flies flying traveled travel travels traveling went go goes
    going head heads headed heading"""
)
_OCCASIONS = words("rally speech conference hearing meeting forum event interview visit stop ceremony luncheon")
_SERIES_JOINTS = frozenset({",", "and", ", and", "&", "or", ", or"})
_FEW_WORDS_BEHIND = 4
_MOST_WORDS_BEHIND = 12  # between a noun and the place that is said of it


# 'In Taylor, a Wayne County city of 62,000, four officers ...': not the county's officers
_OF_THEM = re.compile(r"\s+of\s+(?:them|those|these)\b")
_TOWN_IN = re.compile(r"\s+(?:city|town|village|township|suburb|community|borough|hamlet)\s+(?:of|with|where|that)\b")


def scope_in(marked: Marked, place: Mention, home: Home) -> str:
    """A county's scope, or the state's where it is one of several: 'in Rockingham and Hillsborough counties'."""
    if place.local and _TOWN_IN.match(marked.text, place.end):
        return place.state or home.state or NATION
    for other in marked.places:
        gap = marked.text[min(other.end, place.end) : max(other.start, place.start)].strip()
        if place.local and other.local and other is not place and gap in _SERIES_JOINTS:
            return place.state or home.state or NATION
    return scope_or_nation(place, home)


def own_phrase(reading: Reading, marked: Marked, home: Home) -> Found:
    """'12 Texas sheriffs', 'Ohio's 88 sheriffs', 'the 12 Knox County, Tennessee, deputies'"""
    for place in marked.places:
        if reading.quantity.end <= place.start and place.end <= reading.end:
            yield scope_or_nation(place, home), Reason("named between the number and its noun", 8)
        elif 0 <= reading.quantity.start - place.end <= 4 and "'s" in marked.text[place.end : reading.quantity.start]:
            yield scope_or_nation(place, home), Reason("the number is said to be its own", 7)


def behind(reading: Reading, spot: Spot, home: Home) -> Found:
    """'agencies in Missouri', 'sheriffs across Texas', 'have signed agreements in Ohio and Kentucky'"""
    marked, begin = spot.marked, reading.end
    tail, sign = marked.tail_end(reading.quantity.start, reading.end), marked.token_at(reading.end)
    if reading.role is not None and marked.word_at(sign) in ("—", "–", ","):
        begin, tail = marked.tokens[sign].end, len(marked.text)  # 'a third of them - 341 - are in Florida'
    if of_them := _OF_THEM.match(marked.text, begin):
        begin = of_them.end()  # '14 of them from Texas'
    if other := _coordinated(reading, marked):
        begin, tail = other, marked.tail_end(reading.quantity.start, other)
    place = next((place for place in marked.places if begin <= place.start <= tail), None)
    if place is None or is_next_subject(marked, place) or _either(marked, place):
        return
    if " all but " in marked.text[begin : place.start]:
        return  # 'there are 15, all but two in New Hampshire'
    lows = marked.words_in(begin, place.start)
    if any(low[0].isdigit() and low != "287(g)" for low in lows) or trains_there(reading, lows):
        return
    heavy = [low for low in lows if low not in _LIGHT]
    if not heavy:
        yield _series(marked, place, home), Reason("stands behind the noun", 4.5 if "," in lows else 6.0)
    elif heavy == ["from"]:
        yield _series(marked, place, home), Reason("they come from there", 5.0)
    elif len(heavy) == 1 and heavy[0] in _ATTACHING and not set(lows) & _APART:
        yield _series(marked, place, home), Reason("stands behind the noun", 6.0)
    elif heavy[-1] in _ATTACHING and len(heavy) <= _MOST_WORDS_BEHIND and not _stands_apart(lows):
        weight = 4.0 if len(heavy) <= _FEW_WORDS_BEHIND else 3.0
        yield _series(marked, place, home), Reason("named in what is said of them", weight)


def _either(marked: Marked, place: Mention) -> bool:
    """'three have joined, all in Florida or Texas': in neither alone"""
    return any(marked.text[place.end : other.start] == " or " for other in marked.places if other.start > place.end)


def _coordinated(reading: Reading, marked: Marked) -> int:
    """Where '12 sheriffs' ends in '20 state agencies and 12 sheriffs in Virginia'; 0 where nothing is coordinated."""
    other = next((number for number in marked.numbers if number.start >= reading.end), None)
    if other is None or marked.text[reading.end : other.start] not in (" and ", " and about "):
        return 0
    phrase = noun_behind(marked, other).phrase
    return phrase.end if phrase is not None and phrase.head.kind not in ("states", "territories") else 0


def _stands_apart(lows: tuple[str, ...]) -> bool:
    """Whether the words before a place set it apart: 'joins Texas', but not 'have joined in Texas'."""
    return not (_APART - _JOINS).isdisjoint(lows[-3:]) or not _JOINS.isdisjoint(lows[-1:])


def before(reading: Reading, spot: Spot, home: Home) -> Found:
    """'In Texas, 12 agencies ...', 'Florida has 331': the nearest place before the number."""
    marked, start = spot.marked, reading.quantity.start
    left, _ = marked.clause_around(start, reading.end)
    if marked.word_at(marked.token_at(left)) == "with":
        subject = next((place for place in marked.places if 0 <= place.start - reading.end <= 8), None)
        if subject is not None:  # 'With 54 agreements, Pennsylvania is fifth'
            yield scope_or_nation(subject, home), Reason("whose number it is", 5.0)
    nation = nation_cues(marked)
    for place in reversed(marked.places):
        if place.end > start or any(place.end <= cue.start < start for cue in nation):
            continue
        index = marked.token_at(place.start)
        ahead = marked.words_ahead(index, 3)
        if len(ahead) > 1 and ahead[-1] in ("in", "at", "near") and ahead[-2] in _OCCASIONS:
            continue  # 'At a rally in Ames, Iowa, he told supporters that ...': where something was said
        apart = set(ahead[-2:]) & (_APART | {"joins", "joining"}) - {"neighboring", "nearby"}
        if (apart and not _is_of_subject(marked, place, apart)) or trains_there(reading, ahead):
            continue
        if ahead[-2:] in (("states", "and"), ("states", "plus")):
            continue  # '40 states and Guam'
        between = [each for each in marked.numbers if place.end <= each.start and each.end <= start]
        numbered = any(each.measure is Measure.COUNT and each.value != 1 for each in between)
        inside = place.start >= left
        alone = len({each.state for each in marked.places}) == 1  # the only state that the sentence names
        weight = (4.5 if inside else 2.75) - (1.5 if numbered and not alone else 0)
        run = _run_to(marked, place)
        scope = together(run) if len(run) > 1 else scope_in(marked, place, home)
        yield scope, Reason("named before it in the clause" if inside else "named before it in the sentence", weight)
        return


def _is_of_subject(marked: Marked, place: Mention, apart: set[str]) -> bool:
    """'Nearly half of Florida's agreements, 170, ...', 'Deputies from Nassau County went; 10 of them ...'"""
    if apart <= _PORTIONS:
        return marked.text.startswith("'s", place.end)
    index = marked.token_at(place.start) - 2
    cue = marked.cue_at(index) if apart == {"from"} else None
    return cue is not None and cue.kind in COUNTED


def trains_there(reading: Reading, lows: tuple[str, ...]) -> bool:
    """Whether a place is only where officers train: 'sent three deputies to Charleston', 'a school in Georgia'."""
    return reading.metric in TRAINED and (lows == ("to",) or not _TRAINING.isdisjoint(lows))


def _series(marked: Marked, first: Mention, home: Home) -> str:
    """'Ohio, Indiana and Kentucky' together, where a place opens a run of states; else the place alone."""
    run = run_from(marked, first)
    return together(run) if len(run) > 1 else scope_in(marked, first, home)


def together(run: list[Mention]) -> str:
    return "+".join(sorted({place.state for place in run}))


def run_from(marked: Marked, first: Mention) -> list[Mention]:
    """The states of 'Ohio, Indiana and Kentucky' from the first one on; it alone where no run follows."""
    run = [first]
    for place in marked.places:
        if place.start < run[-1].end or place.local or first.local:
            continue
        if marked.text[run[-1].end : place.start].strip() not in _SERIES_JOINTS or is_next_subject(marked, place):
            break
        run.append(place)
    closed = len(run) > 1 and marked.text[run[-2].end : run[-1].start].strip(" ,") in ("and", "or", "&")
    return run if closed and len({place.state for place in run}) > 1 else [first]


def _run_to(marked: Marked, last: Mention) -> list[Mention]:
    """The run of states that ends with a place: 'Florida and Texas together hold'."""
    for place in marked.places:
        run = run_from(marked, place)
        if len(run) > 1 and run[-1].end == last.end:
            return run
    return [last]


def is_next_subject(marked: Marked, place: Mention) -> bool:
    """', Oklahoma has 24', 'Ohio 45': the place opens what follows."""
    index, ahead = marked.token_at(place.end), marked.token_at(place.start) - 1
    if index >= len(marked.tokens) or ahead < 0:
        return False
    token, opener = marked.tokens[index], marked.lows[ahead]
    if opener == "and" and token.low in _PLURAL_VERBS:
        return False  # 'in Ohio and Kentucky have joined'
    follows = token.low in _SUBJECT_VERBS or any(number.start == token.start for number in marked.numbers)
    return follows and opener in (",", "and", ";", "while", "but", "—")


def nation_cues(marked: Marked) -> list[Cue]:
    """Cues of the whole nation, other than those that rank a state in it: 'sixth in the country'."""
    return [
        cue
        for cue in marked.within(0, len(marked.text), "nation")
        if not (ranks(marked, cue) and cue.word.startswith(("in ", "around ", "throughout ")))
    ]


def ranks(marked: Marked, cue: Cue) -> bool:
    """'sixth in the country', 'the second-most in the South'"""
    return any(not _RANKING.isdisjoint(low.split("-")) for low in marked.words_ahead(cue.first, 4))
