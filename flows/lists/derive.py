"""From documents to the record: each list seen is resolved against the record so far, in order of publication.

Lists newer than all others are resolved one by one, a portion of them in a transaction. Anything else (a list that
arrives late, a ruling, new rules) derives the whole record again from the documents, in one transaction, so that the
outcome is the one that arrival in order would have given.

A document that cannot be taken in holds up no other: it is left out, told, and set aside after three attempts. One that
the record already rests on is never left out of it because its bytes are gone: what would need it waits.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime

from flows.fetching.archive import Archive
from flows.lists.manifest import remember
from flows.seam import TriedItem, failed, is_of_the_record, stated, trace_of
from flows.sources.cage.readers import read_document, read_headline
from flows.sources.in_hand import InHand
from models.errors import ArchiveError, MoawatchError, RecordError
from models.identity.resolve import resolve
from models.identity.state import RecordState
from models.lists.resolution import IncomingList
from models.lists.rulings import Rulings
from models.record.asking.rulings import rulings_of
from models.record.asking.runs import set_aside_ids, under_way_ids
from models.record.asking.sightings import derived_ids, every_sighting, newest_snapshot, place, waiting_sightings
from models.record.store import Engine, Session, read_session, write_session
from models.record.tables.documents import Sighting
from models.record.tables.lists import Snapshot
from models.record.tables.runs import ItemKind
from models.record.writing.checkpoint import keep_state, kept_state
from models.record.writing.failures import (
    DIED,
    begin_attempts,
    clear_failures,
    fail_attempt,
    item_id,
    take_back_attempts,
)
from models.record.writing.lists import ListFacts, Projection
from models.record.writing.sightings import date_when_seen
from models.vocabulary import SnapshotStatus

# Lists in one transaction, with one checkpoint: a killed backfill repeats at most this many, and other writers wait
# some two seconds.
PORTION = 50

_DOCUMENT = ItemKind.DOCUMENT

Progress = Callable[[int, int], None]  # lists done, lists in all


@dataclass(slots=True)
class Derivation:
    """What one call of `derive` did."""

    lists: int = 0
    rebuilt: bool = False
    held: list[str] = field(default_factory=list)  # snapshots held until a person or the following lists release them
    failures: list[str] = field(default_factory=list)  # documents that could not be taken in, and why


class _LostDocumentError(MoawatchError):
    """A document that the record rests on can no longer be read: nothing is derived again without it."""

    def __init__(self, sighting: Sighting, cause: Exception) -> None:
        named = f"document {sighting.document_sha256[:12]} ({sighting.file_name}, {sighting.published_on})"
        super().__init__(
            f"{named}: on record and no longer readable, so nothing was derived again: {stated(cause, 'reading it')}"
        )
        self.sighting, self.cause = sighting, cause


class _SpoiledError(Exception):
    """The rules broke on a list that is new to the record: the transaction is spoiled, and begins again without it."""

    def __init__(self, sighting: Sighting, cause: Exception) -> None:
        super().__init__(str(cause))
        self.sighting, self.cause = sighting, cause


def derive(
    engine: Engine,
    archive: Archive,
    now: datetime,
    progress: Progress = lambda *_: None,
    in_hand: InHand | None = None,
) -> Derivation:
    """Resolve every list that was seen and is not yet in the record. `in_hand`: what this run has read already.

    Raises RecordError where the record cannot be used.
    """
    work = _Work(engine, Documents(archive, in_hand or InHand()), now, progress)
    while portion := work.next_portion():
        try:
            work.take_in(portion)
        except _LostDocumentError as error:
            work.put_off(portion, error)
        except _SpoiledError as error:
            work.take_back(portion)
            work.give_up(error.sighting, error.cause)
        except Exception as error:
            if is_of_the_record(error):
                work.take_back(portion)
                raise
            work.narrow_down(portion, error)
        except BaseException:  # a person stopped the program
            work.take_back(portion)
            raise
    return work.derivation


@dataclass(frozen=True, slots=True)
class Documents:
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
    now: datetime
    last: str = ""  # the id of the last snapshot
    state: RecordState = field(default_factory=RecordState)
    derived_before: frozenset[int] = frozenset()  # the sightings that the record rests on
    taken: list[Sighting] = field(default_factory=list)

    def take_in(
        self, session: Session, documents: Documents, rulings: Rulings, sighting: Sighting, derivation: Derivation
    ) -> None:
        """Resolve one list and pass the outcome to the projection. A document that cannot be read is noted as failed;
        its sighting and its bytes stay."""
        try:
            facts = documents.facts(sighting)
        except Exception as error:
            if is_of_the_record(error):
                raise
            if sighting.id in self.derived_before:
                raise _LostDocumentError(sighting, error) from error
            sentence = stated(error, sighting.file_name or sighting.document_sha256)
            derivation.failures.append(sentence)
            fail_attempt(session, _DOCUMENT, *_named(sighting), sentence, trace_of(error), self.now)
            return
        try:
            self._resolve(session, rulings, sighting, facts, derivation)
        except Exception as error:
            if is_of_the_record(error):
                raise
            kind = _LostDocumentError if sighting.id in self.derived_before else _SpoiledError
            raise kind(sighting, error) from error

    def _resolve(
        self, session: Session, rulings: Rulings, sighting: Sighting, facts: ListFacts, derivation: Derivation
    ) -> None:
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
        self.taken.append(sighting)


@dataclass(slots=True)
class _Work:
    """The lists that wait, portion by portion."""

    engine: Engine
    documents: Documents
    now: datetime
    progress: Progress
    derivation: Derivation = field(default_factory=Derivation)
    _fold: _Fold | None = None
    _left_out: set[int] = field(default_factory=set)  # sightings that failed in this call
    _one_by_one: int = 0  # so many lists are left of a portion that failed: each has a transaction of its own

    def next_portion(self) -> list[Sighting]:
        """The next lists to take in, an attempt at each of them counted; none if all are done.

        One at a time after a portion failed, or where the process died while it was busy with some of them.
        """
        with write_session(self.engine) as session:
            waiting = self._waiting(session)
            newest = newest_snapshot(session)
            goes_on = not waiting or self._goes_on(session, waiting[0], newest)
            portion = waiting[:PORTION] if goes_on else waiting
            begun = under_way_ids(session, _DOCUMENT)
            if self._one_by_one or any(item_id(_DOCUMENT, *_named(each)) in begun for each in portion):
                portion, self._one_by_one = portion[:1], max(self._one_by_one - 1, 0)
            set_aside = begin_attempts(session, _DOCUMENT, map(_named, portion), self.now)
        lost = [each for each in portion if item_id(_DOCUMENT, *_named(each)) in set_aside]
        self.derivation.failures += [f"{each.file_name or each.document_sha256}: set aside, {DIED}" for each in lost]
        tried = [each for each in portion if item_id(_DOCUMENT, *_named(each)) not in set_aside]
        return tried if tried or not portion else self.next_portion()

    def take_in(self, begun: list[Sighting]) -> None:
        """Resolve a portion in one transaction, in order of publication."""
        derivation, ids = deepcopy(self.derivation), {each.id for each in begun}
        with write_session(self.engine) as session:
            waiting = self._waiting(session)
            portion = [each for each in waiting if each.id in ids]
            still_waiting = {each.id for each in portion}
            elsewhere = [each for each in begun if each.id not in still_waiting]  # taken in by another process
            newest = newest_snapshot(session)
            goes_on = not portion or self._goes_on(session, portion[0], newest)
            if goes_on:
                fold = self._fold_after(session, newest)
                rulings = rulings_of(session)
                for number, sighting in enumerate(portion, 1):
                    fold.take_in(session, self.documents, rulings, sighting, derivation)
                    self.progress(derivation.lists, derivation.lists + len(waiting) - number)
                fold.projection.finish(session)
                if fold.last:
                    keep_state(session, fold.last, fold.state)
                remember(self.documents.archive, fold.taken)
            else:
                known = derived_ids(session) | ids
                date_when_seen(session)
                again = to_be_tried(session, [each for each in every_sighting(session) if each.id in known])
                fold = derive_all(session, self.documents, self.now, derivation, self.progress, again)
            clear_failures(session, _DOCUMENT, map(_named, (*fold.taken, *elsewhere)))
        taken = {each.id for each in fold.taken}
        self._leave_out([each for each in portion if each.id not in taken])
        fold.taken.clear()
        self._fold, self.derivation = fold if goes_on else None, derivation

    def narrow_down(self, portion: list[Sighting], error: Exception) -> None:
        """Nothing of the portion is in the record. Where it was one list, that one failed."""
        self._fold = None
        if len(portion) > 1:
            self.take_back(portion)
            self._one_by_one = len(portion)
            return
        self.give_up(portion[0], error)

    def give_up(self, sighting: Sighting, error: Exception) -> None:
        """One list failed: this call goes on without it."""
        self._fold = None
        self._leave_out([sighting])
        self.derivation.failures.append(str(self._failed(sighting, error)))

    def put_off(self, portion: list[Sighting], error: _LostDocumentError) -> None:
        """What cannot be derived without a lost document waits; newer lists go on from the last state."""
        self._fold = None
        self.take_back(portion)
        self.derivation.failures.append(str(error))
        if not isinstance(error.cause, ArchiveError):  # missing bytes are the archive's fault and can be restored
            self._failed(error.sighting, error.cause)
        with read_session(self.engine) as session:
            newest = newest_snapshot(session)
            self._leave_out([each for each in portion if not self._goes_on(session, each, newest)])

    def take_back(self, portion: list[Sighting]) -> None:
        with suppress(RecordError), write_session(self.engine) as session:
            take_back_attempts(session, _DOCUMENT, map(_named, portion))

    def _goes_on(self, session: Session, first: Sighting, newest: Snapshot | None) -> bool:
        """Whether this list can be resolved against the last state: it is newer, and these rules kept that state."""
        if newest is None or place(first) < place(newest):
            return newest is None
        return self._is_at(newest) or kept_state(session, newest.id) is not None

    def _is_at(self, newest: Snapshot) -> bool:
        """Whether the fold in hand ends with the newest list: another process may have written since."""
        return self._fold is not None and self._fold.last == newest.id

    def _fold_after(self, session: Session, newest: Snapshot | None) -> _Fold:
        if newest is None:
            return _Fold(Projection(session, self.now), self.now)
        if self._fold is not None and self._is_at(newest):
            return self._fold
        state = kept_state(session, newest.id)
        assert state is not None, "asked for where the fold goes on"
        return _Fold(Projection(session, self.now), self.now, newest.id, state)

    def _waiting(self, session: Session) -> list[Sighting]:
        return [each for each in to_be_tried(session, waiting_sightings(session)) if each.id not in self._left_out]

    def _leave_out(self, sightings: Iterable[Sighting]) -> None:
        self._left_out |= {each.id for each in sightings if each.id is not None}

    def _failed(self, sighting: Sighting, error: Exception) -> MoawatchError:
        return failed(self.engine, lambda: self.now, TriedItem(_DOCUMENT, *_named(sighting)), error)


def _named(sighting: Sighting) -> tuple[str, str]:
    """A sighting as an item that may fail: its source and the sha256 of its bytes."""
    return sighting.source, sighting.document_sha256


def to_be_tried(session: Session, sightings: list[Sighting]) -> list[Sighting]:
    """Those whose documents are not set aside."""
    set_aside = set_aside_ids(session, _DOCUMENT)
    return [each for each in sightings if not set_aside or item_id(_DOCUMENT, *_named(each)) not in set_aside]


def derive_all(
    session: Session,
    documents: Documents,
    now: datetime,
    derivation: Derivation,
    progress: Progress,
    sightings: list[Sighting],
) -> _Fold:
    """Derive the whole record from these sightings."""
    derivation.rebuilt = newest_snapshot(session) is not None
    known = derived_ids(session)
    fold = _Fold(Projection.from_nothing(session, now), now, derived_before=known)
    rulings = rulings_of(session)
    for number, sighting in enumerate(sightings, 1):
        fold.take_in(session, documents, rulings, sighting, derivation)
        if number % PORTION == 0:
            fold.projection.flush(session)  # so that memory does not grow with the archive
        progress(number, len(sightings))
    fold.projection.finish_rebuild(session)
    if fold.last:
        keep_state(session, fold.last, fold.state)
    remember(documents.archive, every_sighting(session))
    return fold
