"""Snapshots, their findings and the doubts that they raised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete

from models import row_numbers
from models.listings import Headline, PublishedList
from models.projection.writing import in_portions, insert_rows
from models.resolution import Doubt, Settled
from models.tables import DoubtRow, FindingRow, Sighting, Snapshot


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One list on its way into the tables: where it was seen, and what was read."""

    sighting: Sighting
    published: PublishedList
    headline: Headline | None


class SnapshotTable:
    def __init__(self, now: datetime, recorded_at: Mapping[str, datetime]) -> None:
        self._now = now
        self._recorded_at = recorded_at  # when a rebuilt snapshot first came into the record

    def write(self, session: Session, settled: Settled, facts: Mapping[str, ListFacts]) -> Snapshot:
        snapshot = session.get(Snapshot, settled.snapshot_id)
        if snapshot is None:
            snapshot = self._fresh(settled.snapshot_id, facts[settled.snapshot_id], settled)
        snapshot.status = settled.status
        session.add(snapshot)
        session.flush()
        session.exec(delete(FindingRow).where(col(FindingRow.snapshot_id) == snapshot.id))
        insert_rows(
            session,
            FindingRow,
            (
                {
                    "snapshot_id": snapshot.id,
                    "number": number,
                    "check_name": finding.check,
                    "passed": finding.passed,
                    "blocking": finding.blocking,
                    "sentence": finding.sentence,
                }
                for number, finding in enumerate(settled.findings)
            ),
        )
        return snapshot

    def _fresh(self, snapshot_id: str, facts: ListFacts, settled: Settled) -> Snapshot:
        sighting, published, headline = facts.sighting, facts.published, facts.headline
        assert sighting.id is not None
        return Snapshot(
            id=snapshot_id,
            kind=published.kind,
            document_sha256=sighting.document_sha256,
            sighting_id=sighting.id,
            published_at=sighting.published_at,
            published_on=sighting.published_on,
            seen_at=sighting.seen_at,
            dated_by=sighting.dated_by,
            source=sighting.source,
            file_name=sighting.file_name,
            cells_sha256=published.cells_sha256,
            rows=sum(bool(listing.agency.strip()) for listing in published.listings),
            columns=list(published.columns),
            remarks=list(published.remarks),
            headline=headline.sentence if headline else None,
            headline_agreements=headline.agreements if headline else None,
            status=settled.status,
            row_numbers=row_numbers.pack([]),
            recorded_at=self._recorded_at.get(snapshot_id, self._now),
        )

    def write_doubts(self, session: Session, doubts: Iterable[Doubt]) -> None:
        rows = {doubt.id: doubt for doubt in doubts}
        for ids in in_portions(rows):
            session.exec(delete(DoubtRow).where(col(DoubtRow.id).in_(ids)))
        insert_rows(
            session,
            DoubtRow,
            (
                {
                    "id": doubt.id,
                    "snapshot_id": doubt.snapshot_id,
                    "question": doubt.question,
                    "reading": doubt.reading,
                    "change_ids": list(doubt.change_ids),
                    "confidence": doubt.confidence,
                    "evidence": list(doubt.evidence),
                }
                for doubt in rows.values()
            ),
        )
