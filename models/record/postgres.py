"""What a record on PostgreSQL needs beside its URL: every wait bounded, one writer, a server that may restart."""

import os
import platform
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from models.errors import RecordError
from models.record.failures import BUSY_SECONDS
from models.record.urls import shown

# The number of the advisory lock, the same for all writers of one database: 'moaw' in ASCII.
WRITER_LOCK = 0x6D6F6177

# A question over ten years of lists takes seconds; what takes five minutes was asked wrong, or the server is stuck.
_STATEMENT_SECONDS = 300

# Between two statements of one transaction the rules work on one list, for seconds. A program that was stopped there
# (a laptop that sleeps, a debugger) must not keep all others from writing for ever.
_IDLE_SECONDS = 600

# Within two minutes a server knows that the machine of a writer is gone and releases its lock; by default it takes two
# hours. The program notices a lost server as soon.
_PROBES = {"idle": 60, "interval": 10, "count": 6}

# Enough for the threads of `moawatch web` on one of a hundred connections that a server has by default.
_POOL = {"pool_size": 5, "max_overflow": 10}

# Firewalls and poolers in between drop what was silent for an hour, without a word.
_RECYCLE_SECONDS = 1800

_CONNECT_SECONDS = 10

# A server that restarts answers again after some seconds.
RESTART_SECONDS = 3.0

# SQLSTATE of an answer that a restarting server gives; without one there was no answer at all.
_RESTARTING = (None, "57P01", "57P02", "57P03")

_LOCK_TIMED_OUT = "55P03"

_MAX_NAME = 63  # letters that PostgreSQL keeps of a program's name


def postgres_engine(url: sa.URL) -> sa.Engine:
    """An engine that tries a pooled connection before it is used, so that a server which restarted between two steps
    costs nothing."""
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=_connection(url, statement_timeout=_STATEMENT_SECONDS),
        pool_pre_ping=True,
        pool_recycle=_RECYCLE_SECONDS,
        **_POOL,
    )


def migrating_postgres_engine(url: sa.URL) -> sa.Engine:
    """The same for migrations: one statement of theirs may alter a table of millions of rows."""
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        poolclass=sa.pool.NullPool,
        connect_args=_connection(url, statement_timeout=0),
    )


def _connection(url: sa.URL, *, statement_timeout: int) -> dict[str, Any]:
    """What psycopg is given. What the URL says itself goes first: an operator knows the server better."""
    settings = {
        "timezone": "UTC",
        "lock_timeout": f"{BUSY_SECONDS}s",
        "statement_timeout": f"{statement_timeout}s",
        "idle_in_transaction_session_timeout": f"{_IDLE_SECONDS}s",
    } | {f"tcp_keepalives_{name}": str(value) for name, value in _PROBES.items()}
    own = str(url.query.get("options", ""))
    given = {
        "options": " ".join([*(f"-c {name}={value}" for name, value in settings.items()), own]).strip(),
        "connect_timeout": _CONNECT_SECONDS,
        "application_name": f"moawatch {os.getpid()} on {platform.node()}"[:_MAX_NAME],
    } | {f"keepalives_{name}": value for name, value in _PROBES.items()}
    return {name: value for name, value in given.items() if name == "options" or name not in url.query}


def connect_again(engine: sa.Engine) -> sa.Connection:
    """A connection at the start of a step, where nothing was asked yet: a server that is restarting gets one more
    chance. In the middle of a step nothing is tried again, so that nothing is written twice."""
    try:
        return engine.connect()
    except DBAPIError as error:
        if engine.dialect.name != "postgresql" or getattr(error.orig, "sqlstate", None) not in _RESTARTING:
            raise
    time.sleep(RESTART_SECONDS)
    return engine.connect()


def lock_out_writers(connection: sa.Connection) -> None:
    """Wait until nobody else writes; the end of the transaction lets the next in. Raises RecordError, with the name of
    who writes, where that takes longer than `lock_timeout` allows."""
    try:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_TIMED_OUT:
            raise
        held_by = writer(connection.engine) or "another program"
        raise RecordError(
            f"record {shown(connection.engine.url)}: {held_by} has been writing for {BUSY_SECONDS} seconds or more;"
            " try again when it is done"
        ) from error


def writer(engine: sa.Engine) -> str:
    """Who holds the writers' lock, in words; '' where nobody does, or the server does not say."""
    query = sa.text(
        "SELECT activity.application_name, activity.client_addr::text, activity.xact_start"
        " FROM pg_locks AS held JOIN pg_stat_activity AS activity USING (pid)"
        " WHERE held.locktype = 'advisory' AND held.granted AND held.objid = :lock AND held.classid = 0"
        " AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    try:
        with engine.connect() as connection:
            found = connection.execute(query, {"lock": WRITER_LOCK}).first()
    except DBAPIError:
        return ""
    if found is None:
        return ""
    name, address, since = found
    details = [address, since and f"since {since:%H:%M:%S} UTC"]
    more = ", ".join(filter(None, details))
    return f"{name or 'a program'}" + (f" ({more})" if more else "")
