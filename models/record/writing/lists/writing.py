"""Writes many rows at once: ten times as fast as adding and altering objects in the session."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel


def table_of(table: type[SQLModel]) -> sa.Table:
    return SQLModel.metadata.tables[str(table.__tablename__)]


def insert_rows(session: Session, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    params = [dict(row) for row in rows]
    if params:
        session.connection().execute(sa.insert(table_of(table)), params)


def update_rows(
    session: Session,
    table: type[SQLModel],
    rows: Iterable[Mapping[str, Any]],
    key: Sequence[str] = ("id",),
    *limits: sa.ColumnElement[bool],
) -> None:
    """Set the other columns of the rows with these keys; all must set the same columns."""
    params = [{f"of_{name}": value for name, value in row.items()} for row in rows]
    if not params:
        return
    target = table_of(table)
    others = [name for name in params[0] if name.removeprefix("of_") not in key]
    statement = (
        sa.update(target)
        .where(*(target.c[name] == sa.bindparam(f"of_{name}") for name in key), *limits)
        .values({name.removeprefix("of_"): sa.bindparam(name) for name in others})
    )
    session.connection().execute(statement, params)


def is_empty(session: Session, table: type[SQLModel]) -> bool:
    return session.connection().execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is None


def clamp_days(
    session: Session, table: type[SQLModel], columns: Sequence[str], day: date, *limits: sa.ColumnElement[bool]
) -> None:
    """Let no day be later than `day`: a list dated earlier than the one before it takes back the days in between."""
    target = table_of(table)
    for name in columns:
        later = sa.update(target).where(target.c[name] > day, *limits)
        session.connection().execute(later.values({name: day}))
