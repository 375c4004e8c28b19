"""When to say that a number is off: only if it cannot count anything but what the list counts.

The worst error is a false alarm. So everything about the claim must be decided - what it counts, where, when, and that
it is the whole - and the record must have the list: one may be missing between two that it has or after the last.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from models.claims.stated import Claim, Metric, Part
from models.lists.counts import NATION
from models.verdicts.holding.baselines import EARLIER
from models.verdicts.holding.parts import NamedPart, may_be_a_part
from models.verdicts.record_view import ListOnDate, ListsOfPeriod, RecordView
from models.verdicts.stated_numbers import is_exact
from models.verdicts.stated_periods import Period, says_its_day
from models.verdicts.values import Verdict, compared, in_place, nearest_stated, number, on_list, stated, units
from models.verdicts.ways_of_counting import true_count
from models.vocabulary import VerdictKind

# ICE skips weekends and holidays; if more days lie between two of our lists, one may be missing.
_WEEKEND = timedelta(days=4)

# A number this far below the nation's belongs to a place that the text names elsewhere.
_TOO_SMALL_FOR_THE_NATION = 0.1

# For the one day to be named that a number is right for: smaller numbers are right for many days.
_TELLING = 100

_UNDECIDED = {
    Part.METRIC: "what is counted",
    Part.SCOPE: "for which place",
    Part.DATE: "on which day",
    Part.WHOLE: "whether it is the whole",
}


def unexplained(
    claim: Claim, part: NamedPart | None, lists: ListsOfPeriod, period: Period, record: RecordView
) -> Verdict | None:
    """The verdict on a count that no list explains; None if it may come from a list that the record lacks."""
    each = lists.lists[-1]
    own = true_count(claim, each.count())
    if own is None:
        sentence = f"The list of {each.published_on} does not show counts for {claim.scope}."
        return on_list(VerdictKind.NOT_CHECKABLE, sentence, each)
    if _may_be_missing(claim, lists, own, period.last, record.known_until):
        return None
    whole = f"{number(own)} {units(claim, own)}{in_place(claim)}"
    if doubt := _doubt(claim, part, each, own, whole, period):
        return on_list(VerdictKind.NOT_CHECKABLE, doubt, each, own)
    sentence = f"The list of {each.published_on} counts {whole}, {compared(claim, own)}"
    right_for = _day_that_it_is_right_for(claim, record.participating, period)
    if right_for is not None:
        sentence += f"; {stated(claim)} was the count of {right_for}"
    reasons = ("no other unit, spelling, day or part within reach gives it",)
    off = nearest_stated(claim, own) - own
    return on_list(VerdictKind.OFF_BY, f"{sentence}.", each, own, difference=off, reasons=reasons)


def _doubt(claim: Claim, part: NamedPart | None, each: ListOnDate, own: int, whole: str, period: Period) -> str | None:
    """Why a number that differs is no error, in a sentence; None where nothing speaks against one."""
    if claim.uncertain:
        undecided = " and ".join(_UNDECIDED[one] for one in Part if one in claim.uncertain)
        return f"The text does not settle {undecided}; the list of {each.published_on} has {whole}."
    if claim.role in EARLIER and not says_its_day(claim):
        return f"Only the surrounding text dates this to {period.words}, which is not enough to compare it."
    if claim.metric is Metric.PENDING and claim.scope != NATION:
        return f"The pending list of {each.published_on} shows {whole}, but it may lack some applications."
    if _rests_on_the_county_column(claim, each):
        return f"The list of {each.published_on} shows {whole}, but does not name the county of every agency."
    too_small = claim.scope == NATION and claim.value < _TOO_SMALL_FOR_THE_NATION * own
    if claim.value < own and claim.metric is not Metric.STATES and (may_be_a_part(claim) or too_small):
        return f"This may count only some of the {whole} on the list of {each.published_on}."
    if claim.value > own and part is None and _may_count_more(claim):
        return f"The list of {each.published_on} has {whole}; this may count others beside them."
    return None


def _may_count_more(claim: Claim) -> bool:
    """'Signed since 2017' and 'applied or signed' may count more than those in force."""
    words = claim.sentence.casefold()
    return any(word in words for word in ("pending", "applied", "ever ", "since it began", "over the years"))


def _rests_on_the_county_column(claim: Claim, each: ListOnDate) -> bool:
    """Whether the number may be more than that column shows: towns and state agencies often have no county there."""
    if ", " in claim.scope:
        return True
    agencies = true_count(replace(claim, metric=Metric.AGENCIES), each.count()) or 0
    return claim.metric is Metric.COUNTIES and claim.value <= agencies


def _may_be_missing(claim: Claim, lists: ListsOfPeriod, own: int, last_day: date, known_until: date | None) -> bool:
    """Whether a list that the record lacks may have given the number: after its last list, or in a gap between two
    lists with a lower and a higher number."""
    each, following = lists.lists[-1], lists.following
    if following is None:
        return max(known_until or each.published_on, each.published_on) < last_day
    after = true_count(claim, following.count())
    gap = following.published_on - each.published_on
    return gap > _WEEKEND and after is not None and min(own, after) <= claim.value <= max(own, after)


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
