"""Which lists were in force at the end of each day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from models.record.tables.lists import CountedList, ListDay, Snapshot
from models.record.writing.lists.count_runs import believed_now
from models.record.writing.lists.writing import insert_rows
from models.vocabulary import ListKind, SnapshotStatus

_DAY = timedelta(days=1)


def newest_day(session: Session, kind: ListKind) -> date | None:
    """The day of the newest list, which is the last of all that the record counts."""
    newest = sa.select(sa.func.max(CountedList.day)).where(believed_now(CountedList), col(CountedList.kind) == kind)
    return session.connection().execute(newest).scalar()


def write_days(session: Session, since: date) -> None:
    """Write the days from `since`, or from the newest in the table if that is earlier, to the last one that a list of
    agreements speaks of."""
    connection = session.connection()
    last = connection.execute(sa.select(sa.func.max(ListDay.day))).scalar()
    # Without a day in it, the table lacks also the days of pending lists before the first list of agreements.
    first = connection.execute(sa.select(sa.func.min(CountedList.day)).where(believed_now(CountedList))).scalar()
    since = min(since, last or first or since)
    connection.execute(sa.delete(_TABLE).where(_TABLE.c.day >= since))
    lists = sa.select(*_COLUMNS).where(believed_now(CountedList)).order_by(col(CountedList.published_at))
    before = {kind: connection.execute(_last_before(kind, since)).scalar() for kind in ListKind}
    came: dict[date, dict[ListKind, str]] = {}
    for kind, day, snapshot_id in connection.execute(lists.where(col(CountedList.day) >= since)):
        came.setdefault(day, {})[kind] = snapshot_id
    insert_rows(session, ListDay, _days(since, _last_day(session), came, before))


def _last_day(session: Session) -> date:
    """Of the newest list of agreements; one with the same cells as the list before shows that nothing changed until
    then."""
    counted = newest_day(session, ListKind.PARTICIPATING) or date.min
    unchanged = sa.select(sa.func.max(Snapshot.published_on)).where(
        col(Snapshot.kind) == ListKind.PARTICIPATING, col(Snapshot.status) == SnapshotStatus.UNCHANGED
    )
    return max(counted, session.connection().execute(unchanged).scalar() or date.min)


def _last_before(kind: ListKind, day: date) -> sa.Select[tuple[str]]:
    before = believed_now(CountedList), col(CountedList.kind) == kind, col(CountedList.day) < day
    return (
        sa.select(col(CountedList.snapshot_id)).where(*before).order_by(col(CountedList.published_at).desc()).limit(1)
    )


def _days(
    day: date, last: date, came: Mapping[date, Mapping[ListKind, str]], before: Mapping[ListKind, str | None]
) -> Iterator[dict[str, Any]]:
    in_force = dict(before)
    while day <= last:
        in_force |= came.get(day, {})
        yield {
            "day": day,
            "participating_id": in_force[ListKind.PARTICIPATING],
            "pending_id": in_force[ListKind.PENDING],
        }
        day += _DAY


_COLUMNS = tuple(col(getattr(CountedList, name)) for name in ("kind", "day", "snapshot_id"))
_TABLE: sa.Table = SQLModel.metadata.tables["list_day"]
