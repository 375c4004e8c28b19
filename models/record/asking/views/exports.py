"""The views row by row, for exports: in an order and with values that are the same on every database."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from models.errors import ExportError
from models.record.batches import batches
from models.record.store import Session
from models.record.tables.changes import ChangeVersion
from models.record.views.as_of import as_of as view_as_of
from models.record.views.dictionary import View, views

# In the order of the view's columns: str, int, float, date, datetime in UTC, list (a JSON column) or None.
ViewRow = tuple[Any, ...]

# So few that a large view takes no more memory than a small one.
_ROWS_AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class Journal:
    """The changes that came into the record after one of them; where none was named, all of them."""

    newest: str | None  # 'ID:VERSION', to ask for what comes after it; None in a record without changes
    changes: frozenset[str] | None = None  # those told newly or otherwise since; None: no limit
    dropped: tuple[str, ...] = ()  # those no longer told at all, in order


def hold_still(session: Session) -> None:
    """Let the session see one state of the record until its end, also on PostgreSQL; to be called before it asks."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def view_rows(session: Session, view: View, day: date | None = None) -> Iterator[list[ViewRow]]:
    """The rows of a view by its key, some thousands at a time.

    With a `day`, as of its end; `models.record.views.as_of` says what that means.
    """
    query = _query(session, view, day)
    ordered = sa.select(query).order_by(*(_in_byte_order(session, query.c[name]) for name in view.key))
    lists = [number for number, column in enumerate(view.columns) if column.type == "JSON"]
    rows = session.connection().execute(ordered, execution_options={"yield_per": _ROWS_AT_A_TIME})
    for portion in rows.partitions():
        yield [_with_lists(row, lists) if lists else tuple(row) for row in portion]


def view_size(session: Session, view: View, day: date | None = None) -> int:
    """How many rows the view has."""
    counted = sa.select(func.count()).select_from(_query(session, view, day))
    return int(session.connection().execute(counted).scalar_one())


def journal_since(session: Session, cursor: str | None = None) -> Journal:
    """What came into the record after the change that `cursor` names, by its id or as 'ID:VERSION'.

    An id alone means the first time that it was told: then nothing is missed, and some may come again. Raises
    ExportError for a change that the journal does not have.
    """
    journal = select(ChangeVersion.change_id, ChangeVersion.version).order_by(col(ChangeVersion.sequence).desc())
    last = session.exec(journal.limit(1)).first()
    newest = f"{last[0]}:{last[1]}" if last else None
    if cursor is None:
        return Journal(newest)
    id_, _, version = cursor.partition(":")
    of_it = select(func.min(ChangeVersion.sequence)).where(col(ChangeVersion.change_id) == id_)
    if version:
        of_it = of_it.where(col(ChangeVersion.version) == (int(version) if version.isdecimal() else 0))
    sequence = session.exec(of_it).one()
    if sequence is None:
        raise ExportError(
            f"change {cursor}: the record never told it; take the id from `moawatch changes --format json` or the"
            " earlier export's datapackage.json, or leave out --since"
        )
    later = select(func.max(ChangeVersion.sequence)).group_by(ChangeVersion.change_id)
    newest_of_each = session.exec(later.having(func.max(ChangeVersion.sequence) > sequence)).all()
    told: dict[str, bool] = {}
    for portion in batches(newest_of_each):
        versions = select(ChangeVersion.change_id, ChangeVersion.dropped)
        told |= dict(session.exec(versions.where(col(ChangeVersion.sequence).in_(portion))).all())
    dropped = tuple(sorted(id_ for id_, gone in told.items() if gone))
    return Journal(newest, frozenset(told.keys() - set(dropped)), dropped)


def record_days(session: Session) -> tuple[date | None, date | None]:
    """The days of the record's first and newest list."""
    record = views()["record"].table
    found = session.connection().execute(sa.select(record.c.first_day, record.c.last_day)).one()
    return found.first_day, found.last_day


def _query(session: Session, view: View, day: date | None) -> Any:
    """Something to select from, with the columns' types, so that days and moments come back as such."""
    if day is None:
        return view.table
    sql = view_as_of(view, session.get_bind().dialect.name, day)
    return sa.text(sql).columns(*(sa.column(each.name, each.sql_type) for each in view.columns)).subquery(view.name)


def _in_byte_order(session: Session, column: Any) -> Any:
    """PostgreSQL orders texts by the rules of some language, SQLite by their bytes."""
    is_text = isinstance(column.type, sa.String) and session.get_bind().dialect.name == "postgresql"
    return sa.collate(column, "C") if is_text else column


def _with_lists(row: sa.Row[Any], columns: Sequence[int]) -> ViewRow:
    return tuple(
        json.loads(value) if number in columns and value is not None else value for number, value in enumerate(row)
    )
