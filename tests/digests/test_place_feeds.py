"""Feeds of states, counties and agencies: valid, complete, written only where something changed."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
import sqlalchemy as sa

from flows.digests.feeds.folder import FEED_FILE, FILE_NAME, FOLDER, NOTE, empty_feed, feed_name, write_feeds
from flows.settings import Settings
from models.identity.ids import agency_id
from models.record.store import read_session, write_session
from models.record.tables.agreements import Agency
from tests.support.digest_record import FIRST_DAY, days, new_agreements, publish_changes

SITE = "https://digests.example.org"


def written(engine: sa.Engine, folder: Path, **changed: Any) -> int:
    settings: dict[str, Any] = {"outbox": folder, "web_url": SITE}
    with read_session(engine) as session:
        return write_feeds(session, Settings(**(settings | changed)))


def titles(folder: Path, name: str) -> list[str]:
    """The titles of a feed's entries, the same in both formats; both are valid."""
    atom = feedparser.parse((folder / FOLDER / f"{name}.atom").read_bytes())
    assert (atom.bozo, atom.version) == (False, "atom10")
    assert all(entry.id and entry.updated and entry.title for entry in atom.entries)
    assert atom.feed.id
    assert atom.feed.links[1].href == f"{SITE}/feeds/{name}.atom"
    document = checked_json_feed((folder / FOLDER / f"{name}.json").read_bytes())
    assert document["feed_url"] == f"{SITE}/feeds/{name}.json"
    assert [item["id"] for item in document["items"]] == [entry.id for entry in atom.entries]
    assert document["title"] == atom.feed.title
    return [item["title"] for item in document["items"]]


def checked_json_feed(content: bytes) -> dict[str, Any]:
    """What https://jsonfeed.org/version/1.1 asks for."""
    document: dict[str, Any] = json.loads(content)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["title"]
    known = {
        "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon",
        "authors", "language", "expired", "hubs", "items",
    }  # fmt: skip
    assert document.keys() <= known
    for name in ("home_page_url", "feed_url"):
        assert urlsplit(document.get(name, "https://x")).scheme in ("http", "https")
    assert all({"name", "url", "avatar"} & author.keys() for author in document["authors"])
    items = document["items"]
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert isinstance(item["id"], str)
        assert item.keys() & {"content_html", "content_text"}
        assert urlsplit(item.get("external_url", "https://x")).scheme in ("http", "https")
        assert datetime.fromisoformat(item["date_published"]) <= datetime.fromisoformat(item["date_modified"])
        assert all(isinstance(tag, str) for tag in item["tags"])
    return document


@pytest.fixture
def watched(sqlite_record: sa.Engine) -> sa.Engine:
    return fill(sqlite_record)


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


def fill(record: sa.Engine) -> sa.Engine:
    """Two agencies in Lamar County, TX, and one in Florida."""
    publish_changes(record, new_agreements([1, 2]) + new_agreements([3], "FL", agency_id="FL-bay-sheriff"))
    with write_session(record) as session:
        florida = session.get_one(Agency, "FL-bay-sheriff")
        florida.county, florida.county_fips, florida.state_fips = "Bay County", "12005", "12"
    return record


def test_a_change_is_in_the_feeds_of_its_state_its_county_and_its_agency(record: sa.Engine, outbox: Path) -> None:
    written(fill(record), outbox)
    texas = ["Texas: new agreement: TX County 2 Sheriff's Office", "Texas: new agreement: TX County 1 Sheriff's Office"]
    florida = ["Florida: new agreement: FL County 3 Sheriff's Office"]
    assert sorted(titles(outbox, "us")) == sorted(texas + florida)
    assert sorted(titles(outbox, "states/TX")) == sorted(texas)
    assert sorted(titles(outbox, "counties/48277")) == sorted(texas)
    assert titles(outbox, "agencies/TX-1") == texas[1:]
    assert titles(outbox, "counties/12005") == titles(outbox, "agencies/FL-bay-sheriff") == florida
    assert titles(outbox, "states/GA") == []


def test_the_feed_of_everything_is_where_it_always_was(watched: sa.Engine, outbox: Path) -> None:
    written(watched, outbox, web_url="")
    assert sorted(path.name for path in outbox.iterdir()) == [NOTE, FILE_NAME]
    assert len(feedparser.parse((outbox / FILE_NAME).read_bytes()).entries) == 3


def test_only_the_feeds_of_places_where_something_changed_are_written(watched: sa.Engine, outbox: Path) -> None:
    written(watched, outbox)
    assert written(watched, outbox) == 0
    before = {path: path.stat().st_mtime_ns for path in outbox.rglob("*.*") if path.name != NOTE}
    publish_changes(watched, new_agreements([4], agency_id="TX-1"), FIRST_DAY + days(1))
    written(watched, outbox)
    changed = {
        str(path.relative_to(outbox)) for path, written_at in before.items() if path.stat().st_mtime_ns != written_at
    }
    names = {f"{FOLDER}/{name}.{ending}" for name in ("us", "states/TX", "counties/48277", "agencies/TX-1")
             for ending in ("atom", "json")}  # fmt: skip
    assert changed == names | {FILE_NAME}


def test_a_lost_or_foreign_note_writes_all_that_is_missing(watched: sa.Engine, outbox: Path) -> None:
    written(watched, outbox)
    feed = outbox / FOLDER / "counties" / "12005.json"
    for note in (b"not json", b'{"sequence": 2, "mark": "of another record", "made_by": ""}', None):
        feed.unlink()
        (outbox / NOTE).unlink() if note is None else (outbox / NOTE).write_bytes(note)
        assert written(watched, outbox) == 1
        assert feed.is_file()


def test_an_agency_that_moves_takes_its_changes_along(watched: sa.Engine, outbox: Path) -> None:
    written(watched, outbox)
    with write_session(watched) as session:
        agency = session.get_one(Agency, "TX-1")
        agency.county, agency.county_fips = "Bowie County", "48037"
    written(watched, outbox)
    assert titles(outbox, "counties/48037") == ["Texas: new agreement: TX County 1 Sheriff's Office"]
    assert titles(outbox, "counties/48277") == ["Texas: new agreement: TX County 2 Sheriff's Office"]


def test_an_agency_that_is_gone_has_no_feed(watched: sa.Engine, outbox: Path) -> None:
    written(watched, outbox)
    stray = outbox / FOLDER / "agencies" / "TX-gone.atom"
    stray.write_bytes(b"old")
    written(watched, outbox, contact="https://example.org/other")
    assert not stray.exists()


def test_the_pages_list_every_feed_and_lead_nowhere_else(watched: sa.Engine, outbox: Path) -> None:
    written(watched, outbox)
    folder = outbox / FOLDER
    listed: set[Path] = set()
    for page in [folder / "index.html", *(folder / "states").glob("*.html")]:
        for link in re.findall(r'href="([^"]+)"', page.read_text()):
            target = (page.parent / link).resolve()
            assert target.is_file(), f"{page}: {link}"
            listed.add(target)
    feeds = {path.resolve() for path in folder.rglob("*") if path.suffix in (".atom", ".json")}
    assert feeds <= listed
    assert "Lamar County" in (folder / "states" / "TX.html").read_text()


def test_a_county_without_a_change_has_an_empty_feed_and_a_made_up_one_none() -> None:
    settings = Settings(web_url=SITE)
    empty = empty_feed("counties/48001.json", settings)
    assert empty is not None
    assert checked_json_feed(empty)["items"] == []
    assert feedparser.parse(empty_feed("counties/48001.atom", settings)).feed.title.startswith("Anderson County, Texas")
    for path in ("counties/99999.json", "counties/48001.html", "states/TX.json", "../counties/48001.json"):
        assert empty_feed(path, settings) is None


@pytest.mark.parametrize("key", ["lamar county sheriff", "st john's", "../../etc/passwd", "a" * 300, "ñu", ""])
def test_an_agency_whose_id_is_no_file_name_has_no_feed(key: str) -> None:
    name = feed_name(agency_id("TX", key, ()))
    assert name == "" or FEED_FILE.fullmatch(f"{name}.json")
    assert ".." not in name


@pytest.mark.parametrize(
    "path", ["../outbox.eml", "us.atom.part", ".feeds.json", "counties/1.atom", "2026-01-05-1-1.html"]
)
def test_nothing_else_of_the_folder_is_a_feed(path: str) -> None:
    assert FEED_FILE.fullmatch(path) is None
