"""Writes many rows at once: ten times as fast as adding and altering objects in the session."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel


def insert_rows(session: Session, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    params = [dict(row) for row in rows]
    if params:
        session.connection().execute(sa.insert(SQLModel.metadata.tables[str(table.__tablename__)]), params)


def update_by_id(session: Session, table: type[SQLModel], rows: Mapping[Any, Mapping[str, Any]]) -> None:
    """Set columns of rows by their id; all rows must set the same columns."""
    if not rows:
        return
    target: sa.Table = SQLModel.metadata.tables[str(table.__tablename__)]
    names = next(iter(rows.values())).keys()
    statement = (
        sa.update(target)
        .where(target.c.id == sa.bindparam("row_id"))
        .values({name: sa.bindparam(f"new_{name}") for name in names})
    )
    params = [{"row_id": id_} | {f"new_{name}": row[name] for name in names} for id_, row in rows.items()]
    session.connection().execute(statement, params)


def is_empty(session: Session, table: type[SQLModel]) -> bool:
    return session.connection().execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is None


def clamp_days(
    session: Session, table: type[SQLModel], columns: Sequence[str], day: date, *limits: sa.ColumnElement[bool]
) -> None:
    """Let no day be later than `day`: a list dated earlier than the one before it takes back the days in between."""
    target: sa.Table = SQLModel.metadata.tables[str(table.__tablename__)]
    for name in columns:
        later = sa.update(target).where(target.c[name] > day, *limits)
        session.connection().execute(later.values({name: day}))
