"""What the newest list has in the places of one subscriber, at a cost that does not grow with the history."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from models.digests.content import ListedAgreement, PlaceCount, PlaceKind, PlaceRecord
from models.digests.owed import JournalEntry
from models.digests.subscriptions import Subscriber, concerns
from models.digests.telling.places import asked_for, to_compare_with
from models.digests.telling.portraits import MAX_LAST
from models.kinds import DigestSection, kinds_in
from models.lists.counts import ALL_TYPES
from models.places.bodies import Body
from models.record.asking.digests.owed import JournalEntries
from models.record.batches import batches
from models.record.tables.agreements import Agency, Agreement, Stretch
from models.record.tables.changes import ChangeRow, ChangeVersion
from models.record.tables.lists import CountRun
from models.vocabulary import ChangeStatus, ListKind

# Of the newest changes in a place most correct how the list is printed, and of the others some concern other support
# types or bodies.
_READ = 500
_CANDIDATES = 40

_AGREEMENTS = (*kinds_in(DigestSection.BY_STATE), *kinds_in(DigestSection.ENDINGS))


def place_record(session: Session, subscriber: Subscriber, *, first: bool, as_of: date | None = None) -> PlaceRecord:
    """The counts now, or at the end of the day `as_of`; with the roster of a `first` digest, and where only the roster
    answers: agencies, and bodies."""
    agencies = _agencies(session, subscriber.agencies)
    found = PlaceRecord(agencies=agencies)
    places = (*asked_for(subscriber, found), *to_compare_with(subscriber))
    scopes = [place.key for place in places if place.kind is not PlaceKind.AGENCY]
    counts, pending = _counts(session, scopes, as_of)
    whole = first or bool(subscriber.bodies)
    roster = _roster(session, subscriber, as_of) if whole else _roster_of(session, subscriber.agencies, as_of)
    return PlaceRecord(counts, pending, agencies, tuple(roster))


def last_changes(
    session: Session, subscriber: Subscriber, entries: JournalEntries, as_of: date | None = None
) -> tuple[JournalEntry, ...]:
    """The last changes of agreements in each place asked for, newest first, as the journal has them."""
    columns = (ChangeRow.id, ChangeRow.list_date, ChangeRow.kind, ChangeRow.status)
    restricted = subscriber.support_types or subscriber.bodies or subscriber.kinds
    most = _CANDIDATES if restricted else MAX_LAST
    candidates: set[str] = set()
    for newest in _newest_first(subscriber, sa.select(*map(col, columns))):
        # What sort they are is asked here: by an index of kinds or statuses the database would read ten years of them.
        found = [
            (day, id_)
            for id_, day, kind, status in session.connection().execute(newest)
            if day <= (as_of or date.max) and kind in _AGREEMENTS and status is ChangeStatus.CONFIRMED
        ]
        candidates.update(id_ for _, id_ in sorted(found, reverse=True)[:most])
    last = _entries(session, entries, sorted(candidates))
    asked = [each for each in last if not each.withdrawn and _is_asked(subscriber, each)]
    return tuple(sorted(asked, key=lambda each: (each.list_date, each.change.id), reverse=True))


def _is_asked(subscriber: Subscriber, entry: JournalEntry) -> bool:
    return concerns(subscriber, entry.change, entry.in_counties, entry.body, entry.state)


def _newest_first(subscriber: Subscriber, changes: sa.Select[Any]) -> list[sa.Select[Any]]:
    """A question for each place, so that each gets its own last changes; of a county or an agency they are few."""
    if subscriber.everywhere:
        return [changes.order_by(col(ChangeRow.list_date).desc()).limit(_READ)]
    of_county = (
        changes.where(col(ChangeRow.agency_id).in_(sa.select(col(Agency.id)).where(col(Agency.county_fips) == fips)))
        for fips in sorted(subscriber.counties)
    )
    of_state = (
        changes.where(col(ChangeRow.state) == state).order_by(col(ChangeRow.list_date).desc()).limit(_READ)
        for state in sorted(subscriber.states)
    )
    of_agency = (changes.where(col(ChangeRow.agency_id) == agency) for agency in sorted(subscriber.agencies))
    return [*of_county, *of_state, *of_agency]


def _entries(session: Session, entries: JournalEntries, change_ids: Iterable[str]) -> list[JournalEntry]:
    sequences = [
        sequence
        for portion in batches(list(change_ids))
        for sequence in session.scalars(
            sa.select(sa.func.max(ChangeVersion.sequence))
            .where(col(ChangeVersion.change_id).in_(portion))
            .group_by(col(ChangeVersion.change_id))
        )
        if sequence is not None
    ]
    return entries.of(session, sequences)


def _agencies(session: Session, ids: Collection[str]) -> dict[str, str]:
    rows = sa.select(col(Agency.id), col(Agency.name)).where(col(Agency.id).in_(ids))
    return dict(session.connection().execute(rows).tuples().all()) if ids else {}


def _counts(
    session: Session, scopes: Sequence[str], as_of: date | None
) -> tuple[dict[tuple[str, str], PlaceCount], dict[str, int]]:
    """The counts by scope and support type, and the applications by scope."""
    counts: dict[tuple[str, str], PlaceCount] = {}
    pending: dict[str, int] = {}
    columns = (CountRun.kind, CountRun.scope, CountRun.support_type, CountRun.agreements, CountRun.agencies)
    for portion in batches(scopes):
        runs = sa.select(*map(col, columns), col(CountRun.superseded_at)).where(
            col(CountRun.scope).in_(portion),
            *_in_force(col(CountRun.from_day), col(CountRun.until_day), as_of),
        )
        for kind, scope, support_type, agreements, agencies, superseded_at in session.connection().execute(runs):
            if superseded_at is not None:  # asked here: an index of it would lead through ten years of runs
                continue
            if kind == ListKind.PARTICIPATING:
                counts[scope, support_type] = PlaceCount(agreements, agencies)
            elif support_type == ALL_TYPES:
                pending[scope] = agreements
    return counts, pending


def _in_force(from_day: Any, until_day: Any, as_of: date | None) -> list[sa.ColumnElement[bool]]:
    if as_of is None:
        return [until_day.is_(None)]
    return [from_day <= as_of, until_day.is_(None) | (until_day > as_of)]


def _roster(session: Session, subscriber: Subscriber, as_of: date | None) -> list[ListedAgreement]:
    """The agreements of all the places asked for, each once."""
    if subscriber.everywhere:
        return _listed(session, None, as_of)
    columns = {Agency.state: subscriber.states, Agency.county_fips: subscriber.counties, Agency.id: subscriber.agencies}
    where = sa.or_(*(col(column).in_(asked) for column, asked in columns.items() if asked))
    return _listed(session, where, as_of)


def _roster_of(session: Session, agencies: Collection[str], as_of: date | None) -> list[ListedAgreement]:
    return _listed(session, col(Agency.id).in_(agencies), as_of) if agencies else []


def _listed(session: Session, where: sa.ColumnElement[bool] | None, as_of: date | None) -> list[ListedAgreement]:
    """The agreements in force, of the agencies of which `where` is true, or of all."""
    agency = (Agency.id, Agency.name, Agency.state, Agency.county_fips, Agency.body)
    agreement = (Agreement.support_type, Agreement.signed, Stretch.from_day, Stretch.until_day)
    rows = (
        sa.select(*map(col, (*agency, *agreement)))
        .select_from(Agency)
        .join(Agreement, col(Agreement.agency_id) == col(Agency.id))
        .join(Stretch, col(Stretch.agreement_id) == col(Agreement.id))
        .order_by(col(Agency.state), col(Agency.name), col(Agreement.support_type), col(Agreement.id))
    )
    # Of a few agencies all stretches are read: by an index of open ones the database would read those of all agencies.
    rows = (
        rows.where(*_in_force(col(Stretch.from_day), col(Stretch.until_day), as_of))
        if where is None
        else rows.where(where)
    )
    return [
        ListedAgreement(id_, name, state, fips, Body(body), support_type, signed)
        for id_, name, state, fips, body, support_type, signed, start, until in session.connection().execute(rows)
        if start <= (as_of or date.max) and (until is None or (as_of is not None and until > as_of))
    ]
