"""Counts per list, with the time from which and until which each was believed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select, update

from models.counts import published_figures
from models.projection.lists import Mark
from models.projection.writing import insert_rows, update_rows
from models.resolution import Placement
from models.tables import CountRow

_Slice = tuple[str, ...]  # snapshot, scope, support type
_Figures = tuple[int, ...]  # agreements, rows, agencies, states, territories

_SLICE = (col(CountRow.snapshot_id), col(CountRow.scope), col(CountRow.support_type))
_FIGURES = (
    col(CountRow.agreements),
    col(CountRow.rows),
    col(CountRow.agencies),
    col(CountRow.states),
    col(CountRow.territories),
)


class CountTable:
    def __init__(self, now: datetime) -> None:
        self._now = now
        self._written: set[str] = set()

    def write(self, session: Session, placements: Sequence[Placement], mark: Mark) -> None:
        """The counts of one list; a figure that is believed already is left alone."""
        self._written.add(mark.id)
        believed = _believed(session, mark.id)
        fresh: list[dict[str, Any]] = []
        for (scope, support_type), count in published_figures(placements).items():
            slice_: _Slice = (mark.id, scope, str(support_type or ""))
            figures = (count.agreements, count.rows, count.agencies, count.states, count.territories)
            before = believed.pop(slice_, None)
            if before == figures:
                continue
            if before is not None:
                self._supersede(session, slice_)
            fresh.append(self._row(slice_, figures, mark))
        for slice_ in believed:
            self._supersede(session, slice_)
        insert_rows(session, CountRow, fresh)

    def supersede_the_rest(self, session: Session) -> None:
        """After a rebuild: figures of lists that are no longer accepted are no longer believed."""
        current = set(session.exec(select(CountRow.snapshot_id).where(_believed_now()).distinct()))
        for snapshot_id in current - self._written:
            gone = update(CountRow).where(col(CountRow.snapshot_id) == snapshot_id, _believed_now())
            update_rows(session, gone, superseded_at=self._now)

    def _supersede(self, session: Session, slice_: _Slice) -> None:
        snapshot_id, scope, support_type = slice_
        outdated = update(CountRow).where(
            col(CountRow.snapshot_id) == snapshot_id,
            col(CountRow.scope) == scope,
            col(CountRow.support_type) == support_type,
            _believed_now(),
        )
        update_rows(session, outdated, superseded_at=self._now)

    def _row(self, slice_: _Slice, figures: _Figures, mark: Mark) -> dict[str, Any]:
        snapshot_id, scope, support_type = slice_
        agreements, rows, agencies, states, territories = figures
        return {
            "snapshot_id": snapshot_id,
            "scope": scope,
            "support_type": support_type,
            "recorded_at": self._now,
            "superseded_at": None,
            "kind": mark.kind,
            "list_sha256": mark.document_sha256,
            "published_on": mark.published_on,
            "published_at": mark.published_at,
            "agreements": agreements,
            "rows": rows,
            "agencies": agencies,
            "states": states,
            "territories": territories,
        }


def _believed(session: Session, snapshot_id: str) -> dict[_Slice, _Figures]:
    columns = (*_SLICE, *_FIGURES)  # columns, not objects: a rebuild compares tens of thousands
    rows = session.connection().execute(
        sa.select(*columns).where(col(CountRow.snapshot_id) == snapshot_id, _believed_now())
    )
    return {tuple(row[:3]): tuple(row[3:]) for row in rows}


def _believed_now() -> Any:
    return col(CountRow.superseded_at).is_(None)
