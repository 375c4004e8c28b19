"""Polite fetching: conditional, paced, bounded, and every attempt told.

Bytes are archived before anything looks at them, also those of a refusal. What they are is for `flows.sources` to say.
"""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.fetching.addresses import Resolve, is_web_address, leads_inside, resolved, without_user
from flows.fetching.answers import Answer, Limits, NoAnswerError, ask
from flows.fetching.archive import Archive
from flows.fetching.headers import file_name, http_date, redirect_target, retry_after, validator
from flows.fetching.robots import Courtesy, RobotsUnknownError
from models.errors import ArchiveError, FetchError

_MAX_REDIRECTS = 5
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # answers that another attempt may better
_ATTEMPTS = 4
_FIRST_PAUSE = 2.0  # seconds; doubled each time, times 0.5 to 1.5, so that many clients do not come back at once
_MAX_PAUSE = 120.0  # a publisher that asks for more is left to the next run

_ADVICE = {
    401: "it asks for a password; correct the source",
    403: "the publisher's edge refuses this client; see the setting user_agent",
    404: "the page has moved; correct the source",
    410: "the page is gone; correct the source",
    429: "asked too often; the next run tries again",
}
_LATER = "the next run tries again"


@dataclass(frozen=True, slots=True)
class Validators:
    """What the publisher said of the copy we have, sent back so that it need not send it again."""

    etag: str | None
    last_modified: str | None  # as the header had it


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to fetch one URL, whatever came of it."""

    url: str
    final_url: str  # after redirects
    requested_at: datetime  # UTC
    status: int | None  # None: no answer at all
    etag: str | None
    last_modified: str | None  # as the header had it
    file_name: str | None
    bytes: int
    sha256: str | None  # of what came, whole or not; None: nothing was kept
    seconds: float
    error: str | None  # None: a document, or 'not modified'
    redirects: tuple[str, ...]  # every URL that was redirected to, in order


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes that a publisher served, and what it said of them."""

    sha256: str
    content: bytes
    url: str
    final_url: str
    file_name: str | None  # from Content-Disposition, else from the URL's path
    etag: str | None
    last_modified: datetime | None  # UTC
    fetched_at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class NotModified:
    """The publisher still serves what the validators name."""

    url: str
    final_url: str
    last_modified: datetime | None  # UTC; as the answer says, else as the validators do
    fetched_at: datetime  # UTC


class _FailedError(Exception):
    """Why an attempt failed, and whether and when another may help."""

    def __init__(self, cause: str, advice: str = _LATER, passing: bool = False, after: float | None = None) -> None:
        super().__init__(cause)
        self.advice, self.passing, self.after = advice, passing, after


@dataclass(slots=True)
class _Trace:
    """What is known of an attempt while it goes on."""

    url: str
    at: str
    started: float
    requested_at: datetime
    redirects: list[str]
    answer: Answer | None = None
    sha256: str | None = None


class Fetcher:
    """Fetches documents. `on_attempt` is called once for each attempt, before `get` returns, raises or tries again.

    Requests for robots.txt are not attempts. Fetchers that share a `courtesy` share the pauses and the robots.txt of
    each host.
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
        self._agent, self._archive, self._on_attempt = agent, archive, on_attempt
        self._clock, self._sleep, self._jitter = clock, sleep, jitter
        self._courtesy, self._limits, self._resolve = courtesy or Courtesy(), limits or Limits(), resolve
        named = re.search(r"compatible;\s*([\w-]+)", agent) or re.match(r"[\w-]+", agent)
        self._product = named[named.lastindex or 0] if named else "moawatch"

    def get(
        self, url: str, validators: Validators | None = None, *, found_on: str | None = None
    ) -> Document | NotModified:
        """The document at a URL. `found_on` is the page or feed that linked it, if it was not configured.

        Raises FetchError where nothing can be had, ArchiveError where it cannot be kept.
        """
        for number in range(_ATTEMPTS):
            trace = _Trace(url, url, time.monotonic(), self._clock().astimezone(UTC), [])
            try:
                outcome = self._attempt(trace, validators, found_on)
            except _FailedError as failure:
                self._tell(trace, str(failure))
                pause = self._pause(failure, number)
                if pause is None:
                    raise FetchError(f"{without_user(url)}: {failure}; {failure.advice}") from failure
                self._sleep(pause)
            except ArchiveError as error:
                self._tell(trace, str(error))
                raise
            else:
                self._tell(trace, None)
                return outcome
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, failure: _FailedError, number: int) -> float | None:
        """Seconds until another attempt, or None where none is made."""
        if not failure.passing or number == _ATTEMPTS - 1 or (failure.after or 0) > _MAX_PAUSE:
            return None
        return max(_FIRST_PAUSE * 2.0**number * (0.5 + self._jitter()), failure.after or 0.0)

    def _attempt(self, trace: _Trace, validators: Validators | None, found_on: str | None) -> Document | NotModified:
        self._refuse_unless_web(trace.url)
        if found_on is not None:
            self._refuse_inside(trace.url, found_on)
        answer = self._follow(trace, self._headers(validators))
        trace.answer = answer
        if answer.content:
            trace.sha256 = self._archive.keep(answer.content)
        if answer.cut:
            raise _FailedError(answer.cut, passing=len(answer.content) < self._limits.bytes)
        if answer.status == 304 and validators:
            modified = http_date(answer.headers.get("Last-Modified") or validators.last_modified)
            return NotModified(without_user(trace.url), without_user(trace.at), modified, trace.requested_at)
        if answer.status != 200:
            after = retry_after(answer.headers, self._clock())
            advice = _ADVICE.get(answer.status, _LATER)
            raise _FailedError(f"status {answer.status}", advice, answer.status in _PASSING, after)
        return Document(
            sha256=trace.sha256 or self._archive.keep(answer.content),
            content=answer.content,
            url=without_user(trace.url),
            final_url=without_user(trace.at),
            file_name=file_name(answer.headers, trace.at),
            etag=validator(answer.headers, "ETag"),
            last_modified=http_date(answer.headers.get("Last-Modified")),
            fetched_at=trace.requested_at,
        )

    def _headers(self, validators: Validators | None) -> dict[str, str]:
        headers = {
            "User-Agent": self._agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en-US,en;q=0.8",
            "Accept-Encoding": "gzip, deflate",
        }
        if validators and validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators and validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        return headers

    def _follow(self, trace: _Trace, headers: dict[str, str]) -> Answer:
        """The answer at the end of the redirects; each step is paced, and allowed by its host."""
        while True:
            self._refuse_disallowed(trace.at)
            answer = self._ask(trace.at, headers)
            target = redirect_target(answer.status, answer.headers, trace.at)
            if target is None:
                return answer
            trace.answer = answer
            trace.redirects.append(without_user(target))
            if len(trace.redirects) > _MAX_REDIRECTS:
                raise _FailedError(f"more than {_MAX_REDIRECTS} redirects", "correct the source")
            self._refuse_unless_web(target)
            self._refuse_inside(target, trace.at)
            trace.at, trace.answer = target, None

    def _ask(self, url: str, headers: dict[str, str]) -> Answer:
        self._sleep_if_due(url)
        try:
            return ask(url, headers, self._limits)
        except NoAnswerError as error:
            raise _FailedError(str(error), passing=error.passing) from error
        finally:
            self._courtesy.asked(url, self._clock())

    def _sleep_if_due(self, url: str) -> None:
        pause = self._courtesy.pause(url, self._product, self._clock())
        if pause > 0:
            self._sleep(pause)

    def _ask_robots(self, url: str) -> Answer:
        """As `_follow`, but for robots.txt itself, which needs no permission."""
        for _ in range(_MAX_REDIRECTS + 1):
            answer = ask(url, self._headers(None), self._limits)
            target = redirect_target(answer.status, answer.headers, url)
            if target is None or not is_web_address(target) or leads_inside(target, url, self._resolve):
                break
            url = target
        return answer

    def _refuse_disallowed(self, url: str) -> None:
        try:
            if self._courtesy.allows(url, self._product, self._ask_robots, self._clock()):
                return
        except RobotsUnknownError as error:
            raise _FailedError(f"not asked, since its robots.txt is not known ({error})", passing=True) from error
        raise _FailedError("not asked, since its robots.txt forbids it", "take the source out, or ask its owner")

    def _refuse_unless_web(self, url: str) -> None:
        if not is_web_address(url):
            raise _FailedError(f"{without_user(url)[:200]!r} is no web address", "correct the source")

    def _refuse_inside(self, url: str, found_on: str) -> None:
        if leads_inside(url, found_on, self._resolve):
            cause = f"{without_user(found_on)[:200]} leads to {without_user(url)[:200]}, an address inside a network"
            raise _FailedError(f"{cause}; refused", "look at what was published")

    def _tell(self, trace: _Trace, error: str | None) -> None:
        answer = trace.answer
        headers = answer.headers if answer else {}
        self._on_attempt(
            Attempt(
                url=without_user(trace.url),
                final_url=without_user(trace.at),
                requested_at=trace.requested_at,
                status=answer.status if answer else None,
                etag=validator(headers, "ETag"),
                last_modified=validator(headers, "Last-Modified"),
                file_name=file_name(headers, trace.at) if answer else None,
                bytes=len(answer.content) if answer else 0,
                sha256=trace.sha256,
                seconds=time.monotonic() - trace.started,
                error=error,
                redirects=tuple(trace.redirects),
            )
        )
