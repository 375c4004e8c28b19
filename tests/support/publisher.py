"""A publisher for tests: real HTTP on a loopback port, with the manners and the failings of the real one."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Answering = Callable[[Request], Response]


@dataclass(slots=True)
class FakePublisher:
    """Serves what it is told to. `requests` keeps every request but those for robots.txt, the oldest first."""

    server: HTTPServer
    requests: list[Request] = field(default_factory=list)
    _now_at: dict[str, Answering] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return self.server.url_for(path)

    def robots(self, text: str = "", status: int = 200) -> None:
        self.server.expect_request("/robots.txt").respond_with_data(text, status=status, content_type="text/plain")

    def serve(
        self,
        path: str,
        content: bytes,
        *,
        etag: str | None = None,
        last_modified: datetime | None = None,
        file_name: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Serve a document, from now on; a conditional request gets a 304 while nothing has changed."""

        def answer(request: Request) -> Response:
            self.requests.append(request)
            response = Response(content, headers=headers)
            if etag:
                response.set_etag(etag)
            if last_modified:
                response.headers["Last-Modified"] = format_datetime(last_modified, usegmt=True)
            if file_name:
                response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
            return response.make_conditional(request)

        self._from_now_on(path, answer)

    def answer(self, path: str, *answers: Response) -> None:
        """Give these answers one after the other, the last one from then on."""
        left = list(answers)

        def answer(request: Request) -> Response:
            self.requests.append(request)
            return left.pop(0) if len(left) > 1 else left[0]

        self._from_now_on(path, answer)

    def redirect(self, path: str, target: str, status: int = 302) -> None:
        self.answer(path, Response(status=status, headers={"Location": target}))

    def _from_now_on(self, path: str, answering: Answering) -> None:
        """The server goes by the first handler that it was given for a path; that one goes by the last."""
        if path not in self._now_at:
            self.server.expect_request(path).respond_with_handler(lambda request: self._now_at[path](request))
        self._now_at[path] = answering


def cut_off(content: bytes, said: int) -> Response:
    """An answer whose connection ends before the length that it said."""
    response = Response(content)
    response.headers["Content-Length"] = str(said)
    response.automatically_set_content_length = False
    return response


@dataclass(frozen=True, slots=True)
class _Drip:
    piece: bytes
    pieces: int
    seconds: float

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.pieces):
            yield self.piece
            time.sleep(self.seconds)


def dripping(piece: bytes, pieces: int, seconds: float) -> Response:
    """An answer that comes in small pieces, each within every ordinary time-out; as often as it is asked for."""
    return Response(_Drip(piece, pieces, seconds))
