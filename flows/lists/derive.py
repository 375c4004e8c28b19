"""From documents to the record: each list seen is resolved against the record so far, in order of publication.

Lists newer than all others are resolved one by one, a portion of them in a transaction. Anything else (a list that
arrives late, a ruling, new rules, another answer to what the rules had asked of a linked document) derives the whole
record again from the documents, in one transaction, so that the outcome is the one that arrival in order would have
given.

A document that cannot be taken in holds up no other: it is left out, told, and set aside after three attempts. One that
the record already rests on is never left out of it because its bytes are gone: what would need it waits.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime

from flows.fetching.archive import Archive
from flows.lists.documents import Documents
from flows.lists.fold import (
    DOCUMENT,
    PORTION,
    Derivation,
    Fold,
    LostDocumentError,
    Progress,
    SpoiledError,
    derive_all,
    named,
    to_be_tried,
)
from flows.lists.manifest import remember
from flows.moas.reading import hold
from flows.seam import TriedItem, failed, is_of_the_record
from flows.sources.in_hand import InHand
from models.errors import ArchiveError, MoawatchError, RecordError
from models.record.asking.moas.behind_links import is_told_otherwise
from models.record.asking.rulings import rulings_of
from models.record.asking.runs import under_way_ids
from models.record.asking.sightings import derived_ids, every_sighting, newest_snapshot, place, waiting_sightings
from models.record.store import Engine, Session, read_session, write_session
from models.record.tables.documents import Sighting
from models.record.tables.lists import Snapshot
from models.record.writing.checkpoint import Memory, goes_on_after
from models.record.writing.failures import (
    DIED,
    begin_attempts,
    clear_failures,
    item_id,
    take_back_attempts,
)
from models.record.writing.lists import Projection
from models.record.writing.sightings import date_when_seen
from models.vocabulary import ListKind


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
    with _old_objects_left_alone():
        derivation = _derive(_Work(engine, Documents(archive, in_hand or InHand()), now, progress))
    if derivation.lists or derivation.rebuilt:
        hold(engine, now)  # other rows link the documents
    return derivation


@contextmanager
def _old_objects_left_alone() -> Iterator[None]:
    """The garbage collector does not look through what was there before, such as all imported modules: thousands of
    rows make it look several times, and each time takes as long as reading the cells of a list three times."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _derive(work: "_Work") -> Derivation:
    work.derive_again(lambda session, _: is_told_otherwise(session))
    portion = work.next_portion()
    if not portion:  # yet after an upgrade the record may still be by other rules
        work.derive_again(lambda session, newest: not goes_on_after(session, newest.id))
    while portion:
        try:
            work.take_in(portion)
        except LostDocumentError as error:
            work.put_off(portion, error)
        except SpoiledError as error:
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
        portion = work.next_portion()
    return work.derivation


@dataclass(slots=True)
class _Work:
    """The lists that wait, portion by portion."""

    engine: Engine
    documents: Documents
    now: datetime
    progress: Progress
    derivation: Derivation = field(default_factory=Derivation)
    _fold: Fold | None = None
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
            begun = under_way_ids(session, DOCUMENT)
            if self._one_by_one or any(item_id(DOCUMENT, *named(each)) in begun for each in portion):
                portion, self._one_by_one = portion[:1], max(self._one_by_one - 1, 0)
            set_aside = begin_attempts(session, DOCUMENT, map(named, portion), self.now)
        lost = [each for each in portion if item_id(DOCUMENT, *named(each)) in set_aside]
        self.derivation.failures += [f"{each.file_name or each.document_sha256}: set aside, {DIED}" for each in lost]
        tried = [each for each in portion if item_id(DOCUMENT, *named(each)) not in set_aside]
        return tried if tried or not portion else self.next_portion()

    def take_in(self, begun: list[Sighting]) -> None:
        """Resolve a portion in one transaction, in order of publication."""
        derivation, ids = deepcopy(self.derivation), {each.id for each in begun}
        with write_session(self.engine) as session:
            waiting = self._waiting(session)
            portion = [each for each in waiting if each.id in ids]
            still_waiting = {each.id for each in portion}
            elsewhere = [each for each in begun if each.id not in still_waiting]  # taken in by another process
            fold = self._fold_before(session, portion)
            goes_on = fold is not None
            if fold is not None:
                rulings = rulings_of(session)
                with closing(self.documents.each(portion)) as read:
                    for number, (sighting, facts) in enumerate(read, 1):
                        fold.take_in(session, rulings, sighting, facts, derivation)
                        self.progress(derivation.lists, derivation.lists + len(waiting) - number)
                fold.projection.finish(session)
                fold.keep(session)
                remember(self.documents.archive, fold.taken)
            else:
                known = derived_ids(session) | ids
                date_when_seen(session)
                again = to_be_tried(session, [each for each in every_sighting(session) if each.id in known])
                fold = derive_all(session, self.documents, self.now, derivation, self.progress, again)
            clear_failures(session, DOCUMENT, map(named, (*fold.taken, *elsewhere)))
        taken = {each.id for each in fold.taken}
        self._leave_out([each for each in portion if each.id not in taken])
        fold.taken.clear()
        self._fold, self.derivation = fold if goes_on else None, derivation

    def derive_again(self, is_due: Callable[[Session, Snapshot], bool]) -> None:
        """Derive the lists on record again, where that is due. If a document is lost, the record stays as it is."""
        with read_session(self.engine) as session:
            newest = newest_snapshot(session)
            if newest is None or not is_due(session, newest):
                return
        derivation = deepcopy(self.derivation)
        try:
            with write_session(self.engine) as session:
                newest = newest_snapshot(session)
                if newest is None or not is_due(session, newest):
                    return  # another process was faster
                known = derived_ids(session)
                date_when_seen(session)
                again = to_be_tried(session, [each for each in every_sighting(session) if each.id in known])
                derive_all(session, self.documents, self.now, derivation, self.progress, again)
        except LostDocumentError as error:
            self.derivation.failures.append(str(error))
        else:
            self.derivation = derivation

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

    def put_off(self, portion: list[Sighting], error: LostDocumentError) -> None:
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
            take_back_attempts(session, DOCUMENT, map(named, portion))

    def _goes_on(self, session: Session, first: Sighting, newest: Snapshot | None) -> bool:
        """Whether this list can be resolved against the last state: it is newer, and these rules kept that state."""
        if newest is None or place(first) < place(newest):
            return newest is None
        return self._is_at(newest) or goes_on_after(session, newest.id)

    def _is_at(self, newest: Snapshot) -> bool:
        """Whether the fold in hand ends with the newest list: another process may have written since."""
        return self._fold is not None and self._fold.last == newest.id

    def _fold_before(self, session: Session, portion: list[Sighting]) -> Fold | None:
        """The fold that these lists continue; None where they are not the next ones of the record."""
        newest = newest_snapshot(session)
        if newest is None or not portion:
            return Fold(Projection(session, self.now), self.now)
        if not self._goes_on(session, portion[0], newest):
            return None
        if self._fold is not None and self._is_at(newest):
            return self._fold
        projection = Projection(session, self.now)
        memory = Memory.after(session, newest.id, projection.in_force(ListKind.PARTICIPATING))
        return Fold(projection, self.now, newest.id, memory) if memory else None

    def _waiting(self, session: Session) -> list[Sighting]:
        return [each for each in to_be_tried(session, waiting_sightings(session)) if each.id not in self._left_out]

    def _leave_out(self, sightings: Iterable[Sighting]) -> None:
        self._left_out |= {each.id for each in sightings if each.id is not None}

    def _failed(self, sighting: Sighting, error: Exception) -> MoawatchError:
        return failed(self.engine, lambda: self.now, TriedItem(DOCUMENT, *named(sighting)), error)
