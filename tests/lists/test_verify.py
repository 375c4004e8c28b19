"""`moawatch verify`: silent about what is whole, one line about each thing that is not."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from flows.cli import moawatch
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.manifest import MANIFEST, remembered
from flows.lists.verify import verify
from models.record.store import open_engine
from tests.support import histories
from tests.support.fresh_records import fresh_sqlite

NOW = datetime(2026, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A folder to copy: a record of the short history, and its archive."""
    folder = tmp_path_factory.mktemp("whole")
    with fresh_sqlite(sqlite_template, folder) as engine:
        backfill(engine, Archive(str(folder / "archive")), histories.save(folder / "lists"), NOW)
    return folder


@pytest.fixture
def engine(whole: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    engine = open_engine(f"sqlite:///{tmp_path}/record.db")
    yield engine
    engine.dispose()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(str(tmp_path / "archive"))


def document(folder: Path, name: str) -> Path:
    """The archived document of a saved list."""
    (one,) = (one for one in remembered(Archive(str(folder / "archive")))[0] if one.file_name == name)
    return folder / "archive" / one.document_sha256[:2] / one.document_sha256


def test_what_is_whole_is_said_in_one_line(engine: sa.Engine, archive: Archive) -> None:
    found = verify(engine, archive, NOW)
    assert found.damages == ()
    assert found.sentence == "12 documents and the record: all whole"


def test_a_lost_and_a_rotten_document_are_named(engine: sa.Engine, archive: Archive, tmp_path: Path) -> None:
    lost = document(tmp_path, "participatingAgencies06022025am.xlsx")
    rotten = document(tmp_path, "participatingAgencies06032025am.xlsx")
    lost.unlink()
    flipped = bytearray(rotten.read_bytes())
    flipped[100] ^= 1
    rotten.write_bytes(flipped)
    heal = "`moawatch backfill FOLDER` puts it back from a good copy"
    assert [(damage.where, damage.sha256, damage.sentence) for damage in verify(engine, archive, NOW).damages] == [
        ("archive", lost.name, f"participatingAgencies06022025am.xlsx is missing ({lost.name}); {heal}"),
        ("archive", rotten.name, f"participatingAgencies06032025am.xlsx is damaged ({rotten.name}); {heal}"),
    ]
    backfill(engine, archive, tmp_path / "lists", NOW)
    assert verify(engine, archive, NOW).damages == ()


def test_a_row_that_belongs_to_nothing_is_told(engine: sa.Engine, archive: Archive) -> None:
    raw = sa.create_engine(engine.url)
    with raw.begin() as connection:
        connection.exec_driver_sql("DELETE FROM document WHERE sha256 = (SELECT min(document_sha256) FROM snapshot)")
    raw.dispose()
    sentences = [damage.sentence for damage in verify(engine, archive, NOW).damages]
    assert any(each.startswith("rows of the table snapshot whose document is not there: 1;") for each in sentences)


def test_a_damaged_database_does_not_keep_it_from_the_archive(
    engine: sa.Engine, archive: Archive, tmp_path: Path
) -> None:
    engine.dispose()
    record = tmp_path / "record.db"
    content = record.read_bytes()
    record.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    document(tmp_path, "participatingAgencies06022025am.xlsx").write_bytes(b"rot")
    places = [damage.where for damage in verify(engine, archive, NOW).damages]
    assert "record" in places
    assert places.count("archive") == 1


def test_an_archive_from_before_the_manifest_is_reminded(engine: sa.Engine, archive: Archive, tmp_path: Path) -> None:
    manifest = tmp_path / "archive" / MANIFEST
    before = remembered(archive)
    manifest.unlink()
    assert verify(engine, archive, NOW).damages == ()
    assert sorted(one.document_sha256 for one in remembered(archive)[0]) == sorted(
        one.document_sha256 for one in before[0]
    )


def test_a_half_written_document_is_removed_and_is_no_damage(
    engine: sa.Engine, archive: Archive, tmp_path: Path
) -> None:
    half = tmp_path / "archive" / "ab" / f"{'ab' * 32}.12345678.partial"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    os.utime(half, (0, 0))
    assert verify(engine, archive, NOW).damages == ()
    assert not half.exists()


def test_a_record_on_either_database_is_looked_at(record: sa.Engine, archive: Archive, tmp_path: Path) -> None:
    backfill(record, archive, histories.save(tmp_path / "lists"), NOW)
    assert verify(record, archive, NOW).damages == ()
    document(tmp_path, "participatingAgencies06022025am.xlsx").unlink()
    assert [damage.where for damage in verify(record, archive, NOW).damages] == ["archive"]


def test_what_cannot_be_read_is_not_called_damaged(engine: sa.Engine, archive: Archive, tmp_path: Path) -> None:
    """A name that leads to itself is refused to everyone, as a file without permission is to all but root."""
    barred = document(tmp_path, "participatingAgencies06022025am.xlsx")
    barred.unlink()
    barred.symlink_to(barred)
    found = verify(engine, archive, NOW)
    assert found.damages == ()
    (one,) = found.unread
    assert str(one).startswith(f"not read: archive {tmp_path}/archive: cannot read document {barred.name} (")
    assert found.sentence == "12 documents and the record: not all could be read"


def test_an_archive_that_does_not_answer_is_given_up_after_a_few_documents(engine: sa.Engine, tmp_path: Path) -> None:
    for folder in (tmp_path / "archive").glob("??"):
        for each in folder.iterdir():
            each.unlink()
            each.symlink_to(each)
    *tried, rest = verify(engine, Archive(str(tmp_path / "archive")), NOW).unread
    assert len(tried) == 5
    assert rest.sentence == "7 documents after 5 in a row that could not be read; run again once these can"


def test_a_record_of_an_older_schema_could_not_be_looked_at(engine: sa.Engine, archive: Archive) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    found = verify(engine, archive, NOW)
    assert (found.damages, [one.where for one in found.unread]) == ((), ["record"])


def ask(folder: Path, *words: str) -> Result:
    environment = {"MOAWATCH_ARCHIVE": str(folder / "archive")}
    arguments = ["--database", f"sqlite:///{folder}/record.db", "verify", *words]
    return CliRunner().invoke(moawatch, arguments, env=environment, standalone_mode=False, catch_exceptions=False)


@pytest.mark.usefixtures("engine")
def test_the_command_ends_with_1_where_something_is_damaged(tmp_path: Path) -> None:
    whole = ask(tmp_path)
    assert (whole.return_value, whole.output) == (0, "12 documents and the record: all whole\n")
    rotten = document(tmp_path, "participatingAgencies06022025am.xlsx")
    rotten.write_bytes(b"rot")
    damaged = ask(tmp_path)
    assert damaged.return_value == 1
    assert damaged.output.splitlines()[0].startswith("archive: participatingAgencies06022025am.xlsx is damaged")
    assert damaged.output.splitlines()[-1] == "12 documents and the record: 1 damaged or missing"
    as_json = ask(tmp_path, "--format", "json")
    assert as_json.return_value == 1
    assert [(row["sha256"], row["unread"]) for row in json.loads(as_json.output)] == [(rotten.name, False)]


@pytest.mark.usefixtures("engine")
def test_the_command_ends_with_3_where_it_only_could_not_look(tmp_path: Path) -> None:
    barred = document(tmp_path, "participatingAgencies06022025am.xlsx")
    barred.unlink()
    barred.symlink_to(barred)
    unread = ask(tmp_path)
    assert unread.return_value == 3
    assert "damaged" not in unread.output
    document(tmp_path, "participatingAgencies06032025am.xlsx").write_bytes(b"rot")
    assert ask(tmp_path).return_value == 1


def test_a_folder_without_the_documents_may_be_the_wrong_one_and_nothing_is_written_there(
    engine: sa.Engine, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    found = verify(engine, Archive(str(elsewhere)), NOW)
    (damage,) = found.damages
    assert damage.sentence.startswith(f"{elsewhere} holds none of the 12 documents of this record; if it is the wrong")
    assert "MOAWATCH_ARCHIVE" in damage.sentence
    assert found.sentence == "12 documents and the record: 12 damaged or missing"
    assert not elsewhere.exists()
