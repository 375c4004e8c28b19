"""An article that was cut off is read at a later run, and never told as it was cut."""

import gzip
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from models.record.tables.news import Article, ArticleStatus, ArticleVersion
from tests.support.news_desk import STATEWIDE, Desk


@pytest.fixture
def desk(tmp_path: Path, httpserver: HTTPServer, sqlite_template: Path) -> Desk:
    return Desk(tmp_path, httpserver, sqlite_template)


def test_an_article_cut_within_its_packing_is_read_at_the_next_run(desk: Desk) -> None:
    article = f"<html><body><article><h1>Sheriff</h1><p>{STATEWIDE}</p></article></body></html>".encode()
    cut = Response(gzip.compress(article)[:-20], headers={"Content-Encoding": "gzip"})
    desk.feed(desk.item("/a", "Sheriff signs 287(g) agreement with ICE"))
    desk.publisher.answer("/a", cut)
    desk.gather()
    assert [row.status for row in desk.rows(Article)] == [ArticleStatus.WAITING]
    desk.publisher.serve("/a", article)
    desk.gather()
    (version,) = desk.rows(ArticleVersion)
    assert "when the first report on the work is due at the courthouse" in version.text
