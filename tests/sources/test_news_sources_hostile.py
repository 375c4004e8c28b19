"""Whatever bytes a source of news serves: they are read, or refused with a stated error, and nothing else."""

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.sources.article import read_article
from flows.sources.feed import read_feed
from flows.sources.gdelt import read_gdelt
from flows.sources.link_page import read_link_page
from flows.sources.markup import MAX_TEXT, plain_text, printed_day, spaced_normally
from models.errors import ReadError
from models.news.article_identity import title_without_outlet
from models.news.stories import changed_numbers, numbers_in

NOW = datetime(2026, 11, 21, tzinfo=UTC)
URL = "https://outlet.example/x"

FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>A title &amp; more</title>'
    b"<link>https://outlet.example/a</link><pubDate>Fri, 07 Nov 2025 21:15:00 -0600</pubDate>"
    b"<description>&lt;p&gt;1/21/26 Text&lt;/p&gt;</description></item></channel></rss>"
)
ANSWER = b'{"articles": [{"url": "https://outlet.example/a", "title": "A ( b )", "seendate": "20250618T233000Z"}]}'
PAGE = (
    b"<html><head><title>T - Outlet</title><link rel=canonical href=/a><meta property='og:site_name' content=Outlet>"
    b'<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "T", "datePublished": '
    b'"2025-09-03", "author": [{"name": "A"}]}]}</script></head><body><article><h1>T</h1><p>Twelve agencies.</p>'
    b"<ul><li><a href='/b'>A link with a long title</a><time datetime='2025-07-10'></li></ul></article></body></html>"
)

READERS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "feed": (FEED, lambda body: read_feed(body, URL, NOW)),
    "gdelt": (ANSWER, lambda body: read_gdelt(body, URL)),
    "link page": (PAGE, lambda body: read_link_page(body, URL, "li")),
    "article": (PAGE, lambda body: read_article(body, URL, NOW)),
}


@st.composite
def damaged(draw: st.DrawFn, good: bytes) -> bytes:
    """Good bytes with a piece cut out, doubled, or replaced by noise."""
    start = draw(st.integers(0, len(good)))
    end = draw(st.integers(start, len(good)))
    return good[:start] + draw(st.sampled_from([b"", good[start:end] * 2]) | st.binary(max_size=12)) + good[end:]


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_bytes_are_read_or_refused(name: str, data: st.DataObject) -> None:
    good, read = READERS[name]
    with contextlib.suppress(ReadError):
        read(data.draw(damaged(good) | st.binary(max_size=200)))


@pytest.mark.parametrize("name", READERS)
def test_the_good_bytes_are_read(name: str) -> None:
    good, read = READERS[name]
    assert read(good)


@pytest.mark.parametrize(
    "body",
    [
        FEED.replace(b"Text", b"&lt;div&gt;" * 50_000),
        FEED.replace(b"A title", b"9" * 1_000_000),
        FEED.replace(b"</channel>", b"<item>" * 50_000 + b"</channel>"),
        b"<rss version='2.0'>" + b"<channel>" * 20_000,
    ],
    ids=["nested markup", "digits", "open items", "open channels"],
)
def test_a_hostile_feed_ends_soon(body: bytes) -> None:
    start = time.perf_counter()
    with contextlib.suppress(ReadError):
        read_feed(body, URL, NOW)
    assert time.perf_counter() - start < 10


@given(st.text())
def test_plain_text_has_no_blank_lines_and_an_end(markup: str) -> None:
    text = plain_text(markup)
    assert len(text) <= MAX_TEXT
    assert all(line.strip() for line in text.split("\n")) or text == ""


@given(st.text(), st.text())
def test_titles_days_and_numbers_are_read_from_any_text(one: str, other: str) -> None:
    assert len(title_without_outlet(one, other)) <= len(one)
    spaced_normally(one)
    printed_day(one)
    assert all(value >= 0 for value in numbers_in(one))
    changed_numbers(one, other)
