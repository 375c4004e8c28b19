"""Which lists were in force at the end of each day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from models.record.tables.lists import CountedList, ListDay
from models.record.writing.lists.count_runs import believed_now
from models.record.writing.lists.writing import insert_rows
from models.vocabulary import ListKind

_DAY = timedelta(days=1)


def newest_day(session: Session, kind: ListKind) -> date | None:
    """The day of the newest list, which is the last of all that the record counts."""
    newest = sa.select(sa.func.max(CountedList.day)).where(believed_now(CountedList), col(CountedList.kind) == kind)
    return session.connection().execute(newest).scalar()


def write_days(session: Session, since: date) -> None:
    """Write the days from `since`, or from the newest in the table if that is earlier, to that of the newest list."""
    connection = session.connection()
    last = connection.execute(sa.select(sa.func.max(ListDay.day))).scalar()
    since = min(since, last) if last else since
    connection.execute(sa.delete(_TABLE).where(_TABLE.c.day >= since))
    lists = sa.select(*_COLUMNS).where(believed_now(CountedList)).order_by(col(CountedList.published_at))
    before = {kind: connection.execute(_last_before(kind, since)).scalar() for kind in ListKind}
    came: dict[date, dict[ListKind, str]] = {}
    for kind, day, snapshot_id in connection.execute(lists.where(col(CountedList.day) >= since)):
        came.setdefault(day, {})[kind] = snapshot_id
    insert_rows(session, ListDay, _days(since, came, before))


def _last_before(kind: ListKind, day: date) -> sa.Select[tuple[str]]:
    before = believed_now(CountedList), col(CountedList.kind) == kind, col(CountedList.day) < day
    return (
        sa.select(col(CountedList.snapshot_id)).where(*before).order_by(col(CountedList.published_at).desc()).limit(1)
    )


def _days(
    day: date, came: Mapping[date, Mapping[ListKind, str]], before: Mapping[ListKind, str | None]
) -> Iterator[dict[str, Any]]:
    in_force = dict(before)
    while came and day <= max(came):
        in_force |= came.get(day, {})
        yield {
            "day": day,
            "participating_id": in_force[ListKind.PARTICIPATING],
            "pending_id": in_force[ListKind.PENDING],
        }
        day += _DAY


_COLUMNS = tuple(col(getattr(CountedList, name)) for name in ("kind", "day", "snapshot_id"))
_TABLE: sa.Table = SQLModel.metadata.tables["list_day"]
