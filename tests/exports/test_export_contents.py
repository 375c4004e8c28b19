"""What stands in the files: exact where a program reads it, harmless where a spreadsheet does."""

import csv
import json
import sqlite3
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas
import pytest
from frictionless import Package
from openpyxl import load_workbook

from models.record.views.dictionary import views
from tests.support.exported_record import FORMULA


def json_rows(folder: Path, view: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((folder / f"{view}.json").read_bytes())
    return rows


def csv_rows(folder: Path, view: str) -> list[dict[str, str]]:
    with (folder / f"{view}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_frictionless_finds_the_package_valid(whole_export: Path) -> None:
    report = Package(str(whole_export / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "note"]) == []
    assert report.stats["tasks"] > 3 * len(views())


def test_frictionless_finds_a_row_that_was_taken_out(whole_export: Path, tmp_path: Path) -> None:
    for name in ("datapackage.json", "lists.csv"):
        (tmp_path / name).write_bytes((whole_export / name).read_bytes())
    package = json.loads((tmp_path / "datapackage.json").read_bytes())
    package["resources"] = [each for each in package["resources"] if each["path"] == "lists.csv"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    lines = (tmp_path / "lists.csv").read_bytes().splitlines(keepends=True)
    (tmp_path / "lists.csv").write_bytes(b"".join(lines[:-1]))
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_sha256sum_checks_every_file(whole_export: Path) -> None:
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=whole_export, capture_output=True, text=True)
    assert checked.returncode == 0
    assert checked.stdout.count(": OK\n") == len(list(whole_export.iterdir())) - 1


def test_json_has_names_letter_for_letter(whole_export: Path) -> None:
    names = {row["agency"] for row in json_rows(whole_export, "agencies")}
    assert {FORMULA, "+1 Constable", "-Two Constable", "@Sum Constable"} <= names
    printed = {row["agency_printed"] for row in json_rows(whole_export, "list_rows")}
    assert 'Øst, "Ä"\nPolice Department' in printed


def test_no_cell_of_csv_or_workbook_begins_a_formula(whole_export: Path) -> None:
    texts = [row[name] for view in views() for row in csv_rows(whole_export, view) for name in _texts(view)]
    sheets = load_workbook(whole_export / "moawatch.xlsx", read_only=True)
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    sheets.close()
    texts += [cell.value for cell in cells if isinstance(cell.value, str)]
    assert f"'{FORMULA}" in texts
    assert [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def _texts(view: str) -> list[str]:
    return [column.name for column in views()[view].columns if column.type in ("text", "JSON")]


def test_numbers_stay_numbers_also_below_zero(whole_export: Path) -> None:
    sheets = load_workbook(whole_export / "moawatch.xlsx", read_only=True)
    header, *rows = sheets["claims"].iter_rows(values_only=True)
    sheets.close()
    claims = [dict(zip(header, row, strict=True)) for row in rows]
    assert {row["value"] for row in claims} == {14, 8500}
    assert {row["value"] for row in csv_rows(whole_export, "claims")} == {"14.0", "8500.0"}
    assert {type(row["row_number"]) for row in json_rows(whole_export, "list_rows")} == {int}


def test_a_workbook_has_real_days_and_moments(whole_export: Path) -> None:
    sheets = load_workbook(whole_export / "moawatch.xlsx", read_only=True)
    header, first, *_ = sheets["lists"].iter_rows(values_only=True)
    sheets.close()
    row = dict(zip(header, first, strict=True))
    exact = json_rows(whole_export, "lists")[0]
    assert isinstance(row["day"], datetime)
    assert row["day"].date() == date.fromisoformat(exact["day"])
    assert isinstance(row["published_at"], datetime)
    moment = datetime.fromisoformat(exact["published_at"]).replace(tzinfo=None)
    assert abs(row["published_at"] - moment) < timedelta(milliseconds=1), "of which a workbook keeps no part"


def test_a_workbook_explains_its_columns(whole_export: Path) -> None:
    sheets = load_workbook(whole_export / "moawatch.xlsx", read_only=True)
    _, *explained = sheets["columns"].iter_rows(values_only=True)
    assert set(sheets.sheetnames) == {*views(), "columns"}
    sheets.close()
    assert {(row[0], row[1]) for row in explained} == {
        (view.name, column.name) for view in views().values() for column in view.columns
    }


@pytest.mark.parametrize("name", views())
def test_the_database_has_the_rows_of_the_json(whole_export: Path, name: str) -> None:
    connection = sqlite3.connect(whole_export / "moawatch.sqlite")
    connection.row_factory = sqlite3.Row
    lists = [column.name for column in views()[name].columns if column.type == "JSON"]
    key = ", ".join(views()[name].key)
    rows = [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY {key}")]
    (meaning,) = connection.execute("SELECT row_is FROM views WHERE view = ?", [name]).fetchone()
    described = [each for (each,) in connection.execute("SELECT name FROM columns WHERE view = ?", [name])]
    connection.close()
    for row in rows:
        row |= {column: json.loads(row[column]) for column in lists if row[column] is not None}
    assert rows == json_rows(whole_export, name)
    assert meaning == views()[name].row_is
    assert described == [column.name for column in views()[name].columns]


@pytest.mark.parametrize("name", views())
def test_pandas_reads_the_rows_of_the_json_from_parquet(whole_export: Path, name: str) -> None:
    frame = pandas.read_parquet(whole_export / f"{name}.parquet", dtype_backend="numpy_nullable")
    lists = [column.name for column in views()[name].columns if column.type == "JSON"]
    rows = [{key: _plain(value) for key, value in row.items()} for row in frame.to_dict("records")]
    for row in rows:
        row |= {column: json.loads(row[column]) for column in lists if row[column] is not None}
    assert rows == json_rows(whole_export, name)


def _plain(value: Any) -> Any:
    if value is None or value is pandas.NA or value is pandas.NaT or value != value:
        return None
    if isinstance(value, pandas.Timestamp):
        return f"{value.to_pydatetime().replace(tzinfo=None).isoformat()}Z"
    return value.isoformat() if isinstance(value, date) else value


def test_moments_in_parquet_know_that_they_are_utc(whole_export: Path) -> None:
    frame = pandas.read_parquet(whole_export / "changes.parquet")
    assert str(frame["recorded_at"].dt.tz) == "UTC"


def test_the_package_names_what_news_pages_own(whole_export: Path) -> None:
    package = json.loads((whole_export / "datapackage.json").read_bytes())
    quoted = {each["name"] for each in package["resources"] if "quoted" in str(each.get("licenses"))}
    assert {name.partition("-")[0] for name in quoted} == {"claims", "policy_events", "stories"}
