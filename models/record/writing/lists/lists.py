"""Snapshots, their findings and the doubts that they raised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlmodel import Session, col, delete, func, select

from models.lists.listings import Headline, PublishedList
from models.lists.resolution import Settled
from models.record import row_numbers
from models.record.portions import portions
from models.record.tables.documents import Sighting
from models.record.tables.lists import FindingRow, Snapshot
from models.record.tables.review import DoubtRow
from models.record.writing.lists.writing import insert_rows, update_by_id
from models.vocabulary import ListKind


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One list on its way into the tables: where it was seen, and what was read."""

    sighting: Sighting
    published: PublishedList
    headline: Headline | None


class Mark(NamedTuple):
    """What the other tables need to know of a list."""

    id: str
    kind: ListKind
    document_sha256: str
    published_at: datetime
    published_on: date


class SnapshotTable:
    def __init__(self, now: datetime, recorded_at: Mapping[str, datetime]) -> None:
        self._now = now
        self._recorded_at = recorded_at  # when a rebuilt snapshot first came into the record
        self._marks: dict[str, Mark] = {}
        self._new: dict[str, dict[str, Any]] = {}  # snapshots that are not in the table yet, by id
        self._settled_again: dict[str, dict[str, Any]] = {}  # of snapshots in the table, what differs there now
        self._findings: dict[tuple[str, int], dict[str, Any]] = {}
        self._doubts: dict[str, dict[str, Any]] = {}

    def mark(self, session: Session, snapshot_id: str, facts: Mapping[str, ListFacts] = MappingProxyType({})) -> Mark:
        """The mark of a list that is on its way in, or of one that the record holds."""
        if snapshot_id not in self._marks:
            known = facts.get(snapshot_id)
            self._marks[snapshot_id] = _mark(snapshot_id, known) if known else _stored_mark(session, snapshot_id)
        return self._marks[snapshot_id]

    def take(self, session: Session, settled: Settled, facts: Mapping[str, ListFacts], rows: Sequence[int]) -> None:
        """The snapshot with its findings; a list that was held is settled for the second time, and what spoke
        against it the first time stays beside what settled it."""
        snapshot_id = settled.snapshot_id
        outcome = {"status": settled.status, "row_numbers": row_numbers.pack(rows)}
        first = 0
        if snapshot_id in facts:
            self._new[snapshot_id] = self._row(snapshot_id, facts[snapshot_id]) | outcome
        elif snapshot_id in self._new:
            self._new[snapshot_id] |= outcome
            first = sum(1 for of, _ in self._findings if of == snapshot_id)
        else:
            self._settled_again[snapshot_id] = outcome
            known = select(func.count()).where(col(FindingRow.snapshot_id) == snapshot_id)
            first = session.exec(known).one()
        for number, finding in enumerate(settled.findings, first):
            self._findings[snapshot_id, number] = {
                "snapshot_id": snapshot_id,
                "number": number,
                "check_name": finding.check,
                "passed": finding.passed,
                "blocking": finding.blocking,
                "sentence": finding.sentence,
            }
        for doubt in settled.doubts:
            self._doubts[doubt.id] = {
                "id": doubt.id,
                "snapshot_id": doubt.snapshot_id,
                "question": doubt.question,
                "reading": doubt.reading,
                "change_ids": list(doubt.change_ids),
                "confidence": doubt.confidence,
                "evidence": list(doubt.evidence),
            }

    def flush(self, session: Session) -> None:
        insert_rows(session, Snapshot, self._new.values())
        update_by_id(session, Snapshot, self._settled_again)
        insert_rows(session, FindingRow, self._findings.values())
        for ids in portions(self._doubts):
            session.exec(delete(DoubtRow).where(col(DoubtRow.id).in_(ids)))
        insert_rows(session, DoubtRow, self._doubts.values())
        for written in (self._new, self._settled_again, self._findings, self._doubts):
            written.clear()

    def _row(self, snapshot_id: str, facts: ListFacts) -> dict[str, Any]:
        sighting, published, headline = facts.sighting, facts.published, facts.headline
        return {
            "id": snapshot_id,
            "kind": published.kind,
            "document_sha256": sighting.document_sha256,
            "sighting_id": sighting.id,
            "published_at": sighting.published_at,
            "published_on": sighting.published_on,
            "seen_at": sighting.seen_at,
            "dated_by": sighting.dated_by,
            "source": sighting.source,
            "file_name": sighting.file_name,
            "rows": len(published.rows),
            "columns": list(published.columns),
            "remarks": list(published.remarks),
            "headline": headline.sentence if headline else None,
            "headline_agreements": headline.agreements if headline else None,
            "recorded_at": self._recorded_at.get(snapshot_id, self._now),
        }


def _mark(snapshot_id: str, facts: ListFacts) -> Mark:
    seen = facts.sighting
    return Mark(snapshot_id, facts.published.kind, seen.document_sha256, seen.published_at, seen.published_on)


def _stored_mark(session: Session, snapshot_id: str) -> Mark:
    known = session.get_one(Snapshot, snapshot_id)
    return Mark(known.id, known.kind, known.document_sha256, known.published_at, known.published_on)
