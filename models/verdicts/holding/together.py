"""A text's figures explained together: one list, and one way of counting it, that gives most of them at once.

Writers look up their figures in one sitting. Four state figures that fit one list to the last digit are of that list,
whatever day another sentence of the text gives; a date there is a candidate, not a fact. Each figure counts for as much
as it is unlikely to fit by chance, less what trying so many lists and ways makes likelier.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from math import log2

from models.claims.stated import Claim, Metric, Role
from models.lists.counts import NATION, ListCounts
from models.verdicts.holding.parts import named_part
from models.verdicts.holding.readings import chance_of_one
from models.verdicts.record_view import ListOnDate, ListsOfPeriod, RecordView, lists_of
from models.verdicts.stated_numbers import tightly
from models.verdicts.stated_periods import WRITING_TIME, says_its_day
from models.verdicts.ways_of_counting import TRUE_WAY, Found, counted, other_units, spellings, true_count, true_way
from models.vocabulary import PLACE_NAMES

# Reports quote lists up to two months old. An undated text is dated by its figures' days at the earliest.
_OLDEST = timedelta(days=60)

# Three figures are the fewest that can agree with each other against a date; in bits, they must be one in 30,000 by
# chance, and 250 times as likely as by the day that the text gives.
_FEWEST, _LEAST_BITS, _AHEAD_BITS = 3, 15.0, 8.0
# A way other than the usual one is found once in ten texts or so, a count of spellings more rarely.
_OTHER_UNIT_BITS, _SPELLING_BITS = 3.0, 4.0
_SMALLEST = 5
# By so much may a filter miss rows, or each spelling count.
_MISSED = 20

_Group = tuple[Metric, bool]  # by metric; whether the claims are of states


@dataclass(frozen=True, slots=True)
class Explained:
    """One claim of those that a list explains."""

    claim: Claim
    found: Found
    own: int  # the list's own number, rightly counted


@dataclass(frozen=True, slots=True)
class Together:
    """The list that explains most figures of a text, and how."""

    each: ListOnDate
    members: tuple[Explained, ...]
    groups: frozenset[_Group]
    in_force: bool  # on the day that the text gives
    chance: float
    tried: int  # lists
    runner_up: str

    def explained(self, claim: Claim) -> Explained | None:
        return next((each for each in self.members if each.claim == claim), None)

    def reaches(self, claim: Claim) -> bool:
        """Whether a claim that the list does not give is one of those figures all the same."""
        return _is_open(claim) and _group(claim) in self.groups


def explain_together(
    claims: Sequence[Claim], published: date | None, day: date, today: date, record: RecordView
) -> Together | None:
    """The list that explains the figures; None where the day that the text gives explains them as well."""
    members = _members(claims, day)
    if len({(each.metric, each.scope) for each in members}) < _FEWEST:
        return None
    by_day = lists_of(record.participating, day - WRITING_TIME, day, timedelta(0), timedelta(0))
    if by_day.certain and any(_gives_all(members, each) for each in by_day.lists):
        return None
    scored = [_score(members, each) for each in _in_reach(published, day, today, by_day, record, members)]
    if not scored:
        return None
    expected = [each for each in scored if each.each in by_day.lists]
    nearness = {id(each): -abs((each.each.published_on - day).days) for each in scored}
    best = max(scored, key=lambda each: (each.bits, nearness[id(each)]))
    given = max((each.bits for each in expected if by_day.certain), default=0.0)
    in_force = best in expected and by_day.certain
    told = _needed(best, expected) if by_day.certain else best.members
    enough = best.bits - log2(len(scored)) >= _LEAST_BITS and len(told) >= _FEWEST
    ahead = best.bits - given >= _AHEAD_BITS or (in_force and not best.is_plain)
    if not enough or not ahead:
        return None
    others = [each for each in scored if each is not best and each.numbers != best.numbers]
    second = max(others, key=lambda each: each.bits, default=None)
    return Together(
        best.each,
        told,
        frozenset(_group(each.claim) for each in told),
        in_force,
        min(1.0, len(scored) * 2**-best.bits),
        len(scored),
        f"{len(second.members)} of the figures on the list of {second.each.published_on}" if second else "",
    )


@dataclass(frozen=True, slots=True)
class _Scored:
    each: ListOnDate
    members: tuple[Explained, ...]
    bits: float

    @property
    def is_plain(self) -> bool:
        return all(each.found.value == each.own for each in self.members)

    @property
    def numbers(self) -> list[int]:
        return [each.found.value for each in self.members]


def _needed(best: _Scored, expected: Sequence[_Scored]) -> tuple[Explained, ...]:
    """The figures for which the day of the text will not do: those of the groups that it does not give as a whole."""
    given = [{each.claim for each in one.members if each.found.value == each.own} for one in expected]
    beyond = {_group(each.claim) for each in best.members if not any(each.claim in one for one in given)}
    odd = {_group(each.claim) for each in best.members if each.found.value != each.own}
    return tuple(each for each in best.members if _group(each.claim) in beyond | odd)


def _members(claims: Sequence[Claim], day: date) -> list[Claim]:
    """The figures that may be of one list: present counts of wholes, whose own sentence does not date them."""
    found: dict[tuple[Metric, str, float], Claim] = {}
    for each in claims:
        if _is_open(each) and named_part(each, claims, day) is None:
            found.setdefault((each.metric, each.scope, each.value), each)
    return list(found.values())


def _is_open(claim: Claim) -> bool:
    return (
        claim.metric in TRUE_WAY
        and claim.metric is not Metric.PENDING
        and claim.role in (Role.CURRENT, Role.COMPONENT)
        and claim.value >= _SMALLEST
        and all(scope == NATION or scope in PLACE_NAMES for scope in claim.scope.split("+"))
        and not says_its_day(claim)
    )


def _in_reach(
    published: date | None,
    day: date,
    today: date,
    by_day: ListsOfPeriod,
    record: RecordView,
    members: Sequence[Claim],
) -> Iterator[ListOnDate]:
    """The lists that the writer may have counted; those of other days only if they may give enough of the figures."""
    first = day - _OLDEST
    last = published or min(day + _OLDEST, today)
    yield from by_day.lists
    for each in record.participating:
        if first <= each.published_on <= last and each not in by_day.lists and _may_give(members, each):
            yield each


def _gives_all(members: Sequence[Claim], each: ListOnDate) -> bool:
    return all(
        count is not None and tightly(claim.value, claim.value_high, claim.qualifier, count)
        for claim in members
        for count in (true_count(claim, each.count()),)
    )


def _may_give(members: Sequence[Claim], each: ListOnDate) -> bool:
    """Whether enough of the figures lie by the counts that the record keeps of a list: counting all its rows takes
    twenty times as long."""
    rough = each.main_counts
    near = 0
    for claim in members:
        count = counted(claim, rough, claim.support_type)
        if claim.metric is Metric.COUNTIES:  # not among those counts
            near += 1
        elif count is not None:
            figures = (count.states, count.states_and_territories, count.agencies, count.agreements)
            near += any(-_MISSED <= claim.value - figure <= _MISSED + 0.05 * figure for figure in figures if figure)
    return near >= _FEWEST


def _score(members: Iterable[Claim], each: ListOnDate) -> _Scored:
    """The list with the way of counting, for each group of claims, that explains the most of them."""
    groups: dict[_Group, list[Claim]] = defaultdict(list)
    for claim in members:
        groups[_group(claim)].append(claim)
    bits, explained = 0.0, list[Explained]()
    for claims in groups.values():
        best = max(_by_way(claims, each.count()), key=lambda scored: scored[0], default=None)
        if best is not None and best[0] > 0:
            bits += best[0]
            explained += best[1]
    return _Scored(each, tuple(explained), bits)


def _by_way(claims: Sequence[Claim], counts: ListCounts) -> Iterator[tuple[float, list[Explained]]]:
    """For each way of counting the bits and the claims that it explains; the true way first."""
    by_way: dict[str, list[Explained]] = defaultdict(list)
    cost: dict[str, float] = {}
    for claim in claims:
        count = counted(claim, counts, claim.support_type)
        if count is None:
            continue
        own = true_way(claim).found(count)
        ways = chain(
            ((own, 0.0),),
            ((found, _OTHER_UNIT_BITS) for found in other_units(claim, counts)),
            ((found, _SPELLING_BITS) for found in spellings(claim, counts)),
        )
        for found, price in ways:
            cost.setdefault(found.way, price)
            if found.value > 0 and tightly(claim.value, claim.value_high, claim.qualifier, found.value):
                by_way[found.way].append(Explained(claim, found, own.value))
    for way, explained in by_way.items():
        yield sum(-log2(chance_of_one(each.claim)) for each in explained) - cost[way], explained


def _group(claim: Claim) -> _Group:
    return claim.metric, claim.scope != NATION
