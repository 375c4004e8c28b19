"""When to say that a number is off: only if it cannot count anything but what the list counts.

The worst error is a false alarm. So everything about the claim must be decided - what it counts, where, when, and that
it is the whole - and the record must have the list: one may be missing between two that it has or after the last.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from models.claims.stated import COUNTS_PLACES, Claim, ClaimPart, Metric
from models.lists.counts import NATION
from models.verdicts.holding.baselines import EARLIER
from models.verdicts.holding.parts import NamedPart, may_be_a_part, tells_of_those_that_take_part
from models.verdicts.holding.readings import ROWS_BESIDE
from models.verdicts.holding.stocks import is_told_as_a_stock
from models.verdicts.record_view import ListOnDate, ListsOfPeriod, RecordView
from models.verdicts.stated_numbers import is_exact
from models.verdicts.stated_periods import Period, says_its_day
from models.verdicts.values import (
    Verdict,
    compared,
    in_place,
    nearest_stated,
    number,
    on_list,
    shown_scope,
    stated,
    units,
)
from models.verdicts.ways_of_counting import COMMON, true_count
from models.vocabulary import PLACE_NAMES, VerdictKind

# Half of the signed agreements are listed within eight days, a few only after a month. So a state may have a
# twentieth more than its list shows, and one with few a handful more.
_LAG, _LAG_SHARE, _A_FEW = timedelta(days=30), 1.05, 5
_NEXT_LISTS = timedelta(days=14)

# How old the list may be that a writer looked at, with a date given and without.
_OLDEST_DATED, _OLDEST = timedelta(days=14), timedelta(days=30)

# A number this far below the nation's belongs to a place that the text names elsewhere.
_TOO_SMALL_FOR_THE_NATION = 0.1

# For the one day to be named that a number is right for: smaller numbers are right for many days.
_TELLING = 100

# 'Signed since 2006' and 'applied or signed' may count more than those in force.
_MORE_THAN_IN_FORCE = re.compile(
    r"\b(?:pending|appl(?:y|ied|ying|ications?)|request\w*|interest\w*|ever|over the years|"
    r"at one (?:time|point)|want\w*|plan\w*)\b",
    re.IGNORECASE,
)

# 'Between them they hold 496' counts for places of another sentence.
_REFERS_BACK = re.compile(
    r"\b(?:they|them|theirs?|these|those|both|together|combined|between|each|that many|it|"
    r"the (?:two|three|four|five|six|pair))\b",
    re.IGNORECASE,
)
_EARLIER_TIME = re.compile(
    r"\b(?:(?:last|previous|prior|former|first|outgoing) (?:administration|term|president|year)|biden|obama|bush|"
    r"inherited|took over|years? ago|back then|at the time|by then|in those days|once|originally|initially)\b",
    re.IGNORECASE,
)

# '90 agreements to house federal inmates' are of another program.
_OTHER_PURPOSE = re.compile(
    r"\b(?:agreements?|contracts?)\s+to\s+(?:house|hold|jail|detain|board|lease|rent|share|transport)\b", re.IGNORECASE
)
_WHOLE_NATION = re.compile(r"\b(?:nation\w*|country|U\.S\.|United States|in all|across)\b", re.IGNORECASE)

_UNDECIDED = {
    ClaimPart.METRIC: "what is counted",
    ClaimPart.SCOPE: "for which place",
    ClaimPart.DATE: "on which day",
    ClaimPart.WHOLE: "whether it is the whole",
}


def unexplained(
    claim: Claim,
    siblings: Sequence[Claim],
    part: NamedPart | None,
    lists: ListsOfPeriod,
    period: Period,
    record: RecordView,
) -> Verdict | None:
    """The verdict on a count that no list explains; None if it may come from a list that the record lacks."""
    each = lists.lists[-1]
    own = true_count(claim, each.count())
    if own is None:
        sentence = f"The list of {each.published_on} does not show counts for {shown_scope(claim)}."
        return on_list(VerdictKind.NOT_CHECKABLE, sentence, each)
    if _may_be_missing(claim, lists, period, record):
        return None
    whole = f"{number(own)} {units(claim, own)}{in_place(claim)}"
    doubt = _doubt(claim, part, each, own, whole, period, record)
    if doubt is None and (larger := _larger_beside(claim, siblings)):
        doubt = (
            f"This may be a part of the {stated(larger)} told beside it; the list of {each.published_on} has {whole}."
        )
    if doubt is not None:
        return on_list(VerdictKind.NOT_CHECKABLE, doubt, each, own)
    sentence = f"The list of {each.published_on} counts {whole}, {compared(claim, own)}"
    right_for = _day_that_it_is_right_for(claim, record.participating, period)
    if right_for is not None:
        sentence += f"; {stated(claim)} was the count of {right_for}"
    reasons = ("no other unit, spelling, day or part within reach gives it",)
    off = nearest_stated(claim, own) - own
    return on_list(VerdictKind.OFF_BY, f"{sentence}.", each, own, difference=off, reasons=reasons)


def _doubt(
    claim: Claim, part: NamedPart | None, each: ListOnDate, own: int, whole: str, period: Period, record: RecordView
) -> str | None:
    """Why a number that differs is no error, in a sentence; None where nothing speaks against one."""
    if claim.uncertain:
        undecided = " and ".join(_UNDECIDED[one] for one in ClaimPart if one in claim.uncertain)
        return f"The text does not settle {undecided}; the list of {each.published_on} has {whole}."
    if claim.metric in COUNTS_PLACES and (claim.support_type or not tells_of_those_that_take_part(claim)):
        return f"This may not count those in which agencies take part; the list of {each.published_on} has {whole}."
    if claim.metric is Metric.AGREEMENTS and _OTHER_PURPOSE.search(claim.sentence):
        return f"These may be other agreements; the list of {each.published_on} has {whole}."
    if claim.scope == NATION and claim.value < own and _names_a_state(claim):
        return f"This may be about one state; the list of {each.published_on} has {whole} in all."
    if not is_told_as_a_stock(claim):
        return f"This may count what came, went or was done; the list of {each.published_on} has {whole}."
    if _EARLIER_TIME.search(claim.sentence) and not says_its_day(claim):
        return f"This may be about an earlier time; the list of {each.published_on} has {whole}."
    if claim.scope == NATION and claim.value < own and _REFERS_BACK.search(claim.sentence):
        return f"This may count those told before; the list of {each.published_on} has {whole} in all."
    if claim.role in EARLIER and not says_its_day(claim):
        return f"Only the surrounding text dates this to {period.words}, which is not enough to compare it."
    if claim.metric is Metric.PENDING and claim.scope != NATION:
        return f"The pending list of {each.published_on} shows {whole}, but it may lack some applications."
    if claim.metric is Metric.AGENCIES and abs(nearest_stated(claim, own) - own) <= 1:
        return f"The list of {each.published_on} has {whole}; one more or less depends on what counts as one agency."
    if _rests_on_the_county_column(claim, each, record.pending):
        return f"The list of {each.published_on} shows {whole}, but does not name the county of every agency."
    too_small = claim.scope == NATION and claim.value < _TOO_SMALL_FOR_THE_NATION * own
    if claim.value < own and (may_be_a_part(claim) or (too_small and claim.metric not in COUNTS_PLACES)):
        return f"This may count only some of the {whole} on the list of {each.published_on}."
    if own == 0:
        return f"The list of {each.published_on} shows none, which is not what the text can mean."
    if _may_be_ahead(claim, own, each, period, record):
        return f"The list of {each.published_on} has {whole}; it may lag behind what was signed."
    if claim.value > own and part is None and _MORE_THAN_IN_FORCE.search(claim.sentence):
        return f"The list of {each.published_on} has {whole}; this may count others beside them."
    return None


def _names_a_state(claim: Claim) -> bool:
    """'Florida has 527 agreements': more than any state has, so that nobody else's reading of the place is sure."""
    words = claim.sentence
    named = any(re.search(rf"\b{name}\b", words) for name in PLACE_NAMES.values())
    return claim.metric not in COUNTS_PLACES and named and not _WHOLE_NATION.search(words)


def _larger_beside(claim: Claim, siblings: Sequence[Claim]) -> Claim | None:
    """A larger number of the same thing in its sentence: '517 agencies signed; 71 have more than one'."""
    same = (claim.metric, claim.scope, claim.sentence)
    beside = (each for each in siblings if (each.metric, each.scope, each.sentence) == same)
    return next((each for each in beside if each.value > claim.value and claim.role is each.role), None)


def _rests_on_the_county_column(claim: Claim, each: ListOnDate, pending: Sequence[ListOnDate]) -> bool:
    """Whether the number may be more than that column shows: towns and state agencies often have no county there, and
    a county that applied may be counted."""
    if ", " in claim.scope:
        return True
    if claim.metric is not Metric.COUNTIES:
        return False
    agencies = replace(claim, metric=Metric.AGENCIES)
    waiting = [one for one in pending if one.published_on <= each.published_on][-1:]
    most = sum(true_count(agencies, one.count()) or 0 for one in (each, *waiting))
    return claim.value <= most


def _may_be_missing(claim: Claim, lists: ListsOfPeriod, period: Period, record: RecordView) -> bool:
    """Whether a list that the record lacks may have given the number: after its last list, or between two lists with
    a lower and a higher number in this unit or in the one it is taken for. ICE publishes up to two a day, and nobody
    keeps them all. The pending list goes up and down from day
    to day."""
    each, following = lists.lists[-1], lists.following
    known_until = record.known_until or each.published_on
    if following is None and max(known_until, each.published_on) < period.last:
        return True
    if claim.metric is Metric.PENDING:
        around = [one for one in record.pending if abs(one.published_on - each.published_on) <= _OLDEST_DATED]
        return each.published_on < period.first or any(_lies_between(claim, each, one) for one in around)
    first = period.first - (_OLDEST_DATED if claim.as_of else _OLDEST)
    reach = [one for one in record.participating if first <= one.published_on <= each.published_on]
    pairs = list(pairwise(reach))
    if following is not None:
        pairs.append((each, following))
    return any(_lies_between(claim, one, other) for one, other in pairs)


def _lies_between(claim: Claim, one: ListOnDate, other: ListOnDate) -> bool:
    for metric in COMMON if claim.metric in COMMON else {claim.metric}:
        unit = replace(claim, metric=metric)
        before, after = (true_count(unit, each.count()) for each in (one, other))
        if before is None or after is None:
            continue
        if min(before, after) - ROWS_BESIDE <= claim.value <= max(before, after) + ROWS_BESIDE:
            return True
    return False


def _may_be_ahead(claim: Claim, own: int, each: ListOnDate, period: Period, record: RecordView) -> bool:
    """Whether a place may have signed what the list shows later: the list lags behind by days or weeks."""
    if claim.value <= own:
        return False
    if claim.scope == NATION:  # officials know the next lists
        last = period.last + _NEXT_LISTS
        coming = [one for one in record.participating if period.last < one.published_on <= last][-1:]
        return any(_lies_between(claim, each, one) for one in coming)
    # Any agency may be of a county that the column does not name.
    unit = replace(claim, metric=Metric.AGENCIES) if claim.metric is Metric.COUNTIES else claim
    waiting = [one for one in record.pending if one.published_on <= each.published_on][-1:]
    soon = [one for one in record.participating if period.last < one.published_on <= period.last + _LAG][-1:]
    with_waiting = sum(true_count(unit, one.count()) or 0 for one in (each, *waiting))
    later = max((true_count(unit, one.count()) or 0 for one in soon), default=0)
    return claim.value <= max(with_waiting, later, own * _LAG_SHARE, own + 2, min(own + _A_FEW, 2 * _A_FEW))


def _day_that_it_is_right_for(claim: Claim, lists: Sequence[ListOnDate], period: Period) -> date | None:
    """The nearest day whose list gives exactly the number, where that says something."""
    told = claim.value >= _TELLING and claim.value_high is None
    if (
        not told
        or claim.metric is Metric.PENDING
        or not (claim.qualifier is None or is_exact(claim.value, None, claim.qualifier))
    ):
        return None
    days = [each.published_on for each in lists if true_count(claim, each.main_counts) == claim.value]
    return min(days, key=lambda day: abs(day - period.last), default=None)
