"""The changes that feeds show: those recorded, confirmed, withdrawn or revised last, by place and agency."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.digests.owed import JournalEntry
from models.documents.links.byte_changes import KINDS_OF_LINKS
from models.kinds import COSMETIC_KINDS
from models.lists.counts import NATION
from models.places.finding import counties_concerned
from models.record.asking.digests.owed import JournalEntries
from models.record.tables.agreements import Agency
from models.record.tables.changes import ChangeVersion
from models.vocabulary import ChangeStatus


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One change in its present version, with the times when it was first recorded and last revised."""

    latest: JournalEntry
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """An agency that a feed can be about."""

    name: str
    state: str
    county: str  # as printed
    county_fips: str | None

    @property
    def counties(self) -> frozenset[str]:
        """The counties whose feeds have its changes: FIPS codes."""
        return counties_concerned(self.state, self.county, self.county_fips)


@dataclass(slots=True)
class _Kept:
    """One change, over all its versions."""

    sequence: int = 0
    updated: datetime = datetime.min
    published: datetime | None = None
    scopes: frozenset[str] = frozenset()
    told: bool = False
    says: tuple[object, ...] = ()
    waits: bool = False  # nothing is at the address of its document yet


@dataclass(slots=True)
class ScopedJournal:
    """The journal by scope: 'US', 'TX', '48277', or an agency's id. The newest change of each comes first."""

    by_scope: dict[str, list[str]]
    touched: frozenset[str]  # the scopes of what came after the entry that was asked about
    _kept: Mapping[str, _Kept]
    _entries: JournalEntries = field(default_factory=JournalEntries)

    def entries(self, session: Session, scopes: Mapping[str, int]) -> Iterator[tuple[str, list[FeedEntry]]]:
        """The last changes of each scope, up to its number; a change that is in several is read once."""
        wanted = {scope: self.by_scope.get(scope, [])[:most] for scope, most in scopes.items()}
        changes = list({change_id for few in wanted.values() for change_id in few})
        latest = self._entries.of(session, [self._kept[change_id].sequence for change_id in changes])
        found = {change_id: self._entry(change_id, entry) for change_id, entry in zip(changes, latest, strict=True)}
        for scope, few in wanted.items():
            yield scope, [found[change_id] for change_id in few]

    def _entry(self, change_id: str, latest: JournalEntry) -> FeedEntry:
        kept = self._kept[change_id]
        return FeedEntry(latest, kept.published or kept.updated, kept.updated)


def journal_mark(session: Session, sequence: int | None = None) -> tuple[int, str]:
    """The number of the journal's last entry, or the one asked about, and what tells it from that of another record."""
    query = select(ChangeVersion.sequence, ChangeVersion.change_id, ChangeVersion.version, ChangeVersion.recorded_at)
    if sequence is not None:
        query = query.where(ChangeVersion.sequence == sequence)
    found = session.exec(query.order_by(col(ChangeVersion.sequence).desc()).limit(1)).first()
    return (found[0] or 0, f"{found[1]} {found[2]} {found[3].isoformat()}") if found else (0, "")


def feed_places(session: Session) -> dict[str, FeedPlace]:
    """Every agency by its id."""
    columns = (Agency.id, Agency.name, Agency.state, Agency.county, Agency.county_fips)
    query = sa.select(*columns).order_by(col(Agency.id))  # type: ignore[call-overload]
    return {id_: FeedPlace(*place) for id_, *place in session.execute(query)}


def read_journal(
    session: Session, places: Mapping[str, FeedPlace], after: int = 0, last: int | None = None
) -> ScopedJournal:
    """The journal, sorted out once for all feeds: all of it, or the changes among its last entries, so many.

    What was cosmetic from the beginning is left out; what became cosmetic stays, since feeds have shown it already.
    """
    change = col(ChangeVersion.change)
    texts = [change[name].as_string() for name in ("status", "kind", "state", "state_before", "agency_id")]
    columns = (ChangeVersion.sequence, ChangeVersion.change_id, ChangeVersion.recorded_at, ChangeVersion.dropped)
    query = sa.select(*columns, *texts).order_by(col(ChangeVersion.sequence))  # type: ignore[call-overload]
    if last is not None:
        newest = sa.select(sa.func.max(ChangeVersion.sequence)).scalar_subquery()
        recent = sa.select(ChangeVersion.change_id).where(col(ChangeVersion.sequence) > newest - last)  # type: ignore[call-overload]
        query = query.where(col(ChangeVersion.change_id).in_(recent))
    in_counties = {agency_id: place.counties for agency_id, place in places.items()}
    kept: dict[str, _Kept] = defaultdict(_Kept)
    touched: set[str] = set()
    for sequence, change_id, recorded_at, dropped, status, kind, *where in session.execute(query):
        one = kept[change_id]
        says = (dropped, status, kind, *where)
        if kind in KINDS_OF_LINKS and one.says == says:
            continue  # its document was fetched since: evidence, and no news
        one.says = says
        one.waits = kind in KINDS_OF_LINKS and status == ChangeStatus.SUSPECTED
        scopes = _scopes(where, in_counties)
        if sequence > after:
            touched |= scopes | one.scopes  # a change that moved has to leave the feed where it was
        one.sequence, one.updated, one.scopes = sequence, recorded_at, scopes
        one.published = one.published or recorded_at
        one.told = one.told or kind not in COSMETIC_KINDS
    return ScopedJournal(_by_scope(kept), frozenset(touched), kept)


def _scopes(where: Sequence[str | None], in_counties: Mapping[str, frozenset[str]]) -> frozenset[str]:
    agency_id = where[-1] or ""
    return frozenset(filter(None, (NATION, *where))) | in_counties.get(agency_id, frozenset())


def _by_scope(kept: Mapping[str, _Kept]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for change_id, one in sorted(kept.items(), key=lambda item: -item[1].sequence):
        if one.told and not one.waits:
            for scope in one.scopes:
                found[scope].append(change_id)
    return dict(found)
