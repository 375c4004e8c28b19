"""A claim held against the figures that growth is known to be measured from: 135 agreements in January 2025, ...

They are told as agencies, as the figure of another day, or without any date; the number gives them away.
"""

from collections.abc import Iterable

from models.claims.stated import Claim, Metric, Role
from models.verdicts.record_view import KnownBaseline, ListOnDate
from models.verdicts.stated_numbers import closely
from models.verdicts.values import Verdict, number, stated, units
from models.verdicts.ways_of_counting import true_count
from models.vocabulary import VerdictKind

# The roles of numbers that a present one is compared with.
EARLIER = frozenset({Role.BASELINE, Role.HISTORICAL})


def of_a_baseline(claim: Claim, baselines: Iterable[KnownBaseline], exactly: bool = False) -> Verdict | None:
    """The claim as one of the figures that growth is measured from, which are often told in the wrong unit.

    With `exactly`, only where the figure itself is stated, not one that a qualifier leaves room for.
    """
    if claim.scope != "US" or claim.support_type is not None:
        return None
    for each in baselines:
        figures = {
            Metric.AGREEMENTS: each.agreements,
            Metric.AGENCIES: each.agencies,
            Metric.STATES: each.states,
        }
        own = figures.get(claim.metric)
        if own is None:
            return None
        when = f"The list in force in {each.words} counts"
        both = f"{when} {number(each.agreements)} agreements of {number(each.agencies)} agencies ({each.source})"
        if claim.value == own or (not exactly and closely(claim.value, claim.value_high, claim.qualifier, own)):
            return Verdict(VerdictKind.SUPPORTED, f"{both}.", each.list_date, None, own)
        for metric, figure in figures.items():
            exact = figure == claim.value and metric is not Metric.STATES
            if exact and claim.metric is not Metric.STATES:
                sentence = f"{both}: {stated(claim)} is the number of {metric}, not of {claim.metric}."
                return Verdict(VerdictKind.SUPPORTED_OTHERWISE, sentence, each.list_date, None, own, way=metric.value)
    return None


def of_an_earlier_time(claim: Claim, each: ListOnDate, baselines: Iterable[KnownBaseline]) -> Verdict | None:
    """A number far below the list that is exactly one of those that growth is measured from: an earlier time's."""
    own = true_count(claim, each.counts)
    if claim.scope != "US" or claim.support_type is not None or own is None or own < 2 * claim.value:
        return None
    for baseline in baselines:
        for unit, figure in (("agreements", baseline.agreements), ("agencies", baseline.agencies)):
            if figure == claim.value and claim.metric in (Metric.AGENCIES, Metric.AGREEMENTS):
                sentence = (
                    f"{number(figure)} is the number of {unit} in {baseline.words} ({baseline.source}); the list of "
                    f"{each.published_on} counts {number(own)} {units(claim, own)}."
                )
                return Verdict(
                    VerdictKind.SUPPORTED_OTHERWISE, sentence, each.published_on, each.sha256, own, way=baseline.words
                )
    return None
