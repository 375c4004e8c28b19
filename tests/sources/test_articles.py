"""Pages of news: text, title, time and address, from whatever the page's JSON-LD is worth."""

import json
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from flows.sources.article import read_article
from models.errors import ReadError
from models.news.articles import ReadArticle
from tests.support.paths import SHARED

NOW = datetime(2026, 11, 21, tzinfo=UTC)
URL = "https://www.outlet.example/news/a?utm=1"

BODY = (
    "<p>The county board voted to sign an agreement with the federal agency after a long hearing on Tuesday night.</p>"
    "<p>Twelve agencies in the state take part, the sheriff said, and two more have applied since the spring began.</p>"
    "<ul><li>Aster County (3 agreements)</li><li>Birch County (2 agreements)</li></ul>"
    "<p>The board will look at the agreement again in a year, its chairman told the people who had come to speak.</p>"
)


def page(head: str = "", body: str = BODY, title: str = "Board signs agreement") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>{title} - Outlet</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def read(body: bytes, url: str = URL) -> ReadArticle:
    return read_article(body, url, NOW)


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Board signs agreement",
    "datePublished": "2025-09-03T18:02:00-05:00",
    "dateModified": "2025-09-04T01:00:00Z",
    "author": {"@type": "Person", "name": "Ann Aster"},
    "publisher": {"@type": "Organization", "name": "Outlet"},
}


@pytest.mark.parametrize(
    "stated",
    [
        ARTICLE,
        [{"@type": "BreadcrumbList"}, ARTICLE],
        {"@graph": [{"@type": "WebPage"}, ARTICLE | {"@type": ["NewsArticle", "Article"]}]},
        {
            "@graph": [
                ARTICLE | {"publisher": {"@id": "#org"}, "author": {"@id": "#ann"}},
                {"@id": "#org", "name": "Outlet"},
                {"@id": "#ann", "name": "Ann Aster"},
            ]
        },
        ARTICLE | {"author": ["Ann Aster"], "publisher": [{"name": "Outlet"}]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
    ],
    ids=["object", "list", "graph", "by id", "texts for things", "main entity"],
)
def test_json_ld_is_read_in_every_shape(stated: object) -> None:
    article = read(page(json_ld(stated)))
    assert (article.title, article.author, article.outlet) == ("Board signs agreement", "Ann Aster", "Outlet")
    assert article.published == datetime(2025, 9, 3, 23, 2, tzinfo=UTC)
    assert article.updated == datetime(2025, 9, 4, 1, tzinfo=UTC)


def test_broken_json_ld_falls_back_to_the_meta_tags() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Board "signs"",}</script>'
        '<meta property="og:site_name" content="Outlet"><meta name="author" content="Ann Aster">'
        '<meta property="article:published_time" content="2025-08-14T11:26:00-06:00">'
    )
    article = read(page(head))
    assert (article.title, article.author, article.outlet) == ("Board signs agreement", "Ann Aster", "Outlet")
    assert article.published == datetime(2025, 8, 14, 17, 26, tzinfo=UTC)


def test_the_text_keeps_paragraphs_and_lists_and_leaves_the_frame_out() -> None:
    text = read(page()).text
    assert text.startswith("The county board voted")
    assert "\n- Aster County (3 agreements)\n" in text
    assert "Home" not in text
    assert "rights reserved" not in text


def test_the_body_in_json_ld_stands_in_where_the_page_shows_little() -> None:
    full = " ".join(f"Sentence number {n} of the whole article." for n in range(60))
    assert read(page(json_ld(ARTICLE | {"articleBody": full}), body="<p>Teaser.</p>")).text == full


def test_the_canonical_address_counts_on_the_same_site_only() -> None:
    own = '<link rel="canonical" href="https://outlet.example/news/a">'
    assert read(page(own)).url == "https://outlet.example/news/a"
    foreign = '<link rel="canonical" href="https://elsewhere.example/news/a">'
    assert read(page(foreign)).url == URL
    assert read(page('<link rel="canonical" href="http://[broken">')).url == URL


def test_a_wall_is_told() -> None:
    walled = read(page(json_ld(ARTICLE | {"isAccessibleForFree": "False"}), body="<p>The first lines.</p>"))
    assert walled.remarks == ("the page is not free to read; the text may be only its beginning",)
    bare = read(page(body="<p>Subscribe to read on.</p>"))
    assert bare.title == "Board signs agreement"
    assert "hardly any text" in bare.remarks[0]


@pytest.mark.parametrize("body", [b"", b"   ", b"\x00\x01\x02", b"<html></html>", b'"just json"'])
def test_a_page_without_anything_is_an_article_without_text(body: bytes) -> None:
    assert read(body).text == ""


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG"])
def test_a_file_is_a_stated_error(start: bytes) -> None:
    with pytest.raises(ReadError, match="a file, not a page"):
        read(start + b"rest")


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000,
        b"<p>" + b"9" * 1_000_000,
        b"<p>x</p>" * 50_000,
        b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>",
        b"<table><tr><td>" * 20_000,
        b"<!--" * 100_000,
    ],
    ids=["nested", "digits", "paragraphs", "deep json", "tables", "comments"],
)
def test_a_hostile_page_ends_soon(body: bytes) -> None:
    start = time.perf_counter()
    with suppress(ReadError):  # not to read it at all is as good
        read(body)
    assert time.perf_counter() - start < 5


def test_too_large_a_page_is_not_read() -> None:
    with pytest.raises(ReadError, match="over the limit of"):
        read(b"x" * 7_000_000)


SAMPLES = SHARED / "news" / "feeds"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared sample pages are not here")
@pytest.mark.parametrize("name", ["jsonld_graph.html", "jsonld_list.html", "jsonld_broken.html"])
def test_every_sample_page_gives_what_it_should(name: str) -> None:
    (due,) = json.loads((SAMPLES / "expected.json").read_text())[name]["items"]
    article = read_article((SAMPLES / name).read_bytes(), due["url"] + "?x=1", NOW)
    assert (article.url, article.title, article.author, article.outlet) == tuple(
        due[key] for key in ("url", "title", "author", "outlet")
    )
    assert article.published == datetime.fromisoformat(due["published"])
    assert article.updated == (datetime.fromisoformat(due["updated"]) if due["updated"] else None)
    assert len(article.text) > 400
    assert "Most read" not in article.text
    assert not article.text.startswith(article.title)
