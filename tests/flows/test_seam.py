"""The seam: whatever is raised at one item is a stated failure of that item, counted before it was tried."""

import multiprocessing
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.seam import ItemFailedError, SetAsideError, TriedItem, seam
from models.errors import ReadError, RecordError
from models.record.asking.runs import failed_items
from models.record.store import open_engine, read_session, write_session
from models.record.tables.documents import Document
from models.record.tables.runs import FailedItem, ItemKind
from models.record.writing.failures import try_again

ARTICLE = TriedItem(ItemKind.ARTICLE, "ledger", "http://www..example.com/story")
SOURCE = TriedItem(ItemKind.SOURCE, "ledger")
HOURS = timedelta(hours=2)

FORK = multiprocessing.get_context("fork")


def fail(record: sa.Engine, now: datetime, item: TriedItem = ARTICLE, error: Exception | None = None) -> str:
    """One attempt that fails; what is said of it."""
    with pytest.raises(ItemFailedError) as failure, seam(record, lambda: now, item):
        raise error or KeyError("label empty or too long")
    return str(failure.value)


def items(record: sa.Engine) -> list[FailedItem]:
    with read_session(record) as session:
        return list(failed_items(session))


def test_what_nobody_foresaw_is_one_line_with_its_traceback_in_the_record(record: sa.Engine, now: datetime) -> None:
    said = fail(record, now, error=ValueError("two\nlines and an \x1b[31mescape"))
    assert said.startswith("ledger: article: http://www..example.com/story: ValueError: two lines and an ?[31mescape;")
    (row,) = items(record)
    assert (row.attempts, row.sentence, row.set_aside_at) == (1, said, None)
    assert "raise error or KeyError" in row.trace


@pytest.mark.parametrize("error", [MemoryError(), RecursionError("maximum recursion depth exceeded")])
def test_what_is_too_large_is_stated_as_such(record: sa.Engine, now: datetime, error: Exception) -> None:
    assert fail(record, now, error=error).endswith("too large or too deep to be handled; look at what was published")


def test_a_failure_that_states_itself_is_told_in_its_own_words_without_a_traceback(
    record: sa.Engine, now: datetime
) -> None:
    assert fail(record, now, error=ReadError("list.xlsx: an empty file")) == "list.xlsx: an empty file"
    assert items(record)[0].trace == ""


def test_a_success_clears_what_failed_before(record: sa.Engine, now: datetime) -> None:
    fail(record, now)
    with seam(record, lambda: now, ARTICLE):
        pass
    assert items(record) == []


def test_the_attempt_is_in_the_record_before_it_is_made(record: sa.Engine, now: datetime) -> None:
    with seam(record, lambda: now, ARTICLE), read_session(record) as session:
        (row,) = session.exec(sa.select(FailedItem)).scalars()  # type: ignore[call-overload]
        assert (row.attempts, row.sentence) == (1, "")


def test_after_three_failures_an_article_is_set_aside_until_a_person_asks_for_it(
    record: sa.Engine, now: datetime
) -> None:
    for number in range(3):
        fail(record, now + number * HOURS)
    (row,) = items(record)
    assert (row.attempts, row.set_aside_at) == (3, now + 2 * HOURS)
    tried = False
    with pytest.raises(SetAsideError, match="moawatch review"), seam(record, lambda: now, ARTICLE):
        tried = True
    assert not tried
    with write_session(record) as session:
        try_again(session, row.id)
    with seam(record, lambda: now, ARTICLE):
        tried = True
    assert tried


def test_a_source_that_fails_is_asked_again_for_ever(record: sa.Engine, now: datetime) -> None:
    for number in range(10):
        fail(record, now + number * HOURS, SOURCE, ReadError("down"))
    (row,) = items(record)
    assert (row.attempts, row.set_aside_at) == (10, None)


def die_at(database: str, item: TriedItem, now: datetime) -> None:
    with seam(open_engine(database), lambda: now, item):
        os._exit(9)


@pytest.mark.parametrize("item", [SOURCE, ARTICLE])
def test_what_kills_the_process_three_times_is_set_aside(
    tmp_path: Path, sqlite_template: Path, now: datetime, item: TriedItem
) -> None:
    database = f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}"
    record = open_engine(database)
    for number in range(3):
        process = FORK.Process(target=die_at, args=(database, item, now + number * HOURS))
        process.start()
        process.join()
        assert process.exitcode == 9
    with pytest.raises(SetAsideError), seam(record, lambda: now + 3 * HOURS, item):
        pass
    (row,) = items(record)
    assert row.sentence == "the process ended 3 times while it was busy with this"
    record.dispose()


def test_runs_that_were_stopped_and_started_again_at_once_say_nothing_against_an_item(
    tmp_path: Path, sqlite_template: Path, now: datetime
) -> None:
    database = f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}"
    record = open_engine(database)
    for _ in range(5):
        process = FORK.Process(target=die_at, args=(database, ARTICLE, now))
        process.start()
        process.join()
    with seam(record, lambda: now, ARTICLE):
        pass
    record.dispose()


def test_a_person_who_stops_the_program_blames_no_item(record: sa.Engine, now: datetime) -> None:
    for number in range(4):
        with pytest.raises(KeyboardInterrupt), seam(record, lambda at=now + number * HOURS: at, ARTICLE):  # type: ignore[misc]
            raise KeyboardInterrupt
    with seam(record, lambda: now, ARTICLE):
        pass


def test_a_record_that_cannot_be_used_ends_the_run_and_blames_no_item(record: sa.Engine, now: datetime) -> None:
    with pytest.raises(RecordError, match="locked"), seam(record, lambda: now, ARTICLE):
        raise RecordError("record: database is locked")
    assert items(record) == []


def test_what_the_database_refuses_to_store_is_the_fault_of_the_item(record: sa.Engine, now: datetime) -> None:
    def store_twice() -> None:
        with write_session(record) as session:
            session.execute(sa.insert(Document), [{"sha256": "1", "bytes": 1, "first_seen_at": now}] * 2)

    with pytest.raises(ItemFailedError), seam(record, lambda: now, ARTICLE):
        store_twice()


def test_names_that_no_database_takes_are_noted_all_the_same(record: sa.Engine, now: datetime) -> None:
    odd = TriedItem(ItemKind.ARTICLE, "ledger", "http://a.example/\ud800\0")
    for number in range(3):
        fail(record, now + number * HOURS, odd, ValueError("\udfff\0"))
    (row,) = items(record)
    assert row.set_aside_at is not None
