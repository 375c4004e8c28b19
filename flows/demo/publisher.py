"""The sample publisher: a real HTTP server on this machine that shows one published day at a time."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self

from flows.demo.documents import documents
from flows.demo.outlets import outlets
from flows.demo.page import DOCUMENT_FOLDER, PAGE_PATH, page
from flows.demo.sample import SampleDay, days, listed, render
from flows.demo.workbook import participating_workbook, pending_workbook

_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PDF_TYPE = "application/pdf"
_HTML_TYPE = "text/html; charset=utf-8"
_ROBOTS = b"User-agent: *\nDisallow: /admin/\n"
# The page changes after the workbooks are saved and before moawatch looks.
_LINKED_BEFORE = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Served:
    """What one path answers."""

    content: bytes
    content_type: str
    modified: datetime  # UTC

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'


class SamplePublisher(ThreadingHTTPServer):
    """A context manager: it serves inside the `with` block. It shows nothing until a day is published."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.days = days()
        self.served: dict[str, Served] = {}
        self.base = f"http://127.0.0.1:{self.server_port}"  # the server's address without a path
        self.url = self.base + PAGE_PATH  # the page that carries or links the lists
        self.feed_urls = {outlet.name: self.base + outlet.feed_path for outlet in outlets()}

    def publish(self, day: SampleDay) -> None:
        """Show this day from now on. Workbooks and stories of the days before stay where they were."""
        linked = day.now - _LINKED_BEFORE
        founded = self.days[0].now - _LINKED_BEFORE
        served = self.served | {
            "/robots.txt": Served(_ROBOTS, "text/plain; charset=utf-8", founded),
            PAGE_PATH: Served(page(day, linked).encode(), _HTML_TYPE, linked),
        }
        if day.saved:
            workbook = participating_workbook(day)
            served[DOCUMENT_FOLDER + day.participating] = Served(workbook, _WORKBOOK_TYPE, day.saved)
            # A pending list that was not published anew keeps its name, time and bytes.
            first = next(other for other in self.days if other.pending == day.pending)
            pending = Served(pending_workbook(first), _WORKBOOK_TYPE, first.saved or day.saved)
            served[DOCUMENT_FOLDER + day.pending] = pending
        for path, content in documents(listed(day)).items():
            served.setdefault(path, Served(content, _PDF_TYPE, linked))
        for outlet in outlets():
            stories = [story for story in outlet.stories if story.day <= day.number]
            for story in stories:
                text = render("story.html.jinja", outlet=outlet, story=story, base=self.base)
                served[story.path] = Served(text.encode(), _HTML_TYPE, story.published)
            updated = stories[0].published if stories else founded
            values = {"outlet": outlet, "stories": stories, "updated": updated, "base": self.base}
            feed = render(f"feed.{outlet.feed}.jinja", **values)
            content_type = f"application/{outlet.feed}+xml; charset=utf-8"
            served[outlet.feed_path] = Served(feed.encode(), content_type, updated)
        self.served = served

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, name="sample publisher", daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: SamplePublisher
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = self.server.served.get(self.path)
        if found is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        known = self._is_known(found)
        self.send_response(HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK)
        self.send_header("ETag", found.etag)
        self.send_header("Last-Modified", format_datetime(found.modified, usegmt=True))
        if not known:
            self.send_header("Content-Type", found.content_type)
            self.send_header("Content-Length", str(len(found.content)))
        self.end_headers()
        self.wfile.write(b"" if known else found.content)

    def _is_known(self, found: Served) -> bool:
        """Whether the client's copy is this one. Where it sends both validators, the ETag alone decides."""
        if etag := self.headers["If-None-Match"]:
            return found.etag in etag
        since = self.headers["If-Modified-Since"]
        return bool(since) and parsedate_to_datetime(since) >= found.modified.astimezone(UTC)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the demo's terminal is for its table."""
