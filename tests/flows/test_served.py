"""What a source serves now reads the same whether it was sent again or stands in the archive."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from flows.served import served
from models.errors import FetchError
from models.record.tables.documents import Fetch
from tests.support.news_desk import Desk


@pytest.fixture
def desk(tmp_path: Path, httpserver: HTTPServer) -> Desk:
    return Desk(tmp_path, httpserver)


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


@pytest.mark.parametrize("url", ["http://example.org/\x00", "http://[", "http://example.org/\ud800", ""])
def test_an_address_that_no_record_can_hold_is_a_failure_like_any_other(desk: Desk, url: str) -> None:
    with pytest.raises(FetchError, match="is not a web address; correct the source"):
        served(desk.world, "ledger", url, found_on="http://example.org/feed")
    (fetch,) = desk.rows(Fetch)
    assert fetch.error is not None
    assert fetch.url.isprintable()
