"""`moawatch export` as people call it."""

import json
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from click.testing import CliRunner, Result
from frictionless import Package

from flows.cli import moawatch
from flows.exports import export as export_module
from flows.exports.export import FORMATS, ExportRequest
from models.errors import ExportError, RecordError
from models.record.store import open_engine
from models.record.views.dictionary import views
from tests.support.exported_record import LAST_DAY, contents_of, exported, fill


def call(engine: sa.Engine, *words: str) -> Result:
    url = engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(moawatch, ["--database", url, "export", *words], catch_exceptions=False)


def test_the_last_line_says_what_was_written_and_how_large(filled: sa.Engine, tmp_path: Path) -> None:
    said = call(filled, str(tmp_path / "out"), "--view", "lists", "--view", "record", "--format", "json, csv")
    assert said.exit_code == 0
    assert said.output.startswith(f"{tmp_path / 'out'}: 2 views in 4 files, ")
    assert said.output.endswith(" kB\n")
    assert "1 view in 1 file, " in call(filled, str(tmp_path / "out"), "--view", "lists").output


def test_without_a_format_every_view_is_csv(filled: sa.Engine, tmp_path: Path) -> None:
    call(filled, str(tmp_path))
    names = {name for name in contents_of(tmp_path) if name.endswith(".csv")}
    assert names == {f"{name}.csv" for name in views()}


def test_an_unknown_format_and_an_unknown_view_are_refused_with_those_there_are(
    filled: sa.Engine, tmp_path: Path
) -> None:
    refused = call(filled, str(tmp_path / "out"), "--format", "csv,pdf")
    assert refused.exit_code == 2
    assert "'pdf' is no format; choose of csv, json, parquet, xlsx, sqlite" in refused.output
    with pytest.raises(ExportError, match="view roster: there is none; the views are agencies, agency_history"):
        call(filled, str(tmp_path / "out"), "--view", "roster")
    with pytest.raises(ExportError, match="view claims: no list decides it, so no day cuts it"):
        call(filled, str(tmp_path / "out"), "--view", "claims", "--as-of", "2025-06-03")
    assert not (tmp_path / "out").exists()


def test_without_duckdb_it_says_what_to_install(
    filled: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ExportError, match=r"DuckDB is not installed; install moawatch\[parquet\]"):
        call(filled, str(tmp_path / "out"), "--format", "csv,parquet")
    assert not (tmp_path / "out").exists()


def test_a_view_too_long_for_a_sheet_is_in_a_file_beside_the_workbook(
    filled: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "MAX_ROWS", 316 - 1)
    said = call(filled, str(tmp_path), "--format", "xlsx", "--view", "daily_counts", "--view", "lists")
    remark = "moawatch.xlsx has no sheet daily_counts, of 316 rows: see daily_counts.csv."
    assert said.output.startswith(f"{remark}\n")
    assert remark in (tmp_path / "README.md").read_text()
    package = json.loads((tmp_path / "datapackage.json").read_bytes())
    assert [(each["name"], each["path"]) for each in package["resources"]] == [
        ("daily_counts", "daily_counts.csv"),
        ("lists", "moawatch.xlsx"),
    ]


def test_a_record_with_other_views_is_refused_and_nothing_is_made(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    with sqlite_record.begin() as connection:
        connection.exec_driver_sql("UPDATE contract SET digest = 'another'")
    with pytest.raises(RecordError, match="another version of moawatch made its views"):
        call(sqlite_record, str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_cannot_grow_is_one_line_and_leaves_no_folder(filled: sa.Engine, tmp_path: Path, name: str) -> None:
    """As on a full disk, in each format by its own library."""

    def allow_small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    failed = subprocess.run(
        [Path(sys.executable).parent / "moawatch", "--database", str(filled.url), "export", tmp_path / "out",
         "--format", name, "--view", "counties", "--view", "county_neighbors"],
        capture_output=True, text=True, check=False, preexec_fn=allow_small_files,
    )  # fmt: skip
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.count("\n") == 1
    assert failed.stderr.startswith("moawatch: ")
    assert "free space" in failed.stderr
    assert not (tmp_path / "out").exists()


def test_an_export_sees_one_state_of_the_record_from_first_view_to_last(record: sa.Engine, tmp_path: Path) -> None:
    def write_meanwhile(_: str, number: int, of: int) -> None:
        if number == 1:
            fill(record)

    export_module.export(record, tmp_path / "out", ExportRequest(("json",)), write_meanwhile)
    names = [name for name in contents_of(tmp_path / "out") if name not in ("county_neighbors.json", "counties.json")]
    rows = {name: json.loads((tmp_path / "out" / name).read_bytes()) for name in names if name.endswith(".json")}
    assert [name for name, found in rows.items() if found and name not in ("datapackage.json", "record.json")] == []
    assert rows["record.json"][0]["participating_lists"] == 0


def test_the_citation_names_the_newest_list_and_not_the_day_of_the_export(whole_export: Path) -> None:
    citation = yaml.safe_load((whole_export / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "dataset")
    assert (citation["version"], citation["date-released"]) == (str(LAST_DAY), LAST_DAY)


def test_an_empty_record_is_exported_as_such(record: sa.Engine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    exported(record, out, *FORMATS, as_of=date(2025, 6, 3))
    assert (out / "agreements.json").read_text() == "[]\n"
    assert "The record holds no list yet." in (out / "README.md").read_text()
    assert Package(str(out / "datapackage.json")).validate().valid


def test_a_record_that_can_only_be_read_is_exported(filled: sa.Engine, whole_export: Path, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///file:{filled.url.database}?mode=ro&uri=true")
    exported(engine, tmp_path, views=("agreements",))
    engine.dispose()
    assert (tmp_path / "agreements.csv").read_bytes() == (whole_export / "agreements.csv").read_bytes()
