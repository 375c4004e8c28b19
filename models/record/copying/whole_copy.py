"""A whole record from one database to another, SQLite or PostgreSQL, and the proof that both hold the same.

All rows go in one transaction, which ends only after they were read back and compared. Until then the target says of
itself that it is half of a copy, and no other command takes it for a record.
"""

import hashlib
import json
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from models.errors import RecordError
from models.record import tables as of_the_record
from models.record.store import HALF_COPIED, Engine, read_session, require_schema, upgrade, write_session
from models.record.urls import shown

# What every new record has: the program fills these tables by itself.
_REFERENCE = ("county", "county_neighbor", "contract")

_AT_ONCE = 5_000  # rows: enough to be quick, few enough to hold

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """One table, the same in both: how many rows, and the hash over them in the order of their keys."""

    table: str
    rows: int
    sha256: str


def copy_record(source: Engine, target: Engine, progress: Progress = lambda *_: None) -> list[CopiedTable]:
    """Copy the record and prove the copy equal. Raises RecordError where the target holds something, or where the two
    differ in the end: then nothing is kept."""
    if source.url == target.url:
        raise RecordError(f"record {shown(source.url)}: cannot be copied onto itself; name another target")
    with read_session(source) as reading:
        require_schema(reading)
        version = str(_version(reading))
    _prepare(target, version)
    with write_session(target) as writing:
        _refuse_unless_empty(target, writing)
        with read_session(source) as reading:
            require_schema(reading)
            copied = _copied(reading, writing, progress)
        found = _read_back(writing, sum(each.rows for each in copied), progress)
        for here, there in zip(copied, found, strict=True):
            if here != there:
                raise RecordError(
                    f"record {shown(target.url)}: its table {there.table} has {there.rows:,} rows that are not the"
                    f" {here.rows:,} of {shown(source.url)}; nothing was kept; report this"
                )
        _continue_numbers(writing)
        _say(writing, version)
    return copied


def _prepare(target: Engine, version: str) -> None:
    """Make the tables, and have the target say from now on that it is half of a copy. One that says so already holds no
    row, whatever ended the copying."""
    half = f"{version}{HALF_COPIED}"
    with read_session(target) as session:
        known = _version(session)
        if known is not None:
            _refuse_unless_empty(target, session)
    if known == half:
        return
    upgrade(target)
    with write_session(target) as session:
        _refuse_unless_empty(target, session)
        _say(session, half)


def _version(session: Session) -> str | None:
    connection = session.connection()
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return version


def _say(session: Session, version: str) -> None:
    session.connection().execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def _refuse_unless_empty(target: Engine, session: Session) -> None:
    connection = session.connection()
    there = set(sa.inspect(connection).get_table_names())
    for table in _tables():
        if table.name in there and table.name not in _REFERENCE:
            rows = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            if rows:
                raise RecordError(
                    f"record {shown(target.url)}: is not empty ({rows:,} rows in the table {table.name});"
                    " name a new database"
                )


def _copied(reading: Session, writing: Session, progress: Progress) -> list[CopiedTable]:
    """Every row of every table, parents before children."""
    tables = _tables()
    for table in reversed(tables):
        writing.connection().execute(table.delete())
    of = sum(reading.connection().execute(sa.select(sa.func.count()).select_from(each)).scalar_one() for each in tables)
    copied, done = [], 0
    for table in tables:
        digest, rows = hashlib.sha256(), 0
        with closing(_in_order(reading.connection(), table)) as batches:
            for batch in batches:
                writing.connection().execute(table.insert(), batch)
                _take_in(digest, batch)
                rows += len(batch)
                progress("copying", done + rows, of)
        copied.append(CopiedTable(table.name, rows, digest.hexdigest()))
        done += rows
    return copied


def _read_back(writing: Session, of: int, progress: Progress) -> list[CopiedTable]:
    found, done = [], 0
    for table in _tables():
        digest, rows = hashlib.sha256(), 0
        with closing(_in_order(writing.connection(), table)) as batches:
            for batch in batches:
                _take_in(digest, batch)
                rows += len(batch)
                progress("comparing", done + rows, of)
        found.append(CopiedTable(table.name, rows, digest.hexdigest()))
        done += rows
    return found


def _tables() -> list[sa.Table]:
    """Every table of the record, also of modules that nothing else has imported."""
    for module in walk_packages(of_the_record.__path__, f"{of_the_record.__name__}."):
        import_module(module.name)
    return list(SQLModel.metadata.sorted_tables)


def _in_order(connection: sa.Connection, table: sa.Table) -> Generator[list[dict[str, Any]]]:
    """The rows in the order of their keys, texts by their bytes on either database."""
    keys = [
        sa.collate(key, "C") if connection.dialect.name == "postgresql" and isinstance(key.type, sa.String) else key
        for key in table.primary_key.columns
    ]
    with connection.execute(sa.select(table).order_by(*keys).execution_options(yield_per=_AT_ONCE)) as rows:
        for batch in rows.mappings().partitions():
            yield [dict(row) for row in batch]


def _take_in(digest: Any, batch: list[dict[str, Any]]) -> None:
    for row in batch:
        digest.update(json.dumps([*row.values()], default=_as_text).encode() + b"\n")


def _as_text(value: object) -> str:
    """What JSON has no word for. Nothing else is in a table."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    assert isinstance(value, Enum), f"a value of a table: {type(value)}"
    return str(value.value)


def _continue_numbers(session: Session) -> None:
    """Have PostgreSQL count on after the highest number of each table, as SQLite does by itself."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return
    for table in _tables():
        counted = table.autoincrement_column
        if counted is None:
            continue
        sequence = connection.execute(
            sa.select(sa.func.pg_get_serial_sequence(table.name, counted.name))
        ).scalar_one_or_none()
        last = connection.execute(sa.select(sa.func.max(counted))).scalar_one_or_none()
        if sequence is not None and last is not None:
            connection.execute(sa.select(sa.func.setval(sequence, last)))
