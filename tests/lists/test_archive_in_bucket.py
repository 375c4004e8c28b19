"""A record whose archive is a bucket: the same record, made again from the bucket alone, by two workers too."""

import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from flows.cli import moawatch
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.manifest import remembered
from flows.lists.rebuild import rebuild
from flows.lists.verify import verify
from models.errors import MoawatchError
from models.record.store import open_engine
from tests.support import histories
from tests.support.record_contents import answers, contents
from tests.support.s3_server import S3Server

NOW = datetime(2026, 2, 3, tzinfo=UTC)


@pytest.fixture
def fresh(sqlite_template: Path) -> Callable[[Path], sa.Engine]:
    """Makes an empty record in a file."""
    return lambda file: open_engine(f"sqlite:///{shutil.copy(sqlite_template, file)}")


@pytest.fixture
def in_a_folder(sqlite_record: sa.Engine, tmp_path: Path) -> sa.Engine:
    """What the record is to be."""
    backfill(sqlite_record, Archive(str(tmp_path / "folder")), histories.save(tmp_path / "lists"), NOW)
    return sqlite_record


def test_a_record_with_a_bucket_is_the_same_and_is_made_again_from_the_bucket_alone(
    in_a_folder: sa.Engine, bucket: str, fresh: Callable[[Path], sa.Engine], tmp_path: Path
) -> None:
    first, archive = fresh(tmp_path / "first.db"), Archive(bucket)
    backfill(first, archive, tmp_path / "lists", NOW)
    assert contents(first) == contents(in_a_folder)
    assert verify(first, archive, NOW).sentence.endswith("and the record: all whole")
    assert not rebuild(first, archive, NOW, accept=lambda _: True)
    again = fresh(tmp_path / "again.db")
    done = backfill(again, Archive(bucket), Archive(bucket), NOW + timedelta(days=9))
    assert (done.files, done.new, done.failures) == (12, 12, ())
    assert (contents(again), answers(again)) == (contents(in_a_folder), answers(in_a_folder))
    assert len(remembered(Archive(bucket))[0]) == 12
    assert backfill(again, Archive(bucket), Archive(bucket), NOW).new == 0


def test_two_workers_on_one_bucket_and_one_record_end_where_one_does(
    in_a_folder: sa.Engine, bucket: str, fresh: Callable[[Path], sa.Engine], tmp_path: Path
) -> None:
    shared = fresh(tmp_path / "shared.db")
    failures: list[BaseException] = []

    def work() -> None:
        try:
            engine = open_engine(str(shared.url))
            failures.extend(MoawatchError(each) for each in backfill(engine, Archive(bucket), lists, NOW).failures)
            engine.dispose()
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    lists = tmp_path / "lists"
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert contents(shared) == contents(in_a_folder)
    assert verify(shared, Archive(bucket), NOW).damages == ()


def command(file: Path, bucket: str, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        moawatch,
        ["--database", f"sqlite:///{file}", *words],
        env={"MOAWATCH_ARCHIVE": bucket},
        catch_exceptions=False,
        standalone_mode=False,
    )
    return result.return_value or 0, result.output


def test_the_commands_take_a_bucket_by_its_url(
    in_a_folder: sa.Engine, bucket: str, s3_server: S3Server, sqlite_template: Path, tmp_path: Path
) -> None:
    lost, again = (Path(shutil.copy(sqlite_template, tmp_path / name)) for name in ("lost.db", "again.db"))
    assert command(lost, bucket, "backfill", str(tmp_path / "lists"))[0] == 0
    code, said = command(again, bucket, "backfill", bucket)
    assert (code, said.splitlines()[0]) == (0, "12 files, 12 new documents, 12 lists processed")
    assert contents(open_engine(f"sqlite:///{again}")) == contents(in_a_folder)
    code, said = command(again, bucket, "verify")
    assert (code, said.strip()) == (0, "12 documents and the record: all whole")
    assert command(again, bucket, "rebuild", "--yes")[0] == 0
    with pytest.raises(MoawatchError, match="no documents of an archive there; correct its name"):
        command(again, bucket, "backfill", f"{bucket}/elsewhere")
    s3_server.files().rm(bucket.removeprefix("s3://").partition("/")[0], recursive=True)
    code, said = command(again, bucket, "verify")
    assert code == 3
    assert "damaged" not in said
    assert "the bucket does not exist); create it, or correct MOAWATCH_ARCHIVE" in said
