"""An article's address may lead to another page: nothing of that becomes the article's."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from flows.news.landing import led_elsewhere
from models.record.tables.news import Article, ArticleStatus, ArticleVersion
from tests.support.news_desk import STATEWIDE, Desk

TITLE = "Twelve agencies in Texas work with ICE"
STORY = "https://www.outlet.example/2026/02/twelve-agencies"


@pytest.mark.parametrize(
    ("got", "title", "why"),
    [
        (STORY, "Before you continue", ""),
        ("https://outlet.example/2026/02/twelve-agencies-in-texas", "A dozen agencies", ""),
        ("https://outlet.example/", TITLE, "home page"),
        ("https://m.outlet.example", TITLE, "home page"),
        ("https://consent.example/collect?to=outlet", TITLE, "agree, log in or pay"),
        ("https://www.outlet.example/subscribe", TITLE, "agree, log in or pay"),
        ("https://parked.example/buy", "Buy this domain", "another page on another site"),
        ("https://parked.example/buy", "", "another page on another site"),
        ("https://merged.example/a", f"UPDATE: {TITLE} | Merged", ""),
    ],
)
def test_where_an_address_led(got: str, title: str, why: str) -> None:
    said = led_elsewhere(STORY, got, TITLE, title)
    assert why in said
    assert bool(why) == bool(said)


@pytest.mark.parametrize("target", ["/", "/consent?to=/a"])
def test_the_feeds_title_and_summary_stand(
    tmp_path: Path, httpserver: HTTPServer, sqlite_template: Path, target: str
) -> None:
    desk = Desk(tmp_path, httpserver, sqlite_template)
    desk.feed(desk.item("/a", TITLE, "<description>The sheriff of Ada County named them.</description>"))

    def leads_away(request: Request) -> Response:
        if request.full_path.rstrip("?") == target:
            return Response(f"<html><title>Front page</title><body><article><p>{STATEWIDE}</p></article>".encode())
        return Response(status=302, headers={"Location": target})

    httpserver.expect_request("/a").respond_with_handler(leads_away)
    httpserver.expect_request(target.partition("?")[0]).respond_with_handler(leads_away)
    gathered = desk.gather()
    (article,) = desk.rows(Article)
    assert (article.title, article.summary) == (TITLE, "The sheriff of Ada County named them.")
    assert article.status is ArticleStatus.TITLE_ONLY
    assert "its address leads to" in article.remark
    assert desk.rows(ArticleVersion) == []
    assert gathered.failures == []
