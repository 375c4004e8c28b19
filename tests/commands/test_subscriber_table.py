"""A table of subscribers as spreadsheet programs really save it: read, or refused in one line."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import moawatch
from flows.commands.digests.subscriber_table import MAX_BYTES, subscriber_lines
from models.digests.preferences import PREFERENCES, parse_preferences
from models.errors import SettingsError

ROWS = "E-mail Address;States;County;Cadence\r\na@example.org;TX;Doña Ana County, NM;weekly\r\nb@example.org;FL;;\r\n"
READ = [
    {"address": "a@example.org", "states": "TX", "counties": "Doña Ana County, NM", "cadence": "weekly"},
    {"address": "b@example.org", "states": "FL", "counties": "", "cadence": ""},
]
SAVED = {
    "Excel's CSV of Windows": ROWS.encode("cp1252"),
    "Excel's CSV UTF-8": ROWS.encode("utf-8-sig"),
    "plain UTF-8": ROWS.encode(),
    "Excel's Unicode text": ROWS.replace(";", "\t").encode("utf-16"),
    "UTF-16 of the other order": b"\xfe\xff" + ROWS.encode("utf-16-be"),
    "tabs": ROWS.replace(";", "\t").encode("cp1252"),
    "line ends of old Macs": ROWS.replace("\r\n", "\r").encode("utf-8"),
    "empty lines and cells": (ROWS + ";;;\r\n\r\n").encode(),
    "cells without a column": ROWS.replace("FL;;", "FL;;;;x").encode(),
    "no end of line": ROWS.strip().encode(),
}


def table(folder: Path, content: bytes) -> Path:
    path = folder / "subscribers.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("content", SAVED.values(), ids=SAVED)
def test_it_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    assert [cells for _, cells in subscriber_lines(table(tmp_path, content))] == READ


@pytest.mark.parametrize("header", ["address", "E-mail Address", "Email", "e-mail", "EMAIL_ADDRESS", "Mail address "])
def test_the_column_of_addresses_has_many_names(tmp_path: Path, header: str) -> None:
    path = table(tmp_path, f"{header}\na@example.org\n".encode())
    assert list(subscriber_lines(path)) == [(2, {"address": "a@example.org"})]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "the column `address` is missing; add it"),
        (b"name,states\nx,TX\n", "the column `address` is missing; add it"),
        (b"PK\x03\x04 a workbook", "a workbook; save it as CSV first"),
        (b"\xd0\xcf\x11\xe0 an old one", "a workbook; save it as CSV first"),
        (b"address\n\x81\x8d@example.org\n", "neither UTF-8, UTF-16 nor Windows-1252"),
        (b"a\0d\0d\0r\0e\0s\0s\0", "neither UTF-8, UTF-16 nor Windows-1252"),
        (b"\xff\xfea", "neither UTF-8, UTF-16 nor Windows-1252"),
        (b"address,email\na@example.org,b@example.org\n", "several columns are `address`; keep one"),
        (b"address,First Name\na@example.org,Ann\n", "the column 'First Name' is unknown; remove it, or choose from"),
        (b'address\n"' + b"x" * 200_000, "line 2 is not CSV (field larger than field limit (131072))"),
        (b"address\n" + b"x" * MAX_BYTES, "larger than 10 MB; split it"),
    ],
)
def test_what_cannot_be_meant_is_one_line(tmp_path: Path, content: bytes, line: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        list(subscriber_lines(table(tmp_path, content)))
    assert line in str(refusal.value)
    assert str(refusal.value).isprintable()


def test_what_list_prints_can_be_taken_in_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(database: str, *words: str) -> str:
        return CliRunner().invoke(
            moawatch, ["--database", f"sqlite:///{tmp_path}/{database}.db", *words], catch_exceptions=False
        ).stdout  # fmt: skip

    ask("one", "subscribers", "add", "a@example.org", "--state", "TX", "--state", "FL", "--hour", "9", "--no-news")
    ask("one", "subscribers", "add", "b@example.org", "--county", "Lamar County, TX", "--cadence", "weekly")
    listed = ask("one", "subscribers", "list", "--format", "csv")
    path = table(tmp_path, listed.encode())
    assert ask("two", "subscribers", "import", str(path)) == "2 added, 0 already subscribed\n"
    again = ask("two", "subscribers", "list", "--format", "csv")
    one, two = (list(csv.DictReader(text.splitlines())) for text in (listed, again))
    for before, after in zip(one, two, strict=True):
        assert {**before, "subscribed_at": "", "served_at": ""} == {**after, "subscribed_at": "", "served_at": ""}


@pytest.mark.parametrize("name", PREFERENCES)
def test_every_column_is_one_that_is_parsed(name: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        parse_preferences({name: "nonsense!"}, lambda text: _no_agency(text))
    assert "unknown preference" not in str(refusal.value)


def _no_agency(text: str) -> str:
    raise SettingsError(f"agency {text!r}: not on record")
