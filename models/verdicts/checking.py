"""A claim held against the record: is it right, and if not, what was counted?

Pure: a claim, the other claims of its text, the day of the text, and a view of the lists go in; a verdict with one
plain sentence comes out. The simplest explanation wins: the claim's own unit on the lists in force, then another way
of counting them, then the lists of the days around, then a known baseline. A number is 'off' only if none of these
explains it, and nothing is called wrong if no list is close enough.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain

from models.claims.stated import Claim, Metric, Role
from models.verdicts.baselines import EARLIER, baselines_in, of_a_baseline, of_an_earlier_time
from models.verdicts.growth import hold_growth
from models.verdicts.off_by import unexplained
from models.verdicts.record_view import ListOnDate, ListsOfPeriod, RecordView, Statement, lists_of
from models.verdicts.stated_numbers import Fit, closely, fit
from models.verdicts.stated_periods import Period, day_of_text, period_of
from models.verdicts.values import Verdict, in_place, number, on_list, stated, units
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

# A list of another day explains a number copied from an older report or printed late.
NEAR = timedelta(days=14)
# Whether two spellings are one agency is a judgment; counts within this share of each other, or one apart, are the
# same count.
JUDGMENT = 0.005


def hold(claim: Claim, siblings: Sequence[Claim], published: date | None, today: date, record: RecordView) -> Verdict:
    """The verdict on `claim` in a text that makes the claims `siblings` (it may be among them).

    `published` is the day of the text. If None, the day of its other claims counts, or else `today`.
    """
    day = day_of_text(published, siblings, today)
    period = period_of(claim, day)
    if claim.metric is Metric.PCT_INCREASE:
        return hold_growth(claim, siblings, period, record)
    if claim.metric not in TRUE_WAY:
        return _said_before(claim, record.statements, day)
    if claim.role is Role.PROJECTION:
        return Verdict(VerdictKind.NOT_CHECKABLE, "This is about the future, which no list can confirm.")
    if claim.role in EARLIER and claim.as_of is None:
        sentence = "This is about an earlier time but gives no date, so there is no list to compare it with."
        return of_a_baseline(claim, record.baselines) or Verdict(VerdictKind.NOT_CHECKABLE, sentence)
    kinds = [record.participating, record.pending]
    if claim.metric is Metric.PENDING:
        kinds.reverse()
    own, other = (lists_of(lists, period.first, period.last, NEAR) for lists in kinds)
    verdict = _explained(claim, own, other)
    if claim.role in EARLIER and (verdict is None or verdict.kind is not VerdictKind.SUPPORTED):
        # '135 agencies before' is the January figure, however close other lists come to it.
        verdict = of_a_baseline(claim, record.baselines, exactly=True) or verdict
    verdict = verdict or of_a_baseline(claim, baselines_in(record.baselines, period))
    if verdict is None and own.reference is not None and own.certain:
        verdict = of_an_earlier_time(claim, own.reference, record.baselines)
        verdict = verdict or unexplained(claim, siblings, own, period, record.known_until)
    return verdict or _no_list(claim, siblings, own, period)


def hold_all(claims: Sequence[Claim], published: date | None, today: date, record: RecordView) -> list[Verdict]:
    """The verdicts on all claims of one text, in order."""
    return [hold(claim, claims, published, today, record) for claim in claims]


def _explained(claim: Claim, own: ListsOfPeriod, other: ListsOfPeriod) -> Verdict | None:
    """The simplest explanation in lists of the claim's own kind, or with one of the `other` kind (pending), or None."""
    # An old list explains a number only if the record has the list that followed it.
    newest_first = own.lists[::-1] if own.certain or own.following is not None else ()
    beside = other.reference.count() if other.reference and other.certain else None
    explanations = (
        (_supported(claim, each) for each in newest_first),
        (_within_judgment(claim, each) for each in newest_first),
        (_miscounted(claim, each, usual_miscounts(claim, each.count())) for each in newest_first),
        (_of_another_day(claim, each) for each in own.near),
        (_miscounted(claim, each, rarer_miscounts(claim, each.count(), beside)) for each in newest_first),
        (_miscounted(claim, each, confusions_of_units(claim, each.main_counts)) for each in own.near),
    )
    return next(filter(None, chain.from_iterable(explanations)), None)


def _supported(claim: Claim, each: ListOnDate) -> Verdict | None:
    found = true_count(claim, each.count())
    if found is None:
        return None
    sentence = f"The list of {each.published_on} counts {number(found)} {units(claim, found)}{in_place(claim)}"
    match fit(claim.value, claim.value_high, claim.qualifier, found):
        case Fit.NONE:
            return None
        case Fit.ROUNDED:
            sentence += f", which fits '{stated(claim)}'"
        case Fit.LOOSE:
            sentence += f": '{stated(claim)}' is true, but far from that number"
    return on_list(VerdictKind.SUPPORTED, f"{sentence}.", each, found)


def _miscounted(claim: Claim, each: ListOnDate, ways: Iterable[Found]) -> Verdict | None:
    return next((_otherwise(claim, each, way) for way in ways if _fits(claim, way)), None)


def _of_another_day(claim: Claim, each: ListOnDate) -> Verdict | None:
    found = true_count(claim, each.main_counts)
    way = Found(found or 0, "another date", TRUE_WAY[claim.metric].phrase)
    return _otherwise(claim, each, way) if claim.value >= 2 and _fits(claim, way) else None


def _fits(claim: Claim, way: Found) -> bool:
    return way.value > 0 and closely(claim.value, claim.value_high, claim.qualifier, way.value)


def _otherwise(claim: Claim, each: ListOnDate, way: Found) -> Verdict:
    own = true_count(claim, each.count())
    what = stated(claim) if way.value == claim.value else f"{number(way.value)}, which fits '{stated(claim)}',"
    sentence = f"On the list of {each.published_on}, {what} is the number of {way.phrase}{in_place(claim)}"
    if own is not None and own != way.value:
        sentence += f"; the list has {number(own)} {units(claim, own)}"
    return on_list(VerdictKind.SUPPORTED_OTHERWISE, sentence + ".", each, own, way=way.way)


def _within_judgment(claim: Claim, each: ListOnDate) -> Verdict | None:
    found = true_count(claim, each.count())
    if claim.metric is not Metric.AGENCIES or not found or found < CHANCE:
        return None
    if abs(found - claim.value) > max(1, JUDGMENT * found):
        return None
    counts = f"The list of {each.published_on} counts {number(found)} {units(claim, found)}{in_place(claim)}"
    why = f"the difference from {number(claim.value)} depends on which spellings count as one agency"
    sentence = f"{counts}; {why}."
    return on_list(VerdictKind.SUPPORTED_OTHERWISE, sentence, each, found, way="agencies by judgment")


def _no_list(claim: Claim, siblings: Sequence[Claim], own: ListsOfPeriod, period: Period) -> Verdict:
    last = own.reference
    count = true_count(claim, last.count()) if last is not None else None
    if last is not None and count is not None and own.certain:
        whole = f"{number(count)} {units(claim, count)}{in_place(claim)}"
        sentence = f"The list of {last.published_on} counts {whole}, but a later one may be missing from the record"
    else:
        sentence = f"The record holds no list close enough to {period.words} to compare"
        if last is not None:
            sentence += f"; the last one before that is from {last.published_on}"
    beside = next((each for each in siblings if _confirms(each, claim)), None)
    if beside is not None:
        sentence += f"; {stated(claim)} agrees with the {stated(beside)} in the same text"
    return Verdict(VerdictKind.NO_LIST, sentence + ".")


def _confirms(sibling: Claim, claim: Claim) -> bool:
    """Whether a more exact number of the same thing, in the same text, fits the claim."""
    same = (sibling.metric, sibling.scope, sibling.support_type) == (claim.metric, claim.scope, claim.support_type)
    if not same or sibling.qualifier or not claim.qualifier or sibling.role is not claim.role:
        return False
    return closely(claim.value, claim.value_high, claim.qualifier, sibling.value)


def _said_before(claim: Claim, statements: Sequence[Statement], day: date) -> Verdict:
    """The verdict on what no list counts: who had stated the same by the day of the text, and who first."""
    what = (claim.metric, claim.scope, claim.unit)
    before = (each for each in statements if each.said_on <= day and (each.metric, each.scope, each.unit) == what)
    same = sorted((each for each in before if _same_figure(claim, each)), key=lambda each: each.said_on)
    if not same:
        return Verdict(VerdictKind.NOT_CHECKABLE, "No list counts this, and no earlier statement of it is on record.")
    first, others = same[0], len(same) - 1
    repeat = "further statement says" if others == 1 else "further statements say"
    more = f"; {number(others)} {repeat} the same" if others else ""
    note = f" ({first.note})" if first.note else ""
    sentence = f"No list counts this; {first.said_by} stated {stated(first)}{note} on {first.said_on}{more}."
    return Verdict(VerdictKind.NOT_CHECKABLE, sentence, said_before=tuple(same))


def _same_figure(claim: Claim, each: Statement) -> bool:
    """'Over 8,500' repeats 8,501; a range repeats the same range."""
    if claim.value_high or each.value_high:
        return (claim.value, claim.value_high) == (each.value, each.value_high)
    return claim.value == each.value or closely(claim.value, None, claim.qualifier, each.value)
