"""A web archive for tests: real HTTP on a loopback port, with the index, playback and failings of the real one."""

import gzip
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from urllib.parse import urlsplit

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from flows.fetching.history.web_archive import digest_of
from tests.support.publisher import cut_off


class Fault(StrEnum):
    """What is wrong with one capture."""

    NONE = ""
    BUSY_ONCE = "429 with Retry-After, once"
    BROKEN_ONCE = "503, once"
    CUT_ONCE = "cut off, once"
    WORDS_ONCE = "an error page with status 200, once"
    NEVER_PLAYED = "404 of the archive"
    ELSEWHERE = "a redirect to another capture"
    LIVE = "a redirect out of the archive, to the page as it is today"
    REDIRECT = "a captured redirect"
    REVISIT = "a row of warc/revisit"
    OTHER_TIME = "the bytes of another time, which the archive says"
    NO_TIME = "a time that nobody can read"
    NO_STATUS = "a row without a status"
    PACKED = "packed for the way, and its digest is of that"
    PACKED_SECRETLY = "packed, and no header says so"


# What never gives its list.
LOST = (Fault.NEVER_PLAYED, Fault.ELSEWHERE, Fault.LIVE, Fault.REDIRECT, Fault.OTHER_TIME, Fault.NO_TIME)
_PACKED = (Fault.PACKED, Fault.PACKED_SECRETLY)
ONCE = (Fault.BUSY_ONCE, Fault.BROKEN_ONCE, Fault.CUT_ONCE, Fault.WORDS_ONCE)


@dataclass(frozen=True, slots=True)
class Archived:
    """One capture."""

    address: str
    at: datetime
    content: bytes
    fault: Fault = Fault.NONE

    @property
    def stamp(self) -> str:
        return f"{self.at:%Y%m%d%H%M%S}"

    @property
    def digest(self) -> str:
        return digest_of(self.sent)

    @property
    def sent(self) -> bytes:
        return gzip.compress(self.content, mtime=0) if self.fault in _PACKED else self.content

    @property
    def row(self) -> str:
        mimetype = "warc/revisit" if self.fault is Fault.REVISIT else "text/html"
        status = "-" if self.fault in (Fault.REVISIT, Fault.NO_STATUS) else "200"
        length = 500 if self.fault is Fault.REVISIT else len(self.content)  # of a stub
        return f"{_key(self.address)} {self.stamp} {self.address} {mimetype} {status} {self.digest} {length}"


@dataclass(slots=True)
class FakeWebArchive:
    """Answers for `captures`. `asked` has the time and the address of every request."""

    server: HTTPServer
    captures: Sequence[Archived]
    damaged_rows: int = 0  # of each page of the index
    extra_rows: Sequence[str] = ()  # of each page of the index
    index_faults: list[Response] = field(default_factory=list)  # given first, one after the other
    page_rows: int = 1_000  # however many are asked for
    asked: list[tuple[float, str]] = field(default_factory=list)
    _by_stamp: dict[tuple[str, str], Archived] = field(default_factory=dict)
    _failed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._by_stamp = {(each.stamp, _key(each.address)): each for each in self.captures}
        self.server.expect_request("/cdx/search/cdx").respond_with_handler(self._index)
        self.server.expect_request(re.compile("/web/.*")).respond_with_handler(self._play)

    @property
    def url(self) -> str:
        return self.server.url_for("").rstrip("/")

    def plays(self) -> Counter[str]:
        """How often each capture was asked for."""
        return Counter(url for _, url in self.asked if "/web/" in url)

    def _index(self, request: Request) -> Response:
        self.asked.append((time.monotonic(), request.environ["RAW_URI"]))
        if self.index_faults:
            return self.index_faults.pop(0)
        wanted = request.args["url"]
        key = _key(wanted.rstrip("*"))
        rows = [
            each
            for each in sorted(self.captures, key=lambda each: (_key(each.address), each.stamp))
            if (_key(each.address).startswith(key) if wanted.endswith("*") else _key(each.address) == key)
            and request.args.get("from", "0") <= each.stamp <= request.args.get("to", "9")
        ]
        collapsed = [each for number, each in enumerate(rows) if number == 0 or rows[number - 1].digest != each.digest]
        start = int(request.args.get("resumeKey", "0"))
        end = start + min(self.page_rows, int(request.args["limit"]))
        lines = [each.row for each in collapsed[start:end]]
        lines[1:1] = ["gov,ice)/287g 2011 http://www.ice.gov/287g"] * (self.damaged_rows if len(lines) > 1 else 0)
        lines[1:1] = self.extra_rows if len(lines) > 1 else ()
        if end < len(collapsed):
            lines += ["", str(end)]
        return Response("".join(f"{line}\n" for line in lines), content_type="text/plain")

    def _play(self, request: Request) -> Response:
        url = request.environ["RAW_URI"]
        self.asked.append((time.monotonic(), url))
        stamp, _, address = url.removeprefix("/web/").partition("id_/")
        capture = self._by_stamp.get((stamp, _key(address)))
        if capture is None:
            return Response("not archived", status=404)
        if capture.fault in ONCE and not self._failed[url]:
            self._failed[url] += 1
            return _FAILURES[capture.fault](capture)
        if capture.fault is Fault.NEVER_PLAYED:
            return Response("The Wayback Machine has not archived that URL.", status=404)
        if capture.fault in (Fault.ELSEWHERE, Fault.LIVE):
            elsewhere = address if capture.fault is Fault.LIVE else f"/web/20200101000000id_/{address}"
            return Response(status=302, headers={"Location": elsewhere})
        headers = {
            "Memento-Datetime": _moment(capture),
            "Link": f'<{address}>; rel="original"',
            "X-Archive-Orig-Server": "x",
        }
        if capture.fault is Fault.REDIRECT:
            return Response(status=301, headers=headers | {"Location": f"/web/{stamp}id_/https://www.ice.gov/news"})
        if capture.fault is Fault.PACKED:
            headers["Content-Encoding"] = "gzip"
        return Response(capture.sent, headers=headers)


def _moment(capture: Archived) -> str:
    if capture.fault is Fault.NO_TIME:
        return "Fri, 99 Mar 2019 12:00:00 GMT"
    off = timedelta(days=1) if capture.fault is Fault.OTHER_TIME else timedelta()
    return format_datetime(capture.at + off, usegmt=True)


def _busy(capture: Archived) -> Response:
    return Response("Too many requests", status=429, headers={"Retry-After": "0"})


_FAILURES: dict[Fault, Callable[[Archived], Response]] = {
    Fault.BUSY_ONCE: _busy,
    Fault.BROKEN_ONCE: lambda capture: Response("Service unavailable", status=503),
    Fault.CUT_ONCE: lambda capture: cut_off(capture.content[: len(capture.content) // 2], len(capture.content)),
    Fault.WORDS_ONCE: lambda capture: Response("<title>Internet Archive</title><p>Something went wrong."),
}


def _key(address: str) -> str:
    """How the archive sorts addresses: whatever the scheme, the port, the case and 'www.'."""
    parts = urlsplit(address)
    return f"{(parts.hostname or '').removeprefix('www.')}){parts.path}".lower()
