"""The database is lost, the archive is not: the same lists, changes and ids come out of it."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.manifest import MANIFEST, remembered
from flows.lists.rebuild import rebuild
from models.record.asking.lists import lists
from models.record.store import open_engine, read_session, write_session
from models.record.tables.documents import Sighting
from tests.support import histories
from tests.support.fresh_records import fresh_sqlite
from tests.support.record_contents import answers, contents

NOW = datetime(2026, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A folder to copy: a record of the short history, its archive, and an empty record."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copy(sqlite_template, folder / "again.db")
    with fresh_sqlite(sqlite_template, folder) as engine:
        backfill(engine, Archive(str(folder / "archive")), histories.save(folder / "lists"), NOW)
    return folder


@pytest.fixture
def original(whole: Path, tmp_path: Path) -> sa.Engine:
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    return open_engine(f"sqlite:///{tmp_path}/record.db")


def empty(folder: Path) -> sa.Engine:
    """The empty record there."""
    return open_engine(f"sqlite:///{folder}/again.db")


def sightings(engine: sa.Engine) -> list[dict[str, object]]:
    with read_session(engine) as session:
        found = [one.model_dump(exclude={"id"}) for one in session.exec(select(Sighting))]
    return sorted(found, key=lambda one: (one["published_at"], str(one["file_name"])))


def test_the_record_made_of_its_archive_is_the_same(original: sa.Engine, tmp_path: Path) -> None:
    again = empty(tmp_path)
    done = backfill(again, Archive(str(tmp_path / "archive")), tmp_path / "archive", NOW + timedelta(days=9))
    assert (done.files, done.new, done.failures) == (12, 12, ())
    assert contents(again) == contents(original)
    assert answers(again) == answers(original)
    assert sightings(again) == sightings(original)


def test_a_second_time_brings_nothing_new(original: sa.Engine, tmp_path: Path) -> None:
    before = contents(original)
    manifest = (tmp_path / "archive" / MANIFEST).read_bytes()
    assert backfill(original, Archive(str(tmp_path / "archive")), tmp_path / "archive", NOW).new == 0
    assert contents(original) == before
    assert (tmp_path / "archive" / MANIFEST).read_bytes() == manifest


def test_a_copy_of_the_archive_fills_another_ones_archive_too(original: sa.Engine, tmp_path: Path) -> None:
    again, archive = empty(tmp_path), Archive(str(tmp_path / "other"))
    backfill(again, archive, tmp_path / "archive", NOW)
    assert archive.documents() == Archive(str(tmp_path / "archive")).documents()
    assert contents(again) == contents(original)
    assert remembered(archive)[0] == remembered(Archive(str(tmp_path / "archive")))[0]


def test_a_torn_last_line_costs_nothing_but_a_remark(original: sa.Engine, tmp_path: Path) -> None:
    manifest = tmp_path / "archive" / MANIFEST
    manifest.write_bytes(manifest.read_bytes().rstrip()[:-40])
    again = empty(tmp_path)
    done = backfill(again, Archive(str(tmp_path / "archive")), tmp_path / "archive", NOW)
    assert done.failures == (f"{manifest}: cannot read 1 line; the workbooks there were dated anew",)
    assert done.new == 12
    with read_session(again) as session, read_session(original) as other:
        assert {row["sha256"] for row in lists(session)} == {row["sha256"] for row in lists(other)}


def test_an_archive_from_before_the_manifest_gives_its_workbooks_by_their_own_dates(
    original: sa.Engine, tmp_path: Path
) -> None:
    (tmp_path / "archive" / MANIFEST).unlink()
    again = empty(tmp_path)
    assert backfill(again, Archive(str(tmp_path / "archive")), tmp_path / "archive", NOW).new == 12
    with read_session(again) as session, read_session(original) as other:
        assert [row["sha256"] for row in lists(session)] == [row["sha256"] for row in lists(other)]
    assert len(remembered(Archive(str(tmp_path / "archive")))[0]) == 12, "the manifest is there again"


def test_a_lost_document_is_stated_and_stops_no_other(original: sa.Engine, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    lost, rotten = (one.document_sha256 for one in remembered(Archive(str(folder)))[0][:2])
    (folder / lost[:2] / lost).unlink()
    (folder / rotten[:2] / rotten).write_bytes(b"rot")
    done = backfill(empty(tmp_path), Archive(str(folder)), folder, NOW)
    assert (done.files, done.new) == (12, 10)
    assert [lost in done.failures[0], rotten in done.failures[1]] == [True, True]


def test_saved_lists_heal_the_documents_that_the_archive_lost(original: sa.Engine, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    archive = Archive(str(folder))
    whole = shutil.copytree(folder, tmp_path / "whole")
    for number, sha256 in enumerate(archive.documents()):
        document = folder / sha256[:2] / sha256
        if number % 3 == 0:
            document.unlink()
        elif number % 3 == 1:
            document.write_bytes(bytes(document.stat().st_size))
    backfill(original, archive, tmp_path / "lists", NOW)
    assert all(
        (folder / sha[:2] / sha).read_bytes() == (whole / sha[:2] / sha).read_bytes() for sha in archive.documents()
    )
    assert archive.documents() == Archive(str(whole)).documents()


def test_a_list_that_an_older_program_dated_into_the_future_is_dated_when_seen_by_a_rebuild(
    original: sa.Engine, tmp_path: Path
) -> None:
    archive = Archive(str(tmp_path / "archive"))
    with write_session(original) as session:
        newest = max(session.exec(select(Sighting)).all(), key=lambda one: one.published_at)
        newest.published_at, newest.published_on = datetime(2062, 6, 10, 14, tzinfo=UTC), datetime(2062, 6, 10).date()
    rebuild(original, archive, NOW, accept=lambda _: True)
    with read_session(original) as session:
        last = lists(session)[-1]
    assert (last["published_at"], last["list_date"], last["dated_by"]) == (NOW, NOW.date() - timedelta(days=1), "seen")
    again = empty(tmp_path)
    backfill(again, archive, tmp_path / "archive", NOW)
    assert contents(again) == contents(original), "the archive remembers the new date"
