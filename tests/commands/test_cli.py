"""The command line: what it prints for people and for programs, and how it fails."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from flows.cli import COMMANDS, moawatch
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.record.store import open_engine, upgrade
from tests.support import histories
from tests.support.workbooks import printed_row, workbook


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a record with the short history in it."""
    folder = tmp_path_factory.mktemp("record")
    url = f"sqlite:///{folder}/record.db"
    engine = open_engine(url)
    upgrade(engine)
    now = datetime.fromisoformat("2025-06-20T12:00:00+00:00")
    backfill(engine, Archive(str(folder / "archive")), histories.save(folder / "lists"), now)
    engine.dispose()
    return url


def ask(database: str, *words: str) -> Result:
    return CliRunner().invoke(moawatch, ["--database", database, *words], catch_exceptions=False)


def whole_process(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command as a user runs it, with its exit status and both streams."""
    return subprocess.run(
        [Path(sys.executable).parent / "moawatch", *words],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_explains_itself(name: str) -> None:
    shown = CliRunner().invoke(moawatch, [name, "--help"], catch_exceptions=False)
    assert shown.exit_code == 0
    assert "Usage:" in shown.output


def test_counts_are_json_rows_with_list_and_date(database: str) -> None:
    (row,) = json.loads(ask(database, "counts", "--format", "json").output)
    assert row | {"list_sha256": "", "pending_list_sha256": ""} == {
        "as_of": "2025-06-10",
        "list_date": "2025-06-10",
        "list_sha256": "",
        "scope": "US",
        "support_type": None,
        "agreements": 37,
        "agencies": 37,
        "states": 4,
        "territories": 0,
        "pending": 2,
        "pending_list_date": "2025-06-04",
        "pending_list_sha256": "",
    }
    assert len(row["list_sha256"]) == len(row["pending_list_sha256"]) == 64


def test_counts_as_of_a_day_are_those_of_the_list_in_force(database: str) -> None:
    rows = json.loads(ask(database, "counts", "--as-of", "2025-06-03", "--by", "state", "--format", "json").output)
    assert {row["scope"]: row["agreements"] for row in rows} == {"FL": 12, "GA": 13, "TX": 12, "OH": 0}
    assert [row["pending"] for row in rows if row["scope"] == "OH"] == [1], "listed for its application"
    assert json.loads(ask(database, "counts", "--as-of", "2020-01-01", "--format", "json").output) == []


def test_no_counts_are_explained(database: str, sqlite_record: sa.Engine) -> None:
    assert (
        ask(database, "counts", "--as-of", "2020-01-01").output
        == "The record has no list that old; it begins on 2025-06-02.\n"
    )
    assert ask(str(sqlite_record.url), "counts").output == "No lists yet.\n"


def test_counts_of_one_state_by_its_name(database: str) -> None:
    (row,) = json.loads(ask(database, "counts", "--state", "Ohio", "--format", "json").output)
    assert (row["scope"], row["agreements"], row["pending"]) == ("OH", 1, 2)


def test_the_table_names_the_list_it_is_from(database: str) -> None:
    shown = ask(database, "counts", "--by", "agency-type").output
    assert "List of 2025-06-10, sha256 " in shown
    assert "municipality" in shown


def test_counts_by_body_name_the_bodies(database: str) -> None:
    rows = json.loads(ask(database, "counts", "--by", "body", "--format", "json").output)
    assert [row["body"] for row in rows] == ["police", "sheriff"]
    assert "sheriff" in ask(database, "counts", "--by", "body").output


def test_review_places_gives_the_doubt_and_the_runner_up(database: str) -> None:
    rows = json.loads(ask(database, "review", "places", "--format", "json").output)
    (ada,) = [row for row in rows if row["agency_id"] == "TX-ada-county-sheriff"]
    assert ada["doubt"].startswith("The list prints Ada County, which is not among Texas's counties here.")
    assert (ada["county_fips"], ada["runner_up"]) == (None, "Ada County")
    assert "Ada County" in ask(database, "review", "places").output


def test_a_title_is_one_line_over_a_narrow_table_too(database: str) -> None:
    title, *_ = ask(database, "counts", "--by", "state").output.splitlines()
    assert title.startswith("List of 2025-06-10, sha256 ")
    assert "; pending: 2025-06-04, " in title


def test_changes_have_the_promised_fields(database: str) -> None:
    rows = json.loads(ask(database, "changes", "--all", "--format", "json").output)
    promised = (
        "id kind status list_sha256 list_date state agency agency_before support_type support_type_before signed "
        "signed_before recorded_at"
    )
    assert all(set(promised.split()) <= row.keys() for row in rows)
    kinds = {row["kind"] for row in rows}
    assert {"agreement_added", "agency_respelled", "agreement_ended", "pending_signed"} <= kinds


def test_changes_without_all_are_the_confirmed_ones_that_matter(database: str) -> None:
    rows = json.loads(ask(database, "changes", "--format", "json").output)
    assert {row["status"] for row in rows} == {"confirmed"}
    assert not {row["kind"] for row in rows} & {"agency_respelled", "duplicate_listed"}


def test_csv_has_one_row_for_each_change_under_its_columns(database: str) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(database, "changes", "--all", "--format", "csv").output)))
    assert len(rows) == len(json.loads(ask(database, "changes", "--all", "--format", "json").output))
    assert rows[0]["list_date"].startswith("2025-06-")


def test_an_agency_is_found_by_words_and_told_with_its_rows(database: str) -> None:
    (one,) = json.loads(ask(database, "agency", "milton police", "--format", "json").output)
    assert one["state"] == "GA"
    assert [agreement["signed"] for agreement in one["agreements"]] == ["2025-06-02"]
    assert any(row["row"] == 38 for row in one["documents"])


def test_the_documents_of_several_agencies_say_whose_they_are(database: str) -> None:
    rows = csv.DictReader(io.StringIO(ask(database, "agency", "Boone County", "--format", "csv").output))
    assert {row["agency_id"] for row in rows} == {f"{state}-boone-county-sheriff" for state in ("FL", "GA", "TX")}


def test_many_agencies_of_one_name_are_a_choice(database: str) -> None:
    shown = ask(database, "agency", "Boone County").output
    assert shown.startswith("3 agencies match; ask for one by its id.\n")
    (line,) = [line for line in shown.splitlines() if line.startswith("TX-boone-county-sheriff ")]
    assert line.split() == ["TX-boone-county-sheriff", "Boone", "County", "Sheriff's", "Office", "TX", "TFM"]
    pasted = next(line for line in shown.splitlines() if line.startswith("Next: moawatch "))
    assert ask(database, *pasted.removeprefix("Next: moawatch ").split()).exit_code == 0


def test_lists_show_what_became_of_each(database: str) -> None:
    rows = json.loads(ask(database, "lists", "--kind", "participating", "--format", "json").output)
    assert [row["list_date"] for row in rows] == [f"2025-06-{day:02}" for day in range(2, 11)]
    assert [row["status"] for row in rows] == ["accepted"] * 7 + ["rejected", "accepted"]


def test_lists_show_what_was_remarked_when_they_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    odd = printed_row("Elm Police Department", **{"SUPPORT TYPE": "Desk Duty Model"}, SIGNED="05/082025")
    Path("participatingAgencies06022025am.xlsx").write_bytes(workbook([odd]))
    assert ask("sqlite:///record.db", "backfill", "participatingAgencies06022025am.xlsx").exit_code == 0
    monkeypatch.setenv("COLUMNS", "80")
    assert "Desk Duty Model" not in ask("sqlite:///record.db", "lists").output
    shown = ask("sqlite:///record.db", "lists", "--wide").output
    assert "support type 'Desk Duty Model' is unknown (rows: 1, first: row 2); row 2: SIGNED '05/082025'" in shown
    (one,) = json.loads(ask("sqlite:///record.db", "lists", "--format", "json").output)
    assert one["remarks"][1] == "row 2: SIGNED '05/082025' is not a date"


def test_nothing_to_review_is_said(database: str) -> None:
    shown = ask(database, "review", "--format", "json")
    (found,) = json.loads(shown.output)
    assert found == {"held": [], "doubts": [], "documents": [], "idle": [], "failed": []}
    assert ask(database, "review").output == "Nothing is in doubt.\n", "the sample has none of the lists that ship"


@pytest.mark.parametrize(
    "words",
    [
        ["counts", "--as-of", "yesterday"],
        ["counts", "--state", "Atlantis"],
        ["changes", "--kind", "vanished"],
        ["changes", "--known-at", "soon"],
        ["backfill", "/nowhere/at/all"],
        ["review", "release", "no-such-list", "--because", "a test"],
        ["unheard-of"],
    ],
    ids=" ".join,
)
def test_a_wrong_argument_gets_usage_and_exit_2(database: str, words: list[str]) -> None:
    failed = whole_process("--database", database, *words)
    assert failed.returncode == 2
    assert "Usage:" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_record_that_is_not_there_is_one_line_and_makes_no_file(tmp_path: Path) -> None:
    failed = whole_process("--database", f"sqlite:///{tmp_path}/none.db", "counts")
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
    assert "none.db does not exist yet; create it with `moawatch run`" in failed.stderr
    assert not list(tmp_path.iterdir())


def test_a_setting_that_cannot_be_meant_is_named() -> None:
    failed = whole_process("status", MOAWATCH_SMTP_PORT="99999999")
    assert failed.returncode == 1
    assert failed.stderr.startswith("moawatch: setting smtp_port: ")


def test_a_name_that_holds_markup_or_an_escape_is_shown_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    from flows.terminal import as_csv, print_rows

    print_rows([{"agency": "[bold]X[/bold] \x1b[31mred"}], "table")
    shown = capsys.readouterr().out
    assert "[bold]X[/bold]" in shown
    assert "\x1b" not in shown
    assert as_csv([{"agency": "=HYPERLINK(1)"}]) == "agency\n'=HYPERLINK(1)\n"


def test_numbers_and_times_in_csv_are_for_programs() -> None:
    from flows.terminal import as_csv

    row = {"rows": 1372, "growth": -0.5, "seen": datetime.fromisoformat("2026-01-26T15:30:00+00:00"), "why": ["a", "b"]}
    assert as_csv([row]) == "rows,growth,seen,why\n1372,-0.5,2026-01-26T15:30:00+00:00,a; b\n"


def test_asking_never_imports_prefect_or_what_only_fetching_needs(database: str) -> None:
    script = (
        "import sys; from flows.cli import moawatch\n"
        f"moawatch.main(['--database', {database!r}, 'counts', '--format', 'json'], standalone_mode=False)\n"
        "print(sorted({'prefect', 'requests', 'trafilatura', 'dateparser', 'rich', 'alembic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
