"""A stated growth held against the record, and against the counts that stand beside it in the same text.

'Up 609%' is true of 135 agreements growing to 958; 'nearly 950%' does not follow from the 135 and 1,168 printed
beside it, whatever the lists say. A growth that follows from nothing known is left open: it may start anywhere.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.claims.stated import Claim, Metric, Role, Unit
from models.lists.counts import NATION, growth_percent
from models.verdicts.record_view import KnownBaseline, ListOnDate, RecordView, lists_of, nearest_baseline
from models.verdicts.stated_numbers import fit, share_fits
from models.verdicts.stated_periods import Period, parse_period
from models.verdicts.values import Verdict, number, stated
from models.vocabulary import VerdictKind

# 'Since the start of the term' is told by weeks, not by days.
BASELINE_ROOM = timedelta(days=45)

# A growth by times ('doubled', 'fivefold') is told of anything within a tenth.
_TIMES_SHARE = 0.1

# Pairs in a text that carry a qualifier ('more than 1,100') give a growth that is itself only about right.
_QUALIFIED_SHARE = 0.05

_GROWING = re.compile(r"\b(from|grew|grown|rose|risen|climbed|jumped|soared|surged|went)\b", re.IGNORECASE)

# An honest text has a dozen counts; each is paired with each.
_MAX_COUNTS = 20

_COUNTED = frozenset({Metric.AGENCIES, Metric.AGREEMENTS, Metric.OFFICERS_TRAINED, Metric.COUNTIES})


@dataclass(frozen=True, slots=True)
class _Growth:
    before: float
    after: float
    words: str  # 'from 135 agreements in January 2025 to 957 agreements on the list of 2025-09-03'
    same_unit: bool = True
    of_list: ListOnDate | None = None
    room: float = 0.0  # how far, as a share, a statement of it may be off

    @property
    def percent(self) -> float:
        return growth_percent(self.before, self.after)

    @property
    def numbers(self) -> tuple[float, float, float]:
        return self.before, self.after, round(self.percent, 1)


def hold_growth(claim: Claim, siblings: Sequence[Claim], period: Period, record: RecordView) -> Verdict:
    """The verdict on a claim of metric pct_increase in a text with the claims `siblings`."""
    by_record = list(_record_growths(claim, period, record))
    supporting = next((growth for growth in by_record if _is(claim, growth.percent)), None)
    beside = list(_growths_beside(claim, siblings, record.baselines))
    following = next((growth for growth in beside if _is(claim, growth.percent, growth.room)), None)
    # Counts from another start are another growth; from the same start they ought to give this one.
    contradicting = [each for each in beside if supporting is None or each.before == supporting.before]
    if following is None and contradicting and claim.role is Role.CURRENT:
        return _inconsistent(claim, contradicting, supporting)
    if supporting is not None:
        return _supported(supporting)
    for growth in by_record:
        if claim.unit is Unit.PERCENT and share_fits(claim.value, claim.qualifier, growth.percent + 100):
            sentence = (
                f"It is the share, not the increase: {growth.words} is +{_percent(growth)}, "
                f"{number(round(growth.percent + 100))}% of what it was."
            )
            return _verdict(VerdictKind.SUPPORTED_OTHERWISE, sentence, growth, "share instead of increase")
    if following is not None:
        sentence = (
            f"It follows from the counts in the same text ({following.words}); no list near enough confirms them."
        )
        return Verdict(VerdictKind.NO_LIST, sentence, computed=following.numbers)
    return _unexplained(claim, by_record, period)


def _inconsistent(claim: Claim, beside: Sequence[_Growth], supporting: _Growth | None) -> Verdict:
    """The counts of the text give another growth; where the lists give the one stated, that is said as well."""
    nearest = min(beside, key=lambda growth: abs(growth.percent - _as_percent(claim)))
    given = f"{nearest.words} is +{_percent(nearest)}"
    sentence = f"The counts in the same text give another growth: {given}, not '{stated(claim)}'"
    if supporting is not None:
        sentence += f", which is the growth {supporting.words} (+{_percent(supporting)})"
    each = supporting.of_list if supporting else None
    return Verdict(
        VerdictKind.INCONSISTENT,
        f"{sentence}.",
        each.published_on if each else None,
        each.sha256 if each else None,
        nearest.numbers[2],
        computed=nearest.numbers,
    )


def _is(claim: Claim, percent: float, room: float = 0.0) -> bool:
    if claim.unit is Unit.TIMES:
        times = percent / 100 + 1
        return bool(fit(claim.value, claim.value_high, claim.qualifier, times)) or (
            abs(times - claim.value) <= _TIMES_SHARE * claim.value
        )
    if claim.value_high is not None:
        return claim.value <= percent <= claim.value_high
    return share_fits(claim.value, claim.qualifier, percent) or abs(percent - claim.value) <= room * claim.value


def _as_percent(claim: Claim) -> float:
    return (claim.value - 1) * 100 if claim.unit is Unit.TIMES else claim.value


def _percent(growth: _Growth) -> str:
    return f"{growth.percent:,.0f}%"


def _supported(growth: _Growth) -> Verdict:
    sentence = f"{growth.words[0].upper()}{growth.words[1:]} is +{_percent(growth)}."
    if growth.same_unit:
        return _verdict(VerdictKind.SUPPORTED, sentence, growth)
    return _verdict(
        VerdictKind.SUPPORTED_OTHERWISE, f"{sentence[:-1]}, which compares two units.", growth, "two units compared"
    )


def _verdict(kind: VerdictKind, sentence: str, growth: _Growth, way: str | None = None) -> Verdict:
    each = growth.of_list
    return Verdict(
        kind,
        sentence,
        each.published_on if each else None,
        each.sha256 if each else None,
        growth.numbers[2],
        way=way,
        computed=growth.numbers,
    )


def _record_growths(claim: Claim, period: Period, record: RecordView) -> Iterator[_Growth]:
    """What the lists in force give, over the baselines that the claim can mean; like with like first."""
    lists = lists_of(record.participating, period.first, period.last, timedelta(0))
    if not lists.certain:
        return
    starts = list(_starts(claim, record))
    for each in reversed(lists.lists):
        count = each.counts.of(claim.scope, claim.support_type)
        ends = [("agreements", count.agreements), ("agencies", count.agencies)]
        if claim.scope == NATION and claim.support_type is None:
            ends.insert(1, ("agreements (rows with the header counted)", count.rows_and_header))
        pairs = [(start, end) for start in starts for end in ends]
        pairs.sort(key=lambda pair: pair[0][0] != pair[1][0].split(" ")[0])
        for (unit, before, when), (end_unit, after) in pairs:
            same_unit = unit == end_unit.split(" ")[0]
            # Two units are compared in nationwide figures; in a state's small ones it would fit by chance.
            if 0 < before < after and (same_unit or claim.scope == NATION):
                start = f"from {number(before)} {unit} {when}"
                words = f"{start} to {number(after)} {end_unit} on the list of {each.published_on}"
                yield _Growth(before, after, words, same_unit, each)


def _starts(claim: Claim, record: RecordView) -> Iterator[tuple[str, float, str]]:
    """(unit, value, when) of what the growth can be measured from: as stated, else each known baseline."""
    since = parse_period(claim.baseline.as_of) if claim.baseline and claim.baseline.as_of else None
    if since is not None:
        yield from _starts_at(claim, since, record)
        return
    if claim.scope == NATION and claim.support_type is None:
        for baseline in record.baselines:
            when = f"in {baseline.words}"
            yield "agreements", baseline.agreements, when
            yield "agencies", baseline.agencies, when


def _starts_at(claim: Claim, since: tuple[date, date], record: RecordView) -> Iterator[tuple[str, float, str]]:
    lists = lists_of(record.participating, since[0], since[1], timedelta(0))
    for each in reversed(lists.lists if lists.certain else ()):
        count = each.counts.of(claim.scope, claim.support_type)
        yield "agreements", count.agreements, f"on the list of {each.published_on}"
        yield "agencies", count.agencies, f"on the list of {each.published_on}"
    baseline = nearest_baseline(record.baselines, since[0], BASELINE_ROOM)
    if baseline is not None and claim.scope == NATION and claim.support_type is None:
        yield "agreements", baseline.agreements, f"in {baseline.words}"
        yield "agencies", baseline.agencies, f"in {baseline.words}"


def _growths_beside(claim: Claim, siblings: Sequence[Claim], baselines: Sequence[KnownBaseline]) -> Iterator[_Growth]:
    """Every growth that the text's own counts allow: from an earlier count to a present one, same place."""
    counted = [each for each in siblings if each.metric in _COUNTED and each.scope == claim.scope and each.value > 0]
    counted = sorted(counted, key=lambda each: abs(each.start - claim.start))[:_MAX_COUNTS]
    known = {figure for each in baselines for figure in (each.agreements, each.agencies)}
    starts = [(each.value, each.metric.value) for each in counted if _may_start(claim, each, known)]
    if claim.baseline is not None and claim.baseline.value:
        starts.insert(0, (claim.baseline.value, claim.baseline.what or ""))
    starts += [(each.value, each.metric.value) for each in _starts_in_sentence(claim, counted)]
    for before, what in dict.fromkeys(starts):
        for each in counted:
            if each.role is Role.CURRENT and each.value > before:
                words = f"from {number(before)} {what}".rstrip() + f" to {number(each.value)} {each.metric}"
                yield _Growth(before, each.value, words, room=_QUALIFIED_SHARE if each.qualifier else 0.0)


def _may_start(claim: Claim, each: Claim, known: Collection[float]) -> bool:
    """Whether the growth may be measured from this count: one of an earlier time, by its role or because growth is
    known to be measured from it; not where both say of when, and differ."""
    told_as_earlier = each.role in (Role.BASELINE, Role.HISTORICAL)
    if not told_as_earlier:
        return claim.scope == NATION and each.value in known and each.role is Role.CURRENT
    stated_since = claim.baseline.as_of if claim.baseline else None
    return not (stated_since and each.as_of and stated_since[:7] != each.as_of[:7])


def _starts_in_sentence(claim: Claim, counted: Sequence[Claim]) -> Sequence[Claim]:
    """'135 agreements grew to 1,168, a 950% increase': the first of two counts of one thing in the claim's sentence."""
    beside = [each for each in counted if each.sentence == claim.sentence and each.role is Role.CURRENT]
    if len(beside) != 2 or beside[0].metric is not beside[1].metric or not _GROWING.search(claim.sentence):
        return ()
    return [min(beside, key=lambda each: each.start)]


def _unexplained(claim: Claim, growths: Sequence[_Growth], period: Period) -> Verdict:
    since_known = claim.baseline is not None and (claim.baseline.as_of or claim.baseline.value)
    best = next(iter(growths), None)
    if best is None:
        if claim.scope != NATION or not since_known:
            return Verdict(VerdictKind.NOT_CHECKABLE, "The text does not give the two counts that it compares.")
        return Verdict(VerdictKind.NO_LIST, f"The record holds no list close enough to {period.words} to compare.")
    if not since_known:
        sentence = f"The text does not say since when; {best.words} would be +{_percent(best)}."
        return _verdict(VerdictKind.NOT_CHECKABLE, sentence, best)
    sentence = f"{best.words[0].upper()}{best.words[1:]} is +{_percent(best)}, not {stated(claim)}."
    each = best.of_list
    return Verdict(
        VerdictKind.OFF_BY,
        sentence,
        each.published_on if each else None,
        each.sha256 if each else None,
        best.numbers[2],
        difference=round(_as_percent(claim) - best.percent, 1),
        computed=best.numbers,
    )
