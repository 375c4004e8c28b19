"""Texts that break formats: each format takes them, by its own rules, without a half row."""

import csv
import json
import sqlite3
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from flows.exports.database import DatabaseFile
from flows.exports.formats import CsvFiles, JsonFiles
from flows.exports.parquet import ParquetFiles
from flows.exports.workbook import WorkbookFile
from models.record.views.dictionary import View, ViewColumn

TEXTS = {
    "empty": "",
    "backslash and N": "\\N",
    "quotes and commas": "a \"b\", 'c'",
    "two lines": "a\nb",
    "carriage return": "a\rb",
    "tab before a formula": "\t=1+1",
    "carriage return before a formula": "\r=1+1",
    "escape sequence": "\x1b[31mred",
    "turned text": "abc\u202edef",
    "no characters": "a\ufffeb\uffff",
    "beyond the first plane": "\N{OCTOPUS}",
    "longer than a cell": "x" * 40_000,
    "longer than a cell by half a sign": "x" * 32_765 + "\N{OCTOPUS}" * 5,
    "full width formula": "＝1+1",
}
VIEW = View(
    "texts",
    "A row is a text.",
    ("number",),
    (ViewColumn("number", "integer", "", "its number"), ViewColumn("text", "text", "", "the text")),
    "",
)
ROWS = [(number, text) for number, text in enumerate([*TEXTS.values(), None])]
EXACT = [text for _, text in ROWS]


def written(target: CsvFiles | JsonFiles | WorkbookFile | DatabaseFile | ParquetFiles) -> None:
    with target.writing(VIEW) as take:
        take(ROWS[:3])
        take([])
        take(ROWS[3:])
    target.finish()
    target.close()


def test_json_is_exact(tmp_path: Path) -> None:
    written(JsonFiles(tmp_path))
    assert [row["text"] for row in json.loads((tmp_path / "texts.json").read_bytes())] == EXACT


def test_a_database_is_exact(tmp_path: Path) -> None:
    written(DatabaseFile(tmp_path))
    connection = sqlite3.connect(tmp_path / "moawatch.sqlite")
    assert [text for (text,) in connection.execute("SELECT text FROM texts ORDER BY number")] == EXACT
    connection.close()


def test_parquet_is_exact_and_tells_empty_from_null(tmp_path: Path) -> None:
    written(ParquetFiles(tmp_path))
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT text FROM '{tmp_path}/texts.parquet' ORDER BY number").fetchall()
    assert [text for (text,) in found] == EXACT
    assert not list(tmp_path.glob("*.rows"))


def test_csv_has_no_control_character_but_line_ends_and_no_formula(tmp_path: Path) -> None:
    written(CsvFiles(tmp_path))
    with (tmp_path / "texts.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert len(texts) == len(ROWS)
    _assert_harmless(texts)
    assert texts[2:4] == EXACT[2:4]


def test_a_workbook_opens_and_cuts_only_what_no_cell_holds(tmp_path: Path) -> None:
    written(WorkbookFile(tmp_path))
    sheets = load_workbook(tmp_path / "moawatch.xlsx")
    texts = [row[1] or "" for row in sheets["texts"].iter_rows(min_row=2, values_only=True)]
    texts += [""] * (len(ROWS) - len(texts))  # the last cell is empty, so that its row is not there
    _assert_harmless([str(text) for text in texts])
    cut = dict(zip(TEXTS, texts, strict=False))
    for name in ("longer than a cell", "longer than a cell by half a sign"):
        assert cut[name] == TEXTS[name][: len(str(cut[name])) - 1] + "…"
        assert 32_765 <= len(str(cut[name]).encode("utf-16-le")) // 2 <= 32_767
    assert cut["two lines"] == "a\nb"


def _assert_harmless(texts: list[str]) -> None:
    assert [text for text in texts if text.lstrip().startswith(("=", "+", "-", "@", "＝"))] == []
    assert [text for text in texts if any(ord(sign) < 32 and sign != "\n" for sign in text)] == []
    assert "\u202e" not in "".join(texts)


def test_a_workbook_that_was_left_halfway_lets_go_of_its_files(tmp_path: Path) -> None:
    workbook = WorkbookFile(tmp_path)
    with pytest.raises(RuntimeError), workbook.writing(VIEW) as take:
        take(ROWS[:2])
        raise RuntimeError
    workbook.close()


def test_a_view_without_rows_is_an_empty_list_and_a_header(tmp_path: Path) -> None:
    for target in (JsonFiles(tmp_path), CsvFiles(tmp_path)):
        with target.writing(VIEW):
            pass
    assert json.loads((tmp_path / "texts.json").read_bytes()) == []
    assert (tmp_path / "texts.csv").read_text() == "number,text\n"
