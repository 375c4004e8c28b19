"""The database of the record: its schema, its one writer, and the failures that it states."""

import sqlite3
import subprocess
import sys
import threading
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel, select

from models.errors import RecordError
from models.record.moa_words import INDEX
from models.record.store import open_engine, read_session, require_schema, upgrade, write_session
from models.record.tables.documents import Document, Sighting
from tests.support.paths import ROOT


def test_migrations_make_exactly_the_tables_of_the_models(record: sa.Engine) -> None:
    with record.connect() as connection:
        # What keeps the index of words is the database's own.
        opts = {"compare_type": True, "include_object": lambda _, name, *__: not str(name).startswith(INDEX)}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_upgrading_twice_changes_nothing(sqlite_record: sa.Engine) -> None:
    upgrade(sqlite_record)
    assert sa.inspect(sqlite_record).has_table("snapshot")


def test_a_schema_of_a_newer_moawatch_is_refused(sqlite_record: sa.Engine) -> None:
    with sqlite_record.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordError, match=r"a newer moawatch made its schema \(9999\); upgrade the program"):
        upgrade(sqlite_record)


@pytest.mark.parametrize(
    ("schema", "stated"), [("9999", "a newer moawatch made its schema"), ("0000", "an older moawatch made its schema")]
)
def test_a_record_of_another_schema_is_not_asked(record: sa.Engine, schema: str, stated: str) -> None:
    with read_session(record) as session:
        require_schema(session)
    with record.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{schema}'")
    with pytest.raises(RecordError, match=stated), read_session(record) as session:
        require_schema(session)


def test_foreign_keys_are_enforced(record: sa.Engine, now: datetime) -> None:
    orphan = Sighting(
        document_sha256="0" * 64,
        source="test",
        file_name=None,
        seen_at=now,
        published_at=now,
        published_on=date(2026, 2, 3),
        dated_by="test",
    )
    with pytest.raises(RecordError, match=r"(?i)foreign key"), write_session(record) as session:
        session.add(orphan)


def test_times_come_back_in_utc_whatever_zone_they_were_given_in(record: sa.Engine, now: datetime) -> None:
    from zoneinfo import ZoneInfo

    eastern = now.astimezone(ZoneInfo("America/New_York"))
    with write_session(record) as session:
        session.add(Document(sha256="1" * 64, bytes=1, first_seen_at=eastern))
    with read_session(record) as session:
        stored = session.exec(select(Document)).one()
    assert stored.first_seen_at == now
    assert stored.first_seen_at.utcoffset() == now.utcoffset()


def test_a_transaction_that_fails_leaves_nothing(record: sa.Engine, now: datetime) -> None:
    class PulledPlugError(Exception):
        pass

    with pytest.raises(PulledPlugError), write_session(record) as session:
        session.add(Document(sha256="2" * 64, bytes=1, first_seen_at=now))
        session.flush()
        raise PulledPlugError
    with read_session(record) as session:
        assert session.exec(select(Document)).all() == []


def test_two_writers_go_one_after_the_other(record: sa.Engine, now: datetime) -> None:
    """Each adds one more than there are: without the lock both would see the same count."""
    seen = []

    def write() -> None:
        with write_session(record) as session:
            count = len(session.exec(select(Document)).all())
            seen.append(count)
            session.add(Document(sha256=f"{count:064d}", bytes=count, first_seen_at=now))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [0, 1, 2, 3]


def test_a_locked_record_is_said_to_be_locked(sqlite_record: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.record.store.BUSY_SECONDS", 0)
    impatient = open_engine(str(sqlite_record.url))
    with (
        write_session(sqlite_record),
        pytest.raises(RecordError, match=r"database is locked; another process has been writing"),
        write_session(impatient),
    ):
        pass
    impatient.dispose()


def test_the_process_that_writes_is_named(sqlite_record: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sys; from models.record.store import open_engine, write_session\n"
        "with write_session(open_engine(sys.argv[1])): print('writing', flush=True); sys.stdin.read()"
    )
    monkeypatch.setattr("models.record.store.BUSY_SECONDS", 0)
    impatient = open_engine(str(sqlite_record.url))
    command = [sys.executable, "-c", script, str(sqlite_record.url)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"writing\n"
        with (
            pytest.raises(
                RecordError, match=rf"locked; process {other.pid} has been writing for 30 seconds; try again"
            ),
            write_session(impatient),
        ):
            pass
        other.communicate(b"")
    impatient.dispose()


def test_a_full_disk_is_said_and_nothing_is_half_written(sqlite_record: sa.Engine, now: datetime) -> None:
    full = open_engine(str(sqlite_record.url))

    def leave_no_room(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(full, "connect", leave_no_room)
    with (
        pytest.raises(RecordError, match=r"disk is full; free some disk space and run again"),
        write_session(full) as session,
    ):
        session.add_all(Document(sha256=f"{number:064d}", bytes=1, first_seen_at=now) for number in range(5_000))
    full.dispose()
    with read_session(sqlite_record) as session:
        assert session.exec(select(Document)).all() == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/nowhere/record.db")
    with pytest.raises(RecordError, match=r"nowhere/record\.db: unable to open database file; check that the folder"):
        upgrade(engine)


@pytest.mark.parametrize("url", ["not a url", "mysql://user:secret@host/x"])
def test_an_unusable_address_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(RecordError) as refusal:
        open_engine(url)
    assert "secret" not in str(refusal.value)


def test_a_server_that_does_not_answer_is_said_without_its_password() -> None:
    engine = open_engine("postgresql://moawatch:hunter2@127.0.0.1:9/record")
    with pytest.raises(RecordError, match="check that the server runs, and its name, port and login") as failure:
        upgrade(engine)
    assert "hunter2" not in str(failure.value)
