"""Runs of figures in their table: appended by the newest list, or replaced where they were counted again."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from models.lists.counts import Figures
from models.record.batches import batches
from models.record.tables.lists import CountRun
from models.record.writing.lists.writing import insert_rows
from models.vocabulary import ListKind

NOTHING = Figures(0, 0, 0, 0, 0)


class Run(NamedTuple):
    """The figures of one scope and support type from one list on."""

    snapshot_id: str
    published_at: datetime
    from_day: date
    figures: Figures


RunsOfScope = dict[str, list[Run]]  # by support type, '' for all; in the order of the lists


def believed_now(table: type[Any]) -> sa.ColumnElement[bool]:
    return col(table.superseded_at).is_(None)


def supersede(session: Session, table: type[SQLModel], now: datetime, *limits: sa.ColumnElement[bool]) -> None:
    """The record no longer believes these rows; what it began to believe only now, it never did."""
    target: sa.Table = SQLModel.metadata.tables[str(table.__tablename__)]
    connection = session.connection()
    believed = target.c.superseded_at.is_(None)
    connection.execute(sa.delete(target).where(believed, target.c.recorded_at == now, *limits))
    connection.execute(sa.update(target).where(believed, *limits).values(superseded_at=now))


def open_figures(session: Session, kind: ListKind, scopes: Iterable[str]) -> Iterator[tuple[str, str, Figures]]:
    """The figures in force, by scope and support type."""
    query = sa.select(*_COLUMNS).where(believed_now(CountRun), col(CountRun.until_day).is_(None), _of_kind(kind))
    for portion in batches(scopes):
        for row in session.connection().execute(query.where(col(CountRun.scope).in_(portion))):
            yield row.scope, row.support_type, Figures(*(getattr(row, name) for name in Figures._fields))


def append_runs(session: Session, kind: ListKind, scope: str, runs: RunsOfScope, now: datetime) -> None:
    """Each closes the run before it."""
    for support_type, each in runs.items():
        last = (_TABLE.c.scope == scope, _TABLE.c.support_type == support_type, _TABLE.c.until_day.is_(None))
        session.connection().execute(
            sa.update(_TABLE)
            .where(*last, _TABLE.c.kind == kind, _TABLE.c.superseded_at.is_(None))
            .values(until_day=each[0].from_day)
        )
    insert_rows(session, CountRun, _rows(kind, scope, runs, now).values())


def replace_runs(session: Session, kind: ListKind, scope: str, runs: RunsOfScope, now: datetime) -> None:
    """Make these the runs of the scope; those that the record believed and that differ are superseded."""
    derived = _rows(kind, scope, runs, now)
    of_scope = (_of_kind(kind), col(CountRun.scope) == scope)
    believed = {
        (row.support_type, row.snapshot_id): row._asdict()
        for row in session.connection().execute(sa.select(*_COLUMNS).where(believed_now(CountRun), *of_scope))
    }
    for key in believed.keys() - derived.keys():
        _supersede(session, now, of_scope, key)
    for key in believed.keys() & derived.keys():
        old, new = believed[key], derived[key]
        if any(old[name] != new[name] for name in Figures._fields):
            _supersede(session, now, of_scope, key)
            continue
        del derived[key]
        days = {name: new[name] for name in ("from_day", "until_day") if old[name] != new[name]}
        if days:
            session.connection().execute(sa.update(_TABLE).where(*_run(of_scope, key)).values(days))
    insert_rows(session, CountRun, derived.values())


def _supersede(
    session: Session, now: datetime, of_scope: tuple[sa.ColumnElement[bool], ...], key: tuple[str, str]
) -> None:
    supersede(
        session, CountRun, now, *of_scope, col(CountRun.support_type) == key[0], col(CountRun.snapshot_id) == key[1]
    )


def _run(of_scope: tuple[sa.ColumnElement[bool], ...], key: tuple[str, str]) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        *of_scope,
        _TABLE.c.support_type == key[0],
        _TABLE.c.snapshot_id == key[1],
        _TABLE.c.superseded_at.is_(None),
    )


def _rows(kind: ListKind, scope: str, runs: RunsOfScope, now: datetime) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of the table, by support type and list; a run ends on the day on which the next one begins."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for support_type, each in runs.items():
        ends: list[date | None] = [run.from_day for run in each[1:]]
        for run, until_day in zip(each, [*ends, None], strict=True):
            rows[support_type, run.snapshot_id] = {
                "kind": kind,
                "scope": scope,
                "support_type": support_type,
                "snapshot_id": run.snapshot_id,
                "recorded_at": now,
                "superseded_at": None,
                "published_at": run.published_at,
                "from_day": run.from_day,
                "until_day": until_day,
                **run.figures._asdict(),
            }
    return rows


def _of_kind(kind: ListKind) -> sa.ColumnElement[bool]:
    return col(CountRun.kind) == kind


_TABLE: sa.Table = SQLModel.metadata.tables["count_run"]
_COLUMNS = tuple(
    col(getattr(CountRun, name))
    for name in ("scope", "support_type", "snapshot_id", "from_day", "until_day", *Figures._fields)
)
