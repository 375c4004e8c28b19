"""A claim held against the record: is it so, and if not, what did somebody count?

Pure: the claim, the other claims of its text, the day that the text speaks from, and a view of the lists go in;
a verdict with one plain sentence comes out. The simplest explanation wins: the claim's own unit on the lists in
force, then another way of counting on them, then the lists of the days around, then a known baseline. Only what
nothing explains is 'off', and where no list is near enough nothing is said to be wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from models.claims.stated import Claim, Metric, Role
from models.verdicts.baselines import EARLIER, of_a_baseline, of_an_earlier_time
from models.verdicts.growth import hold_growth
from models.verdicts.off_by import unexplained
from models.verdicts.record_view import KnownBaseline, ListOnDate, ListsOfPeriod, RecordView, Statement, lists_of
from models.verdicts.stated_numbers import Fit, closely, fit
from models.verdicts.stated_periods import Period, day_of_text, period_of
from models.verdicts.values import Verdict, in_place, number, stated, units
from models.verdicts.ways_of_counting import (
    CHANCE,
    TRUE_WAY,
    Found,
    confusions_of_units,
    rarer_miscounts,
    true_count,
    usual_miscounts,
)
from models.vocabulary import VerdictKind

# A list of another day explains a number that is copied from an older report or was printed late.
NEAR = timedelta(days=14)
# A baseline stands for the weeks around its day: 'at the end of the first term', 'before he took office'.
BASELINE_ROOM = timedelta(days=45)
# Agencies under one name in two spellings are told apart by judgment; counts within this share of each other, or
# one apart, are the same count.
JUDGMENT = 0.005


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The lists for one claim: of its own kind, and of the other kind (pending for participating)."""

    own: ListsOfPeriod
    other: ListsOfPeriod


def hold(claim: Claim, siblings: Sequence[Claim], published: date | None, today: date, record: RecordView) -> Verdict:
    """The verdict on `claim`, whose text has the claims `siblings` (it may be among them).

    `published` is the day of the text, None where it is unknown: then the day that its other claims speak of
    counts, and at last `today`.
    """
    day = day_of_text(published, siblings, today)
    period = period_of(claim, day)
    if claim.metric is Metric.PCT_INCREASE:
        return hold_growth(claim, siblings, period, record)
    if claim.metric not in TRUE_WAY:
        return _said_before(claim, record.statements, day)
    if claim.role is Role.PROJECTION:
        return Verdict(VerdictKind.NOT_CHECKABLE, "It speaks of what is to come, which no list can settle.")
    if claim.role in EARLIER and claim.as_of is None:
        return of_a_baseline(claim, record.baselines) or Verdict(
            VerdictKind.NOT_CHECKABLE, "It speaks of an earlier time without a date, so no list can be chosen."
        )
    evidence = _evidence(claim, period, record)
    verdict = _explained(claim, evidence)
    if claim.role in EARLIER and (verdict is None or verdict.kind is not VerdictKind.SUPPORTED):
        # '135 agencies before' is the January figure, however near to it other lists may come.
        verdict = of_a_baseline(claim, record.baselines, exactly=True) or verdict
    if verdict is None:
        verdict = of_a_baseline(claim, _baselines_of(period, record))
    if verdict is None and evidence.own.reference is not None and evidence.own.certain:
        verdict = of_an_earlier_time(claim, evidence.own.reference, record.baselines) or unexplained(
            claim, siblings, evidence.own, period, record.known_until
        )
    return verdict or _no_list(claim, siblings, evidence, period)


def hold_all(claims: Sequence[Claim], published: date | None, today: date, record: RecordView) -> list[Verdict]:
    """The verdicts on all claims of one text, in their order."""
    return [hold(claim, claims, published, today, record) for claim in claims]


def _baselines_of(period: Period, record: RecordView) -> list[KnownBaseline]:
    first, last = period.first - BASELINE_ROOM, period.last + BASELINE_ROOM
    return [each for each in record.baselines if first <= each.on <= last]


def _evidence(claim: Claim, period: Period, record: RecordView) -> _Evidence:
    participating = lists_of(record.participating, period.first, period.last, NEAR)
    pending = lists_of(record.pending, period.first, period.last, NEAR)
    return _Evidence(pending, participating) if claim.metric is Metric.PENDING else _Evidence(participating, pending)


def _explained(claim: Claim, evidence: _Evidence) -> Verdict | None:
    """The simplest explanation that the lists have for the number; None where they have none."""
    lists = evidence.own.lists
    if not evidence.own.certain:  # an old list explains a number only where the record knows what came after it
        lists = lists if evidence.own.following is not None else ()
    newest_first = lists[::-1]
    other = evidence.other.reference.counts if evidence.other.reference and evidence.other.certain else None
    explanations = (
        (_supported(claim, each) for each in newest_first),
        (_within_judgment(claim, each) for each in newest_first),
        (_miscounted(claim, each, usual_miscounts(claim, each.counts)) for each in newest_first),
        (_of_another_day(claim, each) for each in evidence.own.near),
        (_miscounted(claim, each, rarer_miscounts(claim, each.counts, other)) for each in newest_first),
        (_miscounted(claim, each, confusions_of_units(claim, each.main_counts)) for each in evidence.own.near),
    )
    return next(filter(None, chain.from_iterable(explanations)), None)


def _supported(claim: Claim, each: ListOnDate) -> Verdict | None:
    found = true_count(claim, each.counts)
    if found is None:
        return None
    sentence = f"The list of {each.published_on} counts {number(found)} {units(claim, found)}{in_place(claim)}"
    match fit(claim.value, claim.value_high, claim.qualifier, found):
        case Fit.NONE:
            return None
        case Fit.ROUNDED:
            sentence += f", which bears out '{stated(claim)}'"
        case Fit.LOOSE:
            sentence += f": '{stated(claim)}' is true of it, but far off"
    return Verdict(VerdictKind.SUPPORTED, f"{sentence}.", each.published_on, each.sha256, found)


def _miscounted(claim: Claim, each: ListOnDate, ways: Iterable[Found]) -> Verdict | None:
    way = next((way for way in ways if _fits(claim, way)), None)
    return _otherwise(claim, each, way) if way is not None else None


def _of_another_day(claim: Claim, each: ListOnDate) -> Verdict | None:
    found = true_count(claim, each.main_counts)
    way = Found(found or 0, "another date", TRUE_WAY[claim.metric].phrase)
    return _otherwise(claim, each, way) if claim.value >= 2 and _fits(claim, way) else None


def _fits(claim: Claim, way: Found) -> bool:
    return way.value > 0 and closely(claim.value, claim.value_high, claim.qualifier, way.value)


def _otherwise(claim: Claim, each: ListOnDate, way: Found) -> Verdict:
    own = true_count(claim, each.counts)
    is_what = (
        f"{stated(claim)} is" if way.value == claim.value else f"{number(way.value)}, which fits '{stated(claim)}', is"
    )
    sentence = f"On the list of {each.published_on}, {is_what} the number of {way.phrase}{in_place(claim)}"
    if own is not None and own != way.value:
        sentence += f"; it counts {number(own)} {units(claim, own)}"
    return Verdict(VerdictKind.SUPPORTED_OTHERWISE, sentence + ".", each.published_on, each.sha256, own, way=way.way)


def _within_judgment(claim: Claim, each: ListOnDate) -> Verdict | None:
    found = true_count(claim, each.counts)
    if claim.metric is not Metric.AGENCIES or not found or found < CHANCE:
        return None
    if abs(found - claim.value) > max(1, JUDGMENT * found):
        return None
    sentence = (
        f"The list of {each.published_on} counts {number(found)} {units(claim, found)}{in_place(claim)}; the "
        f"difference from {number(claim.value)} lies in which spellings are taken for one agency."
    )
    return Verdict(
        VerdictKind.SUPPORTED_OTHERWISE, sentence, each.published_on, each.sha256, found, way="agencies by judgment"
    )


def _no_list(claim: Claim, siblings: Sequence[Claim], evidence: _Evidence, period: Period) -> Verdict:
    last = evidence.own.reference
    own = true_count(claim, last.counts) if last is not None else None
    if last is not None and own is not None and evidence.own.certain:
        whole = f"{number(own)} {units(claim, own)}{in_place(claim)}"
        sentence = f"The list of {last.published_on} counts {whole}, but a later one may be missing from the record"
    else:
        sentence = f"The record holds no list close enough to {period.words} to compare"
        if last is not None:
            sentence += f"; the last one before is of {last.published_on}"
    beside = next((each for each in siblings if _bears_out(each, claim)), None)
    if beside is not None:
        sentence += f"; {stated(claim)} agrees with the {stated(beside)} of the same text"
    return Verdict(VerdictKind.NO_LIST, sentence + ".")


def _bears_out(sibling: Claim, claim: Claim) -> bool:
    """Whether a more exact number of the same thing, in the same text, lies where the claim says."""
    same = (sibling.metric, sibling.scope, sibling.support_type) == (claim.metric, claim.scope, claim.support_type)
    if not same or sibling.qualifier or not claim.qualifier or sibling.role is not claim.role:
        return False
    return closely(claim.value, claim.value_high, claim.qualifier, sibling.value)


def _said_before(claim: Claim, statements: Sequence[Statement], day: date) -> Verdict:
    """What no list counts: who said the same, by the day of the text, earliest first."""
    same = [
        each
        for each in statements
        if each.metric is claim.metric
        and each.scope == claim.scope
        and each.unit is claim.unit
        and each.said_on <= day
        and _same_figure(claim, each)
    ]
    same.sort(key=lambda each: each.said_on)
    if not same:
        return Verdict(VerdictKind.NOT_CHECKABLE, "No list counts this, and no earlier statement of it is on record.")
    first = same[0]
    figure = stated(first)
    others = len(same) - 1
    repeat = "further statement says" if others == 1 else "further statements say"
    more = f"; {number(others)} {repeat} the same" if others else ""
    what = f" ({first.note})" if first.note else ""
    sentence = f"No list counts this; {first.said_by} stated {figure}{what} on {first.said_on}{more}."
    return Verdict(VerdictKind.NOT_CHECKABLE, sentence, said_before=tuple(same))


def _same_figure(claim: Claim, each: Statement) -> bool:
    """'Over 8,500' repeats 8,501; a range repeats the same range."""
    if claim.value_high or each.value_high:
        return (claim.value, claim.value_high) == (each.value, each.value_high)
    return claim.value == each.value or closely(claim.value, None, claim.qualifier, each.value)
