"""From documents to the record: each list seen is resolved against the record so far, in order of publication.

Lists newer than all others are resolved one by one, a portion of them in a transaction. Anything else (a list that
arrives late, a ruling, new rules) derives the whole record again from the documents, in one transaction, so that the
outcome is the one that arrival in order would have given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flows.fetching.archive import Archive
from flows.lists.manifest import remember
from flows.sources.cage.readers import read_document, read_headline
from flows.sources.in_hand import InHand
from models.errors import ReadError
from models.identity.resolve import resolve
from models.identity.state import RecordState
from models.lists.resolution import IncomingList
from models.lists.rulings import Rulings
from models.record.asking import Row
from models.record.asking.changes import changes
from models.record.asking.rulings import rulings_of
from models.record.asking.sightings import every_sighting, newest_snapshot, place, waiting_sightings
from models.record.store import Engine, Session, write_session
from models.record.tables.documents import Sighting
from models.record.tables.lists import Snapshot
from models.record.writing.checkpoint import keep_state, kept_state
from models.record.writing.lists import ListFacts, Projection
from models.record.writing.sightings import date_when_seen
from models.vocabulary import SnapshotStatus

# Lists in one transaction, with one checkpoint: a killed backfill repeats at most this many, and other writers wait
# some two seconds.
PORTION = 50

Progress = Callable[[int, int], None]  # lists done, lists in all


@dataclass(slots=True)
class Derivation:
    """What one call of `derive` did."""

    lists: int = 0
    rebuilt: bool = False
    held: list[str] = field(default_factory=list)  # snapshots held until a person or the following lists release them
    failures: list[str] = field(default_factory=list)  # documents that turned out not to be lists, and why


@dataclass(frozen=True, slots=True)
class RebuildDifference:
    """What a rebuild does to the changes."""

    added: tuple[Row, ...]
    dropped: tuple[Row, ...]
    altered: tuple[tuple[Row, Row], ...]  # before, after

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.altered)


class _NotAcceptedError(Exception):
    """Raised inside a rebuild's transaction to leave the record as it was."""


def derive(
    engine: Engine,
    archive: Archive,
    now: datetime,
    progress: Progress = lambda *_: None,
    in_hand: InHand | None = None,
) -> Derivation:
    """Resolve every list that was seen and is not yet in the record. `in_hand`: what this run has read already."""
    derivation = Derivation()
    documents = _Documents(archive, in_hand or InHand())
    fold: _Fold | None = None
    while True:
        with write_session(engine) as session:
            waiting = waiting_sightings(session)
            if not waiting:
                return derivation
            newest = newest_snapshot(session)
            if fold is None or newest is None or fold.last != newest.id:  # another process may have written
                fold = _resumed(session, newest, now)
            if fold is None or (newest and place(waiting[0]) < place(newest)):
                _derive_all(session, documents, now, derivation, progress)
                return derivation
            rulings = rulings_of(session)
            for number, sighting in enumerate(waiting[:PORTION], 1):
                fold.take_in(session, documents, rulings, sighting, derivation)
                progress(derivation.lists, derivation.lists + len(waiting) - number)
            fold.projection.finish(session)
            keep_state(session, fold.last, fold.state)
            remember(archive, (one for one in waiting[:PORTION] if one in session))


def rebuild(
    engine: Engine,
    archive: Archive,
    now: datetime,
    accept: Callable[[RebuildDifference], bool],
    progress: Progress = lambda *_: None,
) -> RebuildDifference:
    """Derive everything again; the record changes only if `accept` agrees to the difference in changes."""
    try:
        with write_session(engine) as session:
            before = changes(session, everything=True)
            _derive_all(session, _Documents(archive, InHand()), now, Derivation(), progress)
            difference = _difference(before, changes(session, everything=True))
            if not accept(difference):
                raise _NotAcceptedError
    except _NotAcceptedError:
        pass
    return difference


@dataclass(frozen=True, slots=True)
class _Documents:
    """The archive, and what of it this run has already read."""

    archive: Archive
    in_hand: InHand

    def facts(self, sighting: Sighting) -> ListFacts:
        """Raises ReadError where the document is not a list."""
        seen = (sighting.document_sha256, sighting.file_name)
        published = self.in_hand.lists.pop(seen, None)
        if published is None:
            published = read_document(self.archive.read(sighting.document_sha256), sighting.file_name)
        page = sighting.page_sha256
        headlines = self.in_hand.headlines
        if page and page not in headlines:
            headlines.clear()  # the lists of one page follow each other; a rebuild needs no older page again
            headlines[page] = read_headline(self.archive.read(page))
        return ListFacts(sighting, published, headlines[page] if page else None)


@dataclass(slots=True)
class _Fold:
    """The state that lists are resolved against one by one, and the projection that writes the outcome."""

    projection: Projection
    last: str = ""  # the id of the last snapshot
    state: RecordState = field(default_factory=RecordState)

    def take_in(
        self, session: Session, documents: _Documents, rulings: Rulings, sighting: Sighting, derivation: Derivation
    ) -> None:
        """Resolve one list and pass the outcome to the projection.

        A document that is not a list loses its sighting; its bytes stay in the archive.
        """
        try:
            facts = documents.facts(sighting)
        except ReadError as error:
            derivation.failures.append(str(error))
            session.delete(sighting)
            return
        sha256, published = sighting.document_sha256, facts.published
        snapshot_id = f"{published.kind}-{sighting.published_at:%Y%m%dT%H%M%S}-{sha256[:8]}"
        incoming = IncomingList(snapshot_id, sha256, sighting.published_at, published, facts.headline)
        resolution = resolve(self.state, incoming, rulings)
        for outcome in resolution.outcomes:
            self.projection.take(session, outcome, {snapshot_id: facts})
            if outcome.status is SnapshotStatus.HELD:
                derivation.held.append(outcome.snapshot_id)
            elif outcome.snapshot_id in derivation.held:  # released or rejected by this list
                derivation.held.remove(outcome.snapshot_id)
        self.last, self.state = snapshot_id, resolution.state
        derivation.lists += 1


def _resumed(session: Session, newest: Snapshot | None, now: datetime) -> _Fold | None:
    """A fold that goes on after the newest list. None: the whole record must be derived again."""
    if newest is None:
        return _Fold(Projection(session, now))
    state = kept_state(session, newest.id)
    return _Fold(Projection(session, now), newest.id, state) if state is not None else None


def _derive_all(
    session: Session, documents: _Documents, now: datetime, derivation: Derivation, progress: Progress
) -> None:
    derivation.rebuilt = newest_snapshot(session) is not None
    fold, rulings = _Fold(Projection.from_nothing(session, now)), rulings_of(session)
    date_when_seen(session)
    sightings = every_sighting(session)
    for number, sighting in enumerate(sightings, 1):
        fold.take_in(session, documents, rulings, sighting, derivation)
        if number % PORTION == 0:
            fold.projection.flush(session)  # so that memory does not grow with the archive
        progress(number, len(sightings))
    fold.projection.finish_rebuild(session)
    keep_state(session, fold.last, fold.state)
    remember(documents.archive, every_sighting(session))


def _difference(before: list[Row], after: list[Row]) -> RebuildDifference:
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))
    return RebuildDifference(
        added=tuple(row for id_, row in new.items() if id_ not in old),
        dropped=tuple(row for id_, row in old.items() if id_ not in new),
        altered=tuple(
            (old[id_], row) for id_, row in new.items() if id_ in old and _but_time(old[id_]) != _but_time(row)
        ),
    )


def _but_time(row: Row) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "recorded_at"}
