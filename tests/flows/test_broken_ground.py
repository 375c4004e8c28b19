"""The ground under a run gives way: a record that is locked, damaged or full, an archive that takes nothing.

Each is one line that says what to do and exit status 1, and is over once that is done.
"""

import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest

from flows.cli import main
from tests.support.paths import ROOT
from tests.support.watched_sources import AGREEMENTS, WatchedSources

# `moawatch`, in a process that may write no file larger than so many bytes: a disk that is full, as the system says it.
COMMAND = """
import resource, sys
limit = int(sys.argv.pop(1))
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
import models.record.store
models.record.store.BUSY_SECONDS = 0.3
from flows.cli import main
main()
"""


def moawatch(
    sources: WatchedSources, *words: str, apart: bool = False, largest_file: int = 0, **settings: str
) -> "subprocess.CompletedProcess[str]":
    """The command: in this process, or `apart` in one of its own, which imports for longer than it runs."""
    ours = {"database": sources.settings.database, "archive": sources.settings.archive}
    ours |= {"outbox": str(sources.settings.outbox), "sources": str(sources.settings.sources)} | settings
    environment = {f"MOAWATCH_{name.upper()}": value for name, value in ours.items()} | {"NO_PROXY": "*"}
    if apart or largest_file:
        return subprocess.run(
            [sys.executable, "-c", COMMAND, str(largest_file), *words],
            cwd=ROOT,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["moawatch", *words])
        with pytest.raises(SystemExit) as ended:
            main()
    return subprocess.CompletedProcess(words, int(ended.value.code or 0), out.getvalue(), err.getvalue())


def failures_of(done: "subprocess.CompletedProcess[str]") -> list[str]:
    """What a failed command said; never a traceback."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    return [line for line in done.stderr.splitlines() if line.startswith("moawatch: ")]


def test_a_file_that_is_no_database_is_one_line(sources: WatchedSources) -> None:
    (sources.folder / "record.db").write_text("Dear diary, " * 1000)
    for command in ("run", "status", "review"):
        (line,) = failures_of(moawatch(sources, command))
        assert "file is not a database" in line
    (sources.folder / "record.db").unlink()
    assert moawatch(sources, "run").returncode == 0


def test_a_damaged_record_is_one_line_and_its_copy_goes_on(sources: WatchedSources) -> None:
    assert moawatch(sources, "run").returncode == 0
    record, backup = sources.folder / "record.db", sources.folder / "backup.db"
    with sqlite3.connect(record) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(record, backup)
    size = record.stat().st_size
    with record.open("r+b") as file:
        for offset in range(8192, size, 4096):  # the first page, with the schema's root, stays
            file.seek(offset)
            file.write(os.urandom(2048))
    (line,) = failures_of(moawatch(sources, "run", "--all"))
    assert re.match(r"moawatch: record sqlite:.*malformed", line)
    shutil.copy(backup, record)
    for rest in ("record.db-wal", "record.db-shm"):
        (sources.folder / rest).unlink(missing_ok=True)
    assert moawatch(sources, "run", "--all").returncode == 0


def test_a_locked_record_is_one_line_and_the_next_run_does_its_work(sources: WatchedSources) -> None:
    sources.world().engine.dispose()
    other = sqlite3.connect(sources.folder / "record.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    (line,) = failures_of(moawatch(sources, "run", apart=True))
    assert f"database is locked; process {os.getpid()} has been writing" in line
    other.execute("ROLLBACK")
    other.close()
    assert moawatch(sources, "run").returncode == 0
    assert sources.taken_in() == (AGREEMENTS, 1, 1)


def test_a_disk_without_room_for_the_record_is_one_line_and_nothing_is_half_written(sources: WatchedSources) -> None:
    sources.world().engine.dispose()
    lines = failures_of(moawatch(sources, "run", largest_file=60_000))
    assert len(lines) == 1
    assert re.search(r"record sqlite:.*(full|I/O)", lines[0])
    assert sources.status()["ice"]["state"] != "ok"
    assert moawatch(sources, "run").returncode == 0
    assert sources.taken_in() == (AGREEMENTS, 1, 1)


def test_a_disk_without_room_for_a_document_fails_its_source_alone(sources: WatchedSources) -> None:
    sources.world().engine.dispose()
    link = '<a href="/doclib/participatingAgencies06022025am.xlsx">View 287(g) Participating Agencies</a>'
    page = f"<html><!-- {'x' * 2_900_000} --><body><h1>287(g)</h1><p>{link}</p></body></html>"
    sources.publisher.serve("/287g", page.encode())
    (line,) = failures_of(moawatch(sources, "run", largest_file=2_000_000))
    assert line.startswith("moawatch: ice: archive ")
    assert "File too large); free some space or repair the folder, and run again" in line
    assert sources.taken_in() == (0, 1, 1)
    assert moawatch(sources, "run").returncode == 0
    assert sources.taken_in()[:2] == (AGREEMENTS, 1)


def test_an_archive_that_cannot_be_written_fails_each_source_in_a_line_and_heals(sources: WatchedSources) -> None:
    lines = failures_of(moawatch(sources, "run", archive="/proc/moawatch"))
    assert [line.split(": ")[1] for line in lines] == ["ice", "paper"]
    assert all("archive /proc/moawatch: cannot keep a document" in line for line in lines)
    assert moawatch(sources, "run").returncode == 0
    assert sources.taken_in()[:2] == (AGREEMENTS, 1)
