"""Writes the outcome of one list after the other to the derived tables."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, delete, select

from models.documents.links.byte_changes import KINDS_OF_LINKS, is_by_bytes
from models.lists.resolution import ListOutcome, Placement
from models.record.asking.moas.spans import changes_by_bytes, linked_moas, seen_behind_links
from models.record.change_json import from_json
from models.record.tables.agreements import Agency, Agreement, ApplicationRow, Spelling, Stretch
from models.record.tables.changes import ChangeRow
from models.record.tables.lists import Attestation, FindingRow, ListDay, ListingRow, RowNumber, RowShift, Snapshot
from models.record.tables.moas.readings import LinkedMoa
from models.record.tables.review import DoubtRow
from models.record.writing.lists.agreements import AgreementTables
from models.record.writing.lists.counts import CountTables
from models.record.writing.lists.days import newest_day, write_days
from models.record.writing.lists.journal import ChangeJournal
from models.record.writing.lists.listings import ListingIntervals
from models.record.writing.lists.lists import ListFacts, ListMark, SnapshotTable
from models.record.writing.lists.row_numbers import RowNumberTables
from models.record.writing.lists.writing import insert_rows
from models.vocabulary import ListKind, SnapshotStatus

# Children before parents, so that the foreign keys hold while the tables are emptied.
_DERIVED = (
    Attestation, DoubtRow, ChangeRow, FindingRow, ListDay, RowShift, RowNumber, ListingRow, ApplicationRow, Stretch,
    Agreement, Spelling, Agency, Snapshot,
)  # fmt: skip


class Projection:
    """Takes the outcomes of lists, in the order in which the rules decided on them.

    Nothing is written before `flush`, so a batch of lists writes each row once. It may continue in another transaction
    as long as no one else has written in between.
    """

    def __init__(self, session: Session, now: datetime, recorded_at: Mapping[str, datetime] | None = None) -> None:
        """`recorded_at`: in a rebuild, when each snapshot first came into the record."""
        self._snapshots = SnapshotTable(now, recorded_at or {})
        self._agreements = AgreementTables(session)
        self._listings = ListingIntervals(session)
        self._row_numbers = RowNumberTables()
        self._counts = CountTables(self._agreements, now, rebuilding=recorded_at is not None)
        self._journal = ChangeJournal(now, self._snapshots)
        self._newest = {kind: newest_day(session, kind) if recorded_at is None else None for kind in ListKind}
        self._days_since = date.max  # the first day whose lists in force are to be written

    @classmethod
    def from_nothing(cls, session: Session, now: datetime) -> "Projection":
        """Empty the derived tables and start over; the journals stay, and `finish_rebuild` compares with them."""
        recorded_at = dict(session.exec(select(Snapshot.id, Snapshot.recorded_at)).all())
        for table in _DERIVED:
            session.exec(delete(table))
        return cls(session, now, recorded_at)

    def take(self, session: Session, outcome: ListOutcome, facts: Mapping[str, ListFacts]) -> None:
        """The outcome of one list; `facts` holds new lists."""
        mark = self._snapshots.mark(session, outcome.snapshot_id, facts)
        number, frame = self._snapshots.number(session, mark.id, facts), None
        if outcome.status is SnapshotStatus.ACCEPTED:
            self._take_day(session, mark)
            comparison = self._listings.compare(outcome.placements, mark)
            frame = self._row_numbers.take(session, mark, number, comparison.numbers)
            moved = self._agreements.take(session, comparison, mark)
            self._listings.take(comparison, mark)
            self._counts.take(session, comparison, mark, moved)
        elif outcome.status is SnapshotStatus.UNCHANGED:
            self._days_since = min(self._days_since, mark.day)
        self._snapshots.take(session, outcome, facts, number, frame)
        self._journal.collect(outcome.changes)

    def in_force(self, kind: ListKind) -> list[Placement]:
        """The rows of the last list of a kind, in the order of the ids of their listings."""
        return self._listings.current(kind)

    def flush(self, session: Session) -> None:
        """Write everything but the changes; parents before children, so that the foreign keys hold."""
        for table in (self._snapshots, self._agreements, self._listings, self._row_numbers, self._counts):
            table.flush(session)

    def finish(self, session: Session) -> None:
        """Flush, and write the changes since the last time; each that differs is a new version in the journal."""
        self.flush(session)
        write_days(session, self._days_since)
        self._days_since = date.max
        _write_settled(session, self._journal)

    def finish_rebuild(self, session: Session) -> None:
        """The same after a rebuild: the journal marks changes that are no longer derived as dropped."""
        self.flush(session)
        self._counts.finish_rebuild(session)
        write_days(session, self._days_since)
        self._journal.collect(changes_by_bytes(session, self._journal.collected(KINDS_OF_LINKS)))
        self._journal.write_whole(session)
        _write_linked(session)

    def _take_day(self, session: Session, mark: ListMark) -> None:
        """A list in force before days that an earlier list was dated to takes those days back."""
        newest = self._newest[mark.kind]
        if newest is not None and mark.day < newest:
            self.flush(session)
            for table in (self._agreements, self._listings, self._counts):
                table.clamp(session, mark.kind, mark.day)
        self._newest[mark.kind] = mark.day
        self._days_since = min(self._days_since, mark.day)


def write_what_bytes_say(session: Session, now: datetime) -> None:
    """Write which documents stood behind links when, and the changes that follow from it: as a rebuild would have
    them, whatever was written before."""
    _write_settled(session, ChangeJournal(now, SnapshotTable(now, {})))


def _write_settled(session: Session, journal: ChangeJournal) -> None:
    """Write what the journal collected and what bytes say of links: in one, so that no reader meets a link to nothing
    as a document posted."""
    recorded = {
        row.id: from_json(row.model_dump())
        for row in session.exec(select(ChangeRow).where(col(ChangeRow.kind).in_(KINDS_OF_LINKS)))
    }
    collected = {change.id: change for change in journal.collected(KINDS_OF_LINKS)}
    by_lists = {id_: change for id_, change in recorded.items() if not is_by_bytes(change)} | collected
    found = changes_by_bytes(session, by_lists.values())
    journal.collect(change for change in found if change.id in collected or recorded.get(change.id) != change)
    journal.write(session)
    journal.drop(session, recorded.keys() - {change.id for change in found})
    _write_linked(session)


def _write_linked(session: Session) -> None:
    new = [one.model_dump() for one in linked_moas(session, seen_behind_links(session))]
    written = [one.model_dump() for one in session.exec(select(LinkedMoa))]
    if sorted(map(str, new)) != sorted(map(str, written)):
        session.exec(delete(LinkedMoa))
        insert_rows(session, LinkedMoa, new)
