"""What speaks for states that take part, and what against."""

from models.claims.around import NOTHING, THE_FEW, Around, Weighed
from models.claims.readings import MAX_STATES, Reason
from models.claims.stated import Metric
from models.claims.words import words

_MANY_STATES = 15  # 'the seven states' were named before; 'in all 40 states' counts
_HELD = frozenset({"have", "has", "had"})
_IN_STATES = words("in across from of into over spanning covering all joins reaches covers")
_OWNERS = ("law_bodies", "civic_bodies", "agreements", "officers", "program", "join", "counties")
_IN_BREATH = 12  # characters of ', across some '


def weigh_states(what: Around) -> Weighed:
    """States that take part: not those that forbid, require, sue or send troops."""
    value = what.quantity.value
    if not 2 <= value <= MAX_STATES or (value < _MANY_STATES and (what.article in THE_FEW or not what.counts())):
        return NOTHING
    reasons = []
    if owner := _owner(what):
        reasons.append(Reason(f"'{owner}' in so many states", 2.5))
    counted = [each for each in what.spot.page.sentence_readings if each.metric in (Metric.AGENCIES, Metric.AGREEMENTS)]
    if counted and 0 <= what.quantity.start - counted[-1].end <= _IN_BREATH:
        reasons.append(Reason("what was just counted is in so many states", 2.5))  # 'has 1,402, in 40 states'
    if what.marked.lows[0] in ("it", "they") and what.article in _IN_STATES:
        reasons.append(Reason("so many states are reached", 2.0))
    if what.said_before("program"):
        has = what.article in ("has", "had", "have")
        reasons.append(Reason("the program is said to have so many", 2.0 if has else 1.0))
    if value < _MANY_STATES and what.article == "from" and what.said_before("officers"):
        reasons.append(Reason("where a few officers come from", -8))
    if what.said_after("join", "hold", "in_force") or what.described("join"):
        reasons.append(Reason("they are said to take part", 2.0))
    if what.in_sentence("program", "agreements", "law_bodies", "join"):
        reasons.append(Reason("the sentence speaks of the program", 1.5))
    reasons += what.context()
    aside = what.behind() in ("—", "–", ",", "(")  # 'seven states - California, Oregon ... - prohibit it'
    end = len(what.marked.text) if aside else what.right
    first = next(what.marked.within(what.phrase.end, end, "outside", "wish", "join", "other_states"), None)
    if (first is not None and first.kind != "join") or _have_none(what):
        reasons.append(Reason("they are counted for something else", -6))
    if any(low.endswith(("ern", "western", "eastern")) for low in what.modifiers):
        reasons.append(Reason("states of a region", -6))  # 'arrests in eight Southern states'
    if what.said_before("other_states", "outside", "wish"):
        reasons.append(Reason("counted for something else", -6))
    return Metric.STATES, reasons


def _have_none(what: Around) -> bool:
    """'states without one', 'Eleven states had none', but not '40 states, none of them western'"""
    said = (what.behind(), what.behind(1))
    return bool({"no", "without"} & set(said)) or (said[0] in _HELD and said[1] == "none")


def _owner(what: Around) -> str:
    """What is told to be in so many states: '958 agreements in 40 states'; '' where nothing is."""
    position = what.marked.token_at(what.quantity.start)
    for index in range(position - 1, max(-1, position - 5), -1):
        if what.marked.lows[index] in _IN_STATES:
            start = what.marked.tokens[max(0, index - 1)].start - 40
            owners = list(what.marked.within(max(0, start), what.quantity.start, *_OWNERS))
            return owners[-1].word if owners else ""
    return ""
