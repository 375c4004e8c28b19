"""The ways in which people count a list, and what a number turns out to be if another way explains it.

Each way was found in the news or in an official statement about these lists: the header counted as a row, agreements
called agencies, `TEXAS ` missed by a filter on `TEXAS`, the pending list added on top.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from models.claims.stated import Claim, Metric
from models.lists.counts import NATION, AgencyType, Count, ListCounts, county_scope
from models.vocabulary import PLACE_NAMES, SUPPORT_TYPE_TITLES, SupportType

# Below this, one of twenty ways of counting fits nearly any number, so an explanation is a coincidence.
CHANCE = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A number that a list yields by some way; `phrase` completes 'N is the number of ...'."""

    value: int
    way: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way of counting: a field or property of `Count`."""

    name: str
    phrase: str
    figure: str

    def of(self, count: Count) -> int:
        return int(getattr(count, self.figure))

    def found(self, count: Count) -> Found:
        return Found(self.of(count), self.name, self.phrase)


_AGENCIES = Way("agencies", "agencies", "agencies")
_AGREEMENTS = Way("agreements", "agreements", "agreements")

# The true count of each metric; for pending, it comes from the pending list, where each row is an application.
TRUE_WAY = {
    Metric.AGENCIES: _AGENCIES,
    Metric.AGREEMENTS: _AGREEMENTS,
    Metric.STATES: Way("states", "states", "states"),
    Metric.COUNTIES: Way("counties", "counties", "counties"),
    Metric.PENDING: Way("pending", "pending applications", "agreements"),
}

_SPELT = (
    Way("agencies as spelt", "agencies if each spelling counts separately", "agencies_as_spelt"),
    Way(
        "agencies with county", "agencies if each spelling of name or county counts separately", "agencies_with_county"
    ),
    Way("agencies as printed", "agencies if even a stray space makes a separate one", "agencies_as_printed"),
)
_ROWS = Way("rows", "rows, duplicates included", "rows")
_HEADER = Way("rows and header", "agreements plus one: the header row was counted", "rows_and_header")
_USUAL_SPELLING = Way(
    "usual state spelling",
    "rows that spell the state the usual way, without a stray space or a typo,",
    "rows_of_usual_spelling",
)
_WITH_TERRITORIES = Way("states and territories", "states and territories together", "states_and_territories")
_STATE_SPELLINGS = Way("state spellings", "spellings in the state column", "state_spellings")

_OTHER_WAYS = {
    Metric.AGENCIES: (*_SPELT, _AGREEMENTS, _ROWS),
    Metric.AGREEMENTS: (_ROWS, _AGENCIES, *_SPELT),
    Metric.STATES: (_WITH_TERRITORIES, _STATE_SPELLINGS),
    Metric.COUNTIES: (_AGENCIES,),
    Metric.PENDING: (_AGENCIES, _ROWS),
}
# The confusions of units that are worth looking for on the lists of other days too.
_COMMON_WAYS = {Metric.AGENCIES: (_AGREEMENTS,), Metric.AGREEMENTS: (_AGENCIES,)}


def true_count(claim: Claim, counts: ListCounts) -> int | None:
    """The list's own number for what the claim counts; None if the list does not show that place."""
    count = _counted(claim, counts, claim.support_type)
    return None if count is None else TRUE_WAY[claim.metric].of(count)


def usual_miscounts(claim: Claim, counts: ListCounts) -> Iterator[Found]:
    """The most common confusions: of units, spellings, rows, states and territories."""
    count = _counted(claim, counts, claim.support_type)
    if count is None:
        return
    for way in (*_OTHER_WAYS[claim.metric], *_header(claim)):
        yield way.found(count)
    if claim.metric is Metric.COUNTIES:
        sheriffs = _counted(claim, counts, claim.support_type, AgencyType.COUNTY)
        if sheriffs is not None:
            yield Found(sheriffs.agencies, "county agencies", "county agencies, most of them sheriffs")


def rarer_miscounts(claim: Claim, counts: ListCounts, other: ListCounts | None) -> Iterator[Found]:
    """Rows missed by a filter, the other list (pending or participating) added, a part given as the whole."""
    count = _counted(claim, counts, claim.support_type)
    if count is None or claim.value < CHANCE or claim.metric is Metric.COUNTIES:
        return
    if claim.scope != NATION and claim.metric in _COMMON_WAYS:
        yield _USUAL_SPELLING.found(count)
    beside = _counted(claim, other, claim.support_type) if other and claim.metric is not Metric.STATES else None
    if beside is not None:
        way = _AGENCIES if claim.metric is Metric.AGENCIES else _AGREEMENTS
        both = way.of(count) + way.of(beside)
        yield Found(both, "participating and pending", f"{way.phrase} with the pending list added")
    yield from _parts(claim, counts)


def confusions_of_units(claim: Claim, counts: ListCounts) -> Iterator[Found]:
    """Only the most frequent miscounts, for the lists of the days around."""
    count = _counted(claim, counts, claim.support_type)
    if count is None or claim.value < CHANCE:
        return
    for way in (*_COMMON_WAYS.get(claim.metric, ()), *_header(claim)):
        yield way.found(count)


def _header(claim: Claim) -> tuple[Way, ...]:
    """The header row is counted in figures for the whole list."""
    is_whole_list = claim.scope == NATION and claim.support_type is None and claim.metric in _COMMON_WAYS
    return (_HEADER,) if is_whole_list else ()


def _parts(claim: Claim, counts: ListCounts) -> Iterator[Found]:
    """One support type, one type of agency, or all support types if the claim names one."""
    parts: list[tuple[str, str, SupportType | None, AgencyType | None]]
    parts = [(each.value, f"under the {SUPPORT_TYPE_TITLES[each]} only", each, None) for each in SupportType]
    if claim.support_type is not None:
        parts = [("all support types", "of all support types", None, None)]
    elif claim.metric in _COMMON_WAYS:
        for kind in (AgencyType.COUNTY, AgencyType.MUNICIPALITY, AgencyType.STATE):
            parts.append((f"{kind.value} agencies", f"at the {kind.value} level only", None, kind))
    way = TRUE_WAY[claim.metric]
    for name, words, support_type, agency_type in parts:
        part = _counted(claim, counts, support_type, agency_type)
        if part is not None:
            yield Found(way.of(part), name, f"{way.phrase} {words}")


def _counted(
    claim: Claim, counts: ListCounts, support_type: SupportType | None, kind: AgencyType | None = None
) -> Count | None:
    """The slice for the claim's scope, summed for several states ('IA+KS'); None if the list does not show it."""
    scopes = claim.scope.split("+")
    if claim.metric is Metric.STATES:
        scopes = [NATION]
    if all(scope == NATION or scope in PLACE_NAMES for scope in scopes):
        parts = [counts.of(scope, support_type, kind) for scope in scopes]
        return parts[0] if len(parts) == 1 else Count(*map(sum, zip(*map(astuple, parts), strict=True)))
    county, _, state = claim.scope.rpartition(", ")
    if kind is not None or support_type is not None or state not in PLACE_NAMES:
        return None
    count = counts.of(county_scope(state, county))
    # A county missing from the column may still have a city that is listed without its county.
    return count if count.rows else None
