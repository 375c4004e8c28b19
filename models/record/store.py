"""The database of the record: engine, sessions and schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import Engine as Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session as Session
from sqlmodel import create_engine

from models.errors import RecordError
from models.record.failures import BUSY_SECONDS, stated_failures
from models.record.postgres import connect_again, lock_out_writers, migrating_postgres_engine, postgres_engine
from models.record.urls import parsed, shown

MIGRATIONS = Path(__file__).parent / "migrations"

# What a record has behind the number of its schema as long as another one is being copied into it.
HALF_COPIED = " half copied"


def open_engine(url: str) -> Engine:
    """An engine for `url`: SQLite with foreign keys, WAL and a busy timeout, or PostgreSQL through psycopg 3.

    Raises RecordError for any other URL.
    """
    address = parsed(url)
    backend = address.get_backend_name()
    if backend == "postgresql":
        return postgres_engine(address)
    if backend != "sqlite":
        raise RecordError(f"database {shown(address)}: use SQLite or PostgreSQL")
    engine = create_engine(address.set(drivername="sqlite"), connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(engine, "do_connect", _connect_sqlite)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def durable_engine(engine: Engine) -> sa.Engine:
    """The same record, with every commit on the disk before it counts: a reservation that a power cut undid would
    send its message twice. (The record's own connections may lose their last commit, which they then redo.)"""
    durable = open_engine(engine.url.render_as_string(hide_password=False))
    if durable.dialect.name == "sqlite":
        sa.event.listen(durable, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = FULL"))
    return durable


# SQLite's extended error codes keep the plain one in their low byte.
_PRIMARY = 0xFF


def _connect_sqlite(dialect: sa.Dialect, _: object, names: list[Any], options: dict[str, Any]) -> Any:
    """A connection that can read. On a read-only disk SQLite cannot make the files that it keeps beside a record in
    WAL mode; with nothing in them the record's own file is all there is, and cannot change under the reader."""
    connection = dialect.connect(*names, **options)
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        connection.close()
        file = Path(names[0].removeprefix("file:").partition("?")[0])
        log = file.with_name(f"{file.name}-wal")
        unreadable = error.sqlite_errorcode & _PRIMARY in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        unlogged = not log.exists() or not log.stat().st_size
        if not (unreadable and file.is_file() and unlogged):
            raise
        return sqlite3.connect(f"file:{quote(str(file))}?mode=ro&immutable=1", **options | {"uri": True})
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # we send BEGIN ourselves: the driver's own is deferred and cannot be timed
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # Where it cannot be switched now (only reading is allowed, another process is at it), the record works without.
    with suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode = WAL")
    if cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        cursor.execute("PRAGMA synchronous = NORMAL")  # with WAL a power cut may lose the last commit, never the file
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """A session for reading. It sees one state of the record from its first query to its last."""
    with stated_failures(engine), connect_again(engine) as connection:
        if engine.dialect.name == "postgresql":  # whose default shows each query what others have committed meanwhile
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with Session(connection, expire_on_commit=False) as session:
            yield session


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """One transaction, the only writer while it lasts: committed at the end, or rolled back."""
    with (
        stated_failures(engine),
        connect_again(engine).execution_options(writing=True) as connection,
        connection.begin(),
        Session(connection, expire_on_commit=False) as session,
    ):
        if engine.dialect.name == "postgresql":
            lock_out_writers(connection)
        yield session
        session.flush()


def upgrade(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Bring the schema to this program's version, if it is older: all of it in one transaction, or nothing.

    A run that is killed meanwhile leaves the record as it was, and of two that start at once the second waits and
    finds it done. Raises RecordError where a newer moawatch made the record.
    """
    from alembic import command
    from alembic.script import ScriptDirectory

    from models.record.views.contract import drop_views, has_contract, make_contract

    config = migration_config(migrations)
    script = ScriptDirectory.from_config(config)
    with stated_failures(engine), connect_again(engine) as connection:
        if _is_current(engine, connection, script) and has_contract(connection):
            return
    plain = _migrating_engine(engine)
    try:
        with stated_failures(engine), plain.begin() as connection:
            if plain.dialect.name == "postgresql":
                lock_out_writers(connection)
            if _is_current(engine, connection, script) and has_contract(connection):
                return  # another process did it meanwhile
            config.attributes["connection"] = connection
            drop_views(connection)  # a table cannot be altered under them
            command.upgrade(config, "head")
            make_contract(connection)
            if plain.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RecordError(
                    f"record {shown(engine.url)}: rows of it belong to nothing, so it was not upgraded;"
                    " run `moawatch verify` with the program that made it"
                )
    finally:
        plain.dispose()


def _migrating_engine(engine: Engine) -> Engine:
    """The same record for migrations. On SQLite without foreign keys, since altering a parent table in a batch would
    otherwise delete its children, and without the driver's own transactions, which end before every CREATE TABLE."""
    if engine.dialect.name != "sqlite":
        return migrating_postgres_engine(engine.url)
    plain = sa.create_engine(engine.url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})

    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = OFF")

    sa.event.listen(plain, "connect", prepare)
    sa.event.listen(plain, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return plain


def _is_current(engine: Engine, connection: sa.Connection, script: Any) -> bool:
    """Whether the schema is this program's. Raises RecordError where it is none that this program knows."""
    from alembic.runtime.migration import MigrationContext

    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
        raise RecordError(_unknown(shown(engine.url), current))
    return bool(current == script.get_current_head())


def require_schema(session: Session) -> None:
    """Raises RecordError where the record's schema is not this program's.

    The version comes from the file names, without Alembic, which takes longer to import than most queries to answer.
    """
    versions = sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    connection = session.connection()
    where = shown(connection.engine.url)
    try:
        current = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except DBAPIError as error:
        if "alembic_version" not in str(error.orig):
            raise
        raise RecordError(
            f"record {where}: has no tables yet; `moawatch run` or `moawatch backfill` makes them"
        ) from error
    if current == versions[-1]:
        return
    if current is None or (current < versions[-1] and not current.endswith(HALF_COPIED)):
        raise RecordError(f"record {where}: an older moawatch made its schema; `moawatch run` updates it")
    raise RecordError(_unknown(where, current))


def require_views(session: Session) -> None:
    """Raises RecordError where the record's views are not this program's."""
    from models.record.views.contract import has_contract

    require_schema(session)
    if not has_contract(session.connection()):
        where = shown(session.connection().engine.url)
        raise RecordError(f"record {where}: another version of moawatch made its views; `moawatch run` makes them anew")


def _unknown(where: str, schema: str) -> str:
    if schema.endswith(HALF_COPIED):
        return f"record {where}: a copy that was not finished; run the same `moawatch copy` again, or delete it"
    return f"record {where}: a newer moawatch made its schema ({schema}); upgrade the program"


def migration_config(migrations: Path = MIGRATIONS) -> Any:
    """Alembic's configuration, in code so that no ini file is needed at run time."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations))
    return config
