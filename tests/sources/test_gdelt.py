"""GDELT's answers: articles, nothing, or an error in plain text that must not be taken for 'no coverage'."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from flows.sources.gdelt import query_url, read_gdelt
from models.errors import ReadError
from tests.support.paths import SHARED

URL = "https://api.gdelt.example/doc"


def answer(*rows: object) -> bytes:
    return json.dumps({"articles": rows}).encode()


def test_a_row_gives_address_mended_title_and_time_of_the_crawl() -> None:
    row = {
        "url": "https://outlet.example/a",
        "title": "Which states ban 287 ( g ) , and which",
        "seendate": "20251203T004500Z",
    }
    (article,) = read_gdelt(answer(row), URL).articles
    assert article.title == "Which states ban 287(g), and which"
    assert article.published is None
    assert article.seen == datetime(2025, 12, 3, 0, 45, tzinfo=UTC)


def test_nothing_found_is_an_empty_listing() -> None:
    assert read_gdelt(b"{}", URL).articles == ()


def test_too_many_requests_is_not_measured() -> None:
    with pytest.raises(ReadError, match="rate limited, coverage unknown"):
        read_gdelt(b"Please limit requests to one every 5 seconds or write to us.", URL)


def test_a_refused_query_is_not_measured() -> None:
    with pytest.raises(ReadError, match="query refused, coverage unknown"):
        read_gdelt(b"Your keywords were too short: (g)", URL)


def test_broken_json_is_not_measured() -> None:
    with pytest.raises(ReadError, match="broken JSON"):
        read_gdelt(b'{"articles": [', URL)


def test_deep_json_is_not_measured() -> None:
    with pytest.raises(ReadError, match="coverage unknown"):
        read_gdelt(b'{"articles": ' + b"[" * 200_000, URL)


def test_raw_control_characters_in_a_title_are_read() -> None:
    body = b'{"articles": [{"url": "https://outlet.example/a", "title": "Two\nlines"}]}'
    assert read_gdelt(body, URL).articles[0].title == "Two lines"


def test_rows_without_an_address_are_counted() -> None:
    good = {"url": "https://outlet.example/a", "title": "Sheriff signs"}
    listing = read_gdelt(answer({"title": "x"}, "text", good, {"url": "javascript:1", "title": "y"}), URL)
    assert [article.url for article in listing.articles] == ["https://outlet.example/a"]
    assert listing.remarks == ("skipped 3 rows without a title or an address",)


def test_an_answer_without_one_usable_row_leaves_coverage_unknown() -> None:
    with pytest.raises(ReadError, match="no row has a title and an address, coverage unknown"):
        read_gdelt(answer({"title": "x"}, "text", {"url": "javascript:1", "title": "y"}), URL)


def test_the_query_is_escaped() -> None:
    asked = parse_qs(urlsplit(query_url('"287(g)" sourcecountry:US', "https://api.example/doc")).query)
    assert asked["query"] == ['"287(g)" sourcecountry:US']
    assert (asked["format"], asked["timespan"]) == (["json"], ["3d"])


SAMPLES = SHARED / "news" / "feeds"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared feed samples are not here")
def test_the_sample_answers_give_what_they_should() -> None:
    due = json.loads((SAMPLES / "expected.json").read_text())["gdelt_artlist.json"]["items"]
    articles = read_gdelt((SAMPLES / "gdelt_artlist.json").read_bytes(), URL).articles
    assert [article.url for article in articles] == [each["url"] for each in due]
    assert [f"{article.seen:%Y%m%dT%H%M%SZ}" for article in articles] == [each["seen"] for each in due]
    for name in ("gdelt_429_body.txt", "gdelt_200_keyword_error.txt"):
        with pytest.raises(ReadError, match="coverage unknown"):
            read_gdelt((SAMPLES / name).read_bytes(), URL)
