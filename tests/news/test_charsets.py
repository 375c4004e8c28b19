"""The character set of the HTTP header reaches the reader: it wins over the document's own, as in a browser."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from models.record.tables.news import ArticleVersion
from tests.support.news_desk import STATEWIDE, Desk

SHERIFF = STATEWIDE.replace("The sheriff", "Sheriff Peña – “the first” –")


@pytest.mark.parametrize(
    ("sent_as", "header", "meta"),
    [
        ("cp1252", "windows-1252", "utf-8"),
        ("cp1252", "iso-8859-1", "utf-8"),
        ("utf-8", "utf-8", "windows-1252"),
        ("utf-8", "", "utf-8"),
        ("cp1252", "utf-8", "windows-1252"),  # the header cannot decode it
    ],
)
def test_an_article_is_read_in_the_header_s_character_set(
    tmp_path: Path, httpserver: HTTPServer, sqlite_template: Path, sent_as: str, header: str, meta: str
) -> None:
    desk = Desk(tmp_path, httpserver, sqlite_template)
    desk.feed(desk.item("/a", "Twelve agencies"))
    page = f'<html><head><meta charset="{meta}"><title>Twelve</title></head><body><article><p>{SHERIFF}</p></article>'
    stated = {"Content-Type": f"text/html; charset={header}" if header else "text/html"}
    desk.publisher.serve("/a", page.encode(sent_as), headers=stated)
    desk.gather()
    (version,) = desk.rows(ArticleVersion)
    assert "Sheriff Peña – “the first” –" in version.text
