"""The ways in which people count a list, and what a number turns out to be if another way explains it.

Each way was found in the news or in an official statement about these lists: the header counted as a row, agreements
called agencies, `TEXAS ` missed by a filter on `TEXAS`, the pending list added on top.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import astuple, dataclass, replace

from models.claims.stated import COUNTS_PLACES, Claim, Metric
from models.lists.counts import NATION, AgencyType, Count, ListCounts, county_scope
from models.vocabulary import PLACE_NAMES, STATE_NAMES, SupportType, under_model

# A spelling or a filter explains a number only from here on: below, one of a dozen ways fits nearly any number.
CHANCE = 20

_COUNTY = re.compile(r"\b(county|parish|borough|census area)$", re.IGNORECASE)


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


NATIONWIDE, ALL_TYPES = "nationwide", "all support types"

_AGENCIES = Way("agencies", "agencies", "agencies")
_AGREEMENTS = Way("agreements", "agreements", "agreements")

# The true count of each metric (see `true_way`). That of pending ones comes from the pending list, where each row is an
# application.
TRUE_WAY = {
    Metric.AGENCIES: _AGENCIES,
    Metric.AGREEMENTS: _AGREEMENTS,
    Metric.STATES: Way("states", "states", "states"),
    Metric.TERRITORIES: Way("territories", "territories", "territories"),
    Metric.COUNTIES: Way("counties", "counties", "counties"),
    Metric.PENDING: Way("pending", "pending applications", "agreements"),
}

SPELLINGS = (
    Way("agencies as spelt", "agencies if each spelling counts separately", "agencies_as_spelt"),
    Way(
        "agencies with county", "agencies if each spelling of name or county counts separately", "agencies_with_county"
    ),
    Way("agencies as printed", "agencies if even a stray space makes a separate one", "agencies_as_printed"),
    Way(
        "agencies printed with county",
        "agencies if even a stray space in name or county makes a separate one",
        "agencies_printed_with_county",
    ),
)
_ROWS = Way("rows", "rows (duplicates included)", "rows")
_HEADER = Way("rows and header", "agreements plus one: the header row was counted", "rows_and_header")
_DUPLICATES_AND_HEADER = Way(
    "rows and header", "rows (duplicates included) plus one: the header row was counted", "rows_and_header"
)
USUAL_SPELLING = Way(
    "usual state spelling",
    "rows that spell the state the usual way, without a stray space or a typo,",
    "rows_of_usual_spelling",
)
_WITH_TERRITORIES = Way("states and territories", "states and territories together", "states_and_territories")
# '42 states and U.S. territories', but not '40 states and two territories'.
_BOTH = re.compile(r"\bstates(?: and | or | & |/)(?:U\.?S\.? )?territories\b", re.IGNORECASE)
_STATE_SPELLINGS = Way("state spellings", "spellings in the state column", "state_spellings")

_OTHER_UNITS = {
    Metric.AGENCIES: (_AGREEMENTS, _ROWS),
    Metric.AGREEMENTS: (_ROWS, _AGENCIES),
    Metric.STATES: (_WITH_TERRITORIES, _STATE_SPELLINGS),
    Metric.TERRITORIES: (),
    Metric.COUNTIES: (_AGENCIES,),
    Metric.PENDING: (_AGENCIES, _ROWS),
}
# The metrics that are taken for each other, counted by spelling, and missed by a filter on the state.
COMMON = frozenset({Metric.AGENCIES, Metric.AGREEMENTS})


def counts_both(claim: Claim) -> bool:
    """Whether it counts states and territories together: '41 states and territories'."""
    return claim.metric is Metric.STATES and _BOTH.search(claim.sentence) is not None


def true_way(claim: Claim) -> Way:
    """How the list counts what the claim counts."""
    return _WITH_TERRITORIES if counts_both(claim) else TRUE_WAY[claim.metric]


def true_count(claim: Claim, counts: ListCounts) -> int | None:
    """The list's own number for what the claim counts; None if the list does not show that place."""
    count = counted(claim, counts, claim.support_type)
    return None if count is None else true_way(claim).of(count)


def other_units(claim: Claim, counts: ListCounts) -> Iterator[Found]:
    """The most common confusions: agreements and agencies, rows and header, states and territories."""
    count = counted(claim, counts, claim.support_type)
    if count is None:
        return
    others = (TRUE_WAY[Metric.STATES],) if counts_both(claim) else _OTHER_UNITS[claim.metric]
    for way in (*others, *_header(claim, count)):
        yield way.found(count)
    if claim.metric is Metric.COUNTIES:
        sheriffs = counted(claim, counts, claim.support_type, AgencyType.COUNTY)
        if sheriffs is not None:
            yield Found(sheriffs.agencies, "county agencies", "county agencies, most of them sheriffs")


def other_scopes(claim: Claim, scopes: Collection[str], counts: ListCounts) -> Iterator[Found]:
    """All support types where the claim names one, and the other places of the text: the sentence 'of Texas' 172
    agreements 96 are of this kind' may be misread."""
    if claim.metric in COUNTS_PLACES:
        return
    way = TRUE_WAY[claim.metric]
    places = {NATION, *scopes} if claim.value >= CHANCE else set[str]()
    for scope in sorted(places | {claim.scope}):
        for support_type in {claim.support_type, None}:
            if (scope, support_type) == (claim.scope, claim.support_type):
                continue
            count = counted(replace(claim, scope=scope), counts, support_type)
            if count is not None:
                of_all = " of all support types" if claim.support_type and not support_type else ""
                where = "" if scope == claim.scope else f" {_somewhere(scope)}"
                yield Found(way.of(count), where.strip() or ALL_TYPES, f"{way.phrase}{of_all}{where}")


def _somewhere(scope: str) -> str:
    return NATIONWIDE if scope == NATION else f"in {PLACE_NAMES.get(scope, scope)}"


def spellings(claim: Claim, counts: ListCounts) -> Iterator[Found]:
    """What counting each spelling as an agency gives, or each row whose state is spelled as usual."""
    count = counted(claim, counts, claim.support_type)
    if count is None or claim.value < CHANCE or claim.metric not in COMMON:
        return
    yield from (way.found(count) for way in SPELLINGS)
    if claim.scope != NATION:
        yield USUAL_SPELLING.found(count)


def rarer_miscounts(claim: Claim, counts: ListCounts, other: ListCounts | None) -> Iterator[Found]:
    """The other list (pending or participating) added."""
    count = counted(claim, counts, claim.support_type)
    if count is None or claim.metric in (Metric.COUNTIES, Metric.TERRITORIES):
        return
    if claim.metric is Metric.STATES:
        if other is not None:
            together = {scope for (scope, *_), _ in (*counts, *other) if scope in STATE_NAMES}
            yield Found(len(together), "participating and pending", "states with the pending list added")
        return
    beside = counted(claim, other, claim.support_type) if other else None
    if beside is not None:
        way = _AGENCIES if claim.metric is Metric.AGENCIES else _AGREEMENTS
        both = way.of(count) + way.of(beside)
        yield Found(both, "participating and pending", f"{way.phrase} with the pending list added")


def confusions_of_units(claim: Claim, counts: ListCounts) -> Iterator[Found]:
    """Only the most frequent miscounts, for the lists of the days around."""
    count = counted(claim, counts, claim.support_type)
    if count is None or claim.metric not in COMMON:
        return
    way = _AGREEMENTS if claim.metric is Metric.AGENCIES else _AGENCIES
    for each in (way, *_header(claim, count)):
        yield each.found(count)


def unnamed_parts(claim: Claim, counts: ListCounts) -> Iterator[Found]:
    """One support type or one type of agency."""
    parts: list[tuple[str, str, SupportType | None, AgencyType | None]]
    parts = [(each.value, f"{under_model(each).strip()} only", each, None) for each in SupportType]
    if claim.support_type is not None:
        return
    if claim.metric in COMMON:
        for kind in (AgencyType.COUNTY, AgencyType.MUNICIPALITY, AgencyType.STATE):
            parts.append((f"{kind.value} agencies", f"at the {kind.value} level only", None, kind))
    way = TRUE_WAY[claim.metric]
    for name, words, support_type, agency_type in parts:
        part = counted(claim, counts, support_type, agency_type)
        if part is not None:
            yield Found(way.of(part), name, f"{way.phrase} {words}")


def _header(claim: Claim, count: Count) -> tuple[Way, ...]:
    """The header row is counted in figures for the whole list."""
    if claim.scope != NATION or claim.support_type is not None or claim.metric not in COMMON:
        return ()
    return (_HEADER if count.rows == count.agreements else _DUPLICATES_AND_HEADER,)


def counted(
    claim: Claim, counts: ListCounts, support_type: SupportType | None, kind: AgencyType | None = None
) -> Count | None:
    """The slice for the claim's scope, summed for several states ('IA+KS'); None if the list does not show it."""
    scopes = claim.scope.split("+")
    if claim.metric in COUNTS_PLACES:
        scopes = [NATION]
    if all(scope == NATION or scope in PLACE_NAMES for scope in scopes):
        parts = [counts.of(scope, support_type, kind) for scope in scopes]
        return parts[0] if len(parts) == 1 else Count(*map(sum, zip(*map(astuple, parts), strict=True)))
    county, _, state = claim.scope.rpartition(", ")
    # 'Dallas, TX' is a city; Dallas County has agencies of its own.
    if kind is not None or support_type is not None or state not in PLACE_NAMES or not _COUNTY.search(county):
        return None
    count = counts.of(county_scope(state, county))
    # A county missing from the column may still have a city that is listed without its county.
    return count if count.rows else None
