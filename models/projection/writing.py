"""Writing many rows at once: ten times as fast as adding and altering objects in the session."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, insert


def insert_rows(session: Session, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    params = [dict(row) for row in rows]
    if params:
        session.exec(insert(table), params=params)


def update_rows(session: Session, statement: sa.Update, **values: Any) -> None:
    """Run an update without looking for objects of the session that it concerns: the projection holds none."""
    session.exec(statement.values(**values).execution_options(synchronize_session=False))


# SQLite before 3.32 takes 999 variables in a statement.
_VARIABLES = 900


def in_portions(ids: Iterable[str]) -> Iterable[list[str]]:
    """`ids` in portions that one statement can carry."""
    portion = list(ids)
    for start in range(0, len(portion), _VARIABLES):
        yield portion[start : start + _VARIABLES]
