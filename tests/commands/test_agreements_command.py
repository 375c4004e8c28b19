"""`moawatch agreements`: the roster, and how it takes what people type."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from flows.cli import moawatch
from models.record.store import open_engine, upgrade
from tests.questions.made_up import history, take_in


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("roster")
    engine = open_engine(f"sqlite:///{folder}/record.db")
    upgrade(engine)
    published = history()
    take_in(engine, published, published, folder)
    engine.dispose()
    return f"sqlite:///{folder}/record.db"


def ask(database: str, *words: str) -> Result:
    runner = CliRunner(env={"COLUMNS": "150"})  # at 80 a line says which columns were left out
    return runner.invoke(moawatch, ["--database", database, "agreements", *words], catch_exceptions=False)


def agencies(database: str, *words: str) -> list[str]:
    return [row["agency"] for row in json.loads(ask(database, *words, "--format", "json").output)]


def test_the_last_line_counts_and_names_the_list(database: str) -> None:
    *_, late, _, last = ask(database).output.strip().split("\n")
    assert late == "The record begins on 2025-05-27: what is on its first list may be older."
    assert last.startswith("34 agreements of 32 agencies on the list of 2025-06-03, sha256 ")


def test_as_of_gives_the_list_in_force_then(database: str) -> None:
    *_, last = ask(database, "--as-of", "2025-05-31").output.strip().split("\n")
    assert last.startswith("33 agreements of 31 agencies on the list of 2025-05-31, sha256 ")
    assert (
        ask(database, "--as-of", "2020-01-01").output == "The record has no list that old; it begins on 2025-05-27.\n"
    )


@pytest.mark.parametrize("county", ["Bowie County, TX", "Bowie County, Texas", "bowie", "48037"])
def test_a_county_is_known_by_name_and_by_code(database: str, county: str) -> None:
    assert agencies(database, "--county", county) == ["Bowie County Sheriff's Office"] * 3


def test_a_name_that_several_states_have_means_each_of_them(database: str) -> None:
    said = ask(database, "--county", "Lamar County").output
    assert "1 agreement of 1 agency in Lamar County, AL; Lamar County, GA; Lamar County, MS or Lamar County, TX" in said
    assert agencies(database, "--county", "Lamar County", "--state", "GA") == []


def test_a_county_and_a_city_of_the_same_name_are_two_places(database: str) -> None:
    assert "No agreements in Roanoke County, VA or Roanoke city, VA" in ask(database, "--county", "Roanoke, VA").output
    assert "No agreements in Roanoke city, VA on" in ask(database, "--county", "Roanoke city, VA").output


def test_filters_narrow_it(database: str) -> None:
    assert agencies(database, "--support-type", "Task Force Model", "--body", "police") == ["Miami Police Department"]
    assert agencies(database, "--state", "florida") == ["Miami Police Department"]
    assert agencies(database, "--status", "ended") == ["Harris County Constable Precinct 1"]
    assert agencies(database, "--status", "superseded") == ["Collin County Sheriff's Office"]
    assert agencies(database, "--status", "missing") == []
    assert len(agencies(database, "--status", "all")) == 36


def test_csv_has_the_list_of_each_row(database: str) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(database, "--state", "TX", "--format", "csv").output)))
    assert {row["list_day"] for row in rows} == {"2025-06-03"}
    assert all(len(row["list_sha256"]) == len(row["first_list_sha256"]) == 64 and row["first_row"] for row in rows)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--county", "Bovie County, TX"], "county 'Bovie County, TX': unknown; did you mean Bowie County, TX?"),
        (["--county", "99999"], "county '99999': not the FIPS code of a county"),
        (["--county", "48037", "--state", "FL"], "county '48037': not the FIPS code of a county in Florida"),
        (["--county", "Bowie County, TX", "--state", "FL"], "not in Florida"),
        (["--county", "Bowie County, Texsa"], "did you mean Texas?"),
        (["--state", "Texsa"], "is not a state or territory; did you mean Texas?"),
        (["--support-type", "287"], "'287' is no support type; write JEM, TFM, WSO"),
        (["--body", "sherif"], "'sherif' is not one of 'sheriff'"),
        (["--status", "gone"], "'gone' is not one of 'listed'"),
        (["--as-of", "2025-05-31", "--status", "ended"], "leave out --status"),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_near(database: str, words: list[str], said: str) -> None:
    refused = ask(database, *words)
    assert refused.exit_code == 2
    assert said in refused.output.replace("\n", " ")
