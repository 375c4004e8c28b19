"""From documents to the record: each list that was seen is resolved against what stands, in order of publication.

A list that is newer than all others is resolved alone, in a transaction of its own. Anything else - a list that
arrives late, a verdict, new rules, a run that was killed between two checkpoints - derives the whole record again
from the documents, in one transaction, so that the outcome is the one that arrival in order would have given.
"""

import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from flows.archive import Archive
from flows.rulings import rulings_of
from flows.sources.ice_page import read_headline
from flows.sources.reading import read_document
from models.errors import ReadError
from models.identity.resolve import RULES_VERSION, resolve
from models.identity.state import RecordState
from models.projection import ListFacts, Projection
from models.questions import Row
from models.questions.changes import changes
from models.resolution import ListInHand
from models.store import writing
from models.tables import Checkpoint, Sighting, Snapshot
from models.vocabulary import SnapshotStatus

# Writing the state costs about as much as resolving a list; a killed backfill redoes at most this many lists.
CHECKPOINT_EVERY = 25

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
    waiting: deque[_Waiting] = deque()
    while True:
        with writing(engine) as session:
            newest = _newest(session)
            if not waiting or last is None or newest is None or last.snapshot_id != newest.id:
                waiting = deque(_waiting(session))  # at first, at last, and where another process has written
                if not waiting:
                    return derivation
            if last is None or newest is None or last.snapshot_id != newest.id:
                last = _last_point(session, newest)
            first = waiting.popleft()
            if last is None or (newest and first.place < _place(newest)):
                _derive_all(session, archive, now, derivation, progress)
                return derivation
            fold = _Fold(session, archive, last.state, last.projection or Projection(session, now))
            snapshot_id = fold.take_in(session.get_one(Sighting, first.sighting_id), derivation)
            fold.projection.finish(session)
            last = _Point(snapshot_id or last.snapshot_id, fold.state, fold.projection)
            if not waiting or derivation.lists % CHECKPOINT_EVERY == 0:
                _keep_checkpoint(session, last)
        progress(derivation.lists, derivation.lists + len(waiting))


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
        with writing(engine) as session:
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


class _Fold:
    """The state that lists are resolved against one by one, and the projection that writes the outcome."""

    def __init__(self, session: Session, archive: Archive, state: RecordState, projection: Projection) -> None:
        self.session = session
        self.archive = archive
        self.rulings = rulings_of(session)
        self.state = state
        self.projection = projection

    def take_in(self, sighting: Sighting, derivation: Derivation) -> str | None:
        """Resolve one list and write what it settles. Returns the snapshot's id.

        A document that is no list loses its sighting (its bytes stay in the archive): None.
        """
        sha256 = sighting.document_sha256
        try:
            published = read_document(self.archive.read(sha256), sighting.file_name)
        except ReadError as error:
            derivation.failures.append(str(error))
            self.session.delete(sighting)
            return None
        headline = read_headline(self.archive.read(sighting.page_sha256)) if sighting.page_sha256 else None
        snapshot_id = f"{published.kind}-{sighting.published_at:%Y%m%dT%H%M%S}-{sha256[:8]}"
        in_hand = ListInHand(snapshot_id, sha256, sighting.published_at, published, headline)
        resolution = resolve(self.state, in_hand, self.rulings)
        for settled in resolution.settled:
            self.projection.write(self.session, settled, {snapshot_id: ListFacts(sighting, published, headline)})
            if settled.status is SnapshotStatus.HELD:
                derivation.held.append(settled.snapshot_id)
        self.state = resolution.state
        derivation.lists += 1
        return snapshot_id


def _derive_all(session: Session, archive: Archive, now: datetime, derivation: Derivation, progress: Progress) -> None:
    derivation.rebuilt = session.exec(select(Snapshot.id).limit(1)).first() is not None
    fold = _Fold(session, archive, RecordState(), Projection.from_nothing(session, now))
    last = ""
    every = sorted(session.exec(select(Sighting)), key=_place)
    for number, sighting in enumerate(every, 1):
        last = fold.take_in(sighting, derivation) or last
        progress(number, len(every))
    fold.projection.finish_rebuild(session)
    _keep_checkpoint(session, _Point(last, fold.state))


class _Waiting(NamedTuple):
    """A list that was seen and is not in the record."""

    place: tuple[datetime, str, str]
    sighting_id: int


def _waiting(session: Session) -> list[_Waiting]:
    """In the order of the lists. Columns, not objects: a backfill asks once for each of its lists."""
    sightings = session.exec(
        select(
            col(Sighting.published_at), col(Sighting.file_name), col(Sighting.document_sha256), col(Sighting.id)
        ).where(col(Sighting.id).not_in(select(Snapshot.sighting_id)))
    )
    return sorted(
        _Waiting((published_at, file_name or "", sha256), id_)
        for published_at, file_name, sha256, id_ in sightings
        if id_ is not None
    )


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
        return _Point("", RecordState())
    kept = session.get(Checkpoint, 1)
    if kept is None or kept.snapshot_id != newest.id or kept.rules_version != RULES_VERSION:
        return None
    return _Point(kept.snapshot_id, RecordState.from_json(zlib.decompress(kept.state)))


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
