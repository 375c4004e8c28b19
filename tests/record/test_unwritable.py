"""A record that can only be read answers; one that cannot be read says in one line what to do."""

import json
import multiprocessing
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from flows.cli import moawatch
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.errors import MoawatchError
from models.record.copying.public_copy import copy_views
from models.record.store import open_engine, upgrade
from tests.support import histories

Answer = TypeVar("Answer")

FORK = multiprocessing.get_context("fork")

QUESTIONS = (
    ("counts", "--format", "json"),
    ("changes", "--all", "--format", "json"),
    ("lists", "--format", "json"),
    ("agency", "Ada County", "--format", "json"),
    ("review", "--format", "json"),
    ("search", "Ada County", "--format", "json"),
)

# To whom a folder without write permission is read-only: root writes everywhere.
NOBODY = 65534


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    engine = open_engine(f"sqlite:///{folder}/record.db")
    upgrade(engine)
    backfill(engine, Archive(f"{folder}/archive"), histories.save(folder / "lists"), datetime(2026, 2, 3, tzinfo=UTC))
    engine.dispose()
    assert [path.name for path in folder.glob("record.db*")] == ["record.db"]
    return folder / "record.db"


@pytest.fixture
def copy(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "record.db"))


@pytest.fixture
def readable(filled: Path) -> Iterator[Path]:
    """A record in a folder in which nobody may write, on a path that everybody may walk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(filled, folder / "record.db")
        (folder / "record.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder / "record.db"
        folder.chmod(0o755)


def asked(url: str, *words: str) -> tuple[int, str]:
    """The exit status of a question and what it said, a stated failure included."""
    done = CliRunner().invoke(moawatch, ["--database", url, *words], standalone_mode=False)
    if done.exception is not None:
        assert isinstance(done.exception, MoawatchError), done.exception
        return 1, str(done.exception)
    return int(done.return_value or 0), done.output


def as_nobody(work: Callable[[], Answer]) -> Answer:
    """What `work` answers in a process that may not write: root may write everywhere. What it imports, it must have
    imported before, since the packages may stand where only root can read."""
    answers = FORK.SimpleQueue()

    def answer() -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        answers.put(work())

    process = FORK.Process(target=answer)
    process.start()
    process.join()
    assert process.exitcode == 0
    answered: Answer = answers.get()
    return answered


def asked_as_nobody(url: str, *words: str) -> tuple[int, str]:
    return as_nobody(lambda: asked(url, *words))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda words: words[0])
def test_a_record_on_a_read_only_disk_answers(readable: Path, copy: Path, question: tuple[str, ...]) -> None:
    writable = asked(f"sqlite:///{copy}", *question)
    assert asked_as_nobody(f"sqlite:///{readable}", *question) == writable
    assert writable[0] == 0
    assert json.loads(writable[1])
    assert [path.name for path in readable.parent.iterdir()] == ["record.db"]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda words: words[0])
def test_a_record_opened_for_reading_alone_answers(copy: Path, question: tuple[str, ...]) -> None:
    whole = asked(f"sqlite:///{copy}", *question)
    assert asked(f"sqlite:///file:{copy}?mode=ro&uri=true", *question) == whole


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda words: words[0])
def test_a_record_without_a_write_ahead_log_answers(readable: Path, question: tuple[str, ...]) -> None:
    raw = sa.create_engine(f"sqlite:///{readable}")
    with raw.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
    raw.dispose()
    assert asked_as_nobody(f"sqlite:///{readable}", *question)[0] == 0


def test_a_record_on_a_read_only_disk_is_copied_for_the_browser(readable: Path, filled: Path) -> None:
    def counted_as_nobody() -> int:
        with tempfile.TemporaryDirectory() as folder:
            engine = open_engine(f"sqlite:///{readable}")
            copy_views(engine, Path(folder) / "copy.db")
            engine.dispose()
            with closing(sqlite3.connect(Path(folder) / "copy.db")) as copy:
                return int(copy.execute("SELECT count(*) FROM agreements").fetchone()[0])

    with closing(sqlite3.connect(filled)) as record:
        assert as_nobody(counted_as_nobody) == record.execute("SELECT count(*) FROM agreements").fetchone()[0]
    assert [path.name for path in readable.parent.iterdir()] == ["record.db"]


def test_the_health_of_the_sources_is_told_of_a_read_only_record(readable: Path, copy: Path) -> None:
    asked(f"sqlite:///{copy}", "status")
    status, said = asked_as_nobody(f"sqlite:///{readable}", "status", "--format", "json")
    assert status == 1, "no source was ever fetched"
    assert json.loads(said)


def test_a_backfill_of_a_read_only_record_says_that_it_needs_to_write(
    readable: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOAWATCH_ARCHIVE", str(tmp_path / "archive"))
    saved = histories.save(tmp_path / "lists", [*histories.files()][:1])
    assert asked(f"sqlite:///{copy}", "backfill", str(saved))[0] == 0
    for path in (tmp_path, saved, *saved.iterdir()):
        path.chmod(0o777)
    status, said = asked(f"sqlite:///file:{copy}?mode=ro&uri=true", "backfill", str(saved))
    assert status == 1
    assert "changes need one that can be written" in said
    assert "\n" not in said


Spoil = Callable[[bytes], bytes]
SPOILED: dict[str, tuple[Spoil, str]] = {
    "no database": (lambda content: b"%PDF-1.7 " + content[9:], "another kind of file stands there"),
    "half of it": (lambda content: content[: len(content) // 2], "the file is damaged; restore a backup"),
    "its middle overwritten": (
        lambda content: content[:4096] + b"\xff" * (len(content) - 8192) + content[-4096:],
        "the file is damaged; restore a backup",
    ),
    "a table's name overwritten": (
        lambda content: content.replace(b"CREATE TABLE agency", b"CREATE T\xccBLE agency"),
        "the file is damaged; restore a backup",
    ),
    "empty": (lambda _: b"", "has no tables yet; `moawatch run` or `moawatch backfill` makes them"),
}


@pytest.mark.parametrize("name", SPOILED)
@pytest.mark.parametrize("question", QUESTIONS[:3], ids=lambda words: words[0])
def test_a_spoiled_record_is_one_line_that_says_what_to_do(copy: Path, name: str, question: tuple[str, ...]) -> None:
    spoil, advice = SPOILED[name]
    copy.write_bytes(spoil(copy.read_bytes()))
    status, said = asked(f"sqlite:///{copy}", *question)
    assert status == 1
    assert advice in said
    assert "\n" not in said


ROTTEN: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    "texts that are none": (
        lambda content: content.replace(b"County Sheriff", b"Coun\xffy Sheriff"),
        ("changes", "--all"),
    ),
    "lists of JSON cut off": (lambda content: content.replace(b'["STATE"', b'{"STATE"'), ("lists",)),
    "a kind that is none": (lambda content: content.replace(b"agreement_added", b"agreement_adder"), ("changes",)),
}


@pytest.mark.parametrize("name", ROTTEN)
def test_cells_that_rotted_in_a_record_are_one_line_too(copy: Path, name: str) -> None:
    spoil, question = ROTTEN[name]
    copy.write_bytes(spoil(copy.read_bytes()))
    status, said = asked(f"sqlite:///{copy}", *question)
    assert status == 1
    assert "the file is damaged; restore a backup" in said
    assert "\n" not in said
