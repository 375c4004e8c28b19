"""One spelling of an address for all who read it, and no way from the public web into our own network."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3
from pytest_httpserver import HTTPServer
from werkzeug import Response

from flows.fetching.addresses import is_private, joined, leads_inside, shown, web_address
from flows.fetching.answers import Limits
from flows.fetching.archive import Archive
from flows.fetching.client import Attempt, Fetched, Fetcher
from flows.fetching.robots import Courtesy
from models.errors import FetchError
from tests.fetching.test_fetching import AGENT, START, Reader
from tests.support.hostile_server import HostileServer
from tests.support.publisher import FakePublisher

OUTSIDE = "https://outside.example/feed"


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(Archive(str(tmp_path / "archive")))


@pytest.fixture
def publisher(httpserver: HTTPServer) -> FakePublisher:
    publisher = FakePublisher(httpserver)
    publisher.robots(status=404)
    return publisher


def public(host: str) -> list[str]:
    """Every name seems to be one of the public web; only the connection shows that it is this machine."""
    return ["93.184.216.34"]


# One spelling


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://www.ice.gov/doclib/287g/a.xlsx?v=1", "https://www.ice.gov/doclib/287g/a.xlsx?v=1"),
        ("  https://Example.ORG ", "https://example.org/"),
        ("http://127.0.0.1:8999\\@public.example/", "http://127.0.0.1:8999/%5C@public.example/"),
        ("https://example.org/a b/é", "https://example.org/a%20b/%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://１２７.0.0.1/", None),
        ("http://www..example.com/story", None),
        ("http://" + "a" * 64 + ".example/", None),
        ("http://[", None),
        ("http://[::1", None),
        ("http://[::zz]/", None),
        ("http://example.org:99999/", None),
        ("http://example.org:port/", None),
        ("http://example.org:-1/", None),
        ("http://example.org:0/", None),
        ("http://*.example.org/", None),
        ("http://", None),
        ("http:///story", None),
        ("//example.org/story", None),
        ("ftp://example.org/", None),
        ("httpx://example.org/", None),
        ("javascript:alert(1)", None),
        ("http://example.org/\x00", None),
        ("http://exam\nple.org/", None),
        ("http://example.org/\ud800", None),
        ("http://example.org/" + "a" * 3_000, None),
        ("http://example.org/" + "é" * 500, None),  # 3,000 characters when asked for
        ("", None),
    ],
)
def test_an_address_has_one_spelling_or_is_none(written: str, asked: str | None) -> None:
    assert web_address(written) == asked


PIECES = [
    *("http://", "https://", "//", "/", "\\", "@", ":", "#", "?", "[", "]", "%", "%00", "%2f", "..", ".", "*", "&"),
    *("127.0.0.1", "example.org", "xn--", "xn--a", "é", "ß", "。", "％", "１", "ﬀ", "İ", "٣", "℀", "🤦", "\u200b"),
    *("\ud800", "\x00", "\t", " ", "::1", "fe80::1%eth0", "[::ffff:1.2.3.4]", "80", "99999", "0", "user", "a" * 64),
]


def test_whatever_is_written_the_parsers_agree_on_what_is_left() -> None:
    draw = random.Random(287)
    addresses = 0
    for _ in range(5_000):
        written = draw.choice(["http://", "https://", ""]) + "".join(draw.choices(PIECES, k=draw.randrange(1, 9)))
        assert shown(written).isprintable()
        joined("http://example.org/", written)
        address = web_address(written)
        if address is None:
            continue
        addresses += 1
        assert address.isascii()
        assert address.isprintable()
        assert web_address(address) == address
        assert urllib3.util.parse_url(address).host in (urlsplit(address).hostname, f"[{urlsplit(address).hostname}]")
        assert not leads_inside(address, address, public)
    assert addresses > 200


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://[", "'http://[' is not a web address"),
        ("http://www..example.com/story", "'http://www..example.com/story' is not a web address"),
        ("http://example.org/\ud800\x1b[2J\u202e", "'http://example.org/\\\\ud800\\\\x1b[2J\\\\u202e' is not"),
        ("http://user:secret@[", "'http://[' is not a web address"),
    ],
)
def test_what_is_no_address_is_told_and_recorded_as_plain_text(reader: Reader, url: str, told: str) -> None:
    message = reader.failure(url)
    assert told in message
    assert message.isprintable()
    (attempt,) = reader.attempts
    assert attempt.url.isprintable()
    assert "secret" not in message + repr(attempt)


def test_the_record_has_the_address_that_was_connected_to(reader: Reader, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/%5C@public.example/").respond_with_data("x")
    httpserver.expect_request("/\\@public.example/").respond_with_data("x")
    url = f"http://localhost:{httpserver.port}"
    document = reader.get(f"{url}\\@public.example/")
    assert isinstance(document, Fetched)
    assert document.url == f"{url}/%5C@public.example/"
    assert (reader.attempts[0].url, reader.attempts[0].final_url) == (document.url, document.url)


# No way inside


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "::127.0.0.1"),
        *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::5db8:d822"),
        *("2002:7f00:1::", "2002:5db8:d822::1", "2001:0:53aa:64c:0:fbff:a247:27dd"),
    ],
)
def test_an_address_of_no_public_network(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_an_address_of_the_public_internet(address: str) -> None:
    assert not is_private(address)


@pytest.mark.parametrize("door", ["http://127.0.0.1:{port}\\@public.example/secret", "http://localhost:{port}/secret"])
def test_a_link_that_looks_public_does_not_open_this_machine(
    reader: Reader, publisher: FakePublisher, door: str
) -> None:
    """The first names two hosts, as one reads it; the name of the second resolves otherwise when it is connected to."""
    publisher.serve("/secret", b"secret")
    link = door.format(port=publisher.server.port)
    with pytest.raises(FetchError, match=r"refused: .* leads to a private network address, .*; look at what"):
        reader.fetcher(resolve=public).get(link, found_on=OUTSIDE)
    assert publisher.server.log == []
    assert len(reader.attempts) == 1


def test_a_redirect_from_a_public_page_to_a_name_that_moved_inside(reader: Reader, publisher: FakePublisher) -> None:
    with FakeSecret() as secret:
        publisher.redirect("/list", secret.url("/secret").replace("127.0.0.1", "localhost"))
        with pytest.raises(FetchError, match=r"leads to a private network address, (127\.0\.0\.1|::1)"):
            reader.fetcher(resolve=public).get(publisher.url("/list"))
        assert secret.paths == []


def test_a_robots_txt_that_is_redirected_to_a_name_that_moved_inside(reader: Reader, httpserver: HTTPServer) -> None:
    with FakeSecret() as secret:
        target = secret.url("/secret").replace("127.0.0.1", "localhost")
        moved = Response(status=302, headers={"Location": target})
        httpserver.expect_request("/robots.txt").respond_with_response(moved)
        with pytest.raises(FetchError, match="leads to a private network address"):
            reader.fetcher(resolve=public).get(httpserver.url_for("/list"))
        assert secret.paths == []


def test_a_host_that_was_public_today_opens_no_door_when_its_name_moves_inside(
    reader: Reader, publisher: FakePublisher
) -> None:
    """Its feed came from a public address; now its name leads to this machine, and so does its link."""
    publisher.serve("/secret", b"secret")
    courtesy = Courtesy()
    courtesy.met_in_public("http://moving.example/feed")
    link = publisher.url("/secret").replace("localhost", "127.0.0.1")
    with pytest.raises(FetchError, match="leads to a private network address"):
        reader.fetcher(courtesy=courtesy).get(link, found_on="http://moving.example/feed")
    assert publisher.requests == []


def test_a_publisher_of_our_own_network_may_link_and_redirect_to_its_neighbors(
    reader: Reader, publisher: FakePublisher
) -> None:
    publisher.redirect("/old", publisher.url("/list").replace("localhost", "127.0.0.1"))
    publisher.serve("/list", b"PK...")
    fetcher = reader.fetcher()
    assert isinstance(fetcher.get(publisher.url("/old")), Fetched)
    assert isinstance(fetcher.get(publisher.url("/old"), found_on="http://intranet.example/"), Fetched)


# Behind a proxy of the environment, the connection is the proxy's


@contextmanager
def proxied(monkeypatch: pytest.MonkeyPatch, behavior: str) -> Iterator[HostileServer]:
    with HostileServer(behavior) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        for name in ("HTTP_PROXY", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        yield proxy


def through_proxy(reader: Reader, url: str, found_on: str) -> Fetched:
    names = {"public.example": ["93.184.216.34"], "inside.example": ["10.0.0.1"]}
    attempts: list[Attempt] = reader.attempts
    limits = Limits(whole_seconds=0.6, all_seconds=0.9)
    fetcher = Fetcher(
        AGENT, reader.archive, attempts.append, lambda: START, lambda _: None,
        limits=limits, resolve=lambda host: names.get(host, []),
    )  # fmt: skip
    document = fetcher.get(url, found_on=found_on)
    assert isinstance(document, Fetched)
    return document


def test_a_proxy_on_our_own_network_serves_public_addresses(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxied(monkeypatch, "content_length_text") as proxy:
        through_proxy(reader, "http://public.example/a", OUTSIDE)
        through_proxy(reader, "http://unknown.example/a", OUTSIDE)
    assert proxy.paths[1::2] == ["http://public.example/a", "http://unknown.example/a"]


def test_a_proxy_is_not_asked_for_our_own_network(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxied(monkeypatch, "content_length_text") as proxy:
        for url in ("http://inside.example/a", "http://10.0.0.1/a", "http://[::ffff:10.0.0.1]/a"):
            with pytest.raises(FetchError, match="leads to a private network address"):
                through_proxy(reader, url, OUTSIDE)
    assert proxy.paths == []


def test_a_drip_through_a_proxy_ends_at_the_deadline(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxied(monkeypatch, "drip_headers"), pytest.raises(FetchError, match=r"not complete after 0\.[56]"):
        through_proxy(reader, "http://public.example/a", OUTSIDE)


class FakeSecret(HostileServer):
    """A server that no public page may lead to; its `paths` show who got in."""

    def __init__(self) -> None:
        super().__init__("content_length_text")
