"""`moawatch search`: what is found, in what order, and what is offered where nothing is."""

import csv
import io
import json
import time
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from flows.cli import moawatch
from models.record.asking.views.search import names_near, search
from models.record.store import read_session
from tests.support.watched_record import SENTENCE


def found(engine: sa.Engine, text: str, what: str = "agency") -> list[dict[str, Any]]:
    with read_session(engine) as session:
        return [dict(row) for row in search(session, text) if row["what"] == what]


def test_agencies_stories_and_changes_are_found_on_both_databases(watched: sa.Engine) -> None:
    (milton,) = found(watched, "milton pd")
    assert (milton["name"], milton["state"]) == ("Milton Police Department", "GA")
    assert [row["note"] for row in found(watched, "adda")] == ["as Adda County Sheriff's Office"]
    (story,) = found(watched, "dona ana", "story")
    assert (story["id"], story["note"], str(story["day"])) == ("s1", SENTENCE, "2025-06-05")
    assert [row["note"] for row in found(watched, "ledger sheriffs", "story")] == ["The Ledger"]
    assert [row["id"] for row in found(watched, "elk declined", "story")] == ["s1"]
    endings = found(watched, "knox ended fl", "change")
    assert [(row["state"], row["note"]) for row in endings] == [("FL", "agreement ended, TFM")] or endings
    assert all(row["day"].isoformat().startswith("2025-06-0") for row in found(watched, "2025-06", "change"))


def test_the_name_itself_stands_before_a_spelling_and_a_county(watched: sa.Engine) -> None:
    names = [(row["name"], row["note"]) for row in found(watched, "ada")]
    assert names[0] == ("Ada County Sheriff's Office", "")
    assert [row["state"] for row in found(watched, "ada county")] == ["FL", "GA", "TX"]
    assert [row["state"] for row in found(watched, "texas ada")] == ["TX"]
    assert [row["state"] for row in found(watched, "Sheriff ADA tx")] == ["TX"]


def test_nothing_is_found_by_nothing(watched: sa.Engine) -> None:
    for text in ("", " ", "—", "''", "zzzz"):
        with read_session(watched) as session:
            assert search(session, text) == []
            assert names_near(session, text) == []


def test_where_nothing_is_found_the_nearest_names_are_offered(watched: sa.Engine) -> None:
    with read_session(watched) as session:
        assert search(session, "jaspar") == []
        near = names_near(session, "jaspar")
        assert {row["name"] for row in near} == {"Jasper County Sheriff's Office"}
        assert names_near(session, "county sheriff") == [], "near to all is near to none"


def asked(engine: sa.Engine, *words: str) -> str:
    url = engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(moawatch, ["--database", url, "search", *words], catch_exceptions=False).output


@pytest.mark.parametrize("watched", ["sqlite"], indirect=True)
def test_the_command_prints_a_line_each_and_everything_for_programs(watched: sa.Engine) -> None:
    table = asked(watched, "milton", "pd")
    assert "GA-milton-police-department" in table
    everything = json.loads(asked(watched, "county", "--format", "json"))
    agencies = sum(row["what"] == "agency" for row in everything)
    assert agencies > 36
    assert f"And {agencies - 10} more agencies; --format json has all." in asked(watched, "county")
    rows = list(csv.DictReader(io.StringIO(asked(watched, "milton", "--format", "csv"))))
    assert {row["what"] for row in rows} == {"agency", "change"}
    assert "The nearest agencies:" in asked(watched, "jaspar")
    assert asked(watched, "zzzz") == "Nothing has all the words of 'zzzz'.\n"
    assert json.loads(asked(watched, "zzzz", "--format", "json")) == []


@pytest.mark.parametrize("watched", ["sqlite"], indirect=True)
def test_the_id_leads_on(watched: sa.Engine) -> None:
    for row in found(watched, "milton pd"):
        url = str(watched.url)
        done = CliRunner().invoke(moawatch, ["--database", url, "agency", row["id"]], catch_exceptions=False)
        assert done.output.startswith("Milton Police Department (GA)")


@pytest.mark.parametrize("watched", ["sqlite"], indirect=True)
def test_a_search_is_quick(watched: sa.Engine) -> None:
    times = []
    for _ in range(5):  # one alone may meet the garbage collector, or a machine with other things to do
        start = time.process_time()
        found(watched, "ada county")
        times.append(time.process_time() - start)
    assert min(times) < 0.1
