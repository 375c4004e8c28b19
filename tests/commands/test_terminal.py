"""What leaves the program for a terminal or a pipe: nothing that a terminal obeys, in any encoding, no traceback."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.terminal import as_csv, complain, print_rows, progress_bar, say
from models.record.store import open_engine, write_session
from models.record.tables.documents import Document, Fetch
from models.record.tables.lists import Snapshot
from tests.support.digest_record import new_agreements, publish_changes

HOSTILE = {
    "color": "red \x1b[31m red",
    "title of the window": "x\x1b]0;owned\x07y",
    "link": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "C1": "x\x9b31m and \x9d0;owned\x9c",
    "carriage return": "failed\rfine  ",
    "tab": "a\tb",
    "backspace": "good\x08\x08\x08\x08bad",
    "reversed": "Sheriff \u202egnp.exe",
    "isolates": "\u2066Office\u2069",
    "marks": "a\u200eb\u200fc\u061cd",
    "Unicode line ends": "a\u2028b\u2029c\x85d",
    "half a character": "a\udc9bb\ud800c",
    "delete and null": "a\x7fb\0c",
    "formula": "=HYPERLINK(1)",
    "formula behind a tab": "\t=1+1",
    "formula behind an escape": "\x1b=1+1",
    "wide formula": "＝1+1",
}
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(params=list(HOSTILE.values()), ids=list(HOSTILE))
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("output_format", ["table", "json", "csv"])
def test_no_row_carries_what_a_terminal_obeys(
    text: str, output_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_rows([{"name": text, "remarks": [text, text], "number": 7}], output_format, title=text)
    shown = capsys.readouterr().out
    assert "7" in shown
    assert not OBEYED.search(shown)


def test_json_means_the_same_as_before(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"name": text}], "json")
    assert json.loads(capsys.readouterr().out) == [{"name": text}]


def test_no_cell_is_run_as_a_formula(text: str) -> None:
    _, *cells = csv.reader(io.StringIO(as_csv([{"name": text, "all": [text, "x"]}])))
    assert (
        not [cell for cell in cells[0] if cell.lstrip("\ufffd ").startswith(("=", "+", "-", "@", "＝"))]
        or "\x1b" in text
    )


def test_a_message_and_a_failure_are_text_and_a_failure_is_one_line(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say(text)
    complain(f"{text}\nmoawatch: {text}")
    shown = capsys.readouterr()
    assert not OBEYED.search(shown.out + shown.err)
    assert shown.err.count("\n") == 1


def test_progress_shows_a_file_name_as_text(text: str) -> None:
    with progress_bar() as show:
        show(f"[red]{text}", 1, 2)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> str:
    """A record whose every text is hostile, and holds signs that Latin-1 lacks. The tests only read it."""
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('hostile'))}"
    engine = open_engine(url)
    everything = " ".join(value for key, value in HOSTILE.items() if key != "half a character") + " – “Doña Ana” …"
    at = datetime(2026, 1, 5, 15, tzinfo=UTC)
    publish_changes(engine, new_agreements([1, 2], agency=everything, agency_before=everything), at)
    with write_session(engine) as session:
        snapshot = session.get_one(Snapshot, f"participating-{at:%Y%m%dT%H%M}")
        snapshot.remarks, snapshot.file_name = [everything], everything
        session.add(Document(sha256="f" * 64, bytes=1, first_seen_at=at))
        session.add(
            Fetch(
                source="ice-287g", url="https://x.example", final_url="https://x.example", requested_at=at, status=500,
                etag=None, last_modified=None, charset=None, file_name=everything, bytes=0, document_sha256=None,
                seconds=0.1, error=everything,
            )
        )  # fmt: skip
    engine.dispose()
    return url


ASKED = (
    ["changes", "--all"], ["agency", "Sheriff"], ["agency", "TX-1"], ["lists"], ["status"], ["counts"], ["review"],
    ["digest"], ["stories"], ["subscribers", "list"], ["digest", "deliveries"],
)  # fmt: skip
ENCODINGS: dict[str, dict[str, str]] = {
    "utf-8": {"PYTHONIOENCODING": "utf-8"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "cp1252, strict": {"PYTHONIOENCODING": "cp1252:strict"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "the C locale": {"LC_ALL": "C"},
    "the C locale as it was": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The command in a process of its own, with both streams as bytes."""
    command = [str(Path(sys.executable).parent / "moawatch"), *words]
    return subprocess.run(command, capture_output=True, env=os.environ | environment, check=False)


# One command after the other, a null between them: a process for each would import for longer than it prints.
IN_TURN = """
import json, sys
from flows.cli import main
_, database, asked = sys.argv
for words in json.loads(asked):
    sys.argv = ["moawatch", "--database", database, *words]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise
    print(end="\\0")
"""


@pytest.mark.parametrize("name", ENCODINGS)
def test_no_encoding_of_a_terminal_is_a_traceback(database: str, name: str) -> None:
    encoding = {"utf-8": "utf-8", "latin-1": "latin-1", "cp1252, strict": "cp1252"}.get(name, "utf-8")
    asked = (["lists"], ["lists", "--format", "csv"], ["digest"], ["changes", "--all"], ["lists", "--format", "json"])
    command = [sys.executable, "-c", IN_TURN, database, json.dumps(asked)]
    shown = subprocess.run(command, capture_output=True, env=os.environ | ENCODINGS[name], check=False)
    assert shown.stderr == b""
    assert shown.returncode == 0
    *texts, as_json, _ = shown.stdout.decode(encoding).split("\0")
    assert [bool(text) for text in texts] == [True] * 4
    assert not any(map(OBEYED.search, texts))
    (first, *_) = json.loads(as_json)
    assert "– “Doña Ana” …" in first["file_name"], "JSON loses no sign"


def test_a_closed_output_is_no_traceback(database: str) -> None:
    moawatch = Path(sys.executable).parent / "moawatch"
    shell = f'"{moawatch}" --database "$1" lists >&-'
    closed = subprocess.run(["sh", "-c", shell, "sh", database], capture_output=True, check=False)
    assert (closed.returncode, closed.stderr) == (0, b"")


def test_a_word_that_is_no_text_in_this_locale_is_one_line(database: str) -> None:
    asked = run("--database", database, "agency", "Do\u0101a", **ENCODINGS["the C locale as it was"])
    assert asked.returncode == 2
    assert asked.stderr.startswith(b"moawatch: an argument is not text in this terminal's encoding; ")
    assert asked.stderr.count(b"\n") == 1


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_no_command_passes_on_what_a_terminal_obeys(
    database: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.cli import moawatch

    for output_format in ("table", "json", "csv"):
        arguments: list[Any] = ["--database", database, *words, "--format", output_format]
        moawatch.main(arguments, standalone_mode=False)
        shown = capsys.readouterr()
        assert not OBEYED.search(shown.out + shown.err)
