"""The database of the record: engine, sessions and schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine as Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session as Session
from sqlmodel import create_engine

from models.errors import RecordError

MIGRATIONS = Path(__file__).parent / "migrations"

# Long enough for another run's longest transaction, a rebuild; a person would not wait longer.
BUSY_SECONDS = 30

# The number of PostgreSQL's advisory lock, the same for all writers: 'moaw' in ASCII.
WRITER_LOCK = 0x6D6F6177


def open_engine(url: str) -> Engine:
    """An engine for `url`: SQLite with foreign keys, WAL and a busy timeout, or PostgreSQL through psycopg 3.

    Raises RecordError for any other URL.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        # The text is not shown, since it may contain a password.
        raise RecordError("database: not a database URL; write sqlite:///FILE or postgresql://...") from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), connect_args={"options": "-c timezone=UTC"})
    if backend != "sqlite":
        raise RecordError(f"database {parsed.render_as_string()}: use SQLite or PostgreSQL")
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
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


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # we send BEGIN ourselves: the driver's own is deferred and cannot be timed
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")  # with WAL a power cut may lose the last commit, never the file
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """A session for reading. It sees one state of the record from its first query to its last."""
    with stated_failures(engine), Session(engine, expire_on_commit=False) as session:
        yield session


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """One transaction, the only writer while it lasts: committed at the end, or rolled back."""
    with (
        stated_failures(engine),
        engine.connect().execution_options(writing=True) as connection,
        connection.begin(),
        Session(connection, expire_on_commit=False) as session,
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
        yield session
        session.flush()


@contextmanager
def stated_failures(engine: Engine) -> Iterator[None]:
    """Turn the database driver's errors into one line that says what to do."""
    try:
        yield
    except DBAPIError as error:
        where = engine.url.render_as_string(hide_password=True)
        cause = str(error.orig).strip().splitlines()[0]
        advice = next((advice for words, advice in _ADVICE.items() if words in cause), "nothing was written")
        raise RecordError(f"record {where}: {cause}; {advice}") from error


# Words in the driver's error -> what to do about it.
_ADVICE = {
    "locked": f"another process has been writing for {BUSY_SECONDS} seconds; try again when it is done",
    "full": "free some disk space and run again; nothing was half written",
    "No space": "free some disk space and run again; nothing was half written",
    "no such table": "create the tables with `moawatch run` or `moawatch backfill`",
    "does not exist": "create the tables with `moawatch run` or `moawatch backfill`",
    "connection": "check that the server runs, and its name, port and login",
    "resolve host": "check that the server runs, and its name, port and login",
    "unable to open": "check that the folder exists and can be written",
}


def upgrade(engine: Engine) -> None:
    """Bring the schema to this program's version, if it is older.

    Migrations run on an engine without foreign keys: altering a parent table in a batch would otherwise delete its
    children. Raises RecordError where a newer moawatch made the record.
    """
    from alembic import command
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = migration_config()
    script = ScriptDirectory.from_config(config)
    with stated_failures(engine), engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == script.get_current_head():
        return
    if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
        raise RecordError(_newer(engine.url.render_as_string(hide_password=True), current))
    plain = sa.create_engine(engine.url)
    try:
        with stated_failures(engine), plain.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        plain.dispose()


def require_schema(session: Session) -> None:
    """Raises RecordError where the record's schema is not this program's.

    The version comes from the file names, without Alembic, which takes longer to import than most queries to answer.
    """
    versions = sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    current = session.connection().exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if current == versions[-1]:
        return
    where = session.get_bind().engine.url.render_as_string(hide_password=True)
    if current is None or current < versions[-1]:
        raise RecordError(f"record {where}: an older moawatch made its schema; `moawatch run` updates it")
    raise RecordError(_newer(where, current))


def _newer(where: str, schema: str) -> str:
    return f"record {where}: a newer moawatch made its schema ({schema}); upgrade the program"


def migration_config() -> Any:
    """Alembic's configuration, in code so that no ini file is needed at run time."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
