"""A document that cannot be taken in is left out and told; the good lists beside it are derived."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists import documents
from flows.lists.backfill import backfill
from flows.lists.derive import derive
from flows.lists.rebuild import rebuild
from flows.sources.cage.process import BegunReading
from flows.sources.cage.readers import begin_document
from models.errors import MoawatchError, ReadError
from models.identity.resolve import resolve as rules
from models.record.asking.lists import lists
from models.record.asking.runs import failed_items
from models.record.store import read_session, write_session
from models.record.tables.runs import FailedItem
from models.record.writing import checkpoint
from models.record.writing.failures import leave, try_again
from tests.support import histories
from tests.support.record_contents import contents

Read = Callable[[bytes, str | None], BegunReading]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(str(tmp_path / "archive"))


def failing(name: str, error: BaseException) -> Read:
    """A reader that one document breaks, as a fault of ours or of a library would."""
    read = begin_document

    def read_unless(content: bytes, file_name: str | None = None) -> BegunReading:
        if file_name == name:
            raise error
        return read(content, file_name)

    return read_unless


def derived(record: sa.Engine) -> list[str]:
    with read_session(record) as session:
        return [row["file_name"] for row in lists(session)]


def failed(record: sa.Engine) -> list[FailedItem]:
    with read_session(record) as session:
        return list(failed_items(session))


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a list that raises what is no error of ours."""
    name = list(histories.files())[5]
    monkeypatch.setattr(documents, "begin_document", failing(name, KeyError("no such sheet")))
    return name


def test_the_good_lists_beside_a_bad_one_are_derived(
    record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime, bad: str
) -> None:
    done = backfill(record, archive, histories.save(tmp_path / "all"), now)
    (failure,) = done.failures
    assert failure.startswith(f"{bad}: KeyError: 'no such sheet'; not foreseen")
    assert len(derived(record)) == 11
    (row,) = failed(record)
    assert (row.attempts, row.set_aside_at) == (1, None)
    assert "read_unless" in row.trace


def test_after_three_runs_it_is_set_aside_and_the_runs_are_clean(
    sqlite_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime, bad: str
) -> None:
    backfill(sqlite_record, archive, histories.save(tmp_path / "all"), now)
    red = [bool(derive(sqlite_record, archive, now + timedelta(hours=2 * run)).failures) for run in range(1, 5)]
    assert red == [True, True, False, False]
    (row,) = failed(sqlite_record)
    assert row.set_aside_at == now + timedelta(hours=4)


def test_once_it_can_be_read_it_comes_in_as_if_it_had_never_failed(
    sqlite_record: sa.Engine, tmp_path: Path, archive: Archive, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = histories.save(tmp_path / "all")
    with monkeypatch.context() as broken:
        broken.setattr(documents, "begin_document", failing(list(histories.files())[5], MemoryError()))
        backfill(sqlite_record, archive, folder, now)
        for run in (1, 2):
            derive(sqlite_record, archive, now + timedelta(hours=2 * run))
    (row,) = failed(sqlite_record)
    assert derive(sqlite_record, archive, now).lists == 0, "set aside: not tried by itself"
    with write_session(sqlite_record) as session:
        try_again(session, row.id)
    assert derive(sqlite_record, archive, now).rebuilt
    whole = contents(sqlite_record)
    assert failed(sqlite_record) == []
    from models.record.store import open_engine, upgrade

    undisturbed = open_engine(f"sqlite:///{tmp_path}/undisturbed.db")
    upgrade(undisturbed)
    backfill(undisturbed, archive, folder, now)
    assert contents(undisturbed) == whole
    undisturbed.dispose()


def test_what_a_person_leaves_aside_is_told_no_more(
    sqlite_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime, bad: str
) -> None:
    backfill(sqlite_record, archive, histories.save(tmp_path / "all"), now)
    (row,) = failed(sqlite_record)
    with write_session(sqlite_record) as session:
        leave(session, row.id, now)
    assert failed(sqlite_record) == []
    assert derive(sqlite_record, archive, now + timedelta(days=1)).failures == []


def test_a_list_that_breaks_the_rules_in_the_middle_of_a_portion_is_found_out(
    sqlite_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = rules
    seen = 0

    def breaks(state: object, incoming: object, *known: object) -> object:
        nonlocal seen
        seen += 1
        if "0604" in incoming.snapshot_id:  # type: ignore[attr-defined]
            raise ZeroDivisionError("a rule")
        return resolve(state, incoming, *known)  # type: ignore[arg-type]

    monkeypatch.setattr(checkpoint, "resolve", breaks)
    done = backfill(sqlite_record, archive, histories.save(tmp_path / "all"), now)
    assert {failure.split(":")[3].strip() for failure in done.failures} == {"ZeroDivisionError"}
    names = derived(sqlite_record)
    assert len(names) == 12 - len(done.failures)
    assert seen < 40, "a portion that fails is tried one by one once, not again and again"


def lose(archive: Archive, record: sa.Engine, tmp_path: Path, name: str) -> None:
    """The bytes of a list on record are gone from the archive."""
    with read_session(record) as session:
        (sha256,) = [row["sha256"] for row in lists(session) if row["file_name"] == name]
    (tmp_path / "archive" / sha256[:2] / sha256).unlink()  # alone: another list may have those first letters too


def test_lost_bytes_of_a_list_on_record_hold_up_the_late_lists_alone(
    sqlite_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    names = list(histories.files())
    backfill(sqlite_record, archive, histories.save(tmp_path / "some", names[2:-1]), now)
    before = derived(sqlite_record)
    lose(archive, sqlite_record, tmp_path, names[4])
    done = backfill(sqlite_record, archive, histories.save(tmp_path / "rest", [*names[:2], names[-1]]), now)
    (failure,) = done.failures
    assert f"({names[4]}," in failure
    assert "so nothing was derived again: archive" in failure
    assert "check that the archive belongs to this record" in failure
    assert derived(sqlite_record) == [*before, names[-1]], "the newest goes on from the last state"
    # The bytes come back: what waited is derived, and the record is the one of arrival in order.
    backfill(sqlite_record, archive, histories.save(tmp_path / "copy", [names[4]]), now)
    assert derive(sqlite_record, archive, now).failures == []
    assert len(derived(sqlite_record)) == 12


def test_a_rebuild_without_a_document_of_the_record_changes_nothing(
    sqlite_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime
) -> None:
    names = list(histories.files())
    backfill(sqlite_record, archive, histories.save(tmp_path / "all"), now)
    before = contents(sqlite_record)
    lose(archive, sqlite_record, tmp_path, names[4])
    with pytest.raises(MoawatchError, match="no longer readable, so nothing was derived again"):
        rebuild(sqlite_record, archive, now, lambda _: True)
    assert contents(sqlite_record) == before


def test_a_document_that_is_no_list_keeps_its_sighting(
    sqlite_record: sa.Engine, archive: Archive, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever reads lists may have a bad day; that the bytes were seen must not be lost with it."""
    name = list(histories.files())[-1]
    with monkeypatch.context() as broken:
        broken.setattr(documents, "begin_document", failing(name, ReadError(f"{name}: not read in 20 seconds")))
        done = backfill(sqlite_record, archive, histories.save(tmp_path / "all"), now)
    assert done.failures == (f"{name}: not read in 20 seconds",)
    assert derive(sqlite_record, archive, now).lists == 1
    assert derived(sqlite_record)[-1] == name
