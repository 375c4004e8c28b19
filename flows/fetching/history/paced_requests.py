"""Requests to the Wayback Machine: paced, in an exchange with bounds, kept in the archive and noted.

It refuses whoever asks often, and answers with pages of words where it cannot play what was asked for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import requests
from requests.structures import CaseInsensitiveDict

from flows.fetching.addresses import is_private, web_address
from flows.fetching.answers import HOST_NOT_FOUND, Answer, Limits, NoAnswerError, ask, is_temporary
from flows.fetching.archive import Archive
from flows.fetching.attempts import Attempt
from flows.fetching.connections import ForbiddenAddressError
from flows.fetching.headers import request_headers, retry_after
from flows.fetching.history.web_index import PagesRead, is_torn
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


class NoPlaybackError(FetchError):
    """The archive has no such bytes for us; to ask again brings nothing."""


class NoReplyError(FetchError):
    """The archive does not answer, or asks us to stay away for a while."""


@dataclass(slots=True)
class PacedRequests:
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
    pages: PagesRead = field(default_factory=PagesRead)
    _asked: datetime | None = None

    def answer(self, url: str) -> Answer:
        """The archive's answer, after as many attempts as it takes. Raises NoReplyError."""
        if not url.startswith(f"{WEB_ARCHIVE}/"):
            raise NoReplyError(f"the web archive redirects to {url[:200]!r}; not followed")
        if url.startswith(_CDX):
            self.pages.begin(url)
            if (kept := self.kept(url)) is not None:
                return Answer(200, CaseInsensitiveDict(), self._whole(kept), None)
        is_first = self._asked is None
        for number in range(_ATTEMPTS):
            self._wait(self.pause)
            outcome = self._attempt(url)
            if isinstance(outcome, Answer):
                if url.startswith(_CDX) and outcome.status == requests.codes.ok:
                    return replace(outcome, content=self._whole(outcome.content))
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

    def _whole(self, page: bytes) -> bytes:
        return self.pages.whole(page, in_utc(self.clock()))

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
