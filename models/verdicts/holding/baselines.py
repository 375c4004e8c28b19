"""A claim held against the figures that growth is known to be measured from: 135 agreements in January 2025, ...

Texts call them agencies, date them to another day, or give no date; the number itself gives them away.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from models.claims.stated import Claim, Metric, Role
from models.lists.counts import NATION
from models.verdicts.record_view import KnownBaseline, ListOnDate
from models.verdicts.stated_numbers import closely
from models.verdicts.stated_periods import Period
from models.verdicts.values import Verdict, number, on_list, stated, units
from models.verdicts.ways_of_counting import true_count
from models.vocabulary import VerdictKind

# The roles of numbers that a present one is compared with.
EARLIER = frozenset({Role.BASELINE, Role.HISTORICAL})

# A baseline stands for the weeks around its day: 'at the end of the first term', 'before he took office'.
_BASELINE_ROOM = timedelta(days=45)
_A_YEAR = timedelta(days=365)


def baselines_in(baselines: Iterable[KnownBaseline], period: Period) -> list[KnownBaseline]:
    """The baselines within a few weeks of a period."""
    return [each for each in baselines if period.first - _BASELINE_ROOM <= each.on <= period.last + _BASELINE_ROOM]


def that_may_be_meant(baselines: Iterable[KnownBaseline], claim: Claim, period: Period) -> list[KnownBaseline]:
    """The baselines that an earlier figure may be, whatever day the text gives it: not one of years before that day."""
    return [each for each in baselines if claim.as_of is None or abs(period.last - each.on) <= _A_YEAR]


def nearest_baseline(baselines: Iterable[KnownBaseline], on: date) -> KnownBaseline | None:
    """The baseline that a date stands for, if one is within a few weeks."""
    close = baselines_in(baselines, Period(on, on, ""))
    return min(close, key=lambda each: abs(each.on - on), default=None)


def is_nationwide(claim: Claim) -> bool:
    """Whether the claim is about the whole program: no place and no support type."""
    return claim.scope == NATION and claim.support_type is None


def of_a_baseline(claim: Claim, baselines: Iterable[KnownBaseline], exactly: bool = False) -> Verdict | None:
    """The claim as a baseline's figure, often in the wrong unit; `exactly`: not if only its qualifier fits."""
    if not is_nationwide(claim):
        return None
    for each in baselines:
        figures = {Metric.AGREEMENTS: each.agreements, Metric.AGENCIES: each.agencies, Metric.STATES: each.states}
        own = figures.get(claim.metric)
        if own is None:
            return None
        shows = f"The list in force in {each.words} shows"
        both = f"{shows} {number(each.agreements)} agreements with {number(each.agencies)} agencies ({each.source})"
        if claim.value == own or (not exactly and closely(claim.value, claim.value_high, claim.qualifier, own)):
            return Verdict(VerdictKind.SUPPORTED, f"{both}.", each.list_date, None, own)
        for metric in (Metric.AGREEMENTS, Metric.AGENCIES):
            if figures[metric] == claim.value and claim.metric is not Metric.STATES:
                sentence = f"{both}: {stated(claim)} is the number of {metric}, not of {claim.metric}."
                return Verdict(VerdictKind.SUPPORTED_OTHERWISE, sentence, each.list_date, None, own, way=metric.value)
    return None


def of_an_earlier_time(claim: Claim, each: ListOnDate, baselines: Iterable[KnownBaseline]) -> Verdict | None:
    """A number far below the list that is exactly one of those that growth is measured from."""
    own = true_count(claim, each.count())
    if not is_nationwide(claim) or own is None or own < 2 * claim.value:
        return None
    for baseline in baselines:
        for unit, figure in (("agreements", baseline.agreements), ("agencies", baseline.agencies)):
            if figure == claim.value and claim.metric in (Metric.AGENCIES, Metric.AGREEMENTS):
                now = f"the list of {each.published_on} counts {number(own)} {units(claim, own)}"
                sentence = f"{number(figure)} is the number of {unit} in {baseline.words} ({baseline.source}); {now}."
                return on_list(VerdictKind.SUPPORTED_OTHERWISE, sentence, each, own, way=baseline.words)
    return None
