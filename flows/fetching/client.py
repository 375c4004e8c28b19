"""Polite fetching: conditional, paced, bounded, with every attempt reported.

Bytes are archived before anything looks at them, even those of a refusal. `flows.sources` decides what they are.
"""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.fetching.addresses import Resolve, resolved
from flows.fetching.answers import Limits, is_temporary
from flows.fetching.archive import Archive
from flows.fetching.attempts import LATER, Attempt, AttemptFailedError
from flows.fetching.headers import http_date, retry_after
from flows.fetching.robots import Courtesy
from flows.fetching.trails import Manners, Trail, name_of
from models.errors import ArchiveError, FetchError

_ATTEMPTS = 4
_FIRST_PAUSE = 2.0  # seconds; doubled each time, times 0.5 to 1.5, so that clients do not all return at once
_MAX_PAUSE = 120.0  # if a publisher asks for more, the next run tries again

_ADVICE = {
    401: "the page requires a password; correct the source",
    403: "the publisher's firewall blocks this client; see the setting user_agent",
    404: "the page has moved; correct the source",
    410: "the page is gone; correct the source",
    429: "rate limited; the next run tries again",
}


@dataclass(frozen=True, slots=True)
class Validators:
    """The publisher's marks on our copy, sent back so that it need not send the same again."""

    etag: str | None
    last_modified: str | None  # as the header had it

    def headers(self) -> dict[str, str]:
        conditions = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in conditions.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes that a publisher served, and its headers about them."""

    sha256: str
    content: bytes
    url: str  # after redirects
    file_name: str | None  # from Content-Disposition, else from the URL's path
    last_modified: datetime | None  # UTC
    charset: str | None = None  # of a text, as Content-Type names it: Python's name of one that browsers know


@dataclass(frozen=True, slots=True)
class NotModified:
    """The publisher still serves the copy that the validators name."""

    last_modified: datetime | None  # UTC; from the answer, else from the validators
    charset: str | None = None  # where the answer repeats it


class Fetcher:
    """Fetches documents. `on_attempt` is called once per attempt, before `get` returns, raises or tries again.

    Requests for robots.txt are not attempts. Fetchers with the same `courtesy` share each host's pauses and robots.txt.
    """

    def __init__(
        self,
        agent: str,
        archive: Archive,
        on_attempt: Callable[[Attempt], None],
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        courtesy: Courtesy | None = None,
        limits: Limits | None = None,
        resolve: Resolve = resolved,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        named = re.search(r"compatible;\s*([\w-]+)", agent) or re.match(r"[\w-]+", agent)
        product = named[named.lastindex or 0] if named else "moawatch"
        self._limits = limits or Limits()
        self._manners = Manners(agent, product, courtesy or Courtesy(), self._limits, resolve, clock, sleep)
        self._archive, self._on_attempt = archive, on_attempt
        self._clock, self._sleep, self._jitter = clock, sleep, jitter

    def get(
        self, url: str, validators: Validators | None = None, *, found_on: str | None = None
    ) -> Fetched | NotModified:
        """The document at a URL. `found_on`: the page or feed that linked it; None for a configured URL.

        Raises FetchError where the publisher gives none, ArchiveError where it cannot be kept.
        """
        ends_at = time.monotonic() + self._limits.all_seconds
        name = name_of(url)
        for number in range(_ATTEMPTS):
            attempt = Attempt(name, name, self._clock().astimezone(UTC))
            trail = Trail(attempt, self._manners, ends_at)
            started = time.monotonic()
            failure: AttemptFailedError | ArchiveError | None = None
            try:
                if number == 0:
                    trail.refuse_hung(url)
                outcome = self._attempt(trail, url, validators, found_on)
            except (AttemptFailedError, ArchiveError) as error:
                attempt.error, failure = str(error), error
            attempt.seconds = time.monotonic() - started
            self._on_attempt(attempt)
            if failure is None:
                return outcome
            if isinstance(failure, ArchiveError):
                raise failure
            pause = self._pause(failure, number)
            if pause is None or time.monotonic() + pause > ends_at:
                raise FetchError(f"{name}: {failure}; {failure.advice}") from failure
            self._sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, failure: AttemptFailedError, number: int) -> float | None:
        """Seconds until another attempt, or None for no other."""
        if not failure.temporary or number == _ATTEMPTS - 1 or (failure.after or 0) > _MAX_PAUSE:
            return None
        return max(_FIRST_PAUSE * 2.0**number * (0.5 + self._jitter()), failure.after or 0.0)

    def _attempt(
        self, trail: Trail, url: str, validators: Validators | None, found_on: str | None
    ) -> Fetched | NotModified:
        attempt = trail.attempt
        try:
            answer = trail.follow(url, found_on, validators.headers() if validators else {})
        except AttemptFailedError:
            raise
        except Exception as error:  # whatever an answer makes the libraries raise is the failure of this one document
            raise AttemptFailedError(f"the answer could not be taken in ({type(error).__name__})") from error
        if answer.content:
            attempt.document_sha256 = self._archive.keep(answer.content)
        if answer.status == 304 and validators:
            last_modified = http_date(answer.headers.get("Last-Modified") or validators.last_modified)
            return NotModified(last_modified, attempt.charset)
        if answer.status != 200:
            after = retry_after(answer.headers, self._clock())
            advice = _ADVICE.get(answer.status, LATER)
            raise AttemptFailedError(f"status {answer.status}", advice, is_temporary(answer.status), after)
        if answer.cut:
            raise AttemptFailedError(answer.cut, temporary=answer.temporary)
        return Fetched(
            sha256=attempt.document_sha256 or self._archive.keep(answer.content),
            content=answer.content,
            url=attempt.final_url,
            file_name=attempt.file_name,
            last_modified=http_date(answer.headers.get("Last-Modified")),
            charset=attempt.charset,
        )
