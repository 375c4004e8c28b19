"""When two addresses are one page, and two titles one report."""

import pytest

from models.news.article_identity import address_key, content_id, title_key


@pytest.mark.parametrize(
    "same",
    [
        "https://outlet.example/news/a",
        "http://outlet.example/news/a",
        "https://www.outlet.example/news/a/",
        "https://m.outlet.example/news/a?utm_source=rss&utm_medium=feed",
        "https://outlet.example/news/a#comments",
        "https://OUTLET.example:443/news/a?fbclid=123",
        "https://outlet.example/news/a/amp/",
    ],
)
def test_what_trackers_and_phones_add_is_not_part_of_an_address(same: str) -> None:
    assert address_key(same) == "outlet.example/news/a"


@pytest.mark.parametrize(
    "other",
    [
        "https://outlet.example/news/b",
        "https://outlet.example/news/a?id=7",
        "https://outlet.example:8080/news/a",
        "https://elsewhere.example/news/a",
    ],
)
def test_another_page_is_another_address(other: str) -> None:
    assert address_key(other) != "outlet.example/news/a"


def test_the_order_of_parameters_does_not_matter() -> None:
    assert address_key("https://o.example/?b=2&a=1") == address_key("https://o.example/?a=1&b=2")


@pytest.mark.parametrize("broken", ["", "http://[", "not an address", "https://o.example:99999999/"])
def test_a_broken_address_is_its_own_key(broken: str) -> None:
    assert address_key(broken) == broken.strip()


def test_a_title_is_a_key_only_where_it_can_tell_pages_apart() -> None:
    assert title_key("Sheriff Ends ICE Agreement Today - Ledger", "Ledger") == "sheriff ends ice agreement today"
    assert title_key("Local news", "") == ""


def test_an_id_stays_the_same() -> None:
    assert content_id("a", 1) == content_id("a", 1) != content_id("a", 2)
    assert len(content_id("a")) == 16
