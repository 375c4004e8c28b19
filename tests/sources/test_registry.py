"""The source registry: what ships, and what each wrong stanza is told."""

from datetime import timedelta
from pathlib import Path

import pytest

from data import DATA
from flows.sources.registry import (
    FeedSource,
    GdeltSource,
    IcePageSource,
    LinkPageSource,
    Source,
    read_registry,
)
from models.errors import SettingsError
from models.vocabulary import ListKind

PAGE = """
[[source]]
name = "a-page"
kind = "ice_page"
title = "A page"
url = "https://example.org/page"
due_every_hours = 2
max_age_hours = 48.5
"""
LINKS = """
[source.links]
participating = ['participating\\s+agenc']
"""


def read(tmp_path: Path, text: str) -> tuple[Source, ...]:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    return read_registry(path)


def test_what_ships_can_be_read_and_has_a_page_of_lists() -> None:
    sources = read_registry(DATA / "sources.toml")
    assert [type(source) for source in sources].count(IcePageSource) == 1
    assert {type(source) for source in sources} >= {FeedSource, LinkPageSource, GdeltSource}
    assert all(source.due_every < source.max_age for source in sources)


def test_a_stanza_of_each_kind(tmp_path: Path) -> None:
    page, feed, links, gdelt = read(
        tmp_path,
        PAGE
        + LINKS
        + """
[[source]]
name = "a-feed"
kind = "feed"
title = "A feed"
url = "https://example.org/rss"
outlet = "An Outlet"
listing_url = "https://example.org/news"
selector = "h3 a"
due_every_hours = 6
max_age_hours = 48
[[source]]
name = "a-list"
kind = "link_page"
title = "Releases"
url = "https://example.org/releases"
selector = "li.release"
due_every_hours = 6
max_age_hours = 48
[[source]]
name = "a-query"
kind = "gdelt"
title = "A query"
query = '"287g" sourcecountry:US'
due_every_hours = 6
max_age_hours = 48
""",
    )
    assert isinstance(page, IcePageSource)
    assert isinstance(feed, FeedSource)
    assert isinstance(links, LinkPageSource)
    assert isinstance(gdelt, GdeltSource)
    assert (page.name, page.kind, page.url) == ("a-page", "ice_page", "https://example.org/page")
    assert (page.due_every, page.max_age) == (timedelta(hours=2), timedelta(hours=48, minutes=30))
    assert page.links == {ListKind.PARTICIPATING: (r"participating\s+agenc",)}
    assert (feed.outlet, feed.listing_url, feed.selector) == ("An Outlet", "https://example.org/news", "h3 a")
    assert links.selector == "li.release"
    assert (gdelt.query, gdelt.url) == ('"287g" sourcecountry:US', "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('name = "a-page"|', "stanza 1: name is missing"),
        ('name = "a-page"|name = "A Page"', r"stanza 1 \(A Page\): name must be small letters"),
        ('name = "a-page"|name = 5', "stanza 1: name must be text"),
        ('kind = "ice_page"|', r"stanza 1 \(a-page\): kind must be one of ice_page, moa, feed, link_page, gdelt"),
        ('kind = "ice_page"|kind = "scraper"', "kind must be one of ice_page"),
        ('title = "A page"|', "title is missing"),
        ('title = "A page"|title = " "', "title must be text"),
        ('url = "https://example.org/page"|', "url is missing"),
        ('url = "https://example.org/page"|url = "example.org/page"', "url must be an http or https address"),
        ('url = "https://example.org/page"|url = "file:///etc/passwd"', "url must be an http or https address"),
        ("due_every_hours = 2|", "due_every_hours is missing"),
        ('due_every_hours = 2|due_every_hours = "2 hours"', "due_every_hours must be a number of hours"),
        ("due_every_hours = 2|due_every_hours = 0", "due_every_hours must be a number of hours"),
        ("due_every_hours = 2|due_every_hours = true", "due_every_hours must be a number of hours"),
        ("due_every_hours = 2|due_every_hours = nan", "due_every_hours must be a number of hours"),
        ("due_every_hours = 2|due_every_hours = 72", "max_age_hours is shorter than due_every_hours"),
        ("due_every_hours = 2|due_every_hours = 2\nselector = 'a'", "selector is not an option of kind ice_page"),
        ("due_every_hours = 2|due_every_hours = 2\nlink = 'a'", "link is not an option of kind ice_page"),
        ("participating = |other = ", "links must be a list of patterns for each of participating, pending"),
        (r"['participating\s+agenc']|'participating'", r"links\.participating must be a list of regular expressions"),
        (r"['participating\s+agenc']|['(']", r"links\.participating has '\(', which is not a regular expression"),
        ('kind = "ice_page"|kind = "link_page"', "links is not an option of kind link_page"),
        ("[[source]]|[[sources]]", r"must have \[\[source\]\] stanzas"),
        ("[[source]]|[source", "not TOML"),
    ],
)
def test_what_is_wrong_is_told_by_stanza_and_key(tmp_path: Path, change: str, message: str) -> None:
    before, after = change.split("|")
    assert before in PAGE + LINKS
    with pytest.raises(SettingsError, match=message) as raised:
        read(tmp_path, (PAGE + LINKS).replace(before, after))
    assert "\n" not in str(raised.value)
    assert str(tmp_path / "sources.toml") in str(raised.value)


def test_a_link_page_needs_a_selector_that_is_one(tmp_path: Path) -> None:
    text = PAGE.replace("ice_page", "link_page")
    with pytest.raises(SettingsError, match="selector is missing"):
        read(tmp_path, text)
    with pytest.raises(SettingsError, match="selector is not a CSS selector: 'a\\[href'"):
        read(tmp_path, text + 'selector = "a[href"')


def test_a_feed_with_a_listing_page_needs_a_selector_for_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="selector and listing_url go together on a feed"):
        read(tmp_path, PAGE.replace("ice_page", "feed") + 'listing_url = "https://example.org/news"')


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="two stanzas are named 'a-page'"):
        read(tmp_path, PAGE + PAGE)


def test_a_registry_that_is_empty_or_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="at least one"):
        read(tmp_path, "# nothing yet")
    with pytest.raises(SettingsError, match=r"cannot be read \(No such file or directory\)"):
        read_registry(tmp_path / "nowhere.toml")
    (tmp_path / "sources.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not TOML"):
        read_registry(tmp_path / "sources.toml")
