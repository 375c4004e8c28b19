"""Lists folded into the record one after the other, each resolved against the state that the lists before it left."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from flows.lists.documents import Documents
from flows.lists.manifest import remember
from flows.seam import is_of_the_record, stated, trace_of
from models.errors import MoawatchError
from models.lists.resolution import IncomingList
from models.lists.rulings import Rulings
from models.record.asking.rulings import rulings_of
from models.record.asking.runs import set_aside_ids
from models.record.asking.sightings import derived_ids, every_sighting, latest_of, newest_snapshot
from models.record.store import Session
from models.record.tables.documents import Sighting
from models.record.tables.runs import ItemKind
from models.record.writing.checkpoint import Memory
from models.record.writing.failures import fail_attempt, item_id
from models.record.writing.lists import ListFacts, Projection
from models.record.writing.sightings import A_MOMENT
from models.vocabulary import ListKind, SnapshotStatus

# Lists in one transaction, with one checkpoint: a killed backfill repeats at most this many, and other writers wait
# some two seconds.
PORTION = 50

DOCUMENT = ItemKind.DOCUMENT

Progress = Callable[[int, int], None]  # lists done, lists in all


@dataclass(slots=True)
class Derivation:
    """What one call of `derive` did."""

    lists: int = 0
    rebuilt: bool = False
    # What became of each list, by its id; also of those that were held before and are settled by this call.
    statuses: dict[str, SnapshotStatus] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)  # documents that could not be taken in, and why

    @property
    def held(self) -> list[str]:
        """The lists that are held until a person or the following lists release them."""
        return [each for each, status in self.statuses.items() if status is SnapshotStatus.HELD]


class LostDocumentError(MoawatchError):
    """A document that the record rests on can no longer be read: nothing is derived again without it."""

    def __init__(self, sighting: Sighting, cause: Exception) -> None:
        which = f"document {sighting.document_sha256[:12]} ({sighting.file_name}, {sighting.published_on})"
        super().__init__(
            f"{which}: on record and no longer readable, so nothing was derived again: {stated(cause, 'reading it')}"
        )
        self.sighting, self.cause = sighting, cause


class SpoiledError(Exception):
    """The rules broke on a list that is new to the record: the transaction is spoiled, and begins again without it."""

    def __init__(self, sighting: Sighting, cause: Exception) -> None:
        super().__init__(str(cause))
        self.sighting, self.cause = sighting, cause


@dataclass(slots=True)
class Fold:
    """The state that lists are resolved against one by one, and the projection that writes the outcome."""

    projection: Projection
    now: datetime
    last: str = ""  # the id of the last snapshot
    memory: Memory = field(default_factory=Memory)
    derived_before: frozenset[int] = frozenset()  # the sightings that the record rests on
    taken: list[Sighting] = field(default_factory=list)
    latest: dict[ListKind, datetime | None] = field(default_factory=dict)  # when the last list was published, by kind

    def take_in(
        self,
        session: Session,
        rulings: Rulings,
        sighting: Sighting,
        facts: ListFacts | Exception,
        derivation: Derivation,
    ) -> None:
        """Resolve one list and pass the outcome to the projection. A document that cannot be read is noted as failed;
        its sighting and its bytes stay."""
        if isinstance(facts, Exception):
            self._leave_out(session, sighting, facts, derivation)
            return
        try:
            self._resolve(session, rulings, sighting, facts, derivation)
        except Exception as error:
            if is_of_the_record(error):
                raise
            kind = LostDocumentError if sighting.id in self.derived_before else SpoiledError
            raise kind(sighting, error) from error

    def keep(self, session: Session) -> None:
        """Keep what the rules know now, for the next list; the projection has written its own."""
        if self.last:
            self.memory.keep(session, self.last, self.projection.in_force(ListKind.PARTICIPATING))

    def _leave_out(self, session: Session, sighting: Sighting, error: Exception, derivation: Derivation) -> None:
        if is_of_the_record(error):
            raise error
        if sighting.id in self.derived_before:
            raise LostDocumentError(sighting, error) from error
        sentence = stated(error, sighting.file_name or sighting.document_sha256)
        derivation.failures.append(sentence)
        fail_attempt(session, DOCUMENT, *named(sighting), sentence, trace_of(error), self.now)

    def _resolve(
        self, session: Session, rulings: Rulings, sighting: Sighting, facts: ListFacts, derivation: Derivation
    ) -> None:
        sha256, published = sighting.document_sha256, facts.published
        self._keep_apart(session, sighting, published.kind)
        snapshot_id = f"{published.kind}-{sighting.published_at:%Y%m%dT%H%M%S}-{sha256[:8]}"
        incoming = IncomingList(snapshot_id, sha256, sighting.published_at, published, facts.headline)
        resolution = self.memory.resolve(session, incoming, rulings)
        for outcome in resolution.outcomes:
            self.projection.take(session, outcome, {snapshot_id: facts})
            derivation.statuses[outcome.snapshot_id] = outcome.status
        self.last = snapshot_id
        derivation.lists += 1
        self.taken.append(sighting)

    def _keep_apart(self, session: Session, sighting: Sighting, kind: ListKind) -> None:
        """Date a list a moment after the one before it of its kind, where the two have one date, as those that a wrong
        clock dated ahead and that were taken in together: of two lists of one moment only the later can be read back.
        """
        if kind not in self.latest:
            self.latest[kind] = latest_of(session, kind)
        before = self.latest[kind]
        if before is not None and sighting.published_at <= before:
            sighting.published_at = before + A_MOMENT
        self.latest[kind] = sighting.published_at


def named(sighting: Sighting) -> tuple[str, str]:
    """A sighting as an item that may fail: its source and the sha256 of its bytes."""
    return sighting.source, sighting.document_sha256


def to_be_tried(session: Session, sightings: list[Sighting]) -> list[Sighting]:
    """Those whose documents are not set aside."""
    set_aside = set_aside_ids(session, DOCUMENT)
    return [each for each in sightings if not set_aside or item_id(DOCUMENT, *named(each)) not in set_aside]


def derive_all(
    session: Session,
    documents: Documents,
    now: datetime,
    derivation: Derivation,
    progress: Progress,
    sightings: list[Sighting],
) -> Fold:
    """Derive the whole record from these sightings."""
    derivation.rebuilt = newest_snapshot(session) is not None
    known = derived_ids(session)
    nothing_yet: dict[ListKind, datetime | None] = dict.fromkeys(ListKind)
    fold = Fold(Projection.from_nothing(session, now), now, derived_before=known, latest=nothing_yet)
    rulings = rulings_of(session)
    with closing(documents.each(sightings)) as read:
        for number, (sighting, facts) in enumerate(read, 1):
            fold.take_in(session, rulings, sighting, facts, derivation)
            if number % PORTION == 0:
                fold.projection.flush(session)  # so that memory does not grow with the archive
            progress(number, len(sightings))
    fold.projection.finish_rebuild(session)
    fold.keep(session)
    remember(documents.archive, every_sighting(session))
    return fold
