"""Agencies, their spellings, agreements and applications, as last printed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from models.lists.counts import NATION, CountedRow, county_key
from models.lists.resolution import Placement
from models.places.bodies import Body, body_of
from models.places.finding import FoundBy, place_of
from models.places.tables import STATE_FIPS
from models.record.batches import batches
from models.record.tables.agreements import Agency, Agreement, ApplicationRow, Spelling
from models.record.writing.lists.listings import Comparison
from models.record.writing.lists.lists import ListMark
from models.record.writing.lists.mirror import Mirror
from models.record.writing.lists.stretches import StretchTable
from models.record.writing.lists.writing import clamp_days, insert_rows, is_empty
from models.vocabulary import ListKind, SupportType


class _AgencyColumns(NamedTuple):
    id: str
    state: str
    name: str
    agency_type: str
    county: str
    body: Body
    state_fips: str | None
    county_fips: str | None
    county_found_by: FoundBy
    place_doubt: str
    place_runner_up: str


class _AgreementColumns(NamedTuple):
    id: str
    agency_id: str
    support_type: SupportType | None
    signed: date | None
    moa_url: str
    moa_since: date | None
    addendum_url: str
    first_snapshot_id: str
    first_row: int
    first_day: date


class _ApplicationColumns(NamedTuple):
    id: str
    agency_id: str
    support_type: SupportType | None
    first_snapshot_id: str
    first_row: int
    first_day: date
    until_day: date | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a list moved, with what was believed before it: agencies to another place, agreements to another agency."""

    agencies: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # id -> state and county before
    agreements: dict[str, str] = field(default_factory=dict)  # id -> agency before

    def __bool__(self) -> bool:
        return bool(self.agencies or self.agreements)


class AgreementTables:
    """Mirrors the tables as far as lists touch them; `flush` writes the rows that are new or altered."""

    def __init__(self, session: Session) -> None:
        self._agencies = Mirror(session, Agency, _AgencyColumns)
        self._agreements = Mirror(session, Agreement, _AgreementColumns)
        self._applications = Mirror(session, ApplicationRow, _ApplicationColumns)
        self._stretches = StretchTable(session)
        self._spellings_whole = is_empty(session, Spelling)
        self._spellings: set[tuple[str, str]] = set()
        self._spelled: set[str] = set()  # the agencies whose spellings are known
        self._new_spellings: list[dict[str, str]] = []

    def take(self, session: Session, comparison: Comparison, mark: ListMark) -> Moved:
        """The rows that a list added, altered or lost. If an agency's rows differ, the last one counts."""
        self.load(session, (*comparison.came, *comparison.went))
        self._load_spellings(session, comparison.came)
        moved = Moved()
        for id_, placement in sorted(comparison.fresh, key=lambda each: comparison.numbers[each.id]):
            self._take_agency(placement, moved)
            self._take_spelling(placement, mark)
            self._take_holder(placement, comparison.numbers[id_], mark, moved)
        self._take_presence(session, comparison, mark)
        return moved

    def counted(self, placement: Placement, moved: Moved | None = None) -> CountedRow:
        """What counts of a row: the agency that it names, where that of its agreement is; or was, before `moved`."""
        agency_id = self._agency_of(placement, moved)
        place = self._place(agency_id)
        if moved is not None:
            place = moved.agencies.get(agency_id, place)
        return CountedRow(placement.agency_id, placement.support_type, placement.duplicate, *place)

    def is_moved(self, placement: Placement, moved: Moved) -> bool:
        return placement.agreement_id in moved.agreements or self._agency_of(placement) in moved.agencies

    def _place(self, agency_id: str) -> tuple[str, str | None]:
        """State and county."""
        agency = self._agencies.get(agency_id)
        assert agency is not None, "every row's agency was taken before it is counted"
        return agency.state, agency.county_fips

    def _agency_of(self, placement: Placement, moved: Moved | None = None) -> str:
        """The agency of a row's agreement, or else its own."""
        holder = placement.agreement_id
        if holder is None:
            return placement.agency_id
        if moved is not None and holder in moved.agreements:
            return moved.agreements[holder]
        agreement = self._agreements.get(holder)
        return agreement.agency_id if agreement else placement.agency_id

    def scopes_of(self, session: Session, moved: Moved) -> set[str]:
        """The scopes whose counts differ by what moved: those that it left or joined."""
        new_agency = {id_: known.agency_id for id_ in moved.agreements if (known := self._agreements.get(id_))}
        self._agencies.load(session, {*moved.agencies, *moved.agreements.values(), *new_agency.values()})
        moves = [(id_, id_) for id_ in moved.agencies]
        moves += ((moved.agreements[id_], new) for id_, new in new_agency.items())
        scopes: set[str] = set()
        for old, new in moves:
            before, now = moved.agencies.get(old, self._place(old)), self._place(new)
            scopes |= set(filter(None, before)) ^ set(filter(None, now))
            if before[0] != now[0]:  # the nation counts states
                scopes.add(NATION)
        return scopes

    def load(self, session: Session, placements: Iterable[Placement]) -> None:
        """Read what `counted` needs of these rows."""
        placements = list(placements)
        self._agreements.load(session, filter(None, (each.agreement_id for each in placements)))
        self._applications.load(session, filter(None, (each.application_id for each in placements)))
        held = filter(None, (self._agreements.get(each.agreement_id or "") for each in placements))
        self._agencies.load(session, {each.agency_id for each in placements} | {each.agency_id for each in held})

    def flush(self, session: Session) -> None:
        self._agencies.flush(session)
        insert_rows(session, Spelling, self._new_spellings)
        self._new_spellings.clear()
        for table in (self._agreements, self._applications, self._stretches):
            table.flush(session)

    def clamp(self, session: Session, kind: ListKind, day: date) -> None:
        if kind is ListKind.PENDING:
            clamp_days(session, ApplicationRow, ("first_day", "until_day"), day)
            self._applications.clamp(
                lambda it: it._replace(
                    first_day=min(it.first_day, day), until_day=it.until_day and min(it.until_day, day)
                )
            )
            return
        clamp_days(session, Agreement, ("first_day", "moa_since"), day)
        self._agreements.clamp(
            lambda it: it._replace(first_day=min(it.first_day, day), moa_since=it.moa_since and min(it.moa_since, day))
        )
        self._stretches.clamp(session, day)

    def _load_spellings(self, session: Session, placements: Iterable[Placement]) -> None:
        unknown = {each.agency_id for each in placements} - self._spelled
        if not self._spellings_whole:
            for portion in batches(sorted(unknown)):
                known = select(Spelling.agency_id, Spelling.spelling).where(col(Spelling.agency_id).in_(portion))
                self._spellings |= {(agency, spelling) for agency, spelling in session.exec(known)}
        self._spelled |= unknown

    def _take_agency(self, placement: Placement, moved: Moved) -> None:
        id_, listing = placement.agency_id, placement.listing
        known = self._agencies.get(id_)
        if known is not None and placement.duplicate:
            return
        name, agency_type, county = listing.agency.strip(), listing.agency_type.strip(), listing.county.strip()
        # An empty cell says nothing of where the agency is.
        county = county if county_key(county) or known is None else known.county
        if known is not None and known[1:5] == (placement.state, name, agency_type, county):
            return
        found = place_of(placement.state, name, agency_type, county)
        printed = _AgencyColumns(
            id=id_,
            state=placement.state,
            name=name,
            agency_type=agency_type,
            county=county,
            body=body_of(name, agency_type, placement.state),
            state_fips=STATE_FIPS.get(placement.state),
            county_fips=found.county_fips,
            county_found_by=found.by,
            place_doubt=found.doubt,
            place_runner_up=found.runner_up,
        )
        self._agencies.put(id_, printed)
        if known is not None and (known.state, known.county_fips) != (printed.state, printed.county_fips):
            moved.agencies.setdefault(id_, (known.state, known.county_fips))

    def _take_spelling(self, placement: Placement, mark: ListMark) -> None:
        spelling = placement.agency_id, placement.listing.agency.strip()
        if spelling not in self._spellings:
            self._spellings.add(spelling)
            row = {"agency_id": spelling[0], "spelling": spelling[1], "first_snapshot_id": mark.id}
            self._new_spellings.append(row)

    def _take_holder(self, placement: Placement, row: int, mark: ListMark, moved: Moved) -> None:
        first: dict[str, Any] = {"first_snapshot_id": mark.id, "first_row": row, "first_day": mark.day}
        claims: dict[str, Any] = {"agency_id": placement.agency_id, "support_type": placement.support_type}
        if placement.duplicate:
            return
        if (id_ := placement.application_id) is not None and self._applications.get(id_) is None:
            self._applications.put(id_, _ApplicationColumns(id=id_, **claims, **first, until_day=None))
        if (id_ := placement.agreement_id) is not None:
            listing, known = placement.listing, self._agreements.get(id_)
            if known is not None:
                first = {name: getattr(known, name) for name in first}
                claims["support_type"] = known.support_type
                if known.agency_id != placement.agency_id:
                    moved.agreements.setdefault(id_, known.agency_id)
            same_link = known is not None and known.moa_url == placement.moa_url
            since = known.moa_since if known and same_link else (mark.day if placement.moa_url else None)
            links: dict[str, Any] = {
                "moa_url": placement.moa_url,
                "moa_since": since,
                "addendum_url": listing.addendum_url,
            }
            self._agreements.put(id_, _AgreementColumns(id=id_, signed=placement.signed, **claims, **links, **first))

    def _take_presence(self, session: Session, comparison: Comparison, mark: ListMark) -> None:
        """From when until when agreements and applications are listed."""
        stayed = [each.placement for each in comparison.stayed] if comparison.gone else []
        listed = {each.holder for each in (*stayed, *comparison.came)}
        went = {each.holder for each in comparison.went} - listed
        if mark.kind is ListKind.PARTICIPATING:
            self._stretches.take(session, {each.holder for each in comparison.came}, went, mark.day)
            return
        for holder, until in (*((id_, mark.day) for id_ in went), *((each.holder, None) for each in comparison.came)):
            known = self._applications.get(holder)
            if known is not None:
                self._applications.put(holder, known._replace(until_day=until))
