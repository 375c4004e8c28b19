"""A record moved from one database to another is the same record, or says that it is not one."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, col, select

from flows.cli import moawatch
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.errors import RecordError
from models.record.copying.whole_copy import copy_record
from models.record.store import open_engine, read_session, require_schema, upgrade, write_session
from models.record.tables.documents import Document, Fetch
from models.record.tables.reference import CountyNeighborRow, CountyRow
from models.record.tables.runs import RunOutcome, RunRow
from tests.support import histories
from tests.support.paths import ROOT
from tests.support.record_contents import answers, contents

NOW = datetime(2026, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record on SQLite with lists and a fetch; without most of the counties, which every record has."""
    folder = tmp_path_factory.mktemp("filled")
    file = Path(shutil.copy(sqlite_template, folder / "record.db"))
    engine = open_engine(f"sqlite:///{file}")
    backfill(engine, Archive(str(folder / "archive")), histories.save(folder / "lists"), NOW)
    with write_session(engine) as session:
        session.add(a_fetch())
        session.connection().execute(sa.delete(CountyNeighborRow))
        session.connection().execute(sa.delete(CountyRow).where(col(CountyRow.state) != "TX"))
    engine.dispose()
    return file


@pytest.fixture
def filled(filled_file: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_engine(f"sqlite:///{shutil.copy(filled_file, tmp_path / 'filled.db')}")
    yield engine
    engine.dispose()


def a_fetch() -> Fetch:
    return Fetch(
        source="ice", url="https://www.ice.gov/", final_url="https://www.ice.gov/", requested_at=NOW, status=200,
        etag=None, last_modified=None, file_name=None, charset=None, bytes=0, document_sha256=None, seconds=0.1,
        error=None,
    )  # fmt: skip


@pytest.fixture
def fresh(sqlite_template: Path, tmp_path: Path) -> Iterator[Callable[[str], sa.Engine]]:
    made: list[sa.Engine] = []

    def empty(name: str) -> sa.Engine:
        made.append(open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / name)}"))
        return made[-1]

    yield empty
    for each in made:
        each.dispose()


def test_a_record_goes_to_postgresql_and_back_and_stays_the_same(
    filled: sa.Engine, postgres_record: sa.Engine, fresh: Callable[[str], sa.Engine]
) -> None:
    there = copy_record(filled, postgres_record)
    back = fresh("back.db")
    assert copy_record(postgres_record, back) == there
    assert {each.table for each in there} == set(SQLModel.metadata.tables)
    assert sum(each.rows for each in there if each.table == "listing") > 0
    assert contents(filled) == contents(postgres_record) == contents(back)
    assert answers(filled) == answers(postgres_record) == answers(back)


def test_both_go_on_from_there_with_the_same_numbers(
    sqlite_record: sa.Engine, postgres_record: sa.Engine, tmp_path: Path
) -> None:
    lists = sorted(histories.save(tmp_path / "lists").iterdir())
    archive = Archive(str(tmp_path / "archive"))
    for file in lists[:2]:
        backfill(sqlite_record, archive, file, NOW)
    with write_session(sqlite_record) as session:
        session.add(a_fetch())
        session.connection().execute(sa.delete(CountyNeighborRow))  # most of the rows, and the same in every record
    copy_record(sqlite_record, postgres_record)
    numbers = []
    for engine in (sqlite_record, postgres_record):
        with write_session(engine) as session:
            fetch = a_fetch()
            session.add(fetch)
            session.flush()
            numbers.append(fetch.id)
        backfill(engine, archive, tmp_path / "lists", NOW)
    assert numbers == [2, 2]
    assert contents(sqlite_record) == contents(postgres_record)


def test_progress_counts_every_row_twice(filled: sa.Engine, fresh: Callable[[str], sa.Engine]) -> None:
    shown: dict[str, tuple[int, int]] = {}
    copied = copy_record(filled, fresh("to.db"), lambda what, done, of: shown.update({what: (done, of)}))
    rows = sum(each.rows for each in copied)
    assert shown == {"copying": (rows, rows), "comparing": (rows, rows)}


def test_what_is_not_empty_is_refused_and_left_alone(filled: sa.Engine, record: sa.Engine) -> None:
    with write_session(record) as session:
        session.add(Document(sha256="1" * 64, bytes=1, first_seen_at=NOW))
    with pytest.raises(RecordError, match=r"is not empty \(1 rows in the table document\); name a new database"):
        copy_record(filled, record)
    with read_session(record) as session:
        require_schema(session)
        assert [one.bytes for one in session.exec(select(Document))] == [1]


def test_a_record_is_not_copied_onto_itself(filled: sa.Engine) -> None:
    with pytest.raises(RecordError, match="cannot be copied onto itself"):
        copy_record(filled, open_engine(filled.url.render_as_string(hide_password=False)))


def test_a_record_of_another_schema_is_not_copied(sqlite_record: sa.Engine, fresh: Callable[[str], sa.Engine]) -> None:
    with sqlite_record.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(RecordError, match="an older moawatch made its schema"):
        copy_record(sqlite_record, fresh("to.db"))


class PulledPlugError(Exception):
    pass


def test_a_copy_that_was_stopped_says_so_and_is_finished_by_the_same_command(
    filled: sa.Engine, postgres_record: sa.Engine, fresh: Callable[[str], sa.Engine]
) -> None:
    def pull(what: str, done: int, _: int) -> None:
        if what == "comparing" and done > 100:
            raise PulledPlugError

    for target in (postgres_record, fresh("to.db")):
        with pytest.raises(PulledPlugError):
            copy_record(filled, target, pull)
        for use in (lambda: upgrade(target), lambda: asked(target), lambda: copy_record(target, fresh("other.db"))):  # noqa: B023
            with pytest.raises(RecordError, match=r"a copy that was not finished; run the same `moawatch copy` again"):
                use()
        copy_record(filled, target)
        asked(target)
        assert contents(target) == contents(filled)


def asked(engine: sa.Engine) -> None:
    with read_session(engine) as session:
        require_schema(session)


def test_a_copy_that_comes_out_otherwise_is_not_kept(
    filled: sa.Engine, fresh: Callable[[str], sa.Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = fresh("to.db")

    def rot(connection: sa.Connection, *_: Any) -> None:
        connection.exec_driver_sql("CREATE TRIGGER rot AFTER INSERT ON agency BEGIN UPDATE agency SET name = 'x'; END")

    with target.begin() as connection:
        rot(connection)
    with pytest.raises(RecordError, match=r"its table agency has \d+ rows that are not the \d+ of .*nothing was kept"):
        copy_record(filled, target)
    with target.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM agency").scalar() == 0


# No text of a record has a NUL, which PostgreSQL does not store, or half of a pair that makes up one sign.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.builds(
            RunRow, what=TEXT, process=TEXT, started_at=TIMES, deadline_at=TIMES, ended_at=st.none() | TIMES,
            outcome=st.none() | st.sampled_from(RunOutcome), failures=st.lists(TEXT, max_size=3), trace=TEXT,
        ),
        max_size=4,
    ),
    st.lists(st.builds(Document, sha256=TEXT, bytes=st.integers(0, 2**31 - 1), first_seen_at=TIMES), max_size=4,
             unique_by=lambda one: one.sha256),
)  # fmt: skip
def test_whatever_stands_in_a_row_arrives(
    sqlite_record: sa.Engine,
    postgres_record: sa.Engine,
    monkeypatch: pytest.MonkeyPatch,
    runs: list[RunRow],
    documents: list[Document],
) -> None:
    monkeypatch.setattr("models.record.copying.whole_copy._tables", lambda: [_table(Document), _table(RunRow)])
    for engine in (sqlite_record, postgres_record):
        with write_session(engine) as session:
            session.connection().execute(sa.delete(RunRow))
            session.connection().execute(sa.delete(Document))
    with write_session(sqlite_record) as session:
        session.add_all(each.model_copy() for each in (*runs, *documents))
    copied = {each.table: each.rows for each in copy_record(sqlite_record, postgres_record)}
    assert (copied["run"], copied["document"]) == (len(runs), len(documents))


def _table(model: type[SQLModel]) -> sa.Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(moawatch, ["copy", *words], catch_exceptions=False, standalone_mode=False)
    return result.return_value or 0, result.output


def test_the_command_says_what_it_copied_for_people_and_for_programs(
    filled: sa.Engine, postgres_record: sa.Engine, tmp_path: Path
) -> None:
    source = str(filled.url)
    code, said = run("--from", source, "--to", postgres_record.url.render_as_string(hide_password=False))
    assert code == 0
    assert "holds the same" in said.splitlines()[0]
    code, said = run("--from", source, "--to", f"sqlite:///{tmp_path}/new.db", "--format", "json")
    rows = json.loads(said)
    assert {row["table"] for row in rows} == set(SQLModel.metadata.tables)
    assert [*rows[0]] == ["table", "rows", "sha256"]
    with pytest.raises(RecordError, match="does not exist; correct --from"):
        run("--from", f"sqlite:///{tmp_path}/none.db", "--to", f"sqlite:///{tmp_path}/other.db")


def test_a_copy_that_is_killed_leaves_a_target_that_says_so(filled: sa.Engine, tmp_path: Path) -> None:
    """Killed as soon as the target has its tables; the rows may be on their way."""
    target = open_engine(f"sqlite:///{tmp_path}/to.db")
    words = ["--from", str(filled.url), "--to", str(target.url)]
    process = subprocess.Popen(
        [sys.executable, "-c", "from flows.cli import main; main()", "copy", *words], cwd=ROOT, env=dict(os.environ)
    )
    try:
        while process.poll() is None and not says_half(target):
            time.sleep(0.002)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with pytest.raises(RecordError, match="a copy that was not finished"):
        asked(target)
    assert run(*words)[0] == 0
    assert contents(target) == contents(filled)
    target.dispose()


def says_half(target: sa.Engine) -> bool:
    try:
        asked(target)
    except RecordError as error:
        return "not finished" in str(error)
    return False


def test_a_program_of_its_own_copies_every_table_of_the_schema(sqlite_template: Path, tmp_path: Path) -> None:
    """The target's tables are there already, so that nothing but the copying itself declares them."""
    for name in ("from.db", "to.db"):
        shutil.copy(sqlite_template, tmp_path / name)
    words = ["copy", "--from", f"sqlite:///{tmp_path}/from.db", "--to", f"sqlite:///{tmp_path}/to.db"]
    done = subprocess.run(
        [Path(sys.executable).parent / "moawatch", *words, "--format", "json"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    copied = {each["table"] for each in json.loads(done.stdout)}
    engine = open_engine(f"sqlite:///{tmp_path}/from.db")
    there = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    of_the_text_index = {name for name in there if name.startswith("moa_words")}
    assert copied == there - of_the_text_index - {"alembic_version"}
