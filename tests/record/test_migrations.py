"""An upgrade is whole or not there: killed at any statement, or run twice at once, it loses nothing."""

import multiprocessing
import os
import re
import shutil
import signal
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from models.errors import RecordError
from models.record.store import MIGRATIONS, open_engine, read_session, upgrade, write_session
from models.record.tables.documents import Document, Sighting
from tests.support.migration_history import with_later_versions

FORK = multiprocessing.get_context("fork")
SEEN = datetime(2026, 2, 3, tzinfo=UTC)

# One statement in so many is killed here, in turn before and after it.
EVERY = 26


def upgraded_in_part(url: str, migrations: Path, statement: int, moment: str) -> None:
    """Upgrade, and be killed before or after the statement with that number."""
    executed = 0

    def kill(*_: object) -> None:
        nonlocal executed
        executed += 1
        if executed == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, f"{moment}_cursor_execute", kill)
    upgrade(open_engine(url), migrations)


def killed_at(url: str, migrations: Path, statement: int, moment: str) -> bool:
    """Whether the process was killed; false once there are no more statements."""
    process = FORK.Process(target=upgraded_in_part, args=(url, migrations, statement, moment))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def schema(url: str) -> str:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT sql FROM sqlite_master ORDER BY name, sql").scalars().all()
        # A table that is copied to be altered has its constraints in any order.
        found = [sorted(re.split(r",\s*\n", each.replace("\n)", ",\n"))) for each in found if each]
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    engine.dispose()
    return f"{version} {found}"


def fill(engine: sa.Engine) -> None:
    with write_session(engine) as session:
        session.add_all(Document(sha256=f"{number:064d}", bytes=number, first_seen_at=SEEN) for number in range(20))
        session.flush()
        session.add_all(
            Sighting(
                document_sha256=f"{number:064d}",
                source="ice",
                file_name=None,
                seen_at=SEEN,
                published_at=SEEN,
                published_on=date(2026, 2, 3),
                dated_by="test",
            )
            for number in range(20)
        )


def rows(engine: sa.Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ("document", "sighting")
        }


@pytest.mark.parametrize(("moment", "statement"), [("before", 1), ("after", 1 + EVERY // 2)])
def test_a_record_whose_making_was_killed_is_made_by_running_again(tmp_path: Path, moment: str, statement: int) -> None:
    whole = f"sqlite:///{tmp_path}/whole.db"
    upgrade(open_engine(whole))
    kills = 0
    while killed_at(url := f"sqlite:///{tmp_path}/{statement}.db", MIGRATIONS, statement, moment):
        upgrade(open_engine(url))
        assert schema(url) == schema(whole), f"killed {moment} statement {statement}"
        statement, kills = statement + EVERY, kills + 1
    assert kills >= 5


@pytest.mark.parametrize("version", [1, 2])
def test_a_killed_upgrade_of_a_filled_record_keeps_every_row(tmp_path: Path, version: int) -> None:
    earlier, later = with_later_versions(tmp_path, version), with_later_versions(tmp_path)
    filled = tmp_path / "filled.db"
    engine = open_engine(f"sqlite:///{filled}")
    upgrade(engine, with_later_versions(tmp_path / "first", 1))
    fill(engine)
    upgrade(engine, earlier)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    statement = 1
    while True:
        url = f"sqlite:///{shutil.copy(filled, tmp_path / f'{statement}.db')}"
        killed = killed_at(url, later, statement, "after")
        engine = open_engine(url)
        upgrade(engine, later)
        assert rows(engine) == {"document": 20, "sighting": 20}
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("SELECT count(DISTINCT place) FROM sighting").scalar() == 1
        engine.dispose()
        if not killed:
            return
        statement += 7


def test_an_upgrade_keeps_the_rows_on_postgresql_too(postgres_record: sa.Engine, tmp_path: Path) -> None:
    fill(postgres_record)
    upgrade(postgres_record, with_later_versions(tmp_path))
    assert rows(postgres_record) == {"document": 20, "sighting": 20}


def test_an_upgrade_that_would_leave_orphans_changes_nothing(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    fill(sqlite_record)
    raw = sa.create_engine(sqlite_record.url)
    with raw.begin() as connection:
        connection.exec_driver_sql("DELETE FROM document WHERE bytes = 3")
    raw.dispose()
    before = schema(str(sqlite_record.url))
    with pytest.raises(RecordError, match="belong to nothing, so it was not upgraded"):
        upgrade(sqlite_record, with_later_versions(tmp_path))
    assert schema(str(sqlite_record.url)) == before


def open_at_once(url: str, barrier: "multiprocessing.synchronize.Barrier") -> None:
    engine = open_engine(url)
    barrier.wait()
    upgrade(engine)
    with write_session(engine) as session:
        session.add(Document(sha256=f"{os.getpid():064d}", bytes=1, first_seen_at=SEEN))
    engine.dispose()


def opened_at_once(url: str, processes: int = 4) -> int:
    """Open a fresh record in several processes at the same moment; how many wrote to it."""
    barrier = FORK.Barrier(processes)
    started = [FORK.Process(target=open_at_once, args=(url, barrier)) for _ in range(processes)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0] * processes
    engine = open_engine(url)
    with read_session(engine) as session:
        written = len(session.exec(select(Document)).all())
    engine.dispose()
    return written


def test_processes_that_open_a_fresh_record_at_once_all_succeed(tmp_path: Path) -> None:
    for number in range(5):
        assert opened_at_once(f"sqlite:///{tmp_path}/{number}.db") == 4


def test_processes_that_open_a_fresh_database_at_once_all_succeed(postgres_server: str) -> None:
    name = f"fresh_{os.urandom(6).hex()}"
    server = sa.make_url(postgres_server).set(drivername="postgresql+psycopg")
    maintenance = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        assert opened_at_once(server.set(database=name).render_as_string(hide_password=False)) == 4
    finally:
        with maintenance.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        maintenance.dispose()
