"""Polite fetching, over real HTTP on a loopback port."""

import gzip
import hashlib
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from flows.fetching.addresses import leads_inside, without_user
from flows.fetching.answers import Answer, Limits
from flows.fetching.archive import Archive
from flows.fetching.client import Attempt, Fetched, Fetcher, NotModified, Validators
from flows.fetching.robots import Courtesy
from models.errors import ArchiveError, FetchError
from tests.support.publisher import FakePublisher, cut_off, dripping

AGENT = "Mozilla/5.0 (compatible; moawatch/0.1.0; +https://example.org/about)"
START = datetime(2026, 2, 3, 15, 0, tzinfo=UTC)
SAVED = datetime(2026, 2, 2, 20, 5, 26, tzinfo=UTC)
QUICK = Limits(connect_seconds=1, silence_seconds=0.5, whole_seconds=0.5, bytes=10_000)


@dataclass
class Reader:
    """A fetcher whose clock moves only when it sleeps, and all that it told."""

    archive: Archive
    attempts: list[Attempt] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    now: datetime = START

    def fetcher(
        self,
        *,
        agent: str = AGENT,
        courtesy: Courtesy | None = None,
        limits: Limits = QUICK,
        resolve: Callable[[str], list[str]] = lambda host: ["127.0.0.1"],
    ) -> Fetcher:
        return Fetcher(
            agent,
            self.archive,
            self.attempts.append,
            lambda: self.now,
            self._sleep,
            courtesy,
            limits,
            resolve,
            jitter=lambda: 0.5,
        )

    def get(self, url: str, validators: Validators | None = None) -> Fetched | NotModified:
        return self.fetcher().get(url, validators)

    def failure(self, url: str) -> str:
        with pytest.raises(FetchError) as raised:
            self.get(url)
        assert "\n" not in str(raised.value)
        return str(raised.value)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(Archive(str(tmp_path / "archive")))


@pytest.fixture
def publisher(httpserver: HTTPServer) -> FakePublisher:
    publisher = FakePublisher(httpserver)
    publisher.robots(status=404)
    return publisher


# What comes back


def test_a_document_with_what_the_publisher_said_of_it(reader: Reader, publisher: FakePublisher) -> None:
    name = "participatingAgencies02022026pm.xlsx"
    publisher.serve("/list", b"PK...", etag="abc", last_modified=SAVED, file_name=name)
    document = reader.get(publisher.url("/list"))
    assert document == Fetched(
        sha256=hashlib.sha256(b"PK...").hexdigest(),
        content=b"PK...",
        url=publisher.url("/list"),
        file_name=name,
        last_modified=SAVED,
        charset="utf-8",
    )
    (attempt,) = reader.attempts
    assert (attempt.status, attempt.bytes, attempt.error) == (200, 5, None)
    assert (attempt.etag, attempt.last_modified) == ('"abc"', "Mon, 02 Feb 2026 20:05:26 GMT")
    assert attempt.document_sha256 == hashlib.sha256(b"PK...").hexdigest()
    assert attempt.requested_at == START
    assert 0 < attempt.seconds < 5


def test_the_client_says_who_it_is(reader: Reader, publisher: FakePublisher) -> None:
    publisher.serve("/", b"x")
    reader.get(publisher.url("/"))
    assert publisher.requests[0].headers["User-Agent"] == AGENT


def test_what_has_not_changed_is_not_sent_again(reader: Reader, publisher: FakePublisher) -> None:
    publisher.serve("/list", b"PK...", etag="abc", last_modified=SAVED)
    reader.get(publisher.url("/list"))
    first = reader.attempts[0]
    answer = reader.get(publisher.url("/list"), Validators(first.etag, first.last_modified))
    assert isinstance(answer, NotModified)
    assert answer.last_modified == SAVED
    assert (reader.attempts[1].status, reader.attempts[1].document_sha256, reader.attempts[1].error) == (
        304,
        None,
        None,
    )
    assert publisher.requests[1].headers["If-None-Match"] == '"abc"'
    assert publisher.requests[1].headers["If-Modified-Since"] == "Mon, 02 Feb 2026 20:05:26 GMT"


def test_what_has_changed_is_sent_in_spite_of_validators(reader: Reader, publisher: FakePublisher) -> None:
    publisher.serve("/list", b"new", etag="def")
    assert isinstance(reader.get(publisher.url("/list"), Validators('"abc"', None)), Fetched)


def test_a_304_that_nobody_asked_for_is_an_error(reader: Reader, publisher: FakePublisher) -> None:
    publisher.answer("/list", Response(status=304))
    assert "status 304" in reader.failure(publisher.url("/list"))


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="pendingAgencies.xlsx"', "pendingAgencies.xlsx"),
        ("attachment; filename*=UTF-8''pending%20Agencies.xlsx", "pending Agencies.xlsx"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\temp\\\\a.xlsx"', "a.xlsx"),
        ("attachment", "208496"),
        ("inline; filename=", "208496"),
    ],
)
def test_the_name_is_a_name_and_never_a_path(
    reader: Reader, publisher: FakePublisher, disposition: str, name: str
) -> None:
    publisher.serve("/download/public/208496", b"x", headers={"Content-Disposition": disposition})
    document = reader.get(publisher.url("/download/public/208496"))
    assert isinstance(document, Fetched)
    assert document.file_name == name


def test_packed_content_is_unpacked_before_it_is_kept(reader: Reader, publisher: FakePublisher) -> None:
    publisher.serve("/page", gzip.compress(b"<html>"), headers={"Content-Encoding": "gzip"})
    document = reader.get(publisher.url("/page"))
    assert isinstance(document, Fetched)
    assert reader.archive.read(document.sha256) == document.content == b"<html>"


def test_headers_that_are_no_dates_and_validators_beyond_reason_are_left_out(
    reader: Reader, publisher: FakePublisher
) -> None:
    publisher.serve("/list", b"x", headers={"Last-Modified": "last week", "ETag": '"' + "e" * 5_000 + '"'})
    document = reader.get(publisher.url("/list"))
    assert isinstance(document, Fetched)
    assert (document.last_modified, reader.attempts[0].etag) == (None, None)


def test_a_proxy_of_the_environment_is_not_asked_for_this_very_machine(
    reader: Reader, publisher: FakePublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.invalid:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    publisher.serve("/list", b"PK...")
    assert isinstance(reader.get(publisher.url("/list")), Fetched)


# Refusals: stated, kept, and tried again only where that may help


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (403, "the publisher's firewall blocks this client; see the setting user_agent"),
        (404, "the page has moved; correct the source"),
        (410, "the page is gone; correct the source"),
        (400, "the next run tries again"),
    ],
)
def test_a_refusal_is_kept_stated_and_not_tried_again(
    reader: Reader, publisher: FakePublisher, status: int, advice: str
) -> None:
    publisher.answer("/list", Response(b"<html>Access Denied", status=status))
    url = publisher.url("/list")
    assert reader.failure(url) == f"{url}: status {status}; {advice}"
    (attempt,) = reader.attempts
    assert (attempt.status, attempt.error) == (status, f"status {status}")
    assert attempt.document_sha256 is not None
    assert reader.archive.read(attempt.document_sha256) == b"<html>Access Denied"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_temporary_failure_is_tried_again_with_growing_pauses(
    reader: Reader, publisher: FakePublisher, status: int
) -> None:
    failed = Response(b"busy", status=status)
    publisher.answer("/list", failed, failed, Response(b"PK..."))
    assert isinstance(reader.get(publisher.url("/list")), Fetched)
    assert [attempt.status for attempt in reader.attempts] == [status, status, 200]
    assert reader.slept == [2.0, 4.0]


def test_after_four_attempts_the_next_run_tries_again(reader: Reader, publisher: FakePublisher) -> None:
    publisher.answer("/list", Response(b"busy", status=503))
    assert reader.failure(publisher.url("/list")).endswith("status 503; the next run tries again")
    assert len(reader.attempts) == 4
    assert len(reader.slept) == 3


def test_the_pauses_differ_from_client_to_client(reader: Reader, publisher: FakePublisher) -> None:
    publisher.answer("/list", Response(b"busy", status=503))
    draws = iter([0.0, 1.0, 0.0])
    fetcher = Fetcher(
        AGENT,
        reader.archive,
        lambda _: None,
        lambda: START,
        reader.slept.append,
        limits=QUICK,
        jitter=lambda: next(draws),
    )
    with pytest.raises(FetchError):
        fetcher.get(publisher.url("/list"))
    assert reader.slept == [1.0, 6.0, 4.0]


@pytest.mark.parametrize("header", ["30", "Tue, 03 Feb 2026 15:00:30 GMT"])
def test_retry_after_is_honoured(reader: Reader, publisher: FakePublisher, header: str) -> None:
    busy = Response(b"slow down", status=429, headers={"Retry-After": header})
    publisher.answer("/list", busy, Response(b"PK..."))
    assert isinstance(reader.get(publisher.url("/list")), Fetched)
    assert reader.slept == [30.0]


@pytest.mark.parametrize("header", ["soon", "-5", ""])
def test_a_retry_after_that_cannot_be_meant_is_ignored(reader: Reader, publisher: FakePublisher, header: str) -> None:
    busy = Response(b"slow down", status=429, headers={"Retry-After": header})
    publisher.answer("/list", busy, Response(b"PK..."))
    reader.get(publisher.url("/list"))
    assert reader.slept == [2.0]


def test_who_asks_to_wait_for_an_hour_is_left_to_the_next_run(reader: Reader, publisher: FakePublisher) -> None:
    publisher.answer("/list", Response(b"", status=429, headers={"Retry-After": "3600"}))
    assert "status 429; rate limited; the next run tries again" in reader.failure(publisher.url("/list"))
    assert reader.slept == []


def test_a_connection_cut_in_the_middle_is_tried_again_and_what_came_is_kept(
    reader: Reader, publisher: FakePublisher
) -> None:
    publisher.answer("/list", cut_off(b"PK half", 1_000), Response(b"PK whole"))
    document = reader.get(publisher.url("/list"))
    assert isinstance(document, Fetched)
    assert document.content == b"PK whole"
    first = reader.attempts[0]
    assert first.error == "connection cut after 7 bytes"
    assert first.document_sha256 is not None
    assert reader.archive.read(first.document_sha256) == b"PK half"


def test_a_host_that_does_not_answer_at_all(reader: Reader) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    message = reader.failure(f"http://127.0.0.1:{port}/list")
    assert "connection failed (Connection refused)" in message
    assert len(reader.attempts) == 4
    assert reader.attempts[0].status is None


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_host_that_falls_silent_times_out(reader: Reader, silent_port: int) -> None:
    assert "timed out" in reader.failure(f"http://127.0.0.1:{silent_port}/list")


def test_a_slow_drip_ends_at_the_deadline(reader: Reader, publisher: FakePublisher) -> None:
    """Each piece comes within the time-out, and all of them would take five seconds."""
    publisher.answer("/list", dripping(b"x" * 50, 50, 0.1))
    started = time.monotonic()
    fetcher = reader.fetcher()
    with pytest.raises(FetchError, match=r"not complete after 0\.5 s"):
        fetcher.get(publisher.url("/list"))
    assert time.monotonic() - started < 4 * 1.5
    assert all(attempt.document_sha256 for attempt in reader.attempts)


def test_more_than_the_cap_is_refused_once_and_kept_up_to_the_cap(reader: Reader, publisher: FakePublisher) -> None:
    publisher.serve("/list", b"x" * 50_000)
    assert "more than 10,000 bytes" in reader.failure(publisher.url("/list"))
    (attempt,) = reader.attempts
    assert attempt.bytes == 10_000


def test_the_cap_counts_what_is_unpacked(reader: Reader, publisher: FakePublisher) -> None:
    publisher.serve("/list", gzip.compress(b"\0" * 20_000_000), headers={"Content-Encoding": "gzip"})
    assert "more than 10,000 bytes" in reader.failure(publisher.url("/list"))


def test_content_that_is_not_packed_as_it_says(reader: Reader, publisher: FakePublisher) -> None:
    publisher.serve("/list", b"not gzip at all", headers={"Content-Encoding": "gzip"})
    assert "broken compression" in reader.failure(publisher.url("/list"))


def test_a_full_disk_is_told_and_ends_the_fetch(reader: Reader, publisher: FakePublisher, tmp_path: Path) -> None:
    publisher.serve("/list", b"PK...")
    (tmp_path / "archive").write_text("in the way")
    with pytest.raises(ArchiveError, match="cannot keep a document"):
        reader.get(publisher.url("/list"))
    (attempt,) = reader.attempts
    assert (attempt.status, attempt.document_sha256) == (200, None)
    assert "cannot keep a document" in (attempt.error or "")


# Redirects


def test_redirects_are_followed_and_noted(reader: Reader, publisher: FakePublisher) -> None:
    publisher.redirect("/old", "/new", status=301)
    publisher.redirect("/new", publisher.url("/list"), status=307)
    publisher.serve("/list", b"PK...", etag="abc")
    document = reader.get(publisher.url("/old"))
    assert isinstance(document, Fetched)
    assert document.url == publisher.url("/list")
    assert reader.attempts[0].redirects == [publisher.url("/new"), publisher.url("/list")]


def test_a_ring_of_redirects_ends_after_five(reader: Reader, publisher: FakePublisher) -> None:
    publisher.redirect("/ring", "/ring")
    assert "more than 5 redirects" in reader.failure(publisher.url("/ring"))
    assert len(reader.attempts) == 1


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/list", "file:///etc/passwd", "javascript:alert(1)"])
def test_a_redirect_to_no_web_address_is_refused(reader: Reader, publisher: FakePublisher, target: str) -> None:
    publisher.redirect("/list", target)
    assert "is not a web address" in reader.failure(publisher.url("/list"))


@pytest.mark.parametrize(
    "url", ["ftp://example.org/list", "list.xlsx", "", "http://[", "http://", "file:///etc/passwd"]
)
def test_only_web_addresses_are_fetched(reader: Reader, url: str) -> None:
    assert "is not a web address; correct the source" in reader.failure(url)
    assert len(reader.attempts) == 1


# A private network is not to be reached through what the public web says


PUBLIC = {"localhost": ["93.184.216.34"], "inside.example": ["10.1.2.3"], "outside.example": ["93.184.216.35"]}


def known(host: str) -> list[str]:
    return PUBLIC.get(host, [])


def test_a_redirect_from_a_public_host_into_this_machine_is_refused(reader: Reader, publisher: FakePublisher) -> None:
    publisher.redirect("/list", publisher.url("/secret").replace("localhost", "127.0.0.1"))
    publisher.serve("/secret", b"secret")
    with pytest.raises(FetchError, match=r"refused: .* leads to a private network address, "):
        reader.fetcher(resolve=known).get(publisher.url("/list").replace("127.0.0.1", "localhost"))
    assert [request.path for request in publisher.requests] == ["/list"]


def test_a_link_on_a_public_page_into_this_machine_is_refused(reader: Reader, publisher: FakePublisher) -> None:
    publisher.serve("/secret", b"secret")
    link = publisher.url("/secret").replace("localhost", "127.0.0.1")
    with pytest.raises(FetchError, match=r"refused: .* leads to a private network address, "):
        reader.fetcher(resolve=known).get(link, found_on="https://outside.example/feed")
    assert publisher.requests == []


def test_a_publisher_on_this_machine_that_was_configured_may_link_itself(
    reader: Reader, publisher: FakePublisher
) -> None:
    publisher.serve("/list", b"PK...")
    page = publisher.url("/page")
    assert isinstance(reader.fetcher(resolve=known).get(publisher.url("/list"), found_on=page), Fetched)


@pytest.mark.parametrize(
    ("link", "inside"),
    [
        ("http://127.0.0.1/", True),
        ("http://169.254.169.254/latest/meta-data", True),
        ("http://[::1]/", True),
        ("http://[::ffff:10.0.0.1]/", True),
        ("http://10.0.0.1:8080/", True),
        ("http://100.64.0.1/", True),
        ("http://0.0.0.0/", True),
        ("http://224.0.0.1/", True),
        ("http://inside.example/", True),
        ("http://outside.example/", False),
        ("http://93.184.216.34/", False),
        ("http://[::ffff:93.184.216.34]/", False),
        ("http://unknown.example/", False),
    ],
)
def test_addresses_inside_a_network_are_known(link: str, inside: bool) -> None:
    assert leads_inside(link, "https://outside.example/", known) is inside
    assert not leads_inside(link, "http://inside.example/", known)


def test_passwords_in_an_address_are_neither_stored_nor_shown(reader: Reader, publisher: FakePublisher) -> None:
    publisher.answer("/list", Response(b"", status=403))
    url = publisher.url("/list").replace("://", "://somebody:secret@")
    assert "secret" not in reader.failure(url) + repr(reader.attempts)
    assert without_user("https://[") == "https://["


# robots.txt and pacing


def test_robots_txt_is_obeyed_by_the_name_in_the_agent(reader: Reader, httpserver: HTTPServer) -> None:
    publisher = FakePublisher(httpserver)
    publisher.robots("User-agent: *\nAllow: /\n\nUser-agent: moawatch\nDisallow: /private*/\n")
    publisher.serve("/private-lists/a", b"x")
    publisher.serve("/lists/a", b"x")
    assert "skipped: robots.txt disallows it; remove the source" in reader.failure(publisher.url("/private-lists/a"))
    assert reader.attempts[0].error == "skipped: robots.txt disallows it"
    assert isinstance(reader.get(publisher.url("/lists/a")), Fetched)
    assert [request.path for request in publisher.requests] == ["/lists/a"]


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(reader: Reader, httpserver: HTTPServer) -> None:
    publisher = FakePublisher(httpserver)
    publisher.robots("User-agent: *\nDisallow: /private\n")
    publisher.redirect("/list", "/private")
    publisher.serve("/private", b"x")
    assert "disallows it" in reader.failure(publisher.url("/list"))


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_txt_allows_everything(reader: Reader, httpserver: HTTPServer, status: int) -> None:
    publisher = FakePublisher(httpserver)
    publisher.robots(status=status)
    publisher.serve("/list", b"x")
    assert isinstance(reader.get(publisher.url("/list")), Fetched)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_while_robots_txt_cannot_be_read_nothing_is(reader: Reader, httpserver: HTTPServer, status: int) -> None:
    publisher = FakePublisher(httpserver)
    publisher.robots(status=status)
    publisher.serve("/list", b"x")
    message = reader.failure(publisher.url("/list"))
    assert f"robots.txt could not be read ({publisher.url('/robots.txt')}: status {status})" in message
    assert len(reader.attempts) == 4
    assert publisher.requests == []


def test_a_robots_txt_that_failed_once_is_asked_again(reader: Reader, httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/robots.txt").respond_with_data("", status=503)
    httpserver.expect_ordered_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_ordered_request("/list").respond_with_data("x")
    assert isinstance(reader.get(httpserver.url_for("/list")), Fetched)


def test_robots_txt_is_read_once_a_day_and_follows_redirects(reader: Reader, httpserver: HTTPServer) -> None:
    asked = []

    def robots(_: object) -> Response:
        asked.append(1)
        return Response(status=301, headers={"Location": "/rules.txt"})

    httpserver.expect_request("/robots.txt").respond_with_handler(robots)
    httpserver.expect_request("/rules.txt").respond_with_data("User-agent: *\nDisallow: /private\n")
    publisher = FakePublisher(httpserver)
    publisher.serve("/list", b"x")
    courtesy = Courtesy()
    for _ in range(3):
        reader.fetcher(courtesy=courtesy).get(publisher.url("/list"))
    with pytest.raises(FetchError, match="disallows"):
        reader.fetcher(courtesy=courtesy).get(publisher.url("/private"))
    assert len(asked) == 1
    reader.now += timedelta(hours=25)
    reader.fetcher(courtesy=courtesy).get(publisher.url("/list"))
    assert len(asked) == 2


def test_requests_to_one_host_are_a_second_apart_and_those_to_another_are_not_held_up() -> None:
    courtesy = Courtesy()
    assert courtesy.pause("https://a.example/1", "moawatch", START) == 0
    courtesy.asked("https://a.example/1", START)
    assert courtesy.pause("https://a.example/2", "moawatch", START) == 1.0
    assert courtesy.pause("https://a.example/2", "moawatch", START + timedelta(seconds=0.4)) == pytest.approx(0.6)
    assert courtesy.pause("https://a.example/2", "moawatch", START + timedelta(seconds=2)) == 0
    assert courtesy.pause("https://b.example/1", "moawatch", START) == 0


def test_a_clock_that_is_set_back_does_not_stop_the_run() -> None:
    courtesy = Courtesy()
    courtesy.asked("https://a.example/1", START)
    assert courtesy.pause("https://a.example/2", "moawatch", START - timedelta(days=300)) == 1.0


@pytest.mark.parametrize(("asked", "kept"), [("2.5", 2.5), ("0.1", 1.0), ("600", 30.0)])
def test_a_crawl_delay_is_kept_within_reason(asked: str, kept: float) -> None:
    courtesy = Courtesy()
    rules = f"User-agent: *\nCrawl-delay: {asked}\n".encode()
    assert courtesy.allows("https://a.example/", "moawatch", lambda _: Answer(200, {}, rules, None), START)
    courtesy.asked("https://a.example/1", START)
    assert courtesy.pause("https://a.example/2", "moawatch", START) == kept


def test_gdelt_is_asked_once_in_five_seconds() -> None:
    courtesy = Courtesy()
    courtesy.asked("https://api.gdeltproject.org/api/v2/doc/doc?query=a", START)
    assert courtesy.pause("https://api.gdeltproject.org/api/v2/doc/doc?query=b", "moawatch", START) == 5.0


def test_a_publisher_on_this_machine_is_not_paced() -> None:
    courtesy = Courtesy()
    for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
        courtesy.asked(f"http://{host}/", START)
        assert courtesy.pause(f"http://{host}/", "moawatch", START) == 0


def test_an_attempt_is_told_before_the_next_one_starts(reader: Reader, publisher: FakePublisher) -> None:
    """So that a run killed in between has every request that it made on record."""
    seen: list[int] = []
    publisher.answer("/list", Response(b"", status=503), Response(b"PK..."))
    fetcher = Fetcher(
        AGENT,
        reader.archive,
        lambda attempt: seen.append(len(publisher.requests)),
        lambda: START,
        lambda _: None,
        limits=QUICK,
    )
    fetcher.get(publisher.url("/list"))
    assert seen == [1, 2]
