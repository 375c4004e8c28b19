"""A claim held against the record: is it right, and if not, what was counted?

Pure: a claim, the other claims of its text, the day of the text, and a view of the lists go in; a verdict with one
plain sentence comes out. A part is held against the same part (`parts`), a whole against the closest of all readings
(`readings`), the figures of one text against one list where that explains them (`together`). A number is 'off' only if
nothing explains it and everything about it is decided; nothing is called wrong if no list is close enough.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from models.claims.stated import Claim, Metric, Role
from models.lists.counts import NATION
from models.verdicts.holding.baselines import (
    EARLIER,
    baselines_in,
    of_a_baseline,
    of_an_earlier_time,
    that_may_be_meant,
)
from models.verdicts.holding.growth import hold_growth
from models.verdicts.holding.off_by import unexplained
from models.verdicts.holding.parts import NamedPart, count_of_part, named_part, with_support_type
from models.verdicts.holding.readings import (
    COUNTED_WHOLE,
    ListReadings,
    fits_or_beside,
    readings,
    without_contradicted,
)
from models.verdicts.holding.said_before import said_before
from models.verdicts.holding.together import Together, explain_together
from models.verdicts.holding.told import (
    of_all_bodies,
    of_endings,
    of_growth_of_stock,
    of_part,
    of_reading,
    of_together,
    of_unmatched_part,
    of_vague_time,
    without_list,
)
from models.verdicts.record_view import ListsOfPeriod, RecordView, lists_of
from models.verdicts.stated_numbers import Fit, tightly
from models.verdicts.stated_periods import Period, day_of_text, period_of
from models.verdicts.values import Verdict
from models.verdicts.ways_of_counting import TRUE_WAY, true_count
from models.vocabulary import VerdictKind

# A list of another day explains a number copied from an older report or printed late. A number without a date may be
# older still.
NEAR, STALE = timedelta(days=14), timedelta(days=30)
# The list of a day may be published a few days later, but no writer sees those of the weeks to come.
_NEXT = timedelta(days=3)

# A small number given for a whole season or year is right on some day of it.
_LONG, _SMALL = timedelta(days=45), 100

# A part that exceeds the whole by more than the rows that come and go is no part.
_MORE_THAN_ALL = 0.02


def hold(
    claim: Claim,
    siblings: Sequence[Claim],
    published: date | None,
    today: date,
    record: RecordView,
    together: Together | None = None,
) -> Verdict:
    """The verdict on `claim` in a text that makes the claims `siblings` (it may be among them).

    `published` is the day of the text. If None, the day of its other claims counts, or else `today`. `together` is
    what explains the text's figures at once.
    """
    day = day_of_text(published, siblings, today)
    period = period_of(claim, day)
    claim = with_support_type(claim)
    if claim.metric is Metric.PCT_INCREASE:
        return hold_growth(claim, siblings, period, record, together.each if together else None)
    if claim.metric not in TRUE_WAY:
        return said_before(claim, record.statements, day)
    if claim.role is Role.PROJECTION:
        return Verdict(VerdictKind.NOT_CHECKABLE, "This is about the future, which no list can confirm.")
    if claim.role in EARLIER and claim.as_of is None:
        sentence = "This is about an earlier time but gives no date, so there is no list to compare it with."
        return of_a_baseline(claim, record.baselines) or Verdict(VerdictKind.NOT_CHECKABLE, sentence)
    if together is not None:
        explained = together.explained(claim)
        if explained is not None:
            return of_together(claim, explained, together)
        if together.reaches(claim):  # a figure beside those that are explained is of the same days
            period = Period(together.each.published_on, together.each.published_on, str(together.each.published_on))
    seen = published + _NEXT if published else None
    return _held(claim, siblings, period, day, seen, record)


def hold_all(claims: Sequence[Claim], published: date | None, today: date, record: RecordView) -> list[Verdict]:
    """The verdicts on all claims of one text, in order."""
    together = explain_together(claims, published, day_of_text(published, claims, today), today, record)
    return [hold(claim, claims, published, today, record, together) for claim in claims]


def _held(
    claim: Claim, siblings: Sequence[Claim], period: Period, day: date, seen: date | None, record: RecordView
) -> Verdict:
    """The verdict on a count of a known time, by itself; the writer can have seen the lists up to the day `seen`."""
    kinds = [record.participating, record.pending]
    if claim.metric is Metric.PENDING:
        kinds.reverse()
    before = NEAR if claim.as_of else STALE
    after = min(NEAR, max(seen - period.last, timedelta(0))) if seen else NEAR
    own, other = (lists_of(lists, period.first, period.last, before, after) for lists in kinds)
    scopes = {each.scope for each in siblings} - {claim.scope}
    part = named_part(claim, siblings, day)
    if part is not None and part.ended is not None and (lost := _lost(claim, part.ended, record)):
        return lost
    flows = part is not None and part.flow is not None
    if not flows and (vague := _too_vague(claim, period, day, own)):
        return of_vague_time(claim, period, *vague)
    found = without_contradicted(readings(claim, _usable(own), other, scopes), claim, siblings)
    verdict = of_reading(claim, found) if part is None else _of_the_part(claim, part, own, found, record)
    if flows:  # no count of any day is one of what was gained or lost
        return verdict or without_list(claim, siblings, own, period)
    is_new = part is not None and part.is_new
    if claim.role in EARLIER and not is_new and (verdict is None or verdict.kind is not VerdictKind.SUPPORTED):
        # '135 agencies before' is the January figure, however close other lists come to it.
        meant = that_may_be_meant(record.baselines, claim, period)
        verdict = of_a_baseline(claim, meant, exactly=True) or verdict
    verdict = verdict or of_a_baseline(claim, baselines_in(record.baselines, period))
    if verdict is None and own.reference is not None and own.certain:
        verdict = of_an_earlier_time(claim, own.reference, record.baselines)
        verdict = verdict or unexplained(claim, siblings, part, own, period, record)
    return verdict or without_list(claim, siblings, own, period)


def _too_vague(claim: Claim, period: Period, day: date, own: ListsOfPeriod) -> tuple[int, int] | None:
    """The lowest and the highest count of a period so long that a small number is right on some day of it by chance."""
    if period.last - period.first <= _LONG or claim.value >= _SMALL or not own.lists:
        return None
    last = true_count(claim, own.lists[-1].main_counts)
    if last is not None and period.last >= day and tightly(claim.value, claim.value_high, claim.qualifier, last):
        return None  # right on the day of the text
    counts = [count for each in own.lists if (count := true_count(claim, each.main_counts)) is not None]
    return (min(counts), max(counts)) if counts and min(counts) != max(counts) else None


def _usable(own: ListsOfPeriod) -> ListsOfPeriod:
    """An old list explains a number only if it is of the period itself or the record has the list that followed it."""
    return own if own.certain or own.following is not None else replace(own, lists=own.within)


def _of_the_part(
    claim: Claim, part: NamedPart, own: ListsOfPeriod, found: ListReadings, record: RecordView
) -> Verdict | None:
    """The verdict on a part; None if it is no part, because it is more than the whole."""
    usable = _usable(own).lists[: -COUNTED_WHOLE - 1 : -1]
    counts = [(each, value) for each in usable if (value := count_of_part(claim, part, each)) is not None]
    for each, value in counts:
        if value and fits_or_beside(claim, value):
            return of_part(claim, part, each, value)
    if grown := _growth(claim, part, own, record):
        return grown
    closest = found.closest
    if closest is not None and part.may_be_all:
        is_whole = closest.own and closest.fit is Fit.EXACT
        if is_whole if part.is_new else (closest.fit is Fit.EXACT or claim.scope == NATION):
            of_all = of_reading(claim, found)
            return of_all and of_all_bodies(claim, part, of_all, closest)
    if not usable:
        return None
    whole = max(true_count(claim, each.count()) or 0 for each in usable)
    if part.is_kind_alone and claim.value > whole * (1 + _MORE_THAN_ALL) + 2 and closest is None:
        return None
    return of_unmatched_part(claim, part, usable[0], next((value for _, value in counts), None))


def _lost(claim: Claim, period: Period, record: RecordView) -> Verdict | None:
    """What was lost in a period, as the endings between the lists in force at its begin and at its end. Said only where
    the numbers are equal and each ending is confirmed: a difference may be one of days, or of what counts as a loss."""
    if claim.metric is not Metric.AGREEMENTS or claim.qualifier or claim.value_high is not None:
        return None
    none = timedelta(0)
    first, last = (lists_of(record.participating, day, day, none, none) for day in (period.first, period.last))
    if last.reference is None or not (first.certain and last.certain):
        return None
    start, end = first.lists[0], last.reference
    ended = [
        each
        for each in record.endings
        if start.published_on < each.missing_since <= end.published_on
        and (claim.scope == NATION or each.state in claim.scope.split("+"))
        and claim.support_type in (None, each.support_type)
    ]
    if len(ended) != claim.value or not all(each.confirmed for each in ended):
        return None
    return of_endings(claim, start, end)


def _growth(claim: Claim, part: NamedPart, own: ListsOfPeriod, record: RecordView) -> Verdict | None:
    """What is new in a period, as the difference of the lists at its begin and at its end."""
    if part.signed is None or part.kind is not None or own.reference is None:
        return None
    before = lists_of(record.participating, part.signed.first, part.signed.first, timedelta(0), timedelta(0))
    if before.reference is None or not before.certain:
        return None
    first, last = (true_count(claim, each.count()) for each in (before.reference, own.reference))
    if first is None or last is None or not tightly(claim.value, claim.value_high, claim.qualifier, last - first):
        return None
    return of_growth_of_stock(claim, before.reference, own.reference, first, last)
