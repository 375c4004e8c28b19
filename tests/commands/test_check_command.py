"""The commands about the news, run as a user runs them, on a record of small lists and one report."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer
from sqlmodel import select

from flows.cli import moawatch
from flows.fetching.archive import Archive
from flows.figures import common_figures
from flows.lists.backfill import backfill
from flows.news.judge import judge
from flows.settings import Settings
from flows.world import World
from models.errors import ReadError
from models.news.articles import ListedArticle, ReadArticle
from models.record.store import open_engine, write_session
from models.record.tables.news import Article
from models.record.writing.fetches import note_document
from models.record.writing.news.articles import keep_text, note_listed
from models.record.writing.news.stories import write_stories
from tests.support import histories
from tests.support.publisher import FakePublisher

NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)
REPORT = (
    "AUSTIN, Texas - Fourteen agencies in Texas have a 287(g) agreement with ICE, the governor's office said "
    "on June 3. Nationwide, more than 8,500 officers are trained, according to the department. "
    "The Knox County Sheriff's Office in Texas ended its agreement on June 4, Sheriff Jo Aspen said."
)

Run = Callable[..., Result]


def take_in_report(world: World) -> None:
    listed = ListedArticle(
        "https://ledger.example/a",
        "Governor counts agencies with ICE deals",
        "Ledger",
        published=datetime(2025, 6, 5, tzinfo=UTC),
    )
    page = ReadArticle(listed.url, listed.title, "Ledger", published=listed.published, text=REPORT)
    document = world.archive.keep(REPORT.encode())
    with write_session(world.engine) as session:
        note_document(session, document, len(REPORT), NOW)
        note_listed(session, listed, "ledger", "", document, NOW)
        article = session.exec(select(Article)).one()
        keep_text(session, article.id, page, document, NOW)
        write_stories(session, common_figures(), NOW)
    judge(world.engine, NOW)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A folder to copy: a record with the small history of lists and one report, and its archive."""
    folder = tmp_path_factory.mktemp("reported")
    settings = Settings(database=f"sqlite:///{folder}/record.db", archive=str(folder / "archive"))
    shutil.copy(sqlite_template, folder / "record.db")
    engine = open_engine(settings.database)
    world = World(settings, engine, Archive(settings.archive), (), lambda: NOW, lambda _: None)
    backfill(engine, world.archive, histories.save(folder / "lists"), NOW)
    take_in_report(world)
    engine.dispose()
    return folder


@pytest.fixture
def moa(reported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on that record."""
    shutil.copytree(reported, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MOAWATCH_DATABASE", f"sqlite:///{tmp_path}/record.db")
    monkeypatch.setenv("MOAWATCH_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(moawatch, list(arguments), catch_exceptions=False)

    return run


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_a_sentence_is_checked(moa: Run) -> None:
    (row,) = rows(moa("check", "37 agencies as of 2025-06-03", "--format", "json"))
    assert row["claim"]["metric"] == "agencies"
    assert (row["claim"]["value"], row["claim"]["as_of"]) == (37, "2025-06-03")
    assert row["claim"]["sentence"] == "37 agencies as of 2025-06-03"
    assert row["verdict"] == "supported"
    assert row["list_date"] == "2025-06-03"
    assert len(row["list_sha256"]) == 64
    assert row["sentence"].startswith("The list of 2025-06-03 counts 37 agencies")


def test_a_text_of_a_month_is_read_as_of_that_month(moa: Run) -> None:
    sentence = "36 agencies, up from 12 in March 2020"
    now, before = rows(moa("check", sentence, "--published", "2025-05", "--format", "json"))
    assert [each["claim"]["as_of"] for each in (now, before)] == ["2025-05", "2020-03"]
    assert (now["verdict"], now["list_date"]) == ("supported_otherwise", "2025-06-02")
    now, _ = rows(moa("check", sentence, "--published", "2025-06", "--format", "json"))
    assert (now["verdict"], now["list_date"]) == ("supported", "2025-06-07"), "a list of that month has the number"


def test_where_the_record_ends_within_the_month_its_last_list_is_told_with_what_may_be_missing(moa: Run) -> None:
    (row,) = rows(moa("check", "52 agencies", "--published", "2025-06", "--format", "json"))
    assert row["verdict"] == "no_list"
    assert row["sentence"].startswith("The list of 2025-06-")
    assert row["sentence"].endswith(", but a later one may be missing from the record.")


@pytest.mark.parametrize("published", ["2025-13", "June 2025", "2025", "0001-01"])
def test_a_day_or_month_that_is_none_is_refused(moa: Run, published: str) -> None:
    refused = moa("check", "36 agencies", "--published", published)
    assert refused.exit_code == 2
    assert "Usage:" in refused.output


def test_a_text_without_a_date_is_told_how_to_give_one(moa: Run) -> None:
    way_out = "--published YYYY-MM-DD or YYYY-MM gives one"
    assert way_out in " ".join(moa("check", "36 agencies have agreements").output.split())
    for dated in (["36 agencies as of 2025-06-02"], ["36 agencies have agreements", "--published", "2025-06-02"]):
        assert "--published" not in moa("check", *dated).output


def test_a_saved_page_is_checked_with_its_own_date(moa: Run, tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2025-06-05T10:00:00Z">'
    page = tmp_path / "page.html"
    page.write_text(f"<html><head><title>T</title>{head}</head><body><article><p>{REPORT}</p></article></body></html>")
    found = {row["claim"]["metric"]: row for row in rows(moa("check", str(page), "--format", "json"))}
    assert found["agencies"]["claim"]["value"] == 14
    assert found["agencies"]["verdict"] == "no_list", "lists with less and with more lie around a gap of the record"
    assert found["officers_trained"]["verdict"] == "not_checkable"


def test_a_page_is_fetched_and_checked(moa: Run, httpserver: HTTPServer) -> None:
    publisher = FakePublisher(httpserver)
    publisher.robots()
    publisher.serve("/a", f"<html><body><article><p>{REPORT}</p></article></body></html>".encode())
    found = rows(moa("check", publisher.url("/a"), "--published", "2025-06-05", "--format", "json"))
    assert any(row["claim"]["value"] == 14 for row in found)


def test_the_events_of_a_text_are_told_with_what_settled_them(moa: Run) -> None:
    text = "Lamar County, Texas, signed a 287(g) agreement on May 6, 2025."
    assert "signed, Lamar County, TX" not in moa("check", text).stdout
    explained = " ".join(moa("check", text, "--explain").stdout.split())
    assert "signed, Lamar County, TX (Lamar County), 2025-05-06: act: signed an agreement; actor: " in explained


def test_a_text_without_a_claim_says_so(moa: Run) -> None:
    assert "No claim" in moa("check", "The library opens on Sunday").stdout
    assert rows(moa("check", "The library opens on Sunday", "--format", "json")) == []


@pytest.mark.parametrize("name", ["missing.html", "saved/page", "lists"])
def test_a_file_that_is_not_there_is_no_sentence(moa: Run, name: str) -> None:
    with pytest.raises(ReadError, match=f"file {name}: cannot be read"):
        moa("check", name)


def test_the_table_shows_claim_verdict_and_sentence(moa: Run) -> None:
    shown = moa("check", "36 agencies as of 2025-06-02", "--wide").stdout
    assert "36 agencies US 2025-06-02" in shown
    assert "matches the list" in shown


def test_a_number_that_is_right_for_something_else_is_not_called_supported(moa: Run) -> None:
    shown = " ".join(moa("check", "38 police departments as of 2025-06-03", "--wide").stdout.split())
    assert "matches a different count or date" in shown
    assert "supported" not in shown
    (row,) = rows(moa("check", "38 police departments as of 2025-06-03", "--format", "json"))
    assert row["verdict"] == "supported_otherwise"


def test_explain_says_what_decided_claim_and_verdict(moa: Run) -> None:
    shown = " ".join(moa("check", "38 police departments as of 2025-06-03", "--explain").stdout.split())
    assert "38 agencies US 2025-06-03: closest: 37 agencies" in shown
    assert "numbers tried:" in shown
    assert "chance that one of them fits:" in shown
    (row,) = rows(moa("check", "38 police departments as of 2025-06-03", "--format", "json"))
    assert row["reasons"][0].startswith("closest: 37 agencies")
    assert "closest" not in moa("check", "38 police departments as of 2025-06-03").stdout


def test_claims_of_the_news_are_listed_by_verdict_and_metric(moa: Run) -> None:
    everything = rows(moa("claims", "--format", "json"))
    assert {row["metric"] for row in everything} >= {"agencies", "officers_trained"}
    (trained,) = rows(moa("claims", "--metric", "officers_trained", "--format", "json"))
    assert (trained["outlet"], trained["published"]) == ("Ledger", "2025-06-05")
    for row in rows(moa("claims", "--verdict", "not_checkable", "--format", "json")):
        assert row["verdict"] == "not_checkable"
    assert rows(moa("claims", "--since", "2025-06-06", "--format", "json")) == []


def test_stories_are_listed_by_topic(moa: Run) -> None:
    (story,) = rows(moa("stories", "--topic", "opt_outs", "--format", "json"))
    assert (story["title"], story["articles"][0]["reading"]) == ("Governor counts agencies with ICE deals", "read")
    assert "Governor counts agencies" in moa("stories").stdout
    assert "articles" not in next(csv.DictReader(io.StringIO(moa("stories", "--format", "csv").stdout)))
    assert "No stories" in moa("stories", "--topic", "polls").stdout


def test_claims_come_as_csv(moa: Run) -> None:
    found = list(csv.DictReader(io.StringIO(moa("claims", "--format", "csv").stdout)))
    assert found[0]["outlet"] == "Ledger"


def test_events_are_listed_by_state_and_held_against_the_lists(moa: Run) -> None:
    found = {row["kind"]: row for row in rows(moa("events", "--state", "TX", "--format", "json"))}
    assert "terminated" in found
    assert found["terminated"]["against_the_list"] is None  # five days of grace have not passed on the newest list
    assert rows(moa("events", "--state", "VT", "--format", "json")) == []


def test_the_series_of_a_figure_names_who_said_it(moa: Run) -> None:
    found = rows(moa("figures", "officers_trained", "--format", "json"))
    assert [(row["value"], row["stated_on"]) for row in found] == [(8500, "2025-06-05"), (8501, "2025-09-02")]


def test_funding_is_a_range_with_sources(moa: Run) -> None:
    found = rows(moa("funding", "--as-of", "2025-11-01", "--format", "json"))
    assert {"equipment", "vehicles", "total, first year"} <= {row["term"] for row in found}
    assert all(row["low"] <= row["high"] for row in found)
    assert found[0]["assumes"] == "8,501 trained officers, as DHS stated on 2025-09-02"
    early = moa("funding", "--as-of", "2025-06-05")
    assert "No funding terms were in force on 2025-06-05" in early.stdout


def test_a_metric_that_is_none_is_refused(moa: Run) -> None:
    assert moa("figures", "donuts").exit_code == 2
