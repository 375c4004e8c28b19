"""Snapshots, with their findings and doubts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, delete, func, select

from models.lists.folding import fold_agency, fold_state
from models.lists.listings import Headline, PublishedList
from models.lists.resolution import ListOutcome
from models.record.batches import batches
from models.record.tables.documents import Sighting
from models.record.tables.lists import Attestation, FindingRow, Snapshot
from models.record.tables.review import DoubtRow
from models.record.writing.lists.writing import insert_rows, update_rows
from models.vocabulary import ListKind, SnapshotStatus

_SIGHTED = {"document_sha256", "published_at", "published_on", "seen_at", "dated_by", "source", "file_name"}


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One list on its way into the tables: where it was seen, and what it says."""

    sighting: Sighting
    published: PublishedList
    headline: Headline | None


class ListMark(NamedTuple):
    """What the other tables need to know of a list."""

    id: str
    kind: ListKind
    document_sha256: str
    published_at: datetime
    published_on: date
    day: date  # the day from whose end on the list is in force: its own, or that of a later list dated before it


class SnapshotTable:
    def __init__(self, now: datetime, recorded_at: Mapping[str, datetime]) -> None:
        self._now = now
        self._recorded_at = recorded_at  # when a rebuilt snapshot first came into the record
        self._marks: dict[str, ListMark] = {}
        self._new: dict[str, dict[str, Any]] = {}  # snapshots that are not in the table yet, by id
        self._updated: dict[str, dict[str, Any]] = {}  # the altered columns of snapshots in the table
        self._findings: dict[tuple[str, int], dict[str, Any]] = {}
        self._attestations: dict[tuple[str, int], dict[str, Any]] = {}
        self._doubts: dict[str, dict[str, Any]] = {}
        self._last_number: int | None = None

    def mark(self, session: Session, snapshot_id: str, facts: Mapping[str, ListFacts] | None = None) -> ListMark:
        """The mark of a new list in `facts`, or of one in the record."""
        if snapshot_id not in self._marks:
            known = facts.get(snapshot_id) if facts else None
            seen = known.sighting if known else session.get_one(Snapshot, snapshot_id)
            kind = known.published.kind if known else session.get_one(Snapshot, snapshot_id).kind
            self._marks[snapshot_id] = ListMark(
                snapshot_id, kind, seen.document_sha256, seen.published_at, seen.published_on, seen.published_on
            )
        return self._marks[snapshot_id]

    def number(self, session: Session, snapshot_id: str, facts: Mapping[str, ListFacts]) -> int:
        """The number of a list in the record, or of a new one in `facts`."""
        if snapshot_id in self._new:
            return int(self._new[snapshot_id]["number"])
        if snapshot_id not in facts:
            return session.exec(select(Snapshot.number).where(Snapshot.id == snapshot_id)).one()
        if self._last_number is None:
            self._last_number = session.exec(select(func.max(Snapshot.number))).one() or 0
        self._last_number += 1
        return self._last_number

    def take(
        self, session: Session, outcome: ListOutcome, facts: Mapping[str, ListFacts], number: int, frame: int | None
    ) -> None:
        """The snapshot with its findings and doubts. A list that was held before keeps the findings against it, and
        gets those that decided on it."""
        snapshot_id = outcome.snapshot_id
        columns: dict[str, Any] = {"status": outcome.status, "frame": frame}
        first = 0  # number of a finding
        if snapshot_id in facts:
            self._new[snapshot_id] = self._row(snapshot_id, facts[snapshot_id]) | columns | {"number": number}
        elif snapshot_id in self._new:
            self._new[snapshot_id] |= columns
            first = sum(1 for of, _ in self._findings if of == snapshot_id)
        else:
            self._updated[snapshot_id] = columns
            known = select(func.count()).where(col(FindingRow.snapshot_id) == snapshot_id)
            first = session.exec(known).one()
        if outcome.status is SnapshotStatus.ATTESTING and snapshot_id in facts:
            self._attest(snapshot_id, facts[snapshot_id].published)
        for number, finding in enumerate(outcome.findings, first):
            row = asdict(finding)
            row |= {"snapshot_id": snapshot_id, "number": number, "check_name": row.pop("check")}
            self._findings[snapshot_id, number] = row
        self._doubts.update((doubt.id, asdict(doubt)) for doubt in outcome.doubts)

    def flush(self, session: Session) -> None:
        insert_rows(session, Snapshot, self._new.values())
        update_rows(session, Snapshot, ({"id": id_} | columns for id_, columns in self._updated.items()))
        insert_rows(session, FindingRow, self._findings.values())
        insert_rows(session, Attestation, self._attestations.values())
        for ids in batches(self._doubts):
            session.exec(delete(DoubtRow).where(col(DoubtRow.id).in_(ids)))
        insert_rows(session, DoubtRow, self._doubts.values())
        for written in (self._new, self._updated, self._findings, self._attestations, self._doubts):
            written.clear()

    def _attest(self, snapshot_id: str, published: PublishedList) -> None:
        for number, listing in published.rows.items():
            state = fold_state(listing.state)
            self._attestations[snapshot_id, number] = {
                "snapshot_id": snapshot_id,
                "row": number,
                "state_printed": listing.state,
                "agency_printed": listing.agency,
                "state": state,
                "agency_key": fold_agency(state, listing.agency).key,
            }

    def _row(self, snapshot_id: str, facts: ListFacts) -> dict[str, Any]:
        published, headline = facts.published, facts.headline
        return facts.sighting.model_dump(include=_SIGHTED) | {
            "id": snapshot_id,
            "kind": published.kind,
            "sighting_id": facts.sighting.id,
            "rows": len(published.rows),
            "columns": list(published.columns),
            "remarks": list(published.remarks),
            "headline": headline.sentence if headline else None,
            "headline_agreements": headline.agreements if headline else None,
            "recorded_at": self._recorded_at.get(snapshot_id, self._now),
        }
