"""The sample publisher: a real HTTP server on the loopback that shows one published day at a time."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self

from flows.demo.outlets import article, feed, outlets, stories
from flows.demo.page import DOCUMENT_FOLDER, PAGE_PATH, page
from flows.demo.sample import SampleDay, days
from flows.demo.workbook import participating_workbook, pending_workbook

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The page is changed after the workbooks are saved and before moawatch looks.
LINKED_BEFORE = timedelta(minutes=60)
ROBOTS = "User-agent: *\nDisallow: /admin/\n"


@dataclass(frozen=True, slots=True)
class Served:
    """What one path answers."""

    content: bytes
    content_type: str
    modified: datetime  # UTC

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'


class SamplePublisher:
    """A context manager: the server runs inside the `with` block. It shows nothing until a day is published."""

    def __init__(self) -> None:
        self.days = days()
        self._served: dict[str, Served] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, name="sample publisher", daemon=True)

    @property
    def base(self) -> str:
        """The server's address without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """The page that carries or links the lists."""
        return self.base + PAGE_PATH

    @property
    def feed_urls(self) -> dict[str, str]:
        """The outlets' feeds: name of the outlet -> address."""
        return {outlet.name: self.base + outlet.feed_path for outlet in outlets()}

    def publish(self, day: SampleDay) -> None:
        """Show this day from now on. Workbooks and stories of the days before stay where they were."""
        served = dict(self._served)
        linked = day.now - LINKED_BEFORE
        served["/robots.txt"] = Served(ROBOTS.encode(), "text/plain; charset=utf-8", self.days[0].now - LINKED_BEFORE)
        served[PAGE_PATH] = Served(page(day, linked).encode(), "text/html; charset=utf-8", linked)
        if day.saved:
            participating = Served(participating_workbook(day), WORKBOOK_TYPE, day.saved)
            served[DOCUMENT_FOLDER + day.participating] = participating
            first = self._first_with(day.pending)
            pending = Served(pending_workbook(first), WORKBOOK_TYPE, first.saved or day.saved)
            served[DOCUMENT_FOLDER + day.pending] = pending
        self._served = served | self._news(day)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _first_with(self, pending: str) -> SampleDay:
        """A pending list that was not put out anew keeps its name, time and bytes."""
        return next(day for day in self.days if day.pending == pending)

    def _news(self, day: SampleDay) -> dict[str, Served]:
        told = [story for story in stories() if story.day <= day.number]
        served = {
            story.path: Served(article(story, self.base).encode(), "text/html; charset=utf-8", story.published)
            for story in told
        }
        for outlet in outlets():
            own = [story for story in told if story.outlet == outlet]
            newest = max((story.published for story in own), default=self.days[0].now - LINKED_BEFORE)
            content_type = f"application/{outlet.feed}+xml; charset=utf-8"
            served[outlet.feed_path] = Served(feed(outlet, own, self.base).encode(), content_type, newest)
        return served

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                found = publisher._served.get(self.path)
                if found is None:
                    self._answer(HTTPStatus.NOT_FOUND, b"Not here.\n", {"Content-Type": "text/plain"})
                    return
                validators = {"ETag": found.etag, "Last-Modified": format_datetime(found.modified, usegmt=True)}
                if self._has(found):
                    self._answer(HTTPStatus.NOT_MODIFIED, b"", validators)
                else:
                    self._answer(HTTPStatus.OK, found.content, {"Content-Type": found.content_type} | validators)

            def _has(self, found: Served) -> bool:
                """Whether the client's copy is this one; where both validators came, the ETag counts alone."""
                if etag := self.headers["If-None-Match"]:
                    return found.etag in etag
                since = self.headers["If-Modified-Since"]
                return bool(since) and parsedate_to_datetime(since) >= found.modified.astimezone(UTC)

            def _answer(self, status: HTTPStatus, content: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status is not HTTPStatus.NOT_MODIFIED:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: the demo's terminal is for its table."""

        return Handler
