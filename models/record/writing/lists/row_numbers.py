"""Row numbers, told from the last frame of each kind of list."""

from typing import Any

from sqlmodel import Session, col, select

from models.record.row_numbers import RowsOfListings, told_from
from models.record.tables.lists import RowNumber, RowShift, Snapshot
from models.record.writing.lists.lists import ListMark
from models.record.writing.lists.writing import insert_rows
from models.vocabulary import ListKind, SnapshotStatus


class RowNumberTables:
    def __init__(self) -> None:
        self._frames: dict[ListKind, tuple[int, RowsOfListings]] = {}
        self._numbers: list[dict[str, Any]] = []
        self._shifts: list[dict[str, Any]] = []

    def take(self, session: Session, mark: ListMark, number: int, rows: RowsOfListings) -> int:
        """Keep the row numbers of one list; the number of the list that is their frame."""
        frame, on_frame = self._frames.get(mark.kind) or _last_frame(session, mark.kind)
        told = told_from(on_frame, rows) if frame else None
        if told is None:
            frame, own = number, rows
        else:
            own = told.own
            self._shifts += ({"list_number": number, "from_row": at, "shift": by} for at, by in told.shifts)
        self._numbers += ({"list_number": number, "listing_id": id_, "row": row} for id_, row in own.items())
        self._frames[mark.kind] = (frame, rows if told is None else on_frame)
        return frame

    def flush(self, session: Session) -> None:
        insert_rows(session, RowNumber, self._numbers)
        insert_rows(session, RowShift, self._shifts)
        self._numbers.clear()
        self._shifts.clear()


def _last_frame(session: Session, kind: ListKind) -> tuple[int, RowsOfListings]:
    """The frame of the newest accepted list; 0 without one."""
    last = select(Snapshot.frame).where(Snapshot.kind == kind, Snapshot.status == SnapshotStatus.ACCEPTED)
    frame = session.exec(last.order_by(col(Snapshot.number).desc()).limit(1)).first()
    rows = session.exec(select(RowNumber.listing_id, RowNumber.row).where(RowNumber.list_number == frame))
    return frame or 0, dict(rows.all())
