"""One article that nobody foresaw costs neither its neighbors nor its source, and is not asked for without end."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from flows.news import gather as gathering
from flows.sources.article import read_article
from models.news.articles import ReadArticle
from models.record.asking.news.waiting import waiting_articles
from models.record.asking.runs import failed_items
from models.record.store import read_session, write_session
from models.record.tables.news import Article, ArticleStatus
from models.record.tables.runs import FailedItem
from models.record.writing.failures import try_again
from models.record.writing.news.articles import note_listed
from tests.support.news_desk import STATEWIDE, Desk

TITLES = {"/first": "Sheriff signs with ICE", "/bad": "Commissioners talk for hours", "/last": "County declines"}


@pytest.fixture
def desk(tmp_path: Path, httpserver: HTTPServer, sqlite_template: Path) -> Desk:
    desk = Desk(tmp_path, httpserver, sqlite_template)
    for path, title in TITLES.items():
        desk.page(path, title, STATEWIDE)
    desk.feed(*(desk.item(path, title) for path, title in TITLES.items()))
    return desk


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    def read(body: bytes, url: str, now: datetime, charset: str | None) -> ReadArticle:
        if url.endswith("/bad"):
            raise OverflowError("date value out of range")
        return read_article(body, url, now, charset)

    monkeypatch.setattr(gathering, "read_article", read)
    return monkeypatch


def read_pages(desk: Desk) -> set[str]:
    return {row.title for row in desk.rows(Article) if row.status is ArticleStatus.READ}


def failed(desk: Desk) -> list[FailedItem]:
    with read_session(desk.world.engine) as session:
        return list(failed_items(session))


def test_its_neighbors_are_read_and_the_source_says_what_failed(desk: Desk, breaking: pytest.MonkeyPatch) -> None:
    (failure,) = desk.gather().failures
    assert f"{desk.publisher.url('/bad')}: OverflowError: date value out of range; not foreseen" in failure
    assert read_pages(desk) == {TITLES["/first"], TITLES["/last"]}


def test_after_three_runs_it_is_asked_for_no_more_and_its_title_stands(
    desk: Desk, breaking: pytest.MonkeyPatch
) -> None:
    red = []
    for _ in range(5):
        red.append(bool(desk.gather().failures))
        desk.now += timedelta(hours=6)
    assert red == [True, True, True, False, False]
    assert desk.asked("/bad") == 3
    (article,) = [row for row in desk.rows(Article) if row.url.endswith("/bad")]
    assert (article.title, article.status) == (TITLES["/bad"], ArticleStatus.WAITING)
    assert "OverflowError" in article.remark


def test_a_person_has_it_tried_again_once_the_program_can_read_it(desk: Desk, breaking: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        desk.gather()
        desk.now += timedelta(hours=6)
    with write_session(desk.world.engine) as session:
        try_again(session, failed(desk)[0].id)
    breaking.undo()
    assert desk.gather().failures == []
    assert failed(desk) == []
    assert TITLES["/bad"] in read_pages(desk)


def test_an_entry_that_the_record_refuses_costs_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(session: object, listed: object, *rest: object) -> bool:
        title = listed.title  # type: ignore[attr-defined]
        if title == TITLES["/bad"]:
            title.encode("ascii").decode("utf-8") + "\ud800".encode().decode()
        return note_listed(session, listed, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(gathering, "note_listed", refuse)
    gathered = desk.gather()
    assert (gathered.new, len(gathered.failures)) == (2, 1)
    assert "UnicodeEncodeError" in gathered.failures[0]
    assert read_pages(desk) == {TITLES["/first"], TITLES["/last"]}


def test_a_source_that_uses_up_its_time_says_how_many_articles_wait(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowance = desk.world.allowance

    def time_runs_out(*asked: object) -> object:
        allowance.seconds = 0.0
        allowance.begin()
        return waiting_articles(*asked)  # type: ignore[arg-type]

    with monkeypatch.context() as late:
        late.setattr(gathering, "waiting_articles", time_runs_out)
        (failure,) = desk.gather().failures
    assert failure == "its 0 seconds are used up; the next run asks for 3 more articles"
    allowance.seconds = 600.0
    allowance.begin()
    assert desk.gather().failures == []
    assert len(read_pages(desk)) == 3
