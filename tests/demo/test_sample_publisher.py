"""The sample publisher over real HTTP: its pages and lists as our own readers see them, its validators, its outlets."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import feedparser
import pytest
import requests
from bs4 import BeautifulSoup

from flows.demo.publisher import SamplePublisher
from flows.demo.sample import SampleDay
from flows.sources.ice.document import read_document
from flows.sources.ice.page import read_page
from models.vocabulary import ListKind
from tests.support.sample_truth import DAYS, EXPECTED, count_by

WORKBOOK_DAYS = [day for day in DAYS if day.saved]


@pytest.fixture(scope="module")
def publisher() -> Iterator[SamplePublisher]:
    with SamplePublisher() as running:
        yield running


def linked_lists(publisher: SamplePublisher) -> list[str]:
    page = BeautifulSoup(requests.get(publisher.url, timeout=5).text, "lxml")
    return [urljoin(publisher.url, str(link["href"])) for link in page.select('main a[href$=".xlsx"]')]


@pytest.mark.parametrize("number", [1, 2])
def test_the_table_is_read_back_over_http(publisher: SamplePublisher, number: int) -> None:
    publisher.publish(DAYS[number - 1])
    published = read_document(requests.get(publisher.url, timeout=5).content)
    assert published.kind is ListKind.PARTICIPATING
    assert len(published.listings) == EXPECTED[number].rows
    assert all(listing.signed and listing.moa_url for listing in published.listings)


@pytest.mark.parametrize("day", WORKBOOK_DAYS, ids=lambda day: day.title)
def test_the_workbooks_are_read_back_over_http(publisher: SamplePublisher, day: SampleDay) -> None:
    publisher.publish(day)
    participating, pending = (
        read_document(requests.get(url, timeout=5).content, url.rpartition("/")[2]) for url in linked_lists(publisher)
    )
    assert participating.kind is ListKind.PARTICIPATING
    assert len(participating.listings) == EXPECTED[day.number].rows
    assert all(listing.signed for listing in participating.listings)
    assert not any("@" in listing.moa_url or "safelinks" in listing.moa_url for listing in participating.listings)
    assert pending.kind is ListKind.PENDING
    assert len(pending.listings) == EXPECTED[day.number].pending


@pytest.mark.parametrize("day", WORKBOOK_DAYS, ids=lambda day: day.title)
def test_the_page_is_read_back_with_its_headline_and_both_links(publisher: SamplePublisher, day: SampleDay) -> None:
    publisher.publish(day)
    served = requests.get(publisher.url, timeout=5).content
    read_back = read_page(served, publisher.url)
    truth = EXPECTED[day.number]
    assert read_back.headline is not None
    assert read_back.headline.agreements == truth.headline
    assert f"covering {truth.states} states" in read_back.headline.sentence
    words = BeautifulSoup(served, "lxml").get_text(" ")
    for number in count_by("support_type", day.number).values():
        assert re.search(rf"(?<![\d,]){number:,}(?![\d,])", words)
    assert [link.url for link in read_back.links] == linked_lists(publisher)


def test_what_the_client_has_is_answered_with_304(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[3])
    for url in [publisher.url, *linked_lists(publisher), *publisher.feed_urls.values()]:
        first = requests.get(url, timeout=5)
        by_etag = requests.get(url, headers={"If-None-Match": first.headers["ETag"]}, timeout=5)
        by_time = requests.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]}, timeout=5)
        assert (first.status_code, by_etag.status_code, by_time.status_code) == (200, 304, 304)
        assert by_etag.content == b""


def test_another_day_is_another_page_for_a_client_that_has_the_old_one(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[3])
    validators = {"If-None-Match": requests.get(publisher.url, timeout=5).headers["ETag"]}
    publisher.publish(DAYS[4])
    assert requests.get(publisher.url, headers=validators, timeout=5).status_code == 200


def test_an_unchanged_pending_list_keeps_its_address_and_bytes(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[5])
    url = linked_lists(publisher)[1]
    validators = {"If-None-Match": requests.get(url, timeout=5).headers["ETag"]}
    publisher.publish(DAYS[6])
    assert linked_lists(publisher)[1] == url
    assert requests.get(url, headers=validators, timeout=5).status_code == 304


def test_robots_and_unknown_paths(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[0])
    assert "User-agent: *" in requests.get(f"{publisher.base}/robots.txt", timeout=5).text
    assert requests.get(f"{publisher.base}/nowhere", timeout=5).status_code == 404


def test_each_outlet_has_a_feed_and_pages_behind_it(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[-1])
    versions = set()
    for name, url in publisher.feed_urls.items():
        feed = feedparser.parse(requests.get(url, timeout=5).content)
        versions.add(feed.version)
        assert not feed.bozo
        assert feed.feed.title == name
        for entry in feed.entries:
            page = requests.get(entry.link, timeout=5)
            assert page.status_code == 200
            assert '"@type": "NewsArticle"' in page.text
    assert versions == {"rss20", "atom10"}


def test_stories_appear_on_their_days(publisher: SamplePublisher) -> None:
    seen = []
    for day in DAYS:
        publisher.publish(day)
        feeds = [feedparser.parse(requests.get(url, timeout=5).content) for url in publisher.feed_urls.values()]
        seen.append(sum(len(feed.entries) for feed in feeds))
    assert seen == [0, 0, 2, 2, 4, 5, 5, 6, 7, 9]
