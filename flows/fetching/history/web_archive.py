"""The Wayback Machine: which captures it has of an address, and their bytes as they were captured.

EDGI's `wayback` knows its manners and its playback. But the library asks one fixed address, reads answers of any size
for any time, gives up on 429 and sleeps by itself. So each of its requests goes through an adapter of ours: to the
address of the settings, in an exchange with bounds, paced, kept in the archive and noted.
"""

import base64
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
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

from flows.fetching.addresses import is_private, web_address
from flows.fetching.answers import HOST_NOT_FOUND, Answer, Limits, NoAnswerError, ask, is_temporary
from flows.fetching.archive import Archive
from flows.fetching.attempts import Attempt
from flows.fetching.connections import ForbiddenAddressError
from flows.fetching.headers import file_name, request_headers, retry_after
from flows.fetching.history.web_index import MAX_ROWS, ROWS_A_PAGE, PagesRead, is_torn, whole_rows
from models.calendar import in_utc
from models.errors import FetchError

WEB_ARCHIVE = "https://web.archive.org"
_CDX = f"{WEB_ARCHIVE}/cdx/"

_PLAYED = re.compile(re.escape(WEB_ARCHIVE) + r"/web/(?P<stamp>\d{14})[a-z_]*/(?P<address>.*)")

_ATTEMPTS = 4
# It refuses connections after some 20 requests in a short time, and recovers after 40 to 60 s of quiet: fifteen pauses
# of four seconds.
_PAUSES_OF_QUIET = 15
# If it asks for more, another evening is better.
_MAX_QUIET = 900.0


class FoundCapture(NamedTuple):
    """One row of the archive's index."""

    address: str
    captured_at: datetime
    digest: str  # SHA-1 of the bytes as they were sent, in base 32
    is_revisit: bool = False  # the archive kept no bytes of its own, and plays those of another capture


class PlayedCapture(NamedTuple):
    """The bytes of a capture."""

    content: bytes
    file_name: str | None  # from the captured headers, else from the address


class NoPlaybackError(FetchError):
    """The archive has no such bytes for us; to ask again brings nothing."""


class NoReplyError(FetchError):
    """The archive does not answer, or asks us to stay away for a while."""


def digest_of(content: bytes) -> str:
    """The name of the bytes in the index of the web archive."""
    return base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


@dataclass(slots=True)
class WebArchive:
    """The archive at `base`, asked at most once in `pause` seconds. `kept`: the document of an answer that is still
    good, or None; `on_attempt` is called once for each request, before its answer is used."""

    base: str
    pause: float
    agent: str
    archive: Archive
    limits: Limits
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    on_attempt: Callable[[Attempt], None]
    kept: Callable[[str], bytes | None]
    say: Callable[[str], None] = lambda _: None
    lost_rows: int = 0  # of the index, which could not be read
    unlike_index: int = 0  # captures whose bytes have another digest than the index says
    _pages: PagesRead = field(default_factory=PagesRead)  # of the query that is asked
    _client: Any = None
    _asked: datetime | None = None

    def captures(self, address: str, since: date | None, until: date | None) -> list[FoundCapture]:
        """All captures of an address ('...*': of all that begin so) that were no errors, consecutive ones with the same
        bytes once. Raises FetchError."""
        self._pages = PagesRead()
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
            session.mount("", _Adapter(self._answer))
            self._client = WaybackClient(session)
        return self._client

    def _answer(self, url: str) -> Answer:
        """The archive's answer, after as many attempts as it takes. Raises NoReplyError."""
        if not url.startswith(f"{WEB_ARCHIVE}/"):
            raise NoReplyError(f"the web archive redirects to {url[:200]!r}; not followed")
        if url.startswith(_CDX):
            _end_at(self._pages.fault_of_address(url))
            if (kept := self.kept(url)) is not None:
                return Answer(200, CaseInsensitiveDict(), self._page(kept), None)
        is_first = self._asked is None
        for number in range(_ATTEMPTS):
            self._wait(self.pause)
            outcome = self._attempt(url)
            if isinstance(outcome, Answer):
                if url.startswith(_CDX) and outcome.status == requests.codes.ok:
                    return replace(outcome, content=self._page(outcome.content))
                _check_moment(url, outcome)
                return outcome
            quiet = max(self.pause * _PAUSES_OF_QUIET * 2**number, outcome.after)
            if number == _ATTEMPTS - 1 or quiet > _MAX_QUIET or (is_first and outcome.no_network):
                raise NoReplyError(
                    f"the web archive does not answer ({outcome.why}); go on later with the same command"
                )
            if number == 0:  # without this line a person would sit before a mute program for minutes
                self.say(f"The web archive does not answer ({outcome.why}); asked again in {quiet:,.0f} s.")
            self._wait(quiet)
        raise AssertionError("the last attempt returns or raises")

    def _attempt(self, url: str) -> "Answer | _Refusal":
        attempt = Attempt(url, url, in_utc(self.clock()))
        try:
            answer = self._exchange(url)
        except (NoAnswerError, ForbiddenAddressError) as error:
            attempt.error = str(error)
            no_network = str(error) == HOST_NOT_FOUND
            outcome: Answer | _Refusal = _Refusal(str(error), no_network=no_network)
        else:
            attempt.answered(answer)
            if answer.content or url.startswith(_CDX):  # that there are none is an answer of the index, too
                attempt.document_sha256 = self.archive.keep(answer.content)
            outcome = self._judged(url, answer)
            if isinstance(outcome, _Refusal):
                attempt.error = outcome.why
            elif answer.status != requests.codes.ok:
                attempt.error = f"status {answer.status}"
        self._asked = self.clock()
        attempt.seconds = (self._asked - attempt.requested_at).total_seconds()
        self.on_attempt(attempt)
        return outcome

    def _exchange(self, url: str) -> Answer:
        here = web_address(self.base.rstrip("/") + url.removeprefix(WEB_ARCHIVE))
        if here is None:
            raise NoAnswerError(f"{url[:200]!r} is not a web address", temporary=False)
        our_own = self.base != WEB_ARCHIVE  # one that the operator runs may stand on our own network
        return ask(here, request_headers(self.agent), self.limits, lambda host: our_own or not is_private(host))

    def _judged(self, url: str, answer: Answer) -> "Answer | _Refusal":
        """The answer, or why it is none: a captured error (it has Memento-Datetime) is one, an error of the archive is
        none, nor is a page of words where its index was asked for."""
        if answer.cut:
            return _Refusal(answer.cut)
        captured = answer.status == requests.codes.ok or "Memento-Datetime" in answer.headers
        if not captured and is_temporary(answer.status):
            return _Refusal(f"status {answer.status}", retry_after(answer.headers, self.clock()) or 0.0)
        if answer.status == requests.codes.ok and not url.startswith(_CDX) and "Memento-Datetime" not in answer.headers:
            return _Refusal("a page of words in place of the capture")
        if url.startswith(_CDX) and answer.status == requests.codes.ok and is_torn(answer.content):
            return _Refusal("its index came cut off, or as a page of words")
        return answer

    def _page(self, content: bytes) -> bytes:
        """A page of the index as the library can take it in. Raises FetchError where the pages would never end."""
        whole, lost = whole_rows(content)
        self.lost_rows += lost
        _end_at(self._pages.fault_of_page(whole))
        return whole

    def _wait(self, seconds: float) -> None:
        """A pause since the last request; before the first one too, since another run may just have ended."""
        since = (self.clock() - self._asked).total_seconds() if self._asked else 0.0
        if (left := min(seconds, seconds - since)) > 0:
            self.sleep(left)


class _Refusal(NamedTuple):
    """Why an answer is none."""

    why: str
    after: float = 0.0  # seconds that the archive asks us to stay away
    no_network: bool = False  # its name cannot be found: as good as no network, if nothing was answered before


def _found(row: CdxRecord) -> FoundCapture:
    return FoundCapture(row.original, in_utc(row.timestamp), row.digest, row.mimetype == "warc/revisit")


def _check_moment(url: str, answer: Answer) -> None:
    """Raises NoPlaybackError where the archive says that it played the capture of another time than it was asked."""
    asked, said = _PLAYED.match(url), answer.headers.get("Memento-Datetime")
    if asked is None or said is None:
        return
    try:
        played = f"{parsedate_to_datetime(said).astimezone(UTC):%Y%m%d%H%M%S}"
    except (ValueError, TypeError, OverflowError):
        played = "a time that cannot be read"
    if played != asked["stamp"]:
        raise NoPlaybackError(f"{asked['address']} at {asked['stamp']}: the web archive played {played}; left out")


class _EndlessIndexError(Exception):
    """The pages of a query would never end."""


def _end_at(fault: str) -> None:
    if fault:
        raise _EndlessIndexError(fault)


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
    except _EndlessIndexError as error:
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
