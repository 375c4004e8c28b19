"""The deadline holds below the secure connection too, and while it is still being made."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import trustme

from flows.fetching.answers import Limits
from flows.fetching.archive import Archive
from flows.fetching.client import Fetched
from models.errors import FetchError
from tests.fetching.test_fetching import Reader

LIMITS = Limits(connect_seconds=0.5, silence_seconds=0.5, whole_seconds=0.7, robots_seconds=0.7, all_seconds=0.9)
# A name of this machine that is not among those for which the settings of the environment are left aside.
NAME = "127.1"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

Play = Callable[[socket.socket], None]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(Archive(str(tmp_path / "archive")))


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """The client trusts this authority alone."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    for name in ("https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return authority


@contextmanager
def listening(play: Play) -> Iterator[str]:
    """A server whose connections are played one after another; gives the beginning of its addresses."""

    def serve() -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            with client, suppress(OSError):
                client.settimeout(2)
                play(client)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://{NAME}:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def secured(authority: trustme.CA, play: Play) -> Play:
    """Play over a secure connection; robots.txt is not there."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME).configure_cert(context)

    def over_it(client: socket.socket) -> None:
        with context.wrap_socket(client, server_side=True) as secure:
            request = secure.recv(65_536)
            if b"/robots.txt" in request:
                secure.sendall(NOT_FOUND)
            else:
                play(secure)

    return over_it


def drip(piece: bytes) -> Play:
    def play(client: socket.socket) -> None:
        while True:
            client.sendall(piece)
            time.sleep(0.05)

    return play


def failure(reader: Reader, url: str) -> str:
    started = time.monotonic()
    with pytest.raises(FetchError) as raised:
        reader.fetcher(limits=LIMITS).get(url)
    assert time.monotonic() - started < LIMITS.all_seconds + 1
    return str(raised.value)


def test_a_document_over_a_secure_connection(reader: Reader, authority: trustme.CA) -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nPK..."
    with listening(secured(authority, lambda client: client.sendall(whole))) as base:
        document = reader.fetcher(limits=LIMITS).get(f"{base}/list")
    assert isinstance(document, Fetched)
    assert document.content == b"PK..."


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_drip_of_secure_records_ends_at_the_deadline(reader: Reader, authority: trustme.CA, start: bytes) -> None:
    def play(client: socket.socket) -> None:
        client.sendall(start)
        drip(b"a")(client)

    with listening(secured(authority, play)) as base:
        assert "not complete after 0.7 s" in failure(reader, f"{base}/list")


def test_a_handshake_that_never_begins(reader: Reader, authority: trustme.CA) -> None:
    def play(client: socket.socket) -> None:
        while client.recv(65_536):
            pass

    with listening(play) as base:
        assert "timed out" in failure(reader, f"{base}/list")


def test_a_handshake_that_comes_byte_by_byte(reader: Reader, authority: trustme.CA) -> None:
    record = b"\x16\x03\x03\x40\x00" + b"\x02\x00\x3f\xfc" + b"\0" * 16_380

    def play(client: socket.socket) -> None:
        for byte in record:
            client.sendall(bytes([byte]))
            time.sleep(0.05)

    with listening(play) as base:
        assert "timed out" in failure(reader, f"{base}/list")


@pytest.mark.parametrize("garbage", [b"HTTP/1.1 200 OK\r\n\r\n", b"\0" * 500, bytes(range(256)) * 4])
def test_garbage_in_place_of_a_handshake(reader: Reader, authority: trustme.CA, garbage: bytes) -> None:
    with listening(lambda client: client.sendall(garbage)) as base:
        assert "secure connection failed" in failure(reader, f"{base}/list")


def test_a_certificate_of_another_authority(reader: Reader, authority: trustme.CA) -> None:
    with listening(secured(trustme.CA(), drip(b"a"))) as base:
        assert "the secure connection failed" in failure(reader, f"{base}/list")


def test_a_name_with_many_addresses_takes_no_longer_than_one(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them would take its own time to connect: a full backlog on this machine answers nobody."""
    with socket.socket() as full:
        full.bind(("0.0.0.0", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        many = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", port)) for n in range(1, 100)]
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda host, *rest, **more: many if host == NAME else real(host, *rest, **more)
        )
        message = failure(reader, f"http://{NAME}:{port}/list")
        for each in waiting:
            each.close()
    assert "timed out" in message
