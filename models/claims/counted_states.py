"""What speaks for states and territories that take part, and what against."""

from collections.abc import Iterator

from models.claims.around import NOTHING, THE_FEW, Around, Weighed
from models.claims.mentions import NO_CUE
from models.claims.readings import MAX_STATES, Reason
from models.claims.stated import Metric
from models.claims.words import words

_MANY_STATES = 15  # 'the seven states' were named before; 'in all 40 states' counts
_HELD = frozenset({"have", "has", "had"})
_IN_STATES = words("in across from of into over spanning covering all joins reaches covers")
_OWNERS = ("law_bodies", "civic_bodies", "agreements", "officers", "program", "join", "counties")
_MAX_TERRITORIES = 16  # with the islands where nobody lives
_IN_BREATH = 12  # characters of ', across some '


def weigh_states(what: Around) -> Weighed:
    """States that take part: not those that forbid, require, sue or send troops."""
    value = what.quantity.value
    if not 2 <= value <= MAX_STATES or (value < _MANY_STATES and (what.article in THE_FEW or not what.counts())):
        return NOTHING
    return Metric.STATES, _reasons(what)


def weigh_territories(what: Around) -> Weighed:
    """Territories that take part, most often told beside the states."""
    if not 2 <= what.quantity.value <= _MAX_TERRITORIES or what.article in THE_FEW:
        return NOTHING
    reasons = _reasons(what)
    beside = what.spot.page.sentence_readings[-1:]
    if beside and beside[0].metric is Metric.STATES and what.quantity.start - beside[0].end <= _IN_BREATH:
        reasons.append(Reason("the states that take part are counted with them", 3.0))
    return Metric.TERRITORIES, reasons


def _reasons(what: Around) -> list[Reason]:
    """What the sentence says of so many states or territories."""
    return [*_for(what), *what.context(), *_against(what)]


def _for(what: Around) -> Iterator[Reason]:
    if owner := _owner(what):
        yield Reason(f"'{owner}' in so many states", 2.5)
    counted = [each for each in what.spot.page.sentence_readings if each.metric in (Metric.AGENCIES, Metric.AGREEMENTS)]
    if counted and 0 <= what.quantity.start - counted[-1].end <= _IN_BREATH:
        yield Reason("what was just counted is in so many states", 2.5)  # 'has 1,402, in 40 states'
    if what.marked.lows[0] in ("it", "they") and what.article in _IN_STATES:
        yield Reason("so many states are reached", 2.0)
    if what.said_before("program"):
        yield Reason("the program is said to have so many", 2.0 if what.article in _HELD else 1.0)
    if what.quantity.value < _MANY_STATES and what.article == "from" and what.said_before("officers"):
        yield Reason("where a few officers come from", -8)
    if what.said_after("join", "hold", "in_force") or what.described("join"):
        yield Reason("they are said to take part", 2.0)
    if what.in_sentence("program", "agreements", "law_bodies", "join"):
        yield Reason("the sentence speaks of the program", 1.5)


def _against(what: Around) -> Iterator[Reason]:
    aside = what.behind() in ("—", "–", ",", "(")  # 'seven states - California, Oregon ... - prohibit it'
    end = len(what.text) if aside else what.right
    first = next(what.marked.within(what.phrase.end, end, "outside", "wish", "join", "other_states"), NO_CUE)
    if first.kind not in ("", "join") or _have_none(what):
        yield Reason("they are counted for something else", -6)
    if any(low.endswith(("ern", "western", "eastern")) for low in what.modifiers):
        yield Reason("states of a region", -6)  # 'arrests in eight Southern states'
    if what.said_before("other_states", "outside", "wish"):
        yield Reason("counted for something else", -6)


def _have_none(what: Around) -> bool:
    """'states without one', 'Eleven states had none', but not '40 states, none of them western'"""
    said = (what.behind(), what.behind(1))
    return "no" in said or "without" in said or (said[0] in _HELD and said[1] == "none")


def _owner(what: Around) -> str:
    """What is told to be in so many states: '958 agreements in 40 states'; '' where nothing is."""
    position = what.marked.token_at(what.quantity.start)
    for index in range(position - 1, max(-1, position - 5), -1):
        if what.marked.lows[index] in _IN_STATES:
            start = max(0, what.marked.tokens[max(0, index - 1)].start - 40)
            return [NO_CUE, *what.marked.within(start, what.quantity.start, *_OWNERS)][-1].word
    return ""
