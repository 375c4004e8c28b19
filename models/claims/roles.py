"""The part a number plays in its clause: the whole, a part, what is new in a period, the start of a growth, a plan."""

from datetime import date
from itertools import islice
from typing import NamedTuple

from models.claims.clauses import words_before
from models.claims.mentions import Marked
from models.claims.numbers import Measure
from models.claims.readings import Reading, Spot
from models.claims.stated import COUNTS_PLACES, Metric, Role
from models.claims.words import words

_BASELINE = frozenset({"from", "than", "against", "versus"})
_PAST = words("had were was stood held participated numbered ran counted listed totaled operated existed covered")
_HELD = frozenset({"have", "has", "had", "been", "having"})
_BY = frozenset({"of", "by", "through"})
_FORMER = 2  # months after which a figure is no longer the news
_NEAR = 25  # characters before a number in which 'plans to' or 'signed' applies to it
_WINTER = 3  # before March, a figure of the last year is not yet history


class Played(NamedTuple):
    """The role that won, why, and whether nothing speaks for another one."""

    role: Role
    why: str
    sure: bool = True


def role_of(reading: Reading, spot: Spot, as_of: str | None, reference: date | None) -> Played:
    """The part of the number, decided in its own clause."""
    marked = spot.marked
    if reading.metric is Metric.PENDING:
        return Played(Role.CURRENT, "applications wait now")
    if reading.role is not None:
        return Played(reading.role, "the words around the number settle it")
    left, _ = marked.clause_around(reading.quantity.start, reading.end)
    tail = marked.tail_end(reading.quantity.start, reading.end)
    if _is_baseline(reading, marked, left):
        return Played(Role.BASELINE, "a change starts from it")
    if _is_planned(reading, marked, left, tail):
        return Played(Role.PROJECTION, "planned or expected")
    past = not _PAST.isdisjoint(marked.words_in(left, tail))
    if as_of and reference and _is_history(as_of, reference, past):
        return Played(Role.HISTORICAL, f"told of {as_of}")
    if marked.has(left, tail, "before"):
        return Played(Role.HISTORICAL, "told of former days")
    if reading.unit is None and (flow := _flow(reading, marked, left, tail)):
        return Played(Role.COMPONENT, flow)
    if _is_part(reading, marked):
        return Played(Role.COMPONENT, "part of what was counted")
    return Played(Role.CURRENT, "nothing makes it a part or a former count")


def _is_baseline(reading: Reading, marked: Marked, left: int) -> bool:
    ahead = [token.low for token in islice(words_before(marked, reading.quantity), 2)]
    if not ahead:
        return False
    if ahead[0] in ("with", "to") and ahead[1:] in (["compared"], ["compares"]):
        return True
    if ahead[0] == "from":
        following = [other for other in marked.numbers if other.start > reading.end]
        leads = any(token.low == "to" for each in following for token in islice(words_before(marked, each), 1))
        changes = leads or marked.has(0, len(marked.text), "grow", "shrink") or ahead[1:] in (["up"], ["down"])
        return reading.metric not in COUNTS_PLACES and changes
    if ahead[0] in _BASELINE:
        return reading.quantity.qualifier is None or "than" not in reading.quantity.qualifier
    when = marked.words_in(left, reading.quantity.start)
    return "when" in when[-4:] and when[-1] in ("were", "was")  # 'since July, when there were five'


def _is_planned(reading: Reading, marked: Marked, left: int, tail: int) -> bool:
    if reading.metric is Metric.OFFICERS_IN_TRAINING:
        return marked.has(left, tail, "planned")
    start, end = reading.quantity.start, reading.end
    return marked.has(max(left, start - _NEAR), start, "planned") or marked.has(end, min(tail, end + 10), "planned")


def _is_history(as_of: str, reference: date, past: bool) -> bool:
    """Whether a figure is a former one: 'had 135 in January', told in May, not 'there were 1,168 last week'."""
    if int(as_of[:4]) < reference.year - (1 if reference.month < _WINTER else 0):
        return True
    if not past or len(as_of) < 7:
        return False
    months = (reference.year - int(as_of[:4])) * 12 + reference.month - int(as_of[5:7])
    return months >= _FORMER


def _flow(reading: Reading, marked: Marked, left: int, tail: int) -> str:
    """What is new in a period: 'new', 'signed in June', 'have joined since January'; '' for a stock."""
    start = reading.quantity.start
    if marked.has(start - 1, reading.end, "fresh") or reading.quantity.qualifier in ("another", "an additional"):
        return "new ones are counted"
    before = next(marked.within(max(left, start - _NEAR), start, "join"), None)
    said = next(marked.within(reading.end, tail, "join"), before)
    if said is None or reading.metric not in (Metric.AGENCIES, Metric.AGREEMENTS, Metric.COUNTIES):
        return ""
    perfect = marked.word_at(said.first - 1) in _HELD
    for told in marked.dates:
        if told.start < left or told.end > tail:
            continue
        ahead = set(marked.words_ahead(marked.token_at(told.start), 2))
        if "since" in ahead:
            return "counted since a day"
        if not (perfect or ahead & _BY or said.word not in _SIMPLE_PAST):
            return "counted in a period"
    return ""


_SIMPLE_PAST = frozenset({"signed", "joined", "signed on", "signed up", "entered", "enrolled", "inked", "signed onto"})


def _is_part(reading: Reading, marked: Marked) -> bool:
    index = marked.token_at(reading.quantity.end)
    of_them = marked.word_at(index) == "of" and marked.word_at(index + 1) in ("the", "those", "these", "them", "its")
    return of_them and reading.metric is Metric.AGREEMENTS and reading.quantity.measure is Measure.COUNT
