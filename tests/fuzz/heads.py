"""Mutated headers over a real socket, through the fetcher that a run uses."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from socketserver import StreamRequestHandler, ThreadingTCPServer
from tempfile import TemporaryDirectory

from flows.fetching.answers import Limits
from flows.fetching.archive import Archive
from flows.fetching.client import Fetched, Fetcher, NotModified, Validators
from flows.fetching.robots import Courtesy

_BODY = b"<html><body>287(g)</body></html>".ljust(1_204)
_LIMITS = Limits(connect_seconds=0.5, silence_seconds=0.2, whole_seconds=0.4, robots_seconds=0.4, all_seconds=1)
_NOW = datetime(2026, 2, 3, 15, 0, tzinfo=UTC)


class _HeadServer(ThreadingTCPServer):
    """Answers with the head that was set last, and a page behind it."""

    daemon_threads = True
    head = b""


class _Handler(StreamRequestHandler):
    def handle(self) -> None:
        asked = self.rfile.readline()
        while self.rfile.readline() not in (b"\r\n", b"\n", b""):
            pass
        robots = asked.startswith(b"GET /robots.txt")
        missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        assert isinstance(self.server, _HeadServer)
        self.wfile.write(missing if robots else self.server.head + _BODY)


@cache
def _server() -> _HeadServer:
    server = _HeadServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


def fetched_under(head: bytes) -> Fetched | NotModified:
    """What the fetcher makes of a page behind this head, without the page. Raises FetchError, and should raise nothing
    else."""
    server = _server()
    server.head = head
    with TemporaryDirectory() as folder:
        fetcher = Fetcher(
            agent="moawatch-test",
            archive=Archive(folder),
            on_attempt=lambda _: None,
            clock=lambda: _NOW,
            sleep=lambda _: None,
            courtesy=Courtesy(),
            limits=_LIMITS,
        )
        got = fetcher.get(
            f"http://127.0.0.1:{server.server_address[1]}/a", Validators('"old"', "Mon, 02 Feb 2026 21:15:00 GMT")
        )
        return replace(got, content=b"") if isinstance(got, Fetched) else got
