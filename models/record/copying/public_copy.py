"""A SQLite file that holds what the views show, and nothing else of the record.

Whoever may ask it anything, in any SQL, finds no subscriber's address, since none is in it. Beyond the views it has
keys, links between them, indexes, and full text over agencies and stories.
"""

import sqlite3
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from models.lists.searching import name_words, plain
from models.record.asking.views.search import sentences
from models.record.failures import stated_failures
from models.record.store import read_session
from models.record.tables.agreements import Spelling
from models.record.tables.lists import CountRun, ListDay, ListingRow, RowNumber, RowShift, Snapshot
from models.record.views.dialects import in_dialect
from models.record.views.dictionary import View, views
from models.vocabulary import PLACE_NAMES, ListKind

# Written out, these two would be a hundred times the record: on ten years, eleven million printed rows. They stay
# views, over tables that hold published lists and nothing private.
UNWRITTEN = ("daily_counts", "list_rows")
_BEHIND_THEM: tuple[type[SQLModel], ...] = (Snapshot, ListDay, CountRun, ListingRow, RowNumber, RowShift)
BEHIND_THEM: tuple[str, ...] = tuple(str(table.__tablename__) for table in _BEHIND_THEM)

# A column named like another view's key points to it; these are named for what they are there.
_OTHER_LINKS = {
    "neighbor_fips": "counties",
    "replaces": "agreements",
    "replaced_by": "agreements",
    "agreement_before": "agreements",
}

# What people look for first: a table is asked by these again and again.
_INDEXED = ("state", "day", "first_day", "status", "kind")

_AT_ONCE = 10_000  # rows: enough to be quick, few enough to hold


def copy_views(engine: sa.Engine, file: Path) -> None:
    """Write the views of the record, on SQLite or PostgreSQL, into a new SQLite file.

    Some 2 seconds for five years of lists on SQLite, which copies by itself; from PostgreSQL every row passes here.
    Raises RecordError where the record cannot be read or the file not be written.
    """
    written = [_table(view) for name, view in views().items() if name not in UNWRITTEN]
    tables = [_bare(SQLModel.metadata.tables[name]) for name in BEHIND_THEM] + written
    copying = sa.create_engine(f"sqlite:///{file}")
    with stated_failures(engine):
        with copying.begin() as copy:
            for table in tables:
                copy.execute(sa.schema.CreateTable(table))
            for name in UNWRITTEN:
                view = in_dialect(views()[name].sql, "sqlite")
                copy.exec_driver_sql(f"CREATE VIEW {name} AS {view}".replace("%", "%%"))
        if engine.dialect.name == "sqlite":
            _fill_from_sqlite(engine, file, tables)
        else:
            _fill_by_rows(engine, copying, tables)
        with read_session(engine) as session, copying.begin() as copy:
            for table in tables:
                for index in sorted(table.indexes, key=lambda each: str(each.name)):
                    copy.execute(sa.schema.CreateIndex(index))
            _full_text(copy, "agencies", _agency_words(session, copy))
            _full_text(copy, "stories", _story_words(session, copy))
    copying.dispose()


def newest_list_day(session: Session) -> date | None:
    """From which day on the newest participating list is in force; None where there is none. The pending list may be
    newer: it says nothing about agreements."""
    table = views()["lists"].table
    query = sa.select(sa.func.max(table.c.in_force_from)).where(table.c.kind == ListKind.PARTICIPATING.value)
    day: date | None = session.connection().execute(query).scalar()
    return day


def links(view: View) -> dict[str, str]:
    """Column -> the view whose key it holds."""
    keyed = {each.key[0]: each.name for each in views().values() if len(each.key) == 1}
    names = [column.name for column in view.columns]
    targets = {name: keyed.get(name) or _OTHER_LINKS.get(name) for name in names}
    return {name: to for name, to in targets.items() if to and not (to == view.name and (name,) == view.key)}


def _bare(table: sa.Table) -> sa.Table:
    """A table of the record without its constraints: what they point to stays behind."""
    columns = [sa.Column(each.name, each.type, primary_key=each.primary_key) for each in table.columns]
    bare = sa.Table(
        table.name, sa.MetaData(), *columns, sqlite_with_rowid=table.dialect_options["sqlite"]["with_rowid"]
    )
    for index in sorted(table.indexes, key=lambda each: str(each.name)):
        sa.Index(str(index.name), *(bare.c[each.name] for each in index.columns))
    return bare


def _table(view: View) -> sa.Table:
    """A view written out: with its key, its links to other views and their indexes."""
    linked = links(view)
    metadata = sa.MetaData()
    for target in set(linked.values()) - {view.name}:
        sa.Table(target, metadata, *(sa.Column(name, sa.String, primary_key=True) for name in views()[target].key))
    table = sa.Table(view.name, metadata)
    for each in view.columns:
        to = linked.get(each.name)
        points_to = [sa.ForeignKey(f"{to}.{views()[to].key[0]}")] if to else []
        is_key = each.name in view.key
        asked = not is_key and (to is not None or each.name in _INDEXED)
        table.append_column(
            sa.Column(each.name, each.sql_type, *points_to, primary_key=is_key, nullable=not is_key, index=asked)
        )
    return table


def _fill_from_sqlite(engine: sa.Engine, file: Path, tables: list[sa.Table]) -> None:
    """SQLite copies between two files of its own. It cannot attach one in a transaction, and SQLAlchemy opens one
    before every statement: hence the bare connection, thrown away afterwards."""
    connection = engine.raw_connection()
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA foreign_keys = OFF")  # an agency that only ever applied is in no view of agencies
        cursor.execute("ATTACH ? AS copy", (str(file),))
        cursor.execute("BEGIN")
        for table in tables:
            columns = ", ".join(f'"{each.name}"' for each in table.columns)
            keys = ", ".join(f'"{each.name}"' for each in table.primary_key.columns)
            cursor.execute(
                f"INSERT INTO copy.{table.name} ({columns})"  # noqa: S608 - all names are ours
                f" SELECT {columns} FROM main.{table.name} ORDER BY {keys}"
            )
        cursor.execute("COMMIT")
    except sqlite3.Error as error:  # as SQLAlchemy would say it
        raise sa.exc.DBAPIError("copying the views", None, error) from error
    finally:
        cursor.close()
        connection.invalidate()


def _fill_by_rows(engine: sa.Engine, copying: sa.Engine, tables: list[sa.Table]) -> None:
    with engine.connect() as record, copying.begin() as copy:
        for table in tables:
            columns = [sa.column(each.name, each.type) for each in table.columns]
            keys: list[sa.ColumnClause[Any]] = [sa.column(each.name) for each in table.primary_key.columns]
            query = sa.select(*columns).select_from(sa.table(table.name)).order_by(*keys)
            rows = record.execute(query.execution_options(yield_per=_AT_ONCE))
            for batch in rows.mappings().partitions():
                copy.execute(table.insert(), [dict(row) for row in batch])


def _full_text(copy: sa.Connection, name: str, words: Mapping[int, str]) -> None:
    """A full-text index over a table, by rowid. It keeps the words alone: the texts are in the table."""
    copy.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {name}_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 2')"
    )
    if words:
        insert = f"INSERT INTO {name}_words (rowid, words) VALUES (?, ?)"  # noqa: S608 - the name is ours
        copy.exec_driver_sql(insert, list(words.items()))


def _agency_words(session: Session, copy: sa.Connection) -> dict[int, str]:
    """Rowid -> every spelling of the agency, written out and abbreviated, its county and its state."""
    spellings: dict[str, list[str]] = {}
    for agency_id, spelling in session.connection().execute(sa.select(Spelling.agency_id, Spelling.spelling)):  # type: ignore[call-overload]
        spellings.setdefault(agency_id, []).append(spelling)
    rows = copy.exec_driver_sql("SELECT rowid, agency_id, agency, state, county FROM agencies")
    return {
        rowid: " ".join(
            dict.fromkeys(
                (
                    *(f"{each} {name_words(state, each)}" for each in [agency, *sorted(spellings.get(agency_id, ()))]),
                    plain(county or ""),
                    state,
                    PLACE_NAMES.get(state, ""),
                )
            )
        )
        for rowid, agency_id, agency, state, county in rows
    }


def _story_words(session: Session, copy: sa.Connection) -> dict[int, str]:
    """Rowid -> the title, the publisher and the topics of a story, and the sentences that state a number or an act."""
    said: dict[str, list[str]] = {}
    for story_id, text in sentences(session):
        said.setdefault(story_id, []).append(text)
    rows = copy.exec_driver_sql("SELECT rowid, story_id, title, outlet, topics FROM stories")
    return {
        rowid: " ".join(filter(None, (title, outlet, topics, *said.get(story_id, ()))))
        for rowid, story_id, title, outlet, topics in rows
    }
