"""A stated growth held against the record, and against the counts beside it in the same text.

'Up 609%' is true of 135 agreements growing to 958; 'nearly 950%' does not follow from the 135 and 1,168 printed
beside it, whatever the lists say. A growth that follows from nothing known stays open: it may start anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from models.claims.stated import Claim, Role, Unit
from models.lists.counts import NATION, Count
from models.verdicts.holding.baselines import is_nationwide, nearest_baseline
from models.verdicts.holding.counted_growths import (
    CountedGrowth,
    as_percent,
    growths_of_text,
    is_growth_of,
    measured_from,
    since_a_baseline,
)
from models.verdicts.holding.readings import COUNTED_WHOLE
from models.verdicts.record_view import KnownBaseline, ListOnDate, RecordView, lists_of
from models.verdicts.stated_numbers import share_fits
from models.verdicts.stated_periods import Period, parse_period
from models.verdicts.values import Verdict, number, on_list, stated
from models.vocabulary import VerdictKind

_NO_TIME = timedelta(0)
_WEEKS_AROUND = timedelta(days=30)


def hold_growth(
    claim: Claim, siblings: Sequence[Claim], period: Period, record: RecordView, of_text: ListOnDate | None = None
) -> Verdict:
    """The verdict on a claim of metric pct_increase in a text with the claims `siblings`.

    `of_text` is the list that the text's other figures are of, where that is known.
    """
    by_record = list(_record_growths(claim, period, record, of_text))
    fitting = (growth for growth in by_record if is_growth_of(claim, growth.percent))
    supporting = min(fitting, key=lambda growth: _rank(claim, siblings, growth, of_text), default=None)
    beside = list(growths_of_text(claim, siblings, record.baselines))
    following = next((growth for growth in beside if is_growth_of(claim, growth.percent, growth.room)), None)
    # Counts from another start are another growth; from the same start they should give this one.
    contradicting = [
        each for each in beside if each.binds(claim) and (supporting is None or each.before == supporting.before)
    ]
    if following is None and contradicting and claim.role is Role.CURRENT:
        return _inconsistent(claim, contradicting, supporting)
    if supporting is not None and supporting.same_unit and not supporting.is_meant(claim, siblings):
        sentence = f"{supporting.told(claim)}, but the text names another number to start from or another unit."
        return _verdict(VerdictKind.SUPPORTED_OTHERWISE, sentence, supporting, way=f"growth of {supporting.unit}")
    if supporting is not None and supporting.same_unit:
        return _verdict(VerdictKind.SUPPORTED, f"{supporting.told(claim)}.", supporting)
    if supporting is not None:
        sentence = f"{supporting.told(claim)}, which compares two different units."
        return _verdict(VerdictKind.SUPPORTED_OTHERWISE, sentence, supporting, way="two units compared")
    for growth in (each for each in by_record if each.same_unit and not each.with_header):
        share = growth.percent + 100
        if (
            claim.unit is Unit.PERCENT
            and share_fits(claim.value, claim.qualifier, share)
            and _meets(claim.value, share)
        ):
            told = f"{growth.told(claim)}, or {number(round(share))}% of the starting number"
            sentence = f"This is the new number as a share of the old one, not the increase: {told}."
            return _verdict(VerdictKind.SUPPORTED_OTHERWISE, sentence, growth, way="share instead of increase")
    if following is not None:
        counts = f"the counts in the same text ({following.words})"
        sentence = f"This follows from {counts}; no list close enough confirms them."
        return Verdict(VerdictKind.NO_LIST, sentence, computed=following.numbers)
    if since_known := next(since_a_baseline(claim, siblings, record.baselines), None):
        sentence = f"This follows {since_known.words}, the text's own count; no list close enough confirms that one."
        return Verdict(VerdictKind.NO_LIST, sentence, computed=since_known.numbers)
    return _unexplained(claim, by_record, period, record)


def _meets(stated_share: float, share: float) -> bool:
    """A share taken for the increase is the number to the last digit: a rounded one would be met by chance."""
    return abs(stated_share - share) < 1


def _inconsistent(claim: Claim, beside: Sequence[CountedGrowth], supporting: CountedGrowth | None) -> Verdict:
    """The counts of the text give another growth; if the lists give the one stated, the sentence says so."""
    nearest = min(beside, key=lambda growth: (growth.apart, abs(growth.percent - as_percent(claim))))
    sentence = f"The counts in the same text give a different growth: {nearest.told(claim)}, not '{stated(claim)}'"
    if supporting is not None:
        sentence += f", which is the growth {supporting.words} (+{supporting.percent:,.0f}%)"
        nearest = replace(nearest, of_list=supporting.of_list)
    return _verdict(VerdictKind.INCONSISTENT, f"{sentence}.", nearest)


def _rank(
    claim: Claim, siblings: Sequence[Claim], growth: CountedGrowth, of_text: ListOnDate | None
) -> tuple[bool, bool, bool, float]:
    """The list of the text's other figures first, then what compares like with like, then what the text names, then
    the nearest growth.

    One told as 'fivefold' has no nearest: the first that fits is that of the newest list.
    """
    distance = 0.0 if claim.unit is Unit.TIMES else abs(growth.percent - as_percent(claim))
    odd = not growth.same_unit or growth.with_header
    return growth.of_list is not of_text, odd, not growth.is_meant(claim, siblings), distance


def _verdict(kind: VerdictKind, sentence: str, growth: CountedGrowth, **more: Any) -> Verdict:
    capitalized = sentence[0].upper() + sentence[1:]
    return on_list(kind, capitalized, growth.of_list, growth.numbers[2], computed=growth.numbers, **more)


def _record_growths(
    claim: Claim, period: Period, record: RecordView, of_text: ListOnDate | None, roughly: bool = False
) -> Iterator[CountedGrowth]:
    """What the lists in force give over the baselines that the claim can mean; comparisons of one unit first.

    `roughly`: by the counts that the record keeps, without counting each row.
    """
    lists = lists_of(record.participating, period.first, period.last, _NO_TIME, _NO_TIME)
    in_force = (lists.lists[::-1] if lists.certain else ())[:COUNTED_WHOLE]
    starts = list(_starts(claim, period, record))
    for each in dict.fromkeys((*((of_text,) if of_text else ()), *in_force)):
        count = (each.main_counts if roughly else each.count()).of(claim.scope, claim.support_type)
        ends = [("agreements", count.agreements), ("agencies", count.agencies)]
        if is_nationwide(claim):
            ends.insert(1, ("agreements (header row counted)", count.rows_and_header))
        pairs = [(start, end) for start in starts for end in ends]
        pairs.sort(key=lambda pair: pair[0][0] != pair[1][0].split(" ")[0])
        for (unit, before, when), (end_unit, after) in pairs:
            same_unit = unit == end_unit.split(" ")[0]
            # Texts compare two units in nationwide figures; a state's small ones would fit by chance.
            if 0 < before < after and (same_unit or claim.scope == NATION):
                start = f"from {number(before)} {unit} {when}"
                words = f"{start} to {number(after)} {end_unit} on the list of {each.published_on}"
                with_header = after == count.rows_and_header
                yield CountedGrowth(before, after, words, same_unit, each, with_header, unit=unit)


def _starts(claim: Claim, period: Period, record: RecordView) -> Iterator[tuple[str, float, str]]:
    """(unit, value, when) of each possible start: as stated, else the newest baseline."""
    starts: list[tuple[Count | KnownBaseline, str]] = []
    baselines = measured_from(claim, record.baselines, period)
    since = parse_period(claim.baseline.as_of) if claim.baseline and claim.baseline.as_of else None
    if since is not None and since[0] <= period.last:  # a start after the end was misread
        lists = lists_of(record.participating, since[0], since[1], _NO_TIME, _NO_TIME)
        for each in reversed(lists.lists if lists.certain else ()):
            starts.append((each.count().of(claim.scope, claim.support_type), f"on the list of {each.published_on}"))
        nearest = nearest_baseline(record.baselines if is_nationwide(claim) else (), since[0])
        baselines = [nearest] if nearest else []
    starts += [(baseline, f"in {baseline.words}") for baseline in baselines]
    for figures, when in starts:
        yield "agreements", figures.agreements, when
        yield "agencies", figures.agencies, when


def _unexplained(claim: Claim, growths: Sequence[CountedGrowth], period: Period, record: RecordView) -> Verdict:
    since_known = claim.baseline is not None and (claim.baseline.as_of or claim.baseline.value)
    best = next(iter(growths), None)
    if best is None:
        if claim.scope != NATION or not since_known:
            sentence = "Neither the text nor the record settles which two counts this compares."
            return Verdict(VerdictKind.NOT_CHECKABLE, sentence)
        return Verdict(VerdictKind.NO_LIST, f"The record holds no list close enough to {period.words} to compare.")
    told = f"{best.words} would be {best.told(claim).removeprefix(f'{best.words} is ')}"
    if not since_known:
        return _verdict(VerdictKind.NOT_CHECKABLE, f"The text does not say since when; {told}.", best)
    if claim.uncertain or claim.role is not Role.CURRENT or _may_be_of_another_day(claim, period, record):
        return _verdict(VerdictKind.NOT_CHECKABLE, f"The text does not settle what grew and until when; {told}.", best)
    off = round(as_percent(claim) - best.percent, 1)
    return _verdict(VerdictKind.OFF_BY, f"{best.told(claim)}, not {stated(claim)}.", best, difference=off)


def _may_be_of_another_day(claim: Claim, period: Period, record: RecordView) -> bool:
    """Whether a list of the weeks around gives the growth, or one that the record lacks may."""
    lists = lists_of(record.participating, period.first, period.last, _NO_TIME, _NO_TIME)
    if not lists.certain or (
        lists.following is None and (record.known_until or lists.lists[-1].published_on) < period.last
    ):
        return True
    wider = replace(period, first=period.first - _WEEKS_AROUND, last=period.last + _WEEKS_AROUND)
    return any(
        is_growth_of(claim, growth.percent) for growth in _record_growths(claim, wider, record, None, roughly=True)
    )
