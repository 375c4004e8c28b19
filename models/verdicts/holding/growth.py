"""A stated growth held against the record, and against the counts beside it in the same text.

'Up 609%' is true of 135 agreements growing to 958; 'nearly 950%' does not follow from the 135 and 1,168 printed
beside it, whatever the lists say. A growth that follows from nothing known stays open: it may start anywhere.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from models.claims.stated import Baseline, Claim, ClaimPart, Metric, Role, Unit
from models.lists.counts import NATION, Count, growth_percent
from models.verdicts.holding.baselines import EARLIER, is_nationwide, nearest_baseline
from models.verdicts.record_view import KnownBaseline, ListOnDate, RecordView, lists_of
from models.verdicts.stated_numbers import fit, share_fits
from models.verdicts.stated_periods import Period, parse_period
from models.verdicts.values import Verdict, number, on_list, stated
from models.vocabulary import VerdictKind

# Writers say 'doubled' or 'fivefold' of anything within a tenth.
_TIMES_SHARE = 0.1

# A count with a qualifier ('more than 1,100') gives a growth that is itself approximate.
_QUALIFIED_SHARE = 0.05

_GROWING = re.compile(r"\b(from|grew|grown|rose|risen|climbed|jumped|soared|surged|went)\b", re.IGNORECASE)

# 'Doubled over the summer' is a growth of its own months, which counts of other sentences need not be of. 'In just one
# year' is what writers call the whole growth.
_ITS_OWN_TIME = re.compile(
    r"\b(?:(?:over|during|within|in|since) (?:the |a |just |only |about |barely |less than )*(?:\w+ ){0,2}"
    r"(?:days?|weeks?|months?|quarters?|spring|summer|fall|autumn|winter|season)|"
    r"(?:last|this|past) (?:week|month|quarter|spring|summer|fall|autumn|winter))\b",
    re.IGNORECASE,
)

# An honest text has a dozen counts; all are compared in pairs.
_MAX_COUNTS = 20

_NO_TIME = timedelta(0)
_WEEKS_AROUND = timedelta(days=30)

_COUNTED = frozenset({Metric.AGENCIES, Metric.AGREEMENTS, Metric.OFFICERS_TRAINED, Metric.COUNTIES})


@dataclass(frozen=True, slots=True)
class _Stated:
    before: float
    after: float
    words: str  # 'from 135 agreements in January 2025 to 957 agreements on the list of 2025-09-03'
    same_unit: bool = True
    of_list: ListOnDate | None = None
    with_header: bool = False  # counts the header row as one more
    room: float = 0.0  # by what share a statement of it may differ
    apart: int = 0  # for counts of the text: 0 if both stand in the sentence of the growth, up to 3

    @property
    def percent(self) -> float:
        return growth_percent(self.before, self.after)

    @property
    def numbers(self) -> tuple[float, float, float]:
        return self.before, self.after, round(self.percent, 1)

    def binds(self, claim: Claim) -> bool:
        """Whether counts of the text that give another growth make it contradict itself: they count one thing, and
        stand in its sentence or leave no doubt that they are its start and its end."""
        if not self.same_unit:
            return False
        unsettled = {ClaimPart.METRIC, ClaimPart.SCOPE} & claim.uncertain
        return self.apart == 0 or not (unsettled or _ITS_OWN_TIME.search(claim.sentence))

    def told(self, claim: Claim) -> str:
        """'from 135 to 957 agreements is +609%', and for one who said 'sevenfold': 'is 7.1 times as many (+609%)'."""
        times = f"{number(round(self.percent / 100 + 1, 1))} times as many"
        grown = f"+{self.percent:,.0f}%"
        return f"{self.words} is {f'{times} ({grown})' if claim.unit is Unit.TIMES else grown}"


def hold_growth(
    claim: Claim, siblings: Sequence[Claim], period: Period, record: RecordView, of_text: ListOnDate | None = None
) -> Verdict:
    """The verdict on a claim of metric pct_increase in a text with the claims `siblings`.

    `of_text` is the list that the text's other figures are of, where that is known.
    """
    by_record = list(_record_growths(claim, period, record, of_text))
    fitting = (growth for growth in by_record if _is(claim, growth.percent))
    supporting = min(fitting, key=lambda growth: _rank(claim, growth, of_text), default=None)
    beside = list(_growths_beside(claim, siblings, record.baselines))
    following = next((growth for growth in beside if _is(claim, growth.percent, growth.room)), None)
    # Counts from another start are another growth; from the same start they should give this one.
    contradicting = [
        each for each in beside if each.binds(claim) and (supporting is None or each.before == supporting.before)
    ]
    if following is None and contradicting and claim.role is Role.CURRENT:
        return _inconsistent(claim, contradicting, supporting)
    if supporting is not None and supporting.same_unit:
        return _verdict(VerdictKind.SUPPORTED, f"{supporting.told(claim)}.", supporting)
    if supporting is not None:
        sentence = f"{supporting.told(claim)}, which compares two different units."
        return _verdict(VerdictKind.SUPPORTED_OTHERWISE, sentence, supporting, way="two units compared")
    for growth in by_record:
        if claim.unit is Unit.PERCENT and share_fits(claim.value, claim.qualifier, growth.percent + 100):
            share = f"{number(round(growth.percent + 100))}% of the starting number"
            told = growth.told(claim)
            sentence = f"This is the new number as a share of the old one, not the increase: {told}, or {share}."
            return _verdict(VerdictKind.SUPPORTED_OTHERWISE, sentence, growth, way="share instead of increase")
    if following is not None:
        counts = f"the counts in the same text ({following.words})"
        sentence = f"This follows from {counts}; no list close enough confirms them."
        return Verdict(VerdictKind.NO_LIST, sentence, computed=following.numbers)
    if since_known := next(_since_a_baseline(claim, siblings, record.baselines), None):
        sentence = f"This follows {since_known.words}, the text's own count; no list close enough confirms that one."
        return Verdict(VerdictKind.NO_LIST, sentence, computed=since_known.numbers)
    return _unexplained(claim, by_record, period, record)


def _inconsistent(claim: Claim, beside: Sequence[_Stated], supporting: _Stated | None) -> Verdict:
    """The counts of the text give another growth; if the lists give the one stated, the sentence says so."""
    nearest = min(beside, key=lambda growth: (growth.apart, abs(growth.percent - _as_percent(claim))))
    sentence = f"The counts in the same text give a different growth: {nearest.told(claim)}, not '{stated(claim)}'"
    if supporting is not None:
        sentence += f", which is the growth {supporting.words} (+{supporting.percent:,.0f}%)"
        nearest = replace(nearest, of_list=supporting.of_list)
    return _verdict(VerdictKind.INCONSISTENT, f"{sentence}.", nearest)


def _is(claim: Claim, percent: float, room: float = 0.0) -> bool:
    if claim.unit is Unit.TIMES:
        times = percent / 100 + 1
        is_near = abs(times - claim.value) <= _TIMES_SHARE * claim.value
        return is_near or bool(fit(claim.value, claim.value_high, claim.qualifier, times))
    if claim.value_high is not None:
        return claim.value <= percent <= claim.value_high
    return share_fits(claim.value, claim.qualifier, percent) or abs(percent - claim.value) <= room * claim.value


def _rank(claim: Claim, growth: _Stated, of_text: ListOnDate | None) -> tuple[bool, bool, float]:
    """The list of the text's other figures first, then what compares like with like, then the nearest growth.

    One told roughly ('more than fivefold') has no nearest: the first that fits is that of the newest list.
    """
    roughly = claim.unit is Unit.TIMES or claim.qualifier is not None
    distance = 0.0 if roughly else abs(growth.percent - _as_percent(claim))
    return growth.of_list is not of_text, not growth.same_unit or growth.with_header, distance


def _as_percent(claim: Claim) -> float:
    return (claim.value - 1) * 100 if claim.unit is Unit.TIMES else claim.value


def _verdict(kind: VerdictKind, sentence: str, growth: _Stated, **more: Any) -> Verdict:
    capitalized = sentence[0].upper() + sentence[1:]
    return on_list(kind, capitalized, growth.of_list, growth.numbers[2], computed=growth.numbers, **more)


def _record_growths(claim: Claim, period: Period, record: RecordView, of_text: ListOnDate | None) -> Iterator[_Stated]:
    """What the lists in force give over the baselines that the claim can mean; comparisons of one unit first."""
    lists = lists_of(record.participating, period.first, period.last, _NO_TIME, _NO_TIME)
    in_force = lists.lists[::-1] if lists.certain else ()
    starts = list(_starts(claim, period, record))
    for each in dict.fromkeys((*((of_text,) if of_text else ()), *in_force)):
        count = each.count().of(claim.scope, claim.support_type)
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
                yield _Stated(before, after, words, same_unit, each, after == count.rows_and_header)


def _measured_from(
    claim: Claim, baselines: Sequence[KnownBaseline], period: Period | None = None
) -> list[KnownBaseline]:
    """What growth that says no start is measured from: the newest baseline before it. An older one, which gave other
    growths, is meant only where the text says so."""
    if not is_nationwide(claim):
        return []
    before = [each for each in baselines if period is None or each.on <= period.last]
    return sorted(before, key=lambda each: each.on)[-1:]


def _starts(claim: Claim, period: Period, record: RecordView) -> Iterator[tuple[str, float, str]]:
    """(unit, value, when) of each possible start: as stated, else the newest baseline."""
    starts: list[tuple[Count | KnownBaseline, str]] = []
    baselines = _measured_from(claim, record.baselines, period)
    since = parse_period(claim.baseline.as_of) if claim.baseline and claim.baseline.as_of else None
    if since is not None:
        lists = lists_of(record.participating, since[0], since[1], _NO_TIME, _NO_TIME)
        for each in reversed(lists.lists if lists.certain else ()):
            starts.append((each.count().of(claim.scope, claim.support_type), f"on the list of {each.published_on}"))
        nearest = nearest_baseline(record.baselines if is_nationwide(claim) else (), since[0])
        baselines = [nearest] if nearest else []
    starts += [(baseline, f"in {baseline.words}") for baseline in baselines]
    for figures, when in starts:
        yield "agreements", figures.agreements, when
        yield "agencies", figures.agencies, when


def _growths_beside(claim: Claim, siblings: Sequence[Claim], baselines: Sequence[KnownBaseline]) -> Iterator[_Stated]:
    """Every growth that the text's own counts allow: from an earlier count to a present one of the same place."""
    counted = [each for each in siblings if each.metric in _COUNTED and each.scope == claim.scope and each.value > 0]
    counted = sorted(counted, key=lambda each: abs(each.start - claim.start))[:_MAX_COUNTS]
    known = {figure for each in baselines for figure in (each.agreements, each.agencies)}
    starts = [(each.value, each.metric.value, each.sentence) for each in counted if _may_start(claim, each, known)]
    if claim.baseline is not None and claim.baseline.value:
        starts.insert(0, (claim.baseline.value, _noun_of(claim.baseline, counted), claim.sentence))
    starts += [(each.value, each.metric.value, each.sentence) for each in _starts_in_sentence(claim, counted)]
    for before, what, sentence in dict.fromkeys(starts):
        for each in counted:
            if each.role is Role.CURRENT and each.value > before:
                noun = each.metric.value.replace("_", " ")
                words = f"from {number(before)} {what.replace('_', ' ')}".rstrip() + f" to {number(each.value)} {noun}"
                room = _QUALIFIED_SHARE if each.qualifier else 0.0
                apart = (sentence, each.sentence).count(claim.sentence)
                apart = 2 - apart if apart else (1 if sentence == each.sentence else 3)
                same = not what or what == each.metric.value
                yield _Stated(before, each.value, words, same, room=room, apart=apart)


def _noun_of(baseline: Baseline, counted: Sequence[Claim]) -> str:
    """What a stated start counts: what the text counts by that number elsewhere, else its noun as printed."""
    same = next((each for each in counted if each.value == baseline.value), None)
    noun = (baseline.what or "").casefold()
    return same.metric.value if same else noun if noun in set(_COUNTED) else ""


def _since_a_baseline(claim: Claim, siblings: Sequence[Claim], baselines: Sequence[KnownBaseline]) -> Iterator[_Stated]:
    """Growths from the newest known baseline to the present counts of the text, where they give what is stated."""
    for baseline in _measured_from(claim, baselines):
        for unit, before in (("agreements", baseline.agreements), ("agencies", baseline.agencies)):
            for each in siblings:
                known = each.metric.value == unit and each.role is Role.CURRENT and is_nationwide(each)
                words = f"from {number(before)} {unit} in {baseline.words} to {stated(each)}"
                growth = _Stated(before, each.value, words, room=_QUALIFIED_SHARE if each.qualifier else 0.0)
                if known and each.value > before and _is(claim, growth.percent, growth.room):
                    yield growth


def _may_start(claim: Claim, each: Claim, known: Collection[float]) -> bool:
    """Whether the growth may start here: an earlier count by its role, unless dates differ, or a known baseline."""
    if each.role not in EARLIER:
        return claim.scope == NATION and each.value in known and each.role is Role.CURRENT
    stated_since = claim.baseline.as_of if claim.baseline else None
    return not (stated_since and each.as_of and stated_since[:7] != each.as_of[:7])


def _starts_in_sentence(claim: Claim, counted: Sequence[Claim]) -> Sequence[Claim]:
    """'135 agreements grew to 1,168, a 950% increase': the first of two counts of one thing in the claim's sentence."""
    beside = [each for each in counted if each.sentence == claim.sentence and each.role is Role.CURRENT]
    if len(beside) != 2 or beside[0].metric is not beside[1].metric or not _GROWING.search(claim.sentence):
        return ()
    return [min(beside, key=lambda each: each.start)]


def _unexplained(claim: Claim, growths: Sequence[_Stated], period: Period, record: RecordView) -> Verdict:
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
    off = round(_as_percent(claim) - best.percent, 1)
    return _verdict(VerdictKind.OFF_BY, f"{best.told(claim)}, not {stated(claim)}.", best, difference=off)


def _may_be_of_another_day(claim: Claim, period: Period, record: RecordView) -> bool:
    """Whether a list of the weeks around gives the growth, or one that the record lacks may."""
    lists = lists_of(record.participating, period.first, period.last, _NO_TIME, _NO_TIME)
    if not lists.certain or (
        lists.following is None and (record.known_until or lists.lists[-1].published_on) < period.last
    ):
        return True
    wider = replace(period, first=period.first - _WEEKS_AROUND, last=period.last + _WEEKS_AROUND)
    return any(_is(claim, growth.percent) for growth in _record_growths(claim, wider, record, None))
