"""A growth as two numbers, and every growth that a text's own counts allow."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from models.claims.stated import Baseline, Claim, ClaimPart, Metric, Role, Unit
from models.claims.words import any_of, word_classes
from models.lists.counts import NATION, growth_percent
from models.verdicts.holding.baselines import EARLIER, is_nationwide
from models.verdicts.holding.readings import ROWS_BESIDE
from models.verdicts.record_view import KnownBaseline, ListOnDate
from models.verdicts.stated_numbers import fit, share_fits
from models.verdicts.stated_periods import Period
from models.verdicts.values import number, stated
from models.verdicts.ways_of_counting import COMMON

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

# 'That is an increase of 1,219%': of the counts just told, not of those elsewhere in the text.
_REFERS_BACK = re.compile(r"\W*(?:That|This|It|Which|The (?:first|latter|former))\b")
# Counts of other sentences that give less than half of the growth, or twice as much, count something else.
_ALIKE = 2.0

# An honest text has a dozen counts; all are compared in pairs.
_MAX_COUNTS = 20

_COUNTED = frozenset({Metric.AGENCIES, Metric.AGREEMENTS, Metric.OFFICERS_TRAINED, Metric.COUNTIES})


# What a sentence without a count says to have grown; one that names both leaves it open.
_NOUNS = {
    metric: re.compile(rf"\b{any_of(word_classes()[name].plurals)}\b", re.IGNORECASE)
    for metric, name in ((Metric.AGREEMENTS.value, "agreements"), (Metric.AGENCIES.value, "law_bodies"))
}


@dataclass(frozen=True, slots=True)
class CountedGrowth:
    before: float
    after: float
    words: str  # 'from 135 agreements in January 2025 to 957 agreements on the list of 2025-09-03'
    same_unit: bool = True
    of_list: ListOnDate | None = None
    with_header: bool = False  # counts the header row as one more
    room: float = 0.0  # by what share a statement of it may differ
    unit: str = ""  # 'agreements', what is counted at the start
    apart: int = 0  # for counts of the text: 0 if both stand in the sentence of the growth, up to 3

    def is_meant(self, claim: Claim, siblings: Sequence[Claim]) -> bool:
        """Whether it starts from the number that the sentence of the growth starts from or, where that gives none,
        counts what the sentence counts: 107% of agencies do not make one of agreements right."""
        beside = [each for each in siblings if each.sentence == claim.sentence and each.scope == claim.scope]
        starts = [each for each in beside if each.metric in _COUNTED and each.role is Role.BASELINE]
        if starts:
            return any(fit(each.value, each.value_high, each.qualifier, self.before) for each in starts)
        ends = [each for each in beside if each.metric in COMMON]
        if any(abs(each.value - self.after) <= ROWS_BESIDE for each in ends):
            return True  # '958 police departments, up 609%' are the agreements, by their number
        told = {each.metric.value for each in ends}
        named = told or {metric for metric, nouns in _NOUNS.items() if nouns.search(claim.sentence)}
        return len(named) != 1 or self.unit in named

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
        if self.apart == 0:
            return True
        unsettled = {ClaimPart.METRIC, ClaimPart.SCOPE} & claim.uncertain
        alike = 1 / _ALIKE <= self.percent / max(as_percent(claim), 1) <= _ALIKE
        refers = _ITS_OWN_TIME.search(claim.sentence) or (self.apart > 1 and _REFERS_BACK.match(claim.sentence))
        return alike and not unsettled and not refers

    def told(self, claim: Claim) -> str:
        """'from 135 to 957 agreements is +609%', and for one who said 'sevenfold': 'is 7.1 times as many (+609%)'."""
        times = f"{number(round(self.percent / 100 + 1, 1))} times as many"
        grown = f"+{self.percent:,.0f}%"
        return f"{self.words} is {f'{times} ({grown})' if claim.unit is Unit.TIMES else grown}"


def is_growth_of(claim: Claim, percent: float, room: float = 0.0) -> bool:
    if claim.unit is Unit.TIMES:
        times = percent / 100 + 1
        is_near = abs(times - claim.value) <= _TIMES_SHARE * claim.value
        return is_near or bool(fit(claim.value, claim.value_high, claim.qualifier, times))
    if claim.value_high is not None:
        return claim.value <= percent <= claim.value_high
    return share_fits(claim.value, claim.qualifier, percent) or abs(percent - claim.value) <= room * claim.value


def as_percent(claim: Claim) -> float:
    return (claim.value - 1) * 100 if claim.unit is Unit.TIMES else claim.value


def growths_of_text(
    claim: Claim, siblings: Sequence[Claim], baselines: Sequence[KnownBaseline]
) -> Iterator[CountedGrowth]:
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
                yield CountedGrowth(before, each.value, words, same, room=room, apart=apart)


def _noun_of(baseline: Baseline, counted: Sequence[Claim]) -> str:
    """What a stated start counts: what the text counts by that number elsewhere, else its noun as printed."""
    same = next((each for each in counted if each.value == baseline.value), None)
    noun = (baseline.what or "").casefold()
    return same.metric.value if same else noun if noun in set(_COUNTED) else ""


def since_a_baseline(
    claim: Claim, siblings: Sequence[Claim], baselines: Sequence[KnownBaseline]
) -> Iterator[CountedGrowth]:
    """Growths from the newest known baseline to the present counts of the text, where they give what is stated."""
    for baseline in measured_from(claim, baselines):
        for unit, before in (("agreements", baseline.agreements), ("agencies", baseline.agencies)):
            for each in siblings:
                known = each.metric.value == unit and each.role is Role.CURRENT and is_nationwide(each)
                words = f"from {number(before)} {unit} in {baseline.words} to {stated(each)}"
                growth = CountedGrowth(before, each.value, words, room=_QUALIFIED_SHARE if each.qualifier else 0.0)
                if known and each.value > before and is_growth_of(claim, growth.percent, growth.room):
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


def measured_from(
    claim: Claim, baselines: Sequence[KnownBaseline], period: Period | None = None
) -> list[KnownBaseline]:
    """What growth that says no start is measured from: the newest baseline before it. An older one, which gave other
    growths, is meant only where the text says so."""
    if not is_nationwide(claim):
        return []
    before = [each for each in baselines if period is None or each.on <= period.last]
    return sorted(before, key=lambda each: each.on)[-1:]
