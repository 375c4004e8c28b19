"""A source of news on real HTTP, from feed to verdicts: read once, versioned, grouped, and broken ones stated."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from sqlmodel import col, select
from werkzeug import Request, Response

from flows.lists.backfill import backfill
from flows.lists.derive import derive
from flows.news.gather import MAX_ATTEMPTS
from flows.news.judge import judge
from flows.served import is_due
from flows.sources.registry import FeedSource, GdeltSource, LinkPageSource, NewsSource
from models.record.store import read_session
from models.record.tables.documents import Fetch
from models.record.tables.news import Article, ArticleStatus, ArticleVersion, ClaimRow, EventRow, VerdictRow
from models.vocabulary import VerdictKind
from tests.support import histories
from tests.support.news_desk import DAY, STATEWIDE, Desk
from tests.support.paths import SHARED


@pytest.fixture
def desk(tmp_path: Path, httpserver: HTTPServer, sqlite_template: Path) -> Desk:
    return Desk(tmp_path, httpserver, sqlite_template)


def test_an_article_is_fetched_archived_and_read_out(desk: Desk) -> None:
    desk.feed(desk.item("/a", "Twelve agencies in Texas work with ICE"))
    desk.page("/a", "Twelve agencies in Texas work with ICE", STATEWIDE)
    gathered = desk.gather()
    assert (gathered.seen, gathered.new, gathered.failures) == (1, 1, [])
    (article,) = desk.rows(Article)
    assert (article.status, article.published_on) == (ArticleStatus.READ, DAY.date())
    (version,) = desk.rows(ArticleVersion)
    assert version.document_sha256 is not None
    assert STATEWIDE.encode() in desk.world.archive.read(version.document_sha256)
    assert any((claim.value, claim.scope) == (12, "TX") for claim in desk.rows(ClaimRow))


def test_nothing_is_fetched_twice(desk: Desk) -> None:
    desk.feed(desk.item("/a", "Twelve agencies in Texas work with ICE"))
    desk.page("/a", "Twelve agencies in Texas work with ICE", STATEWIDE)
    desk.gather()
    assert desk.gather().new == 0
    assert desk.asked("/a") == 1
    assert len(desk.rows(ArticleVersion)) == 1


def test_a_full_feed_entry_needs_no_fetch(desk: Desk) -> None:
    content = "http://purl.org/rss/1.0/modules/content/"
    full = f"<content:encoded xmlns:content='{content}'><![CDATA[<p>{STATEWIDE}</p>]]></content:encoded>"
    desk.feed(desk.item("/a", "Twelve agencies in Texas work with ICE", full))
    desk.gather()
    assert desk.asked("/a") == 0
    assert len(desk.rows(ClaimRow)) == 1


def test_an_entry_published_again_under_another_address_of_the_same_page_is_known(desk: Desk) -> None:
    desk.feed(
        desk.item("/a?utm_source=rss", "Twelve agencies in Texas work with ICE"),
        desk.item("/a/", "Twelve agencies in Texas work with ICE"),
    )
    desk.page("/a", "Twelve agencies in Texas work with ICE", STATEWIDE)
    assert desk.gather().new == 1


def test_an_opaque_link_is_not_followed_and_the_page_behind_it_is_read_when_it_is_known(desk: Desk) -> None:
    title = "Twelve agencies in Texas work with ICE"
    source = "<source url='https://ledger.example'>The Ledger</source>"
    opaque = f"<item><title>{title} - The Ledger</title><link>https://news.google.com/rss/articles/CBMi1</link>{source}</item>"
    again = opaque.replace("CBMi1", "CBMi2")
    desk.feed(opaque, again)
    assert desk.gather().new == 1
    (article,) = desk.rows(Article)
    assert article.status is ArticleStatus.TITLE_ONLY
    assert "redirect" in article.remark
    desk.feed(desk.item("/a", title))
    desk.page("/a", title, STATEWIDE)
    assert desk.gather().new == 0
    (article,) = desk.rows(Article)
    assert (article.status, article.url) == (ArticleStatus.READ, desk.publisher.url("/a"))


def test_a_refused_page_keeps_title_and_summary_and_is_no_failure_of_the_source(desk: Desk) -> None:
    desk.feed(desk.item("/wall", "Behind a wall of paper and glass", "<description>What it says.</description>"))
    desk.publisher.answer("/wall", Response("no", status=403))
    assert desk.gather().failures == []
    (article,) = desk.rows(Article)
    assert (article.status, article.summary) == (ArticleStatus.TITLE_ONLY, "What it says.")
    assert "status 403" in article.remark
    desk.gather()
    assert desk.asked("/wall") == 1


def test_a_page_that_does_not_answer_is_asked_again_by_the_next_runs_and_then_left(desk: Desk) -> None:
    desk.feed(desk.item("/busy", "A page that is always too busy"))
    desk.publisher.answer("/busy", Response("later", status=503))
    for _ in range(MAX_ATTEMPTS - 1):
        desk.gather()
        assert desk.rows(Article)[0].status is ArticleStatus.WAITING
    desk.gather()
    assert desk.rows(Article)[0].status is ArticleStatus.TITLE_ONLY


@pytest.mark.parametrize(
    ("body", "kind", "options", "message"),
    [
        (b"<html><body><h1>Access Denied</h1></body></html>", FeedSource, {}, "not an RSS or Atom feed"),
        (b"Please limit requests to one every 5 seconds", GdeltSource, {"query": "287g"}, "coverage unknown"),
        (b"Your query was too short", GdeltSource, {"query": "287g"}, "coverage unknown"),
        (b"<p>Nothing here</p>", LinkPageSource, {"selector": "li.news"}, "nothing matches"),
    ],
)
def test_a_listing_that_is_none_is_a_stated_failure_and_stays_due(
    desk: Desk, body: bytes, kind: type[NewsSource], options: dict[str, str], message: str
) -> None:
    desk.publisher.serve("/feed", body)
    desk.source = desk.source_of(kind, **options)
    (failure,) = desk.gather().failures
    assert message in failure
    with read_session(desk.world.engine) as session:
        assert is_due(session, desk.source, desk.now)
        assert message in str(session.exec(select(Fetch).order_by(col(Fetch.id).desc())).first().error)  # type: ignore[union-attr]


def test_a_gdelt_that_answers_429_leaves_coverage_unknown(desk: Desk) -> None:
    desk.publisher.answer("/feed", Response("Please limit requests to one every 5 seconds", status=429))
    desk.source = desk.source_of(GdeltSource, query="287g")
    (failure,) = desk.gather().failures
    assert "coverage unknown" in failure
    assert "status 429" in failure


def test_where_the_feed_fails_its_page_of_links_is_read(desk: Desk) -> None:
    desk.publisher.serve("/feed", b"<html><body>Moved</body></html>")
    desk.publisher.serve("/newsroom", b"<ul><li><a href='/a'>Twelve agencies in Texas work with ICE</a></ul>")
    desk.page("/a", "Twelve agencies in Texas work with ICE", STATEWIDE)
    desk.source = desk.source_of(FeedSource, listing_url=desk.publisher.url("/newsroom"), selector="li")
    gathered = desk.gather()
    assert (gathered.new, gathered.failures) == (1, [])
    assert "read its page of links instead" in gathered.remarks[0]


def test_a_quiet_run_is_not_due_again_before_its_time(desk: Desk) -> None:
    desk.feed()
    desk.gather()
    with read_session(desk.world.engine) as session:
        assert not is_due(session, desk.source, desk.now + timedelta(hours=5))
        assert is_due(session, desk.source, desk.now + timedelta(hours=6))


def test_a_page_about_something_else_states_nothing(desk: Desk) -> None:
    desk.feed(desk.item("/a", "Crash closes a road near the river"))
    desk.page("/a", "Crash closes a road near the river", "Two cars met on U.S. 287 near G Street on Monday. " * 8)
    desk.gather()
    assert not desk.rows(ClaimRow)
    assert not desk.rows(EventRow)
    assert not desk.rows(ArticleVersion)[0].relevant


def test_a_claim_is_held_against_the_lists_and_again_when_they_come_later(desk: Desk, tmp_path: Path) -> None:
    desk.feed(desk.item("/a", "Twelve agencies in Texas work with ICE"))
    desk.page("/a", "Twelve agencies in Texas work with ICE", STATEWIDE)
    desk.gather()
    assert judge(desk.world.engine, desk.now) == 1
    (verdict,) = desk.rows(VerdictRow)
    assert verdict.kind is VerdictKind.NO_LIST
    assert judge(desk.world.engine, desk.now) == 0
    backfill(desk.world.engine, desk.world.archive, histories.save(tmp_path / "lists"), desk.now)
    derive(desk.world.engine, desk.world.archive, desk.now)
    desk.now += timedelta(hours=1)
    assert judge(desk.world.engine, desk.now) == 1
    before, after = sorted(desk.rows(VerdictRow), key=lambda row: row.recorded_at)
    assert (before.superseded_at, after.superseded_at) == (desk.now, None)
    assert (after.kind, after.list_value) == (VerdictKind.SUPPORTED, 12)
    assert after.list_sha256 is not None


SAMPLES = SHARED / "news" / "feeds"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared feed samples are not here")
@pytest.mark.parametrize(
    ("name", "kind", "articles", "fetched"),
    [
        ("google_news_search.rss.xml", FeedSource, 7, 0),  # one of eight is published again
        ("wordpress_full.rss.xml", FeedSource, 4, 0),  # full texts
        ("drupal_no_pubdate.rss.xml", FeedSource, 3, 3),
        ("station_updates.atom.xml", FeedSource, 3, 1),
        ("truncated.rss.xml", FeedSource, 2, 2),  # the half item is dropped
        ("gdelt_artlist.json", GdeltSource, 5, 5),
    ],
)
def test_every_sample_listing_is_read_and_nothing_of_it_fetched_twice(
    desk: Desk, name: str, kind: type[NewsSource], articles: int, fetched: int
) -> None:
    # The samples' hosts do not exist: their pages are served from this machine, under the host as a folder.
    here = desk.publisher.url("/").encode()
    links = re.compile(rb"https://(?!news\.google\.com|purl\.org|news-images)(?=[a-z0-9-]+\.example)")
    desk.publisher.serve("/feed", links.sub(here, (SAMPLES / name).read_bytes()))
    page = f"<html><body><article><p>{STATEWIDE}</p></article></body></html>"

    def answer(request: Request) -> Response:
        desk.publisher.requests.append(request)
        return Response(page)

    desk.publisher.server.expect_request(re.compile(r"/[a-z0-9-]+\.example/.*")).respond_with_handler(answer)
    desk.source = desk.source_of(kind, **({"query": "287g"} if kind is GdeltSource else {}))
    gathered = desk.gather()
    assert (gathered.seen >= articles, gathered.new, gathered.failures) == (True, articles, [])
    desk.gather()
    asked = [request.path for request in desk.publisher.requests if request.path != "/feed"]
    assert len(asked) == len(set(asked)) == fetched
