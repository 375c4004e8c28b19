"""What a source serves now reads the same whether it was sent again or stands in the archive."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from flows.served import served
from models.errors import FetchError
from models.record.tables.documents import Fetch
from tests.support.news_desk import Desk


@pytest.fixture
def desk(tmp_path: Path, httpserver: HTTPServer, sqlite_template: Path) -> Desk:
    return Desk(tmp_path, httpserver, sqlite_template)


def test_an_unchanged_text_keeps_the_character_set_that_it_was_sent_with(desk: Desk) -> None:
    """A 304 carries no Content-Type."""
    sent = Response(
        "señal".encode("cp1252"), headers={"ETag": '"a"', "Content-Type": "text/html; charset=windows-1252"}
    )
    unchanged = Response(status=304)
    del unchanged.headers["Content-Type"]
    desk.publisher.answer("/page", sent, unchanged)
    url = desk.publisher.url("/page")
    first = served(desk.world, "ledger", url)
    again = served(desk.world, "ledger", url)
    assert [fetch.status for fetch in desk.rows(Fetch)] == [200, 304]
    assert first.charset == again.charset == "cp1252"
    assert first.content == again.content


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"rotten")], ids=["lost", "damaged"])
def test_what_the_archive_lost_is_asked_for_again_and_heals_it(desk: Desk, damage: Callable[[Path], object]) -> None:
    desk.publisher.serve("/page", b"a text", etag="a")
    url = desk.publisher.url("/page")
    first = served(desk.world, "ledger", url)
    damage(Path(desk.world.settings.archive) / first.sha256[:2] / first.sha256)
    assert served(desk.world, "ledger", url).content == b"a text"
    assert desk.world.archive.read(first.sha256) == b"a text"
    assert [(fetch.status, fetch.error is None) for fetch in desk.rows(Fetch)] == [
        (200, True),
        (304, False),
        (200, True),
    ]
    assert served(desk.world, "ledger", url).content == b"a text"
    assert [fetch.status for fetch in desk.rows(Fetch)][3:] == [304]


def test_what_the_archive_lost_and_the_publisher_does_not_send_again_is_a_failure(desk: Desk) -> None:
    unchanged, refused = Response(status=304), Response(status=403)
    desk.publisher.answer("/page", Response("a text", headers={"ETag": '"a"'}), unchanged, refused)
    url = desk.publisher.url("/page")
    first = served(desk.world, "ledger", url)
    (Path(desk.world.settings.archive) / first.sha256[:2] / first.sha256).unlink()
    with pytest.raises(FetchError, match="status 403"):
        served(desk.world, "ledger", url)
    assert [fetch.error is None for fetch in desk.rows(Fetch)] == [True, False, False], "none of them is a success"


@pytest.mark.parametrize("url", ["http://example.org/\x00", "http://[", "http://example.org/\ud800", ""])
def test_an_address_that_no_record_can_hold_is_a_failure_like_any_other(desk: Desk, url: str) -> None:
    with pytest.raises(FetchError, match="is not a web address; correct the source"):
        served(desk.world, "ledger", url, found_on="http://example.org/feed")
    (fetch,) = desk.rows(Fetch)
    assert fetch.error is not None
    assert fetch.url.isprintable()
