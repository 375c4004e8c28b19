"""Changes in their present version, and the journal that keeps every version."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, delete

from models.lists.changes import Change
from models.record.batches import batches
from models.record.change_json import to_json
from models.record.tables.changes import ChangeRow, ChangeVersion
from models.record.writing.lists.lists import SnapshotTable
from models.record.writing.lists.writing import insert_rows
from models.vocabulary import ChangeKind

_FIELDS = tuple(field.name for field in fields(Change))
_values = attrgetter(*_FIELDS)


class _Version(NamedTuple):
    """The columns of a `ChangeVersion` that are compared; a rebuild compares thousands."""

    change_id: str
    version: int
    recorded_at: datetime
    dropped: bool
    change: dict[str, Any]


_VERSION = tuple(col(getattr(ChangeVersion, name)) for name in _Version._fields)


class ChangeJournal:
    """Collects the changes of one or more lists and writes those whose version is new."""

    def __init__(self, now: datetime, snapshots: SnapshotTable) -> None:
        self._now = now
        self._snapshots = snapshots
        self._collected: dict[str, Change] = {}

    def collect(self, changes: Iterable[Change]) -> None:
        self._collected.update((change.id, change) for change in changes)

    def collected(self, kinds: Collection[ChangeKind]) -> list[Change]:
        """The changes of these kinds that are not written yet."""
        return [change for change in self._collected.values() if change.kind in kinds]

    def write(self, session: Session) -> None:
        """Write the collected changes to those in the record."""
        if not self._collected:
            return
        journaled = _last_versions(session, self._collected)
        for ids in batches(self._collected):
            session.exec(delete(ChangeRow).where(col(ChangeRow.id).in_(ids)))
        self._write_versions(session, journaled, late=False)

    def write_whole(self, session: Session) -> None:
        """Write what was collected as all the changes there are; the journal notes which ones are gone."""
        journaled = _last_versions(session, None)
        self._write_dropped(session, (last for id_, last in journaled.items() if id_ not in self._collected))
        self._write_versions(session, journaled, late=bool(journaled))

    def drop(self, session: Session, ids: Collection[str]) -> None:
        """Delete the changes that are no longer derived; the journal notes it."""
        for batch in batches(ids):
            session.exec(delete(ChangeRow).where(col(ChangeRow.id).in_(batch)))
        self._write_dropped(session, _last_versions(session, ids).values() if ids else ())

    def _write_dropped(self, session: Session, gone: Iterable[_Version]) -> None:
        versions = [
            last._replace(version=last.version + 1, recorded_at=self._now, dropped=True)._asdict() | {"late": True}
            for last in gone
            if not last.dropped
        ]
        insert_rows(session, ChangeVersion, versions)

    def _write_versions(self, session: Session, journaled: dict[str, _Version], late: bool) -> None:
        rows, versions = [], []
        for change in self._collected.values():
            mark = self._snapshots.mark(session, change.snapshot_id)
            row: dict[str, Any] = dict(zip(_FIELDS, _values(change), strict=True))
            row |= {"list_sha256": mark.document_sha256, "list_date": mark.published_on}
            values = to_json(change, mark.published_on, mark.document_sha256)
            last = journaled.get(change.id)
            if last is None or last.dropped or last.change != values:
                number = last.version + 1 if last else 1
                versions.append(_Version(change.id, number, self._now, False, values)._asdict() | {"late": late})
                rows.append(row | {"version": number, "recorded_at": self._now})
            else:
                rows.append(row | {"version": last.version, "recorded_at": last.recorded_at})
        insert_rows(session, ChangeRow, rows)
        insert_rows(session, ChangeVersion, versions)
        self._collected.clear()


def _last_versions(session: Session, ids: Iterable[str] | None) -> dict[str, _Version]:
    """The last version in the journal of each of these changes, or of all."""
    last = sa.select(sa.func.max(ChangeVersion.sequence)).group_by(col(ChangeVersion.change_id))
    of_change = col(ChangeVersion.change_id)
    queries = [last] if ids is None else [last.where(of_change.in_(batch)) for batch in batches(ids)]
    return {
        row.change_id: _Version._make(row)
        for query in queries
        for row in session.connection().execute(sa.select(*_VERSION).where(col(ChangeVersion.sequence).in_(query)))
    }
