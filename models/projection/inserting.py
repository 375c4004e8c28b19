"""Bulk inserts: ten times as fast as adding objects to the session."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, SQLModel, insert


def insert_rows(session: Session, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    params = [dict(row) for row in rows]
    if params:
        session.exec(insert(table), params=params)


# SQLite before 3.32 takes 999 variables in a statement.
_VARIABLES = 900


def in_portions(ids: Iterable[str]) -> Iterable[list[str]]:
    """`ids` in portions that one statement can carry."""
    portion = list(ids)
    for start in range(0, len(portion), _VARIABLES):
        yield portion[start : start + _VARIABLES]
