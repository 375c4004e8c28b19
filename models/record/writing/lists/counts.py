"""Counts per list, and from when until when the record believed each."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select, update

from models.lists.counts import Figures, RunningCounts
from models.lists.resolution import Placement
from models.record.tables.lists import CountRow
from models.record.writing.lists.listings import Comparison
from models.record.writing.lists.lists import ListMark
from models.record.writing.lists.writing import insert_rows
from models.vocabulary import ListKind

_Slice = tuple[str, str]  # scope, and support type or '' for all


class CountTable:
    def __init__(self, now: datetime, *, rebuilding: bool) -> None:
        self._now = now
        self._rebuilding = rebuilding  # only then may the record already have figures of a list
        self._written: set[str] = set()
        self._running: dict[ListKind, RunningCounts] = {}
        self._fresh: list[dict[str, Any]] = []  # rows that are not in the table yet

    def take(self, session: Session, placements: Collection[Placement], comparison: Comparison, mark: ListMark) -> None:
        """The counts of one list; a figure already in the record stays."""
        self._written.add(mark.id)
        running = self._running.get(mark.kind)
        if running is None:
            running = self._running[mark.kind] = RunningCounts()
            running.change(came=placements, went=())
        else:
            running.change(comparison.came, comparison.went)
        figures = {(scope, str(support_type or "")): each for (scope, support_type), each in running.figures().items()}
        believed = _believed(session, mark.id) if self._rebuilding else {}
        for scope, support_type in (slice_ for slice_ in believed if figures.get(slice_) != believed[slice_]):
            outdated = col(CountRow.scope) == scope, col(CountRow.support_type) == support_type
            self._supersede(session, mark.id, *outdated)
        head: dict[str, Any] = {"snapshot_id": mark.id, "kind": mark.kind, "list_sha256": mark.document_sha256}
        head |= {"published_on": mark.published_on, "published_at": mark.published_at}
        head |= {"recorded_at": self._now, "superseded_at": None}
        self._fresh += (
            head | {"scope": slice_[0], "support_type": slice_[1]} | each._asdict()
            for slice_, each in figures.items()
            if believed.get(slice_) != each
        )

    def flush(self, session: Session) -> None:
        insert_rows(session, CountRow, self._fresh)
        self._fresh.clear()

    def supersede_the_rest(self, session: Session) -> None:
        """After a rebuild: figures of lists that are no longer accepted are superseded."""
        current = set(session.exec(select(CountRow.snapshot_id).where(_believed_now()).distinct()))
        for snapshot_id in current - self._written:
            self._supersede(session, snapshot_id)

    def _supersede(self, session: Session, snapshot_id: str, *limits: sa.ColumnElement[bool]) -> None:
        outdated = update(CountRow).where(col(CountRow.snapshot_id) == snapshot_id, _believed_now(), *limits)
        # Without checking the objects of the session: it holds none of these.
        session.exec(outdated.values(superseded_at=self._now).execution_options(synchronize_session=False))


def _believed_now() -> Any:
    return col(CountRow.superseded_at).is_(None)


# Columns, not objects: a rebuild compares tens of thousands.
_COLUMNS = tuple(col(getattr(CountRow, name)) for name in ("scope", "support_type", *Figures._fields))
_OF_SNAPSHOT = sa.select(*_COLUMNS).where(col(CountRow.snapshot_id) == sa.bindparam("snapshot_id"), _believed_now())


def _believed(session: Session, snapshot_id: str) -> dict[_Slice, Figures]:
    rows = session.connection().execute(_OF_SNAPSHOT, {"snapshot_id": snapshot_id})
    return {(scope, support_type): Figures._make(figures) for scope, support_type, *figures in rows}
