"""Pages and feeds that are odd in ways that people met: links, charsets, days, and documents made to harm."""

from datetime import UTC, datetime

import pytest

from flows.sources.cage.readers import read_article, read_document, read_feed, read_gdelt, read_link_page, read_page
from models.errors import ReadError
from models.news.articles import ListedArticle
from tests.support.hostile_contents import content
from tests.support.hostile_texts import article, atom, feed, item, linked_data, page
from tests.support.paths import SHARED

NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)
FEED = "https://feeds.example/outlet/rss"
URL = "https://outlet.example/news/a"
CASES = SHARED / "cases" / "hostile"
TEXT = (
    b"The county board voted to sign an agreement with the federal agency after a long hearing, the sheriff said. " * 4
)


def entries(body: bytes, charset: str | None = None) -> tuple[ListedArticle, ...]:
    return read_feed(body, FEED, NOW, charset).articles


# Links.


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (b'<base href="/">', "https://www.ice.gov/participatingAgencies.xlsx"),
        (b'<base href="https://cdn.ice.gov/287g/">', "https://cdn.ice.gov/287g/participatingAgencies.xlsx"),
        (b'<base href="http://[">', "https://www.ice.gov/identify/participatingAgencies.xlsx"),
        (b'<base href="javascript:1">', "https://www.ice.gov/identify/participatingAgencies.xlsx"),
        (b"", "https://www.ice.gov/identify/participatingAgencies.xlsx"),
    ],
)
def test_links_of_ices_page_start_from_its_base(base: bytes, expected: str) -> None:
    body = page(b"<a href=participatingAgencies.xlsx>list</a>", head=base)
    assert [link.url for link in read_page(body, "https://www.ice.gov/identify/287g").links] == [expected]


def test_links_of_a_press_office_start_from_its_base() -> None:
    body = page(b"<li><a href='a'>Sheriff signs an agreement</a></li>", head=b'<base href="/press/">')
    (listed,) = read_link_page(body, "https://outlet.example/news/all", "li").articles
    assert listed.url == "https://outlet.example/press/a"


def test_relative_links_of_a_feed_start_from_the_address_that_it_states() -> None:
    (listed,) = entries(feed(item(link=b"/story")))
    assert listed.url == "https://outlet.example/story"
    (listed,) = entries(feed(item(link=b"story")).replace(b"<link>https://outlet.example/</link>", b""))
    assert listed.url == "https://feeds.example/outlet/story"


def test_relative_links_of_an_atom_feed_start_from_xml_base() -> None:
    body = atom(b"2026-02-03T10:00:00Z", b"story").replace(b"<entry>", b'<entry xml:base="https://other.example/x/">')
    assert [listed.url for listed in entries(body)] == ["https://other.example/x/story"]


# Charsets.


def test_the_servers_charset_wins_over_the_documents() -> None:
    body = page(b"<article><h1>Se\xf1or sheriff signs</h1><p>%b</p></article>" % TEXT, head=b"<meta charset=utf-8>")
    assert read_article(body.replace(b"287(g)", b"Se\xf1or sheriff signs"), URL, NOW, "iso-8859-1").title[:5] == "Señor"
    listed = entries(feed(item(b"Se\xf1or sheriff signs")), "iso-8859-1")
    assert listed[0].title == "Señor sheriff signs"


@pytest.mark.parametrize("charset", ["utf-8", "ascii", "hex", "no such charset", "\0", ""])
def test_a_charset_that_cannot_decode_leaves_it_to_the_document(charset: str) -> None:
    body = page(b"<article><h1>Se\xf1or</h1><p>%b</p></article>" % TEXT, head=b"<meta charset=iso-8859-1>")
    assert read_article(body.replace(b"287(g)", b"Se\xf1or"), URL, NOW, charset).title == "Señor"
    listed = entries(feed(item(b"Se\xf1or"), declaration=b'<?xml version="1.0" encoding="iso-8859-1"?>'), charset)
    assert listed[0].title == "Señor"


def test_a_byte_order_mark_wins_over_the_servers_charset() -> None:
    body = b"\xef\xbb\xbf" + page("<h1>Señor</h1>".encode()).replace(b"287(g)", "Señor".encode())
    assert read_article(body, URL, NOW, "iso-8859-1").title == "Señor"


# Days.


@pytest.mark.parametrize("ago", ["Posted 3 hours ago", "Updated 12 mins ago", "a day ago"])
def test_a_relative_time_is_not_answered_by_a_day_in_the_sidebar(ago: str) -> None:
    body = article(ago.encode(), TEXT).replace(
        b"</article>", b"</article><div class=sidebar><a href=/b>Old story</a> <time>January 5, 2024</time></div>"
    )
    read = read_article(body, URL, NOW)
    assert read.published is None
    assert f"the page says only {ago!r}; the day it was seen counts" in read.remarks


@pytest.mark.parametrize(
    "around", [b"<aside>%b</aside>", b"<div class='related-posts'>%b</div>", b"<ul id=recent>%b</ul>"]
)
def test_a_day_beside_other_articles_is_not_this_ones(around: bytes) -> None:
    others = around % b"<p>Old story, January 5, 2024</p><time datetime='2024-01-05'>January 5, 2024</time>"
    assert read_article(article(TEXT).replace(b"</article>", b"</article>" + others), URL, NOW).published is None


def test_a_day_beside_the_headline_is_this_ones_and_a_stated_one_needs_no_print() -> None:
    printed = read_article(article(b"<time datetime='2026-01-05'>January 5, 2026</time>", TEXT), URL, NOW)
    assert printed.published == datetime(2026, 1, 5, tzinfo=UTC)
    stated = linked_data(datePublished="2026-01-07").replace(b"The county signed.", b"Posted 3 hours ago. " + TEXT)
    assert read_article(stated, URL, NOW).published == datetime(2026, 1, 7, tzinfo=UTC)


# Failing sources.


def test_a_feed_without_one_usable_entry_is_a_failing_source() -> None:
    with pytest.raises(ReadError, match="none of its 20 entries has a title and an address"):
        read_feed(content("feed_no_title_no_link"), FEED, NOW)
    assert read_feed(feed(), FEED, NOW).articles == ()


@pytest.mark.parametrize("name", ["surrogate_escapes", "link_surrogate", "link_surrogate_host", "link_control"])
def test_an_address_with_signs_that_cannot_be_is_not_mended_into_another(name: str) -> None:
    with pytest.raises(ReadError, match="no row has a title and an address"):
        read_gdelt(content(f"gdelt_{name}"), URL)


@pytest.mark.parametrize("name", ["day_year_1", "day_year_9999"])
def test_years_that_cannot_be_are_no_dates(name: str) -> None:
    assert read_gdelt(content(f"gdelt_{name}"), URL).articles[0].seen is None
    assert read_article(content(f"article_{name}"), URL, NOW).published is None
    assert entries(content(f"feed_{name}"))[0].published is None
    assert entries(content(f"feed_atom_{name}"))[0].published is None


@pytest.mark.parametrize(
    ("name", "title"), [("surrogate_entities", "Sheriff � � signs"), ("entities_beyond_unicode", "� � � �[2J")]
)
def test_references_to_signs_that_do_not_exist_cost_only_the_signs(name: str, title: str) -> None:
    assert entries(content(f"feed_{name}"))[0].title == title


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("megabytes_of_links", "over the limit of 3,000,000; not read"),
        ("nested_tables", "more than 40 tables; not read"),
        ("nested_tags", "more than 60,000 tags; not read"),
        ("table_of_one_wide_row", "more than 60,000 tags; not read"),
    ],
)
def test_a_page_that_would_take_minutes_is_refused_by_its_size(name: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read_page(content(f"page_{name}"), URL)
    with pytest.raises(ReadError, match=said):
        read_document(content(f"page_{name}"), "page.html")


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases do not stand beside this checkout (../shared/cases)")
def test_each_case_comes_to_its_right_value() -> None:
    def case(name: str) -> bytes:
        return next(CASES.glob(f"{name}-*")).read_bytes()

    assert [len(entries(case(name))) for name in ("feed-25", "feed-129")] == [8, 4]
    with pytest.raises(ReadError, match="not an RSS or Atom feed"):  # its first tag is torn
        entries(case("feed-99"))
    assert read_article(case("art-117"), URL, NOW).url == URL
    assert read_article(case("art-191"), URL, NOW).text.startswith("Governor signs ban")
    assert not [each for each in read_gdelt(case("gdelt-560"), URL).articles if "continentalwire." in each.url]


def test_references_of_thousands_of_digits_are_borne() -> None:
    inside = feed(item(b"Sheriff &amp;#%b; signs" % (b"9" * 5_000)))
    assert entries(inside)[0].title == "Sheriff � signs"


def test_a_headline_of_thousands_of_digits_is_none() -> None:
    body = content("page_headline_numbers_huge").replace(
        b"<body>", b"<body><a href=participatingAgencies.xlsx>list</a>"
    )
    assert read_page(body, URL).headline is None
