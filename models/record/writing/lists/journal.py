"""Changes in their present reading, and the journal that keeps every reading."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, delete

from models.lists.changes import Change
from models.record.portions import portions
from models.record.tables.changes import ChangeRow, ChangeVersion
from models.record.writing.lists.lists import SnapshotTable
from models.record.writing.lists.writing import insert_rows

_Reading = dict[str, Any]

_FIELDS = tuple(field.name for field in fields(Change))
_values = attrgetter(*_FIELDS)
_DATES = ("signed", "signed_before", "list_date")


class _Version(NamedTuple):
    """What is compared with of a `ChangeVersion`; a rebuild compares with thousands."""

    change_id: str
    version: int
    recorded_at: datetime
    dropped: bool
    reading: _Reading


_VERSION = tuple(col(getattr(ChangeVersion, name)) for name in _Version._fields)


class ChangeJournal:
    """Collects the changes of one or more lists and writes those whose reading is new."""

    def __init__(self, now: datetime, snapshots: SnapshotTable) -> None:
        self._now = now
        self._snapshots = snapshots
        self._collected: dict[str, Change] = {}

    def collect(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self._collected[change.id] = change

    def write(self, session: Session) -> None:
        """Write what was collected, beside the changes that the record holds."""
        if not self._collected:
            return
        journaled = _last_versions(session, self._collected)
        for ids in portions(self._collected):
            session.exec(delete(ChangeRow).where(col(ChangeRow.id).in_(ids)))
        self._write_readings(session, journaled, late=False)

    def write_whole(self, session: Session) -> None:
        """Write what was collected as all the changes there are; the journal notes what they no longer hold."""
        journaled = _last_versions(session, None)
        dropped = [
            self._version(last.change_id, last.version + 1, last.reading, dropped=True, late=True)
            for last in journaled.values()
            if last.change_id not in self._collected and not last.dropped
        ]
        insert_rows(session, ChangeVersion, dropped)
        self._write_readings(session, journaled, late=bool(journaled))

    def _write_readings(self, session: Session, journaled: dict[str, _Version], late: bool) -> None:
        rows, versions = [], []
        for change in self._collected.values():
            mark = self._snapshots.mark(session, change.snapshot_id)
            row: _Reading = dict(zip(_FIELDS, _values(change), strict=True)) | {
                "list_sha256": mark.document_sha256,
                "list_date": mark.published_on,
            }
            reading = row | _as_json(row)
            last = journaled.get(change.id)
            if last is None or last.dropped or last.reading != reading:
                number = last.version + 1 if last else 1
                versions.append(self._version(change.id, number, reading, dropped=False, late=late))
                rows.append(row | {"version": number, "recorded_at": self._now})
            else:
                rows.append(row | {"version": last.version, "recorded_at": last.recorded_at})
        insert_rows(session, ChangeRow, rows)
        insert_rows(session, ChangeVersion, versions)
        self._collected.clear()

    def _version(self, change_id: str, number: int, reading: _Reading, *, dropped: bool, late: bool) -> _Reading:
        return {
            "change_id": change_id,
            "version": number,
            "recorded_at": self._now,
            "dropped": dropped,
            "late": late,
            "reading": reading,
        }


def _last_versions(session: Session, ids: Iterable[str] | None) -> dict[str, _Version]:
    """The last journaled version of each of the changes, or of all."""
    last = sa.select(sa.func.max(ChangeVersion.sequence)).group_by(col(ChangeVersion.change_id))
    if ids is None:
        queries = [last]
    else:
        queries = [last.where(col(ChangeVersion.change_id).in_(portion)) for portion in portions(ids)]
    return {
        row.change_id: _Version._make(row)
        for query in queries
        for row in session.connection().execute(sa.select(*_VERSION).where(col(ChangeVersion.sequence).in_(query)))
    }


def _as_json(row: _Reading) -> _Reading:
    """Those columns of the row that the journal's column gives back otherwise: dates as texts, tuples as lists."""
    return {name: row[name] and row[name].isoformat() for name in _DATES} | {"evidence": list(row["evidence"])}
