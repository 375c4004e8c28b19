"""Whatever is typed: one line on the error stream that says what is wrong, and an exit status; never a traceback."""

import io
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.cli import main
from models.record.store import open_engine
from tests.support.digest_record import new_agreements, publish_changes

HUGE = "9" * 400
WRONG_ARGUMENT, FAILED = 2, 1

CASES: list[tuple[list[str], int, str]] = [
    (["nope"], WRONG_ARGUMENT, "No such command 'nope'"),
    (["--bogus"], WRONG_ARGUMENT, "No such option '--bogus'"),
    (["--database"], WRONG_ARGUMENT, "requires an argument"),
    (["counts", "--as-of", "2026-13-99"], WRONG_ARGUMENT, "'2026-13-99' is not a date; write YYYY-MM-DD"),
    (["counts", "--as-of", "0001-01-01"], WRONG_ARGUMENT, "is not between 1900 and 2199"),
    (["counts", "--as-of", "9999-12-31"], WRONG_ARGUMENT, "is not between 1900 and 2199"),
    (["counts", "--known-at", "0001-01-01T00:00+14:00"], WRONG_ARGUMENT, "is not between 1900 and 2199"),
    (["counts", "--known-at", "9999-12-31T23:59-14:00"], WRONG_ARGUMENT, "is not between 1900 and 2199"),
    (["counts", "--known-at", "2026-01-01T00:00+99:00"], WRONG_ARGUMENT, "is not a time"),
    (["counts", "--state", ""], WRONG_ARGUMENT, "is not a state or territory"),
    (["counts", "--state", "T\x1b[31mX"], WRONG_ARGUMENT, "is not a state or territory"),
    (["counts", "--state", "TX", "--state=FL"], WRONG_ARGUMENT, "--state is given more than once; give it once"),
    (["counts", "--format", "xml"], WRONG_ARGUMENT, "'xml' is not one of"),
    (["counts", "extra\x1b]0;owned\x07"], WRONG_ARGUMENT, "unexpected extra argument"),
    (["changes", "--kind", "vanished"], WRONG_ARGUMENT, "'vanished' is not one of"),
    (["agency"], WRONG_ARGUMENT, "Missing argument 'TEXT'"),
    (["figures"], WRONG_ARGUMENT, "Missing argument 'METRIC'"),
    (["figures", "x"], WRONG_ARGUMENT, "'x' is not one of"),
    (["review", "accept", "x"], WRONG_ARGUMENT, "Missing option '--because'"),
    (["review", "release", "\x1b[31m", "--because", "y"], WRONG_ARGUMENT, "no change, doubt or list has the id"),
    (["digest", "preview", "--subscriber", "99"], FAILED, "no subscriber '99'"),
    (["digest", "preview", "--subscriber", HUGE], FAILED, "no subscriber"),
    (["digest", "preview", "--to", "x"], WRONG_ARGUMENT, "Did you mean '--open'? Usage:"),
    (["digest", "preview", "--as-of", "0001-01-01"], WRONG_ARGUMENT, "is not between 1900 and 2199"),
    (["digest", "deliveries", "--limit", HUGE], WRONG_ARGUMENT, "is not in the range"),
    (["digest", "deliveries", "--subscriber", HUGE], FAILED, "no subscriber"),
    (["digest", "deliveries", "--subscriber", "²"], FAILED, "no subscriber '²'"),
    (["digest", "resend", "a\nb"], FAILED, "no digest"),
    (["subscribers", "add", ""], WRONG_ARGUMENT, "an email address must have an @-sign"),
    (["subscribers", "add", "", "--channel", "webhook"], WRONG_ARGUMENT, "the name that it has in MOAWATCH_TARGETS"),
    (["subscribers", "add", "ü@example.org"], WRONG_ARGUMENT, "internationalized characters before the @-sign"),
    (["subscribers", "add", "a@\udcff.org"], WRONG_ARGUMENT, "it contains an invisible character"),
    (["subscribers", "add", "a@example.org", "--hour", HUGE], WRONG_ARGUMENT, "write 0 to 23"),
    (["subscribers", "show", HUGE], FAILED, "no subscriber"),
    (["subscribers", "pause", HUGE], FAILED, "no subscriber"),
    (["subscribers", "remove", "1"], 130, "stopped"),  # nobody answers its question
    (["subscribers", "import", "none.csv"], WRONG_ARGUMENT, "'none.csv' does not exist"),
    (["subscribers", "import", "."], WRONG_ARGUMENT, "is a directory"),
    (["check", "/none/at/all.html"], FAILED, "No such file or directory"),
    (["check", "http://["], FAILED, "is not a web address"),
    (["check", "958 agencies", "--published", "0001-01-01"], WRONG_ARGUMENT, "is not between 1900 and 2199"),
    (["funding", "--state", "ZZ"], WRONG_ARGUMENT, "is not a state or territory"),
    (["backfill", "none"], WRONG_ARGUMENT, "'none' does not exist"),
    (["backfill", "."], FAILED, "no saved lists"),
    (["demo", "--folder", "/dev/null/below"], FAILED, "/dev/null/below: Not a directory"),
    (["serve"], FAILED, "needs a Prefect server"),
]


@pytest.fixture(scope="module")
def one_list(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A record with one list, to copy."""
    file = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("one_list")))
    engine = open_engine(f"sqlite:///{file}")
    publish_changes(engine, new_agreements([1, 2]), datetime(2026, 1, 5, 15, tzinfo=UTC))
    engine.dispose()
    return file


@pytest.fixture
def database(one_list: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOAWATCH_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.setenv("MOAWATCH_OUTBOX", str(tmp_path / "outbox"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return f"sqlite:///{shutil.copy(one_list, tmp_path)}"


@pytest.mark.parametrize(("words", "status", "said"), CASES, ids=[repr(" ".join(words)[:50]) for words, *_ in CASES])
def test_it_is_one_line_and_an_exit_status(
    database: str,
    words: list[str],
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["moawatch", "--database", database, *words])
    if words == ["--database"]:
        monkeypatch.setattr(sys, "argv", ["moawatch", *words])
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(SystemExit) as ended:
        main()
    shown = capsys.readouterr().err
    assert ended.value.code == status
    assert said in shown
    assert shown.startswith("moawatch: ")
    assert shown.endswith("\n")
    assert shown[:-1].isprintable(), "one line, and nothing that a terminal obeys"
    if status == WRONG_ARGUMENT and words != ["--database"]:
        assert "Usage: " in shown
