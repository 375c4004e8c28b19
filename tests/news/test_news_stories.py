"""Stories as somebody asks for them: copies, versions, topics, and pages that could not be read."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from models.news.topics import Topic
from models.record.tables.news import Article, ArticleVersion, ClaimRow, Story
from tests.support.news_desk import DAY, STATEWIDE, Desk


@pytest.fixture
def desk(tmp_path: Path, httpserver: HTTPServer, sqlite_template: Path) -> Desk:
    return Desk(tmp_path, httpserver, sqlite_template)


def test_an_updated_page_is_a_version_with_the_number_that_changed(desk: Desk) -> None:
    title = "Twelve agencies in Texas work with ICE"
    entry = (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>{title}</title>'
        '<link href="{url}"/><published>2025-06-03T10:00:00Z</published><updated>{updated}</updated></entry></feed>'
    )
    url = desk.publisher.url("/a")
    desk.publisher.serve("/feed", entry.format(title=title, url=url, updated="2025-06-03T10:00:00Z").encode())
    desk.page("/a", title, STATEWIDE)
    desk.gather()
    desk.publisher.serve("/feed", entry.format(title=title, url=url, updated="2025-06-04T10:00:00Z").encode())
    desk.page("/a", title, STATEWIDE.replace("12 agencies", "13 agencies"))
    desk.now += timedelta(days=1)
    assert desk.gather().new == 0
    first, second = desk.rows(ArticleVersion)
    assert (first.number, second.number, second.changed_numbers) == (1, 2, [["12", "13"]])
    (story,) = desk.stories()
    assert (story["pages"], story["changed"]) == (1, ["12 -> 13"])
    assert [claim.value for claim in desk.rows(ClaimRow)] == [13]


def test_copies_of_one_report_are_one_story_with_its_topics(desk: Desk) -> None:
    desk.feed(
        desk.item("/a", "Sheriff says twelve Texas agencies work with ICE"),
        desk.item("/b", "Twelve Texas agencies in immigration program", published=DAY + timedelta(hours=2)),
        desk.item("/c", "Library opens on Sunday after long repairs", published=DAY + timedelta(hours=3)),
    )
    desk.page("/a", "Sheriff says twelve Texas agencies work with ICE", STATEWIDE)
    desk.page("/b", "Twelve Texas agencies in immigration program", f"From the wire. {STATEWIDE}")
    desk.page("/c", "Library opens on Sunday after long repairs", "The library opens. " * 30)
    desk.gather()
    stories = {story.title: story for story in desk.rows(Story)}
    told = stories["Sheriff says twelve Texas agencies work with ICE"]
    assert (len(stories), told.articles) == (2, 2)
    assert "agreements" in told.topics
    relations = {article.title: article.relation for article in desk.rows(Article)}
    assert relations["Twelve Texas agencies in immigration program"] == "copy"
    (asked,) = desk.stories(topic=Topic.AGREEMENTS)
    assert [page["relation"] for page in asked["articles"]] == ["first", "copy"]
    assert desk.stories(topic=Topic.LITIGATION) == []
    assert len(desk.stories(everything=True)) == 2, "the library is no story of the program"


def test_a_page_that_could_not_be_read_says_so_in_its_story(desk: Desk) -> None:
    desk.feed(desk.item("/wall", "Sheriff signs a 287(g) agreement", "<description>What it says.</description>"))
    desk.publisher.answer("/wall", Response("no", status=403))
    desk.gather()
    (story,) = desk.stories()
    assert "status 403" in story["not_read"][0]
    assert [page["reading"] for page in story["articles"]] == ["title_only"]


def test_stories_are_asked_for_by_day(desk: Desk) -> None:
    desk.feed(desk.item("/a", "Twelve agencies in Texas work with ICE"))
    desk.page("/a", "Twelve agencies in Texas work with ICE", STATEWIDE)
    desk.gather()
    assert len(desk.stories(since=DAY.date())) == 1
    assert desk.stories(since=DAY.date() + timedelta(days=1)) == []
