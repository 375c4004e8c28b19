"""Writing many rows at once: ten times as fast as adding and altering objects in the session."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel


def insert_rows(session: Session, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    params = [dict(row) for row in rows]
    if params:
        session.connection().execute(sa.insert(SQLModel.metadata.tables[str(table.__tablename__)]), params)


def update_rows(session: Session, statement: sa.Update, **values: Any) -> None:
    """Run an update without looking for objects of the session that it concerns: the projection holds none."""
    session.exec(statement.values(**values).execution_options(synchronize_session=False))


def update_by_id(session: Session, table: type[SQLModel], rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Set columns of rows by their id; all rows set the same columns."""
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
