"""From documents to the record: each list that was seen is resolved against what stands, in order of publication.

Lists that are newer than all others are resolved one by one, a portion of them in a transaction. Anything else - a
list that arrives late, a verdict, new rules - derives the whole record again from the documents, in one transaction,
so that the outcome is the one that arrival in order would have given.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from flows.fetching.archive import Archive
from flows.lists.rulings import rulings_of
from flows.sources.ice.document import read_document
from flows.sources.ice.page import read_headline
from models.errors import ReadError
from models.identity.resolve import RULES_VERSION, resolve
from models.identity.state import RecordState
from models.lists.resolution import IncomingList
from models.record.asking import Row
from models.record.asking.changes import changes
from models.record.store import write_session
from models.record.tables.documents import Sighting
from models.record.tables.lists import Checkpoint, Snapshot
from models.record.writing.lists import ListFacts, Projection
from models.vocabulary import SnapshotStatus

# Lists that are taken in, written and kept as a checkpoint at once: a killed backfill redoes at most this many, and
# other writers wait for some two seconds.
PORTION = 50

Progress = Callable[[int, int], None]  # lists done, lists in all


@dataclass(slots=True)
class Derivation:
    """What one call of `derive` did."""

    lists: int = 0
    rebuilt: bool = False
    held: list[str] = field(default_factory=list)  # snapshots that wait for a person or the following lists
    failures: list[str] = field(default_factory=list)  # documents that turned out to be no list, and why


@dataclass(frozen=True, slots=True)
class Difference:
    """What a rebuild does to the changes."""

    added: tuple[Row, ...]
    dropped: tuple[Row, ...]
    altered: tuple[tuple[Row, Row], ...]  # before, after

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.altered)


class _NotAcceptedError(Exception):
    """Raised inside a rebuild's transaction to leave the record as it was."""


def derive(engine: sa.Engine, archive: Archive, now: datetime, progress: Progress = lambda *_: None) -> Derivation:
    """Resolve every list that was seen and is not in the record yet."""
    derivation = Derivation()
    last: _Point | None = None
    while True:
        with write_session(engine) as session:
            waiting = _waiting(session)
            if not waiting:
                return derivation
            newest = _newest(session)
            if last is None or newest is None or last.snapshot_id != newest.id:  # another process may have written
                last = _last_point(session, newest)
            if last is None or (newest and _place(waiting[0]) < _place(newest)):
                _derive_all(session, archive, now, derivation, progress)
                return derivation
            fold = _Fold(session, archive, last, last.projection or Projection(session, now))
            for number, sighting in enumerate(waiting[:PORTION], 1):
                fold.take_in(sighting, derivation)
                progress(derivation.lists, derivation.lists + len(waiting) - number)
            fold.projection.finish(session)
            last = fold.point
            _keep_checkpoint(session, last)


def rebuild(
    engine: sa.Engine,
    archive: Archive,
    now: datetime,
    accept: Callable[[Difference], bool],
    progress: Progress = lambda *_: None,
) -> Difference:
    """Derive everything again; the record is altered only where `accept` agrees to the difference in changes."""
    derivation = Derivation()
    try:
        with write_session(engine) as session:
            before = changes(session, everything=True)
            _derive_all(session, archive, now, derivation, progress)
            difference = _difference(before, changes(session, everything=True))
            if not accept(difference):
                raise _NotAcceptedError
    except _NotAcceptedError:
        pass
    return difference


class _Point(NamedTuple):
    """The state of the rules after a list, and the projection that wrote it, where it is this process's own."""

    snapshot_id: str  # '' before the first list
    state: RecordState
    projection: Projection | None = None


_NOTHING = _Point("", RecordState())


class _Fold:
    """The state that lists are resolved against one by one, and the projection that writes the outcome."""

    def __init__(self, session: Session, archive: Archive, after: _Point, projection: Projection) -> None:
        self.session = session
        self.archive = archive
        self.rulings = rulings_of(session)
        self.last, self.state = after.snapshot_id, after.state
        self.projection = projection

    @property
    def point(self) -> _Point:
        return _Point(self.last, self.state, self.projection)

    def take_in(self, sighting: Sighting, derivation: Derivation) -> None:
        """Resolve one list and take what it settles towards the tables.

        A document that is no list loses its sighting; its bytes stay in the archive.
        """
        sha256 = sighting.document_sha256
        try:
            published = read_document(self.archive.read(sha256), sighting.file_name)
        except ReadError as error:
            derivation.failures.append(str(error))
            self.session.delete(sighting)
            return
        headline = read_headline(self.archive.read(sighting.page_sha256)) if sighting.page_sha256 else None
        snapshot_id = f"{published.kind}-{sighting.published_at:%Y%m%dT%H%M%S}-{sha256[:8]}"
        incoming = IncomingList(snapshot_id, sha256, sighting.published_at, published, headline)
        resolution = resolve(self.state, incoming, self.rulings)
        for outcome in resolution.outcomes:
            self.projection.take(self.session, outcome, {snapshot_id: ListFacts(sighting, published, headline)})
            if outcome.status is SnapshotStatus.HELD:
                derivation.held.append(outcome.snapshot_id)
            elif outcome.snapshot_id in derivation.held:  # by a list that follows
                derivation.held.remove(outcome.snapshot_id)
        self.last, self.state = snapshot_id, resolution.state
        derivation.lists += 1


def _derive_all(session: Session, archive: Archive, now: datetime, derivation: Derivation, progress: Progress) -> None:
    derivation.rebuilt = session.exec(select(Snapshot.id).limit(1)).first() is not None
    fold = _Fold(session, archive, _NOTHING, Projection.from_nothing(session, now))
    every = sorted(session.exec(select(Sighting)), key=_place)
    for number, sighting in enumerate(every, 1):
        fold.take_in(sighting, derivation)
        if number % PORTION == 0:
            fold.projection.flush(session)  # so that memory does not grow with the archive
        progress(number, len(every))
    fold.projection.finish_rebuild(session)
    _keep_checkpoint(session, fold.point)


def _waiting(session: Session) -> list[Sighting]:
    """The lists that were seen and are not in the record, in their order."""
    underived = select(Sighting).where(col(Sighting.id).not_in(select(Snapshot.sighting_id)))
    return sorted(session.exec(underived), key=_place)


def _newest(session: Session) -> Snapshot | None:
    last_time = sa.select(sa.func.max(Snapshot.published_at)).scalar_subquery()
    return max(session.exec(select(Snapshot).where(col(Snapshot.published_at) == last_time)), key=_place, default=None)


def _place(one: Sighting | Snapshot) -> tuple[datetime, str, str]:
    """The order of the lists: by publication, then by name (of two lists saved in one second 'participating...' goes
    before 'pending...'), then by bytes. Sorted here, since databases differ in how they sort texts."""
    return one.published_at, one.file_name or "", one.document_sha256


def _last_point(session: Session, newest: Snapshot | None) -> _Point | None:
    """The state after the newest list. None: what is kept is of other rules, or of an older list."""
    if newest is None:
        return _NOTHING
    kept = session.get(Checkpoint, 1)
    if kept is None or kept.snapshot_id != newest.id or kept.rules_version != RULES_VERSION:
        return None
    try:
        state = RecordState.from_json(zlib.decompress(kept.state))
    except ValueError:  # of another format: an older moawatch kept it
        return None
    return _Point(kept.snapshot_id, state)


def _keep_checkpoint(session: Session, point: _Point) -> None:
    session.exec(delete(Checkpoint))
    packed = zlib.compress(point.state.to_json().encode(), level=1)  # a tenth of the size for a tenth of the time
    session.add(Checkpoint(snapshot_id=point.snapshot_id, rules_version=RULES_VERSION, state=packed))
    session.flush()


def _difference(before: list[Row], after: list[Row]) -> Difference:
    old = {row["id"]: row for row in before}
    new = {row["id"]: row for row in after}
    return Difference(
        added=tuple(row for id_, row in new.items() if id_ not in old),
        dropped=tuple(row for id_, row in old.items() if id_ not in new),
        altered=tuple(
            (old[id_], row) for id_, row in new.items() if id_ in old and _but_time(old[id_]) != _but_time(row)
        ),
    )


def _but_time(row: Row) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "recorded_at"}
