"""All that a number can be on the lists in force and around, each with how far the reading is fetched.

The closest reading wins: a number that is exact in another unit or on another day is that one, rather than loosely its
own. The costs below order the readings; a difference of one is about as much as rounding.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from math import log

from models.claims.stated import Claim, ClaimPart, Metric
from models.lists.counts import NATION, ListCounts
from models.verdicts.record_view import ListOnDate, ListsOfPeriod
from models.verdicts.stated_numbers import Fit, fit, is_bound, is_exact, room_of, tightly
from models.verdicts.ways_of_counting import (
    ALL_TYPES,
    CHANCE,
    COMMON,
    NATIONWIDE,
    SPELLINGS,
    TRUE_WAY,
    Found,
    confusions_of_units,
    other_scopes,
    other_units,
    rarer_miscounts,
    spellings,
    true_count,
    true_way,
    unnamed_parts,
)

ANOTHER_DATE = "another date"
BY_JUDGMENT = "agencies by judgment"
BESIDE = "within two"

# Whether two spellings are one agency is a judgment; counts within this share of each other are the same count.
_JUDGMENT = 0.005
# One or two rows come and go between two looks at a list; below a hundred, they are a difference of their own.
ROWS_BESIDE, _BESIDE_FROM = 2, 100

_FIT_COSTS = {Fit.EXACT: 0.0, Fit.ROUNDED: 1.0, Fit.WIDE: 4.0, Fit.LOOSE: 6.0}
_BESIDE_COST = 3.0
_OTHER_UNIT, _SPELLING, _OTHER_SCOPE, _RARER, _UNNAMED_PART = 2.0, 2.5, 2.5, 4.0, 5.0
_OTHER_DAY, _PER_DAY = 2.5, 1 / 14
# Among the lists in force during a period the last is the likeliest to have been counted.
_EARLIER_LIST = 0.1

# A year has hundreds of lists, and counting all rows of one takes a twentieth of a second. The last of a period are
# counted in every way, the others by the counts that the record keeps.
COUNTED_WHOLE = 12

# A wrong number lies anywhere within a factor of two of a right one; so likely does one candidate fit it by chance.
_SPREAD = 2 * log(2)
_OWN_UNIT = frozenset({ANOTHER_DATE, BY_JUDGMENT, BESIDE})
_BY_SPELLING = frozenset(way.name for way in SPELLINGS)
# 'A thousand departments' beside 1,001 agreements are those.
_ALIKE = 0.02
# A rare explanation that fits one number in ten by chance explains none.
_MOST_BY_CHANCE = 0.1


@dataclass(frozen=True, slots=True)
class ListReading:
    """One number of one list that fits the claim."""

    found: Found
    each: ListOnDate
    fit: Fit | None  # None: one or two beside it
    cost: float
    own: bool = False  # the claim's own unit, counted as it should be
    rare: bool = False  # a way that few writers go: told only where chance does not explain it as well

    @property
    def words(self) -> str:
        return f"{self.found.value:,} {self.found.phrase} on the list of {self.each.published_on}"


@dataclass(frozen=True, slots=True)
class ListReadings:
    """The readings that fit a claim, the closest first, and of how many that were tried."""

    fitting: tuple[ListReading, ...]
    tried: int

    @property
    def closest(self) -> ListReading | None:
        return next(iter(self.fitting), None)

    @property
    def runner_up(self) -> ListReading | None:
        """The next best that is another number or another way."""
        first = self.closest
        others = (each for each in self.fitting[1:] if first and _sort(each) != _sort(first))
        return next(others, None)

    def by_chance(self, claim: Claim) -> float:
        """How likely one of the numbers tried would fit a wrong number."""
        return min(1.0, self.tried * chance_of_one(claim))


def chance_of_one(claim: Claim) -> float:
    """How likely a number that has nothing to do with the claim would fit it."""
    return min(1.0, room_of(claim.value, claim.value_high, claim.qualifier) / (_SPREAD * max(claim.value, 1)))


def readings(claim: Claim, own: ListsOfPeriod, other: ListsOfPeriod, scopes: Collection[str] = ()) -> ListReadings:
    """What explains the claim, in lists of its own kind or with one of the `other` kind (pending).

    `scopes` are the places of the text's other figures.
    """
    tried: list[ListReading] = []
    for each in _candidates(claim, own, other, scopes):
        tried.append(each)
        if each.own and each.fit is Fit.EXACT:  # nothing is closer, so no other list need be counted
            break
    if not any(each.fit is not Fit.NONE and each.cost <= _OTHER_DAY for each in tried):
        tried += _of_other_days(claim, own)
    fitting = [each for each in tried if each.fit is not Fit.NONE]
    by_chance = len(tried) * chance_of_one(claim)
    kept = [each for each in fitting if not each.rare or by_chance <= _MOST_BY_CHANCE]
    return ListReadings(tuple(sorted(kept, key=lambda each: each.cost)), len(tried))


def without_contradicted(found: ListReadings, claim: Claim, siblings: Collection[Claim]) -> ListReadings:
    """The readings less those that the text itself speaks against.

    Who prints '517 agencies holding 588 agreements' does not call agreements agencies, though some list had 517 of
    those. A small number is explained by no other count, since some such count always fits it; nor is one below a
    hundred whose place the text does not settle, and a number of an open place by no other place.
    """
    is_open = ClaimPart.SCOPE in claim.uncertain
    beside = [
        each
        for each in siblings
        if claim.metric in COMMON
        and each.metric in COMMON
        and each.metric is not claim.metric
        and (each.scope, each.support_type, each.role) == (claim.scope, claim.support_type, claim.role)
    ]

    def stands(reading: ListReading) -> bool:
        if reading.own:
            return True
        if claim.value < (_BESIDE_FROM if is_open else CHANCE) and reading.found.way not in _OWN_UNIT:
            return False
        if is_open and is_of_another_place(reading):
            return False
        told_apart = beside if reading.found.way not in _OWN_UNIT and _unit_of(reading) is not claim.metric else []
        return not told_apart or any(
            abs(each.value - reading.found.value) <= _ALIKE * reading.found.value for each in told_apart
        )

    return replace(found, fitting=tuple(filter(stands, found.fitting)))


def is_of_another_place(reading: ListReading) -> bool:
    """Whether it counts another place, or more support types than the claim."""
    way = reading.found.way
    return way in (NATIONWIDE, ALL_TYPES) or way.startswith("in ")


def _unit_of(reading: ListReading) -> Metric:
    """What a way of counting agencies or agreements counts: 'agencies as spelt', 'rows and header'."""
    return Metric.AGENCIES if reading.found.way.startswith(TRUE_WAY[Metric.AGENCIES].name) else Metric.AGREEMENTS


def fits_or_beside(claim: Claim, value: int) -> bool:
    """Whether a number fits as tightly as rounding allows, or lies one or two beside an exact one."""
    if tightly(claim.value, claim.value_high, claim.qualifier, value):
        return True
    exact = is_exact(claim.value, claim.value_high, claim.qualifier)
    return exact and value >= _BESIDE_FROM and abs(value - claim.value) <= ROWS_BESIDE


def _candidates(
    claim: Claim, own: ListsOfPeriod, other: ListsOfPeriod, scopes: Collection[str]
) -> Iterator[ListReading]:
    """Every number tried of the lists in force; those that do not fit have Fit.NONE."""
    beside = other.reference.count() if other.reference and other.certain else None
    exact = is_exact(claim.value, claim.value_high, claim.qualifier)
    for number, each in enumerate(reversed(own.lists)):
        later = min(number * _EARLIER_LIST, 1.0)
        if number >= COUNTED_WHOLE:
            yield from _own(claim, each, each.main_counts, later)
            continue
        counts = each.count()
        yield from _own(claim, each, counts, later)
        for found in other_units(claim, counts):  # 'over 480 agencies' are 503 agreements
            yield _otherwise(claim, each, found, _OTHER_UNIT + later, wide=is_bound(claim.qualifier))
        for found in other_scopes(claim, scopes, counts):
            yield _exactly(claim, each, found, _OTHER_SCOPE + later)
        if exact:  # a round number of agencies counts no spellings
            yield from (_as_spelt(claim, each, found, _SPELLING + later) for found in spellings(claim, counts))
        for found in rarer_miscounts(claim, counts, beside):
            yield _exactly(claim, each, found, _RARER + later, rare=True)
        if exact and claim.value >= _BESIDE_FROM:
            parts = unnamed_parts(claim, counts)
            yield from (_exactly(claim, each, found, _UNNAMED_PART + later, rare=True) for found in parts)


def _of_other_days(claim: Claim, own: ListsOfPeriod) -> Iterator[ListReading]:
    if claim.value < CHANCE:
        return
    counts = [(days, each, true_count(claim, each.main_counts)) for days, each in own.near]
    # The count of a small state moves through a dozen numbers in a month, one of which fits.
    by_chance = len({value for _, _, value in counts}) * chance_of_one(claim)
    likely = claim.value >= _BESIDE_FROM or by_chance <= _MOST_BY_CHANCE
    for days, each, value in counts:
        cost = _OTHER_DAY + days * _PER_DAY
        if value and likely:
            yield _otherwise(claim, each, Found(value, ANOTHER_DATE, true_way(claim).phrase), cost, near=True)
        units = confusions_of_units(claim, each.main_counts)
        yield from (_exactly(claim, each, found, _OTHER_UNIT + cost, rare=True) for found in units)


def _own(claim: Claim, each: ListOnDate, counts: ListCounts, later: float) -> Iterator[ListReading]:
    value = true_count(claim, counts)
    if value is None or (value == 0 and claim.metric is Metric.COUNTIES):  # not among the counts that are kept
        return
    way = true_way(claim)
    fits = fit(claim.value, claim.value_high, claim.qualifier, value)
    cost = _FIT_COSTS.get(fits, 0.0)
    if is_bound(claim.qualifier):  # 'more than 700' is true of 829, whatever else is 701
        cost = min(cost, _FIT_COSTS[Fit.ROUNDED] + 0.5)
    yield ListReading(Found(value, way.name, way.phrase), each, fits, cost + later, own=True)
    if fits is Fit.NONE and is_exact(claim.value, claim.value_high, claim.qualifier):
        gap = abs(value - claim.value)
        if claim.metric is Metric.AGENCIES and value >= CHANCE and gap <= max(1, _JUDGMENT * value):
            yield ListReading(Found(value, BY_JUDGMENT, way.phrase), each, None, _BESIDE_COST + later)
        elif value >= _BESIDE_FROM and gap <= ROWS_BESIDE:
            yield ListReading(Found(value, BESIDE, way.phrase), each, None, _BESIDE_COST + later)


def _otherwise(
    claim: Claim, each: ListOnDate, found: Found, cost: float, near: bool = False, wide: bool = False
) -> ListReading:
    """A reading by another way or on another day: only if it fits as tightly as rounding allows, or lies beside;
    `wide`: as far as the qualifier leaves room."""
    fits = fit(claim.value, claim.value_high, claim.qualifier, found.value) if found.value > 0 else Fit.NONE
    if fits is Fit.ROUNDED and near and (is_bound(claim.qualifier) or claim.value < _BESIDE_FROM):
        fits = Fit.NONE  # growing lists pass every bound, and every small round number, at some time
    if fits in (Fit.EXACT, Fit.ROUNDED) or (fits is Fit.WIDE and wide):
        return ListReading(found, each, fits, cost + _FIT_COSTS[fits])
    lies_beside = (
        not near
        and claim.support_type is None
        and found.value >= _BESIDE_FROM
        and is_exact(claim.value, claim.value_high, claim.qualifier)
        and abs(found.value - claim.value) <= ROWS_BESIDE
    )
    return ListReading(found, each, None if lies_beside else Fit.NONE, cost + _BESIDE_COST)


def _as_spelt(claim: Claim, each: ListOnDate, found: Found, cost: float) -> ListReading:
    """A count by spelling: one or two beside it only for the whole list, where ICE's own figures are counted so; for a
    number of agreements, agencies by spelling are fetched from far."""
    if claim.metric is Metric.AGENCIES and claim.scope == NATION:
        return _otherwise(claim, each, found, cost)
    return _exactly(claim, each, found, cost, rare=claim.metric is Metric.AGREEMENTS and found.way in _BY_SPELLING)


def _exactly(claim: Claim, each: ListOnDate, found: Found, cost: float, rare: bool = False) -> ListReading:
    """A far-fetched reading: only if it is the number to the last digit."""
    is_it = fit(claim.value, claim.value_high, claim.qualifier, found.value) is Fit.EXACT
    return ListReading(found, each, Fit.EXACT if is_it else Fit.NONE, cost, rare=rare)


def _sort(reading: ListReading) -> tuple[str, int]:
    return reading.found.way, reading.found.value
