"""What the record says at the moment of a run, read by queries of our own on its views and counted here.

Nothing that composes digests is asked: the counts come from the stretches one by one, not from the counts on record.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import sqlalchemy as sa

NATION = "US"


class Listed(NamedTuple):
    """An agreement for one unbroken time on the lists."""

    agreement_id: str
    agency_id: str
    support_type: str
    signed: date | None
    from_day: date
    until_day: date | None


class Waiting(NamedTuple):
    """An application; `last_day` is empty while it is pending."""

    application_id: str
    agency_id: str
    support_type: str | None
    first_day: date
    last_day: date | None


class Body(NamedTuple):
    """An agency, as last printed."""

    agency_id: str
    name: str
    state: str
    county_fips: str | None
    body: str
    agency_type: str | None
    county_printed: str
    county: str | None


class ListSeen(NamedTuple):
    kind: str
    day: date
    sha256: str
    rows: int
    status: str
    in_force_from: date | None
    in_force_until: date | None
    failed: int  # how many checks


class Told(NamedTuple):
    """One entry of the journal: a change as it was believed from then on."""

    sequence: int
    change_id: str
    version: int
    dropped: bool
    late: bool
    change: Mapping[str, Any]

    @property
    def day(self) -> date:
        return date.fromisoformat(self.change["list_date"])


@dataclass(frozen=True, repr=False)
class Facts:
    """The record at one moment. `journal` grows from run to run; here it counts up to `journal_end`."""

    at: datetime
    stretches: tuple[Listed, ...]
    applications: tuple[Waiting, ...]
    agencies: Mapping[str, Body]
    lists: tuple[ListSeen, ...]
    findings: frozenset[str]  # what was found wrong with lists, in the record's own words
    journal: list[Told]
    journal_end: int
    doubts: int = 0  # that no person has ruled on
    fetched: datetime | None = None  # when a source last answered
    last_error: str = ""  # of its last attempt

    def in_force(self, kind: str = "participating", on: date | None = None) -> ListSeen | None:
        """The list in force at the end of a day, or now."""
        return next(
            (
                each
                for each in reversed(self.lists)
                if each.kind == kind
                and each.in_force_from is not None
                and (
                    each.in_force_until is None if on is None else _covers(each.in_force_from, each.in_force_until, on)
                )
            ),
            None,
        )

    @property
    def day(self) -> date | None:
        """The date of the participating list in force."""
        newest = self.in_force()
        return newest.day if newest else None

    def listed(self, place: str = NATION, on: date | None = None) -> list[Listed]:
        """The agreements of a place listed at the end of a day, or now. A place is 'US', 'TX', '48277' or the id of an
        agency."""
        if on not in self._by_place:
            by_place: dict[str, list[Listed]] = defaultdict(list)
            for each in self.stretches:
                if each.until_day is None if on is None else _covers(each.from_day, each.until_day, on):
                    for scope in self.scopes(each.agency_id):
                        by_place[scope].append(each)
            self._by_place[on] = by_place
        return self._by_place[on].get(place, [])

    def total(self, on: date) -> int:
        """The agreements of the country at the end of a day."""
        days, totals = self._totals
        at = bisect_right(days, on)
        return totals[at - 1] if at else 0

    @cached_property
    def _totals(self) -> tuple[list[date], list[int]]:
        steps: Counter[date] = Counter()
        for each in self.stretches:
            steps[each.from_day] += 1
            if each.until_day is not None:
                steps[each.until_day] -= 1
        days = sorted(steps)
        return days, list(accumulate(steps[day] for day in days))

    @cached_property
    def quotes(self) -> re.Pattern[str]:
        """What a mail quotes that may have numbers in it: 'Constable Precinct 4', findings about lists, an error."""
        names = {" ".join(each.name.split()) for each in self.agencies.values()}
        return any_of({each for each in names if re.search(r"\d", each)} | self.findings | {self.last_error})

    @cached_property
    def _by_place(self) -> dict[date | None, Mapping[str, list[Listed]]]:
        return {}

    def pending(self, place: str = NATION) -> list[Waiting]:
        return [each for each in self.applications if each.last_day is None and self.within(place, each.agency_id)]

    @cached_property
    def changes(self) -> Mapping[str, Told]:
        """The newest entry of each change."""
        return {each.change_id: each for each in self.journal[: self.journal_end]}

    def scopes(self, agency_id: str) -> tuple[str, ...]:
        """The places that an agency counts for."""
        agency = self.agencies.get(agency_id)
        own = (agency.state, agency.county_fips) if agency else ()
        return tuple(filter(None, (NATION, agency_id, *own)))

    def within(self, place: str, agency_id: str) -> bool:
        return place in self.scopes(agency_id)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of these, the longest first."""
    in_order = sorted(set(words) - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, in_order)) or r"(?!)")


def _covers(first: date, until: date | None, day: date) -> bool:
    return first <= day and (until is None or day < until)


@dataclass(slots=True)
class FactReader:
    """Reads the facts of one run after the other; equal rows are kept once, so that a year of them fits in memory."""

    journal: list[Told]
    kept: dict[tuple[object, ...], Any]

    def read(self, engine: sa.Engine, at: datetime) -> Facts:
        with engine.connect() as connection:
            ask = connection.exec_driver_sql
            stretches = self._rows(ask(_STRETCHES), Listed, (3, 4, 5))
            applications = self._rows(ask(_APPLICATIONS), Waiting, (3, 4))
            agencies = self._rows(ask(_AGENCIES), Body, ())
            lists = self._rows(ask(_LISTS), ListSeen, (1, 5, 6))
            findings = frozenset(sentence for (sentence,) in ask(_FINDINGS))
            doubts = ask(_DOUBTS).scalar_one()
            tried = ask(_FETCHES).all()
            after = self.journal[-1].sequence if self.journal else 0
            for row in connection.execute(_JOURNAL, {"after": after}):
                self.journal.append(Told(*row))
        answered = (datetime.fromisoformat(str(at)) for at, error in tried if error is None)
        return Facts(
            at=at,
            stretches=stretches,
            applications=applications,
            agencies={each.agency_id: each for each in agencies},
            lists=lists,
            findings=findings,
            journal=self.journal,
            journal_end=len(self.journal),
            doubts=doubts,
            fetched=next(answered, None),
            last_error=tried[0].error or "" if tried else "",
        )

    def _rows(self, found: Iterable[Any], kind: Callable[..., Any], days: tuple[int, ...]) -> tuple[Any, ...]:
        rows = []
        for each in found:
            plain = (kind, *each)
            if plain not in self.kept:
                values = [_day(value) if number in days else value for number, value in enumerate(each)]
                self.kept[plain] = kind(*values)
            rows.append(self.kept[plain])
        return tuple(rows)


@cache
def _day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text


_STRETCHES = "SELECT agreement_id, agency_id, support_type, signed, from_day, until_day FROM agreement_stretches"
_APPLICATIONS = "SELECT application_id, agency_id, support_type, first_day, last_day FROM applications"
_AGENCIES = (
    "SELECT agency.id, agency.name, agency.state, agency.county_fips, agency.body, agency.agency_type, agency.county,"
    " county.name FROM agency LEFT JOIN county ON county.fips = agency.county_fips"
)
_DOUBTS = "SELECT count(*) FROM doubt WHERE id NOT IN (SELECT about FROM ruling)"
_FETCHES = "SELECT requested_at, error FROM fetch ORDER BY id DESC"
_FINDINGS = "SELECT DISTINCT sentence FROM list_findings"
_LISTS = (
    "SELECT kind, day, sha256, row_count, status, in_force_from, in_force_until,"
    " (SELECT count(*) FROM list_findings WHERE list_findings.list_id = lists.list_id AND passed = 0)"
    " FROM lists ORDER BY published_at, list_id"
)
_JOURNAL = sa.text(
    'SELECT sequence, change_id, version, dropped, late, "change" FROM change_version'
    " WHERE sequence > :after ORDER BY sequence"
).columns(
    sequence=sa.Integer, change_id=sa.String, version=sa.Integer, dropped=sa.Boolean, late=sa.Boolean, change=sa.JSON
)
