"""The Wayback Machine: which captures it has of an address, and their bytes as they were captured.

EDGI's `wayback` knows its manners and its playback. But the library asks one fixed address, reads answers of any size
for any time, gives up on 429 and sleeps by itself. So each of its requests goes through an adapter of ours.
"""

import base64
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from wayback import CdxRecord, Mode, WaybackClient, WaybackSession
from wayback.exceptions import (
    BlockedByRobotsError,
    BlockedSiteError,
    MementoPlaybackError,
    NoMementoError,
    WaybackException,
)

from flows.fetching.answers import Answer
from flows.fetching.headers import file_name
from flows.fetching.history.paced_requests import WEB_ARCHIVE, NoPlaybackError, PacedRequests
from flows.fetching.history.web_index import MAX_ROWS, ROWS_A_PAGE, EndlessIndexError
from models.calendar import in_utc
from models.errors import FetchError


class FoundCapture(NamedTuple):
    """One row of the archive's index."""

    address: str
    captured_at: datetime
    digest: str  # SHA-1 of the bytes as they were sent, in base 32
    is_revisit: bool = False  # the archive kept no bytes of its own, and plays those of another capture

    @property
    def playback(self) -> str:
        """Where the archive has its bytes, as they were captured."""
        return f"{WEB_ARCHIVE}/web/{self.captured_at:%Y%m%d%H%M%S}{Mode.original.value}/{self.address}"


class PlayedCapture(NamedTuple):
    """The bytes of a capture."""

    content: bytes
    file_name: str | None  # from the captured headers, else from the address


def digest_of(content: bytes) -> str:
    """The name of the bytes in the index of the web archive."""
    return base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


@dataclass(slots=True)
class WebArchive:
    """The archive, asked in paced requests."""

    paced: PacedRequests
    unlike_index: int = 0  # captures whose bytes have another digest than the index says
    _client: Any = None

    def captures(self, address: str, since: date | None, until: date | None) -> list[FoundCapture]:
        """All captures of an address ('...*': of all that begin so) that were no errors, consecutive ones with the same
        bytes once. Raises FetchError."""
        self.paced.pages.begin_query()
        with _stated(f"captures of {address}"):
            rows = self._wayback().search(
                address,
                limit=ROWS_A_PAGE,
                from_date=datetime.combine(since, time.min) if since else None,
                to_date=datetime.combine(until, time(23, 59, 59)) if until else None,
                # Rows of 'warc/revisit' have '-' for a status.
                filter_field="!statuscode:[345]..",
                collapse="digest",
            )
            found = []
            for row in rows:
                found.append(_found(row))
                if len(found) > MAX_ROWS:
                    raise FetchError(f"captures of {address}: more than {MAX_ROWS:,}; name a shorter time")
            return found

    def play(self, capture: FoundCapture) -> PlayedCapture:
        """The bytes of a capture. Raises NoPlaybackError where there are none, and NoReplyError."""
        with _stated(f"{capture.address} at {capture.captured_at:%Y-%m-%d %H:%M}"):
            # A capture of a redirect is no capture of the list: its target has rows of its own.
            memento = self._wayback().get_memento(
                capture.address, timestamp=capture.captured_at, mode=Mode.original, exact=True, follow_redirects=False
            )
            if memento.status_code != requests.codes.ok:
                raise NoPlaybackError(f"{capture.address}: a capture of status {memento.status_code}, not of a list")
            played = PlayedCapture(memento.content, file_name(memento.headers, capture.address))
            if not capture.is_revisit and digest_of(played.content) != capture.digest:
                self.unlike_index += 1
            return played

    def _wayback(self) -> WaybackClient:
        if self._client is None:
            session = WaybackSession(retries=0, search_calls_per_second=0, memento_calls_per_second=0)
            session.adapters.clear()
            session.mount("", _Adapter(self.paced.answer))
            self._client = WaybackClient(session)
        return self._client


def _found(row: CdxRecord) -> FoundCapture:
    return FoundCapture(row.original, in_utc(row.timestamp), row.digest, row.mimetype == "warc/revisit")


@dataclass(slots=True)
class _Adapter(BaseAdapter):
    """Answers the library's requests with ours."""

    answer: Callable[[str], Answer]
    config: dict[str, Any] = field(default_factory=dict)

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        answer = self.answer(str(request.url))
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw = io.BytesIO(answer.content)
        response.url, response.request = str(request.url), request
        return response

    def close(self) -> None:
        """Nothing stays open."""


# The library's own words repeat the address, so that no two are alike.
_REFUSALS = {
    BlockedSiteError: "has it closed to the public",
    BlockedByRobotsError: "keeps it closed, as the site's robots.txt asks",
    NoMementoError: "has no capture of it",
    MementoPlaybackError: "cannot play it",
}


@contextmanager
def _stated(what: str) -> Iterator[None]:
    """Whatever an answer makes the library raise is the failure of this one request."""
    try:
        yield
    except FetchError:
        raise
    except EndlessIndexError as error:
        raise FetchError(f"{what}: the web archive does not end ({error}); left out, try again another day") from error
    except WaybackException as error:
        why = next((words for kind, words in _REFUSALS.items() if isinstance(error, kind)), "refuses it")
        raise NoPlaybackError(f"{what}: the web archive {why}") from error
    except (requests.RequestException, RuntimeError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise NoPlaybackError(f"{what}: cannot be taken in ({type(error).__name__})") from error


def expected(requests_left: int, pause: float) -> str:
    """How long so many requests take, in words."""
    minutes = int(timedelta(seconds=requests_left * pause).total_seconds() // 60) + 1
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
