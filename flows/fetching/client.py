"""Polite fetching: conditional, paced, bounded, with every attempt reported.

Bytes are archived before anything looks at them, even those of a refusal. `flows.sources` decides what they are.
"""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flows.fetching.addresses import Resolve, is_web_address, leads_inside, resolved, without_user
from flows.fetching.answers import Answer, Limits, NoAnswerError, ask, is_temporary
from flows.fetching.archive import Archive
from flows.fetching.headers import file_name, http_date, redirect_target, retry_after, validator
from flows.fetching.robots import Courtesy, RobotsUnknownError
from models.errors import ArchiveError, FetchError

_MAX_REDIRECTS = 5
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
_LATER = "the next run tries again"


@dataclass(frozen=True, slots=True)
class Validators:
    """The publisher's marks on our copy, sent back so that it need not send the same again."""

    etag: str | None
    last_modified: str | None  # as the header had it


@dataclass(slots=True)
class Attempt:
    """One attempt to fetch one URL, whatever came of it. User names and passwords are left out of its URLs."""

    url: str
    final_url: str  # after redirects
    requested_at: datetime  # UTC
    status: int | None = None  # None: no answer
    etag: str | None = None
    last_modified: str | None = None  # as the header had it
    file_name: str | None = None
    bytes: int = 0
    document_sha256: str | None = None  # of what came, complete or not; None: nothing was kept
    seconds: float = 0.0
    error: str | None = None  # None: a document, or 'not modified'
    redirects: list[str] = field(default_factory=list)  # every URL it was redirected to, in order

    def answered(self, answer: Answer | None) -> None:
        headers = answer.headers if answer else {}
        self.status = answer.status if answer else None
        self.etag, self.last_modified = validator(headers, "ETag"), validator(headers, "Last-Modified")
        self.file_name = file_name(headers, self.final_url) if answer else None
        self.bytes = len(answer.content) if answer else 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes that a publisher served, and its headers about them."""

    sha256: str
    content: bytes
    url: str  # after redirects
    file_name: str | None  # from Content-Disposition, else from the URL's path
    last_modified: datetime | None  # UTC


@dataclass(frozen=True, slots=True)
class NotModified:
    """The publisher still serves the copy that the validators name."""

    last_modified: datetime | None  # UTC; from the answer, else from the validators


class _FailedError(Exception):
    """Why an attempt failed, and whether and when another may help."""

    def __init__(self, cause: str, advice: str = _LATER, temporary: bool = False, after: float | None = None) -> None:
        super().__init__(cause)
        self.advice, self.temporary, self.after = advice, temporary, after


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
        self._agent, self._archive, self._on_attempt = agent, archive, on_attempt
        self._clock, self._sleep, self._jitter = clock, sleep, jitter
        self._courtesy, self._limits, self._resolve = courtesy or Courtesy(), limits or Limits(), resolve
        named = re.search(r"compatible;\s*([\w-]+)", agent) or re.match(r"[\w-]+", agent)
        self._product = named[named.lastindex or 0] if named else "moawatch"

    def get(
        self, url: str, validators: Validators | None = None, *, found_on: str | None = None
    ) -> Fetched | NotModified:
        """The document at a URL. `found_on`: the page or feed that linked it; None for a configured URL.

        Raises FetchError where the publisher gives none, ArchiveError where it cannot be kept.
        """
        for number in range(_ATTEMPTS):
            attempt = Attempt(without_user(url), without_user(url), self._clock().astimezone(UTC))
            started = time.monotonic()
            failure: _FailedError | ArchiveError | None = None
            try:
                outcome = self._attempt(attempt, url, validators, found_on)
            except (_FailedError, ArchiveError) as error:
                attempt.error, failure = str(error), error
            attempt.seconds = time.monotonic() - started
            self._on_attempt(attempt)
            if failure is None:
                return outcome
            if isinstance(failure, ArchiveError):
                raise failure
            pause = self._pause(failure, number)
            if pause is None:
                raise FetchError(f"{without_user(url)}: {failure}; {failure.advice}") from failure
            self._sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, failure: _FailedError, number: int) -> float | None:
        """Seconds until another attempt, or None for no other."""
        if not failure.temporary or number == _ATTEMPTS - 1 or (failure.after or 0) > _MAX_PAUSE:
            return None
        return max(_FIRST_PAUSE * 2.0**number * (0.5 + self._jitter()), failure.after or 0.0)

    def _attempt(
        self, attempt: Attempt, url: str, validators: Validators | None, found_on: str | None
    ) -> Fetched | NotModified:
        self._refuse_unless_web(url)
        if found_on is not None:
            self._refuse_inside(url, found_on)
        answer = self._follow(attempt, url, self._headers(validators))
        if answer.content:
            attempt.document_sha256 = self._archive.keep(answer.content)
        if answer.cut:
            raise _FailedError(answer.cut, temporary=len(answer.content) < self._limits.bytes)
        if answer.status == 304 and validators:
            return NotModified(http_date(answer.headers.get("Last-Modified") or validators.last_modified))
        if answer.status != 200:
            after = retry_after(answer.headers, self._clock())
            advice = _ADVICE.get(answer.status, _LATER)
            raise _FailedError(f"status {answer.status}", advice, is_temporary(answer.status), after)
        return Fetched(
            sha256=attempt.document_sha256 or self._archive.keep(answer.content),
            content=answer.content,
            url=attempt.final_url,
            file_name=attempt.file_name,
            last_modified=http_date(answer.headers.get("Last-Modified")),
        )

    def _headers(self, validators: Validators | None) -> dict[str, str]:
        headers = {
            "User-Agent": self._agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en-US,en;q=0.8",
            "Accept-Encoding": "gzip, deflate",
        }
        if validators:
            conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
            headers |= {name: value for name, value in conditions.items() if value}
        return headers

    def _follow(self, attempt: Attempt, url: str, headers: dict[str, str]) -> Answer:
        """The answer at the end of the redirects. Each step is paced, and allowed by its host's robots.txt."""
        while True:
            self._refuse_disallowed(url)
            answer = self._ask(url, headers)
            attempt.answered(answer)
            target = redirect_target(answer.status, answer.headers, url)
            if target is None:
                return answer
            attempt.redirects.append(without_user(target))
            if len(attempt.redirects) > _MAX_REDIRECTS:
                raise _FailedError(f"more than {_MAX_REDIRECTS} redirects", "correct the source")
            self._refuse_unless_web(target)
            self._refuse_inside(target, url)
            url, attempt.final_url = target, without_user(target)
            attempt.answered(None)

    def _ask(self, url: str, headers: dict[str, str]) -> Answer:
        pause = self._courtesy.pause(url, self._product, self._clock())
        if pause > 0:
            self._sleep(pause)
        try:
            return ask(url, headers, self._limits)
        except NoAnswerError as error:
            raise _FailedError(str(error), temporary=error.temporary) from error
        finally:
            self._courtesy.asked(url, self._clock())

    def _ask_robots(self, url: str) -> Answer:
        """Like `_follow`, but for robots.txt itself, which needs no permission."""
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
            raise _FailedError(f"skipped: robots.txt could not be read ({error})", temporary=True) from error
        raise _FailedError("skipped: robots.txt disallows it", "remove the source, or ask its owner")

    def _refuse_unless_web(self, url: str) -> None:
        if not is_web_address(url):
            raise _FailedError(f"{without_user(url)[:200]!r} is not a web address", "correct the source")

    def _refuse_inside(self, url: str, found_on: str) -> None:
        if leads_inside(url, found_on, self._resolve):
            cause = f"refused: {without_user(found_on)[:200]} leads to a private network address"
            raise _FailedError(f"{cause}, {without_user(url)[:200]}", "look at what was published")
