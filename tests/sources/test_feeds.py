"""Feeds, search answers and pages of links: what is good is read, what is broken is a stated error."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.sources.feed import MAX_ENTRIES, read_feed
from flows.sources.link_page import read_link_page
from models.errors import ReadError
from models.news.articles import NewsListing
from tests.support.paths import SHARED

NOW = datetime(2026, 11, 21, tzinfo=UTC)
URL = "https://outlet.example/feed"


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{"".join(items)}</channel></rss>'.encode()


def item(title: str = "County signs an agreement", link: str = "https://outlet.example/a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def read(body: bytes) -> NewsListing:
    return read_feed(body, URL, NOW)


def test_an_rss_item_gives_address_title_author_and_utc_time() -> None:
    more = (
        "<pubDate>Fri, 07 Nov 2025 21:15:00 -0600</pubDate><author>Ann Aster</author><description>Short.</description>"
    )
    (article,) = read(rss(item(more=more))).articles
    assert (article.title, article.author, article.summary, article.text) == (
        "County signs an agreement",
        "Ann Aster",
        "Short.",
        "",
    )
    assert article.published == datetime(2025, 11, 8, 3, 15, tzinfo=UTC)


def test_a_full_entry_comes_without_share_counter_and_closing_line() -> None:
    body = "22 SHARES<p>Four sheriffs joined.</p><ul><li>One</li></ul><p>The post <a>X</a> appeared first on Blog.</p>"
    content = f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[{body}]]></content:encoded>"
    (article,) = read(rss(item(more=content))).articles
    assert article.text == "Four sheriffs joined.\nOne"


def test_an_excerpt_is_no_full_text() -> None:
    content = (
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>Begun and [...]</content:encoded>"
    )
    (article,) = read(rss(item(more=content))).articles
    assert article.text == ""


def test_the_outlet_is_taken_off_the_title_only_where_it_is_the_source() -> None:
    source = '<source url="https://aster.example">Aster News</source>'
    first, second = read(
        rss(
            item("Ban signed - what it means - Aster News", more=source),
            item("Ban signed - what it means", "https://outlet.example/b", more=source),
        )
    ).articles
    assert first.title == second.title == "Ban signed - what it means"
    assert first.outlet == "Aster News"


def test_an_aggregators_link_is_opaque_and_its_description_no_summary() -> None:
    link = "https://news.google.com/rss/articles/CBMiabc?oc=5"
    (article,) = read(rss(item(link=link, more="<description>the title again</description>"))).articles
    assert article.opaque
    assert article.summary == ""


def test_a_day_printed_in_the_description_stands_in_for_a_missing_date() -> None:
    more = "<description>&lt;div&gt; 1/21/26 &lt;/div&gt;&lt;p&gt;The board voted.&lt;/p&gt;</description>"
    (article,) = read(rss(item(more=more))).articles
    assert (article.published, article.stated_day, article.summary) == (None, date(2026, 1, 21), "The board voted.")


def test_an_atom_entry_tells_its_update_from_its_publication() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
    <entry><title>One</title><link href="https://outlet.example/1"/><published>2026-01-14T12:10:00-05:00</published>
    <updated>2026-01-15T09:32:00-05:00</updated></entry>
    <entry><title>Two</title><link href="https://outlet.example/2"/><updated>2026-01-15T09:32:00Z</updated></entry>
    </feed>"""
    first, second = read(body.encode()).articles
    assert first.published == datetime(2026, 1, 14, 17, 10, tzinfo=UTC)
    assert first.updated == datetime(2026, 1, 15, 14, 32, tzinfo=UTC)
    assert (second.published, second.updated) == (None, datetime(2026, 1, 15, 9, 32, tzinfo=UTC))


def test_a_feed_cut_off_loses_its_half_item_and_says_so() -> None:
    whole = rss(item(), item("Second", "https://outlet.example/b"))
    cut = whole[: whole.rindex(b"</item>") - 4]
    listing = read(cut)
    assert [article.url for article in listing.articles] == ["https://outlet.example/a"]
    assert any("damaged" in remark for remark in listing.remarks)


def test_an_error_page_served_as_a_feed_is_a_stated_error() -> None:
    with pytest.raises(ReadError, match="not an RSS or Atom feed"):
        read(b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body><p>No.<br></body></html>")


def test_an_empty_feed_is_no_error() -> None:
    assert read(rss()).articles == ()


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "ftp://outlet.example/a", "http://[broken"])
def test_an_entry_without_a_usable_address_is_left_out_and_told(link: str) -> None:
    listing = read(rss(item(link=link), item("Good", "https://outlet.example/good")))
    assert [article.title for article in listing.articles] == ["Good"]
    assert len(listing.remarks) == 1


def test_entities_of_its_own_are_refused_unread() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"></rss>'
    with pytest.raises(ReadError, match="entities"):
        read(bomb)


def test_a_body_that_names_a_file_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_bytes(rss(item()))
    with pytest.raises(ReadError, match="not an RSS or Atom feed"):
        read(str(secret).encode())


def test_entries_beyond_the_cap_are_not_read() -> None:
    many = rss(*(item(f"T{n}", f"https://outlet.example/{n}") for n in range(MAX_ENTRIES + 5)))
    assert len(read(many).articles) == MAX_ENTRIES


def test_a_date_in_the_far_future_is_no_date() -> None:
    (article,) = read(rss(item(more="<pubDate>Fri, 07 Nov 2525 21:15:00 GMT</pubDate>"))).articles
    assert article.published is None


def test_a_page_of_links_is_read_by_its_selector() -> None:
    page = b"""<nav><a href="/x">A navigation entry that is long</a></nav><ul>
    <li class="n"><a href="/news/1">Governor signs the order</a><time datetime="2025-07-10T09:00:00-05:00"></li>
    <li class="n"><a href="/news/2">more</a></li>
    <li class="n"><a href="javascript:x">Not an address at all</a></li></ul>"""
    listing = read_link_page(page, "https://ago.example/press", "li.n")
    (article,) = listing.articles
    assert article.url == "https://ago.example/news/1"
    assert article.published == datetime(2025, 7, 10, 14, tzinfo=UTC)


def test_a_selector_that_fits_nothing_is_a_stated_error() -> None:
    with pytest.raises(ReadError, match="nothing matches"):
        read_link_page(b"<p>Rebuilt.</p>", "https://ago.example/press", "li.n a")


def test_a_selector_that_is_none_is_a_stated_error() -> None:
    with pytest.raises(ReadError, match="not a CSS selector"):
        read_link_page(b"<p>x</p>", "https://ago.example/press", "li[")


SAMPLES = SHARED / "news" / "feeds"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared feed samples are not here")


@needs_samples
@pytest.mark.parametrize(
    "name",
    [
        "google_news_search.rss.xml",
        "wordpress_full.rss.xml",
        "drupal_no_pubdate.rss.xml",
        "station_updates.atom.xml",
        "truncated.rss.xml",
    ],
)
def test_every_sample_feed_gives_what_it_should(name: str) -> None:
    expected = json.loads((SAMPLES / "expected.json").read_text())[name]
    listing = read((SAMPLES / name).read_bytes())
    assert len(listing.articles) == len(expected["items"])
    for article, due in zip(listing.articles, expected["items"], strict=True):
        assert article.title.replace("’", "'") == due["title"].replace("’", "'")
        assert article.url == (due["url"] or due["opaque_link"])
        stamp = article.published.strftime("%Y-%m-%dT%H:%M:%SZ") if article.published else None
        assert stamp == due.get("published", stamp)
        assert article.author == due.get("author", article.author)
        assert article.outlet == due.get("outlet", article.outlet)
        if due.get("updated"):
            assert article.updated == datetime.fromisoformat(due["updated"])
        if due.get("text") in ("content:encoded", "content"):
            assert len(article.text) > 200
            assert "appeared first on" not in article.text
            assert "SHARES" not in article.text
        if due.get("date_in_description"):
            assert f"{article.stated_day:%-m/%-d/%y}" == due["date_in_description"]
    assert bool(listing.remarks) == (expected["ok"] == "partial")


@needs_samples
def test_the_sample_error_page_is_no_feed() -> None:
    with pytest.raises(ReadError, match="not an RSS or Atom feed"):
        read((SAMPLES / "error_page_as_feed.html").read_bytes())
