"""`moawatch search`: what is found, in what order, and what is offered where nothing is."""

import csv
import io
import json
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from flows.cli import moawatch
from models.record.asking.views.search import names_near, search
from models.record.store import read_session
from tests.support.watched_record import SENTENCE, fill_watched_record


@pytest.fixture
def filled(record: sa.Engine, tmp_path: Path) -> sa.Engine:
    fill_watched_record(record, tmp_path)
    return record


def found(engine: sa.Engine, text: str, what: str = "agency") -> list[dict[str, Any]]:
    with read_session(engine) as session:
        return [dict(row) for row in search(session, text) if row["what"] == what]


def test_agencies_stories_and_changes_are_found_on_both_databases(filled: sa.Engine) -> None:
    (milton,) = found(filled, "milton pd")
    assert (milton["name"], milton["state"]) == ("Milton Police Department", "GA")
    assert [row["note"] for row in found(filled, "adda")] == ["as Adda County Sheriff's Office"]
    (story,) = found(filled, "dona ana", "story")
    assert (story["id"], story["note"], str(story["day"])) == ("s1", SENTENCE, "2025-06-05")
    assert [row["note"] for row in found(filled, "ledger sheriffs", "story")] == ["The Ledger"]
    assert [row["id"] for row in found(filled, "elk declined", "story")] == ["s1"]
    endings = found(filled, "knox ended fl", "change")
    assert [(row["state"], row["note"]) for row in endings] == [("FL", "agreement ended, TFM")] or endings
    assert all(row["day"].isoformat().startswith("2025-06-0") for row in found(filled, "2025-06", "change"))


def test_the_name_itself_stands_before_a_spelling_and_a_county(filled: sa.Engine) -> None:
    names = [(row["name"], row["note"]) for row in found(filled, "ada")]
    assert names[0] == ("Ada County Sheriff's Office", "")
    assert [row["state"] for row in found(filled, "ada county")] == ["FL", "GA", "TX"]
    assert [row["state"] for row in found(filled, "texas ada")] == ["TX"]
    assert [row["state"] for row in found(filled, "Sheriff ADA tx")] == ["TX"]


def test_nothing_is_found_by_nothing(filled: sa.Engine) -> None:
    for text in ("", " ", "—", "''", "zzzz"):
        with read_session(filled) as session:
            assert search(session, text) == []
            assert names_near(session, text) == []


def test_where_nothing_is_found_the_nearest_names_are_offered(filled: sa.Engine) -> None:
    with read_session(filled) as session:
        assert search(session, "jaspar") == []
        near = names_near(session, "jaspar")
        assert {row["name"] for row in near} == {"Jasper County Sheriff's Office"}
        assert names_near(session, "county sheriff") == [], "near to all is near to none"


def asked(engine: sa.Engine, *words: str) -> str:
    url = engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(moawatch, ["--database", url, "search", *words], catch_exceptions=False).output


def test_the_command_prints_a_line_each_and_everything_for_programs(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    fill_watched_record(sqlite_record, tmp_path)
    table = asked(sqlite_record, "milton", "pd")
    assert "GA-milton-police-department" in table
    everything = json.loads(asked(sqlite_record, "county", "--format", "json"))
    agencies = sum(row["what"] == "agency" for row in everything)
    assert agencies > 36
    assert f"And {agencies - 10} more agencies; --format json has all." in asked(sqlite_record, "county")
    rows = list(csv.DictReader(io.StringIO(asked(sqlite_record, "milton", "--format", "csv"))))
    assert {row["what"] for row in rows} == {"agency", "change"}
    assert "The nearest agencies:" in asked(sqlite_record, "jaspar")
    assert asked(sqlite_record, "zzzz") == "Nothing has all the words of 'zzzz'.\n"
    assert json.loads(asked(sqlite_record, "zzzz", "--format", "json")) == []


def test_the_id_leads_on(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    fill_watched_record(sqlite_record, tmp_path)
    for row in found(sqlite_record, "milton pd"):
        url = str(sqlite_record.url)
        done = CliRunner().invoke(moawatch, ["--database", url, "agency", row["id"]], catch_exceptions=False)
        assert done.output.startswith("Milton Police Department (GA)")


def test_a_search_is_quick(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    fill_watched_record(sqlite_record, tmp_path)
    found(sqlite_record, "warm up")
    start = time.process_time()
    found(sqlite_record, "ada county")
    assert time.process_time() - start < 0.1
