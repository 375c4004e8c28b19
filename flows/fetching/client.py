"""Polite fetching: conditional, paced, bounded, with every attempt reported.

Bytes are archived before anything looks at them, even those of a refusal. `flows.sources` decides what they are.
"""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from flows.fetching.addresses import (
    Resolve,
    is_inside,
    is_private,
    is_web_address,
    leads_inside,
    links_itself_here,
    resolved,
    shown,
    web_address,
)
from flows.fetching.answers import Answer, Limits, NoAnswerError, ask, is_temporary
from flows.fetching.archive import Archive
from flows.fetching.connections import ForbiddenAddressError
from flows.fetching.headers import charset, file_name, http_date, redirect_target, retry_after, validator
from flows.fetching.robots import MAX_BYTES, Courtesy, RobotsUnknownError
from models.errors import ArchiveError, FetchError

_MAX_REDIRECTS = 5
_ATTEMPTS = 4
_FIRST_PAUSE = 2.0  # seconds; doubled each time, times 0.5 to 1.5, so that clients do not all return at once
_MAX_SHOWN = 200  # characters of an address in a sentence
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
    """One attempt to fetch one URL, whatever came of it. User names and passwords are left out of its URLs.

    `url` is what was asked for, as it was written; the other addresses stand in the spelling that was connected to.
    """

    url: str
    final_url: str  # after redirects
    requested_at: datetime  # UTC
    status: int | None = None  # None: no answer
    etag: str | None = None
    last_modified: str | None = None  # as the header had it
    file_name: str | None = None
    charset: str | None = None
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
        self.charset = charset(headers)
        self.bytes = len(answer.content) if answer else 0


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


class _FailedError(Exception):
    """Why an attempt failed, and whether and when another may help."""

    def __init__(self, cause: str, advice: str = _LATER, temporary: bool = False, after: float | None = None) -> None:
        super().__init__(cause)
        self.advice, self.temporary, self.after = advice, temporary, after


@dataclass(slots=True)
class _Reach:
    """Where one `get` may still go: until when, and whether to machines on our own network.

    The operator's sources may stand there, and lead to their neighbors. From a public machine no way leads inside.
    """

    ends_at: float  # by time.monotonic()
    inside: bool

    def may_connect(self, address: str) -> bool:
        return self.inside or not is_private(address)


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
        ends_at = time.monotonic() + self._limits.all_seconds
        name = _name(url)
        for number in range(_ATTEMPTS):
            attempt = Attempt(name, name, self._clock().astimezone(UTC))
            started = time.monotonic()
            failure: _FailedError | ArchiveError | None = None
            try:
                outcome = self._attempt(attempt, url, validators, found_on, ends_at)
            except (_FailedError, ArchiveError) as error:
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

    def _pause(self, failure: _FailedError, number: int) -> float | None:
        """Seconds until another attempt, or None for no other."""
        if not failure.temporary or number == _ATTEMPTS - 1 or (failure.after or 0) > _MAX_PAUSE:
            return None
        return max(_FIRST_PAUSE * 2.0**number * (0.5 + self._jitter()), failure.after or 0.0)

    def _attempt(
        self, attempt: Attempt, url: str, validators: Validators | None, found_on: str | None, ends_at: float
    ) -> Fetched | NotModified:
        address = self._address(url)
        reach = _Reach(ends_at, inside=True)
        if found_on is not None:
            found_on = web_address(found_on) or ""
            self._refuse_inside(address, found_on)
            reach.inside = self._is_inside(found_on) or links_itself_here(address, found_on)
        try:
            answer = self._follow(attempt, address, self._headers(validators), reach)
        except (_FailedError, ArchiveError):
            raise
        except Exception as error:  # whatever an answer makes the libraries raise is the failure of this one document
            raise _FailedError(f"the answer could not be taken in ({type(error).__name__})") from error
        if answer.content:
            attempt.document_sha256 = self._archive.keep(answer.content)
        if answer.status == 304 and validators:
            last_modified = http_date(answer.headers.get("Last-Modified") or validators.last_modified)
            return NotModified(last_modified, attempt.charset)
        if answer.status != 200:
            after = retry_after(answer.headers, self._clock())
            advice = _ADVICE.get(answer.status, _LATER)
            raise _FailedError(f"status {answer.status}", advice, is_temporary(answer.status), after)
        if answer.cut:
            raise _FailedError(answer.cut, temporary=answer.temporary)
        return Fetched(
            sha256=attempt.document_sha256 or self._archive.keep(answer.content),
            content=answer.content,
            url=attempt.final_url,
            file_name=attempt.file_name,
            last_modified=http_date(answer.headers.get("Last-Modified")),
            charset=attempt.charset,
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

    def _follow(self, attempt: Attempt, url: str, headers: dict[str, str], reach: _Reach) -> Answer:
        """The answer at the end of the redirects. Each step is paced, and allowed by its host's robots.txt."""
        while True:
            attempt.final_url = shown(url)
            self._refuse_disallowed(url, reach)
            answer = self._ask(url, headers, reach)
            attempt.answered(answer)
            target = redirect_target(answer.status, answer.headers, url)
            if target is None:
                return answer
            attempt.redirects.append(shown(target))
            if len(attempt.redirects) > _MAX_REDIRECTS:
                raise _FailedError(f"more than {_MAX_REDIRECTS} redirects", "correct the source")
            target = self._address(target)
            self._refuse_inside(target, url)
            reach.inside = reach.inside and self._is_inside(url)
            url = target
            attempt.answered(None)

    def _ask(self, url: str, headers: dict[str, str], reach: _Reach) -> Answer:
        pause = self._courtesy.pause(url, self._product, self._clock())
        if pause > 0:
            self._sleep(pause)
        try:
            return self._exchange(url, headers, self._limits, reach)
        except NoAnswerError as error:
            raise _FailedError(str(error), temporary=error.temporary) from error
        finally:
            self._courtesy.asked(url, self._clock())

    def _ask_robots(self, url: str, reach: _Reach) -> Answer:
        """Like `_follow`, but for robots.txt itself, which needs no permission."""
        limits = replace(
            self._limits,
            whole_seconds=min(self._limits.whole_seconds, self._limits.robots_seconds),
            bytes=min(self._limits.bytes, MAX_BYTES),
        )
        reach = replace(reach)
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._exchange(url, self._headers(None), limits, reach)
            target = redirect_target(answer.status, answer.headers, url)
            if target is None or not is_web_address(target) or leads_inside(target, url, self._resolve):
                break
            reach.inside = reach.inside and self._is_inside(url)
            url = target
        return answer

    def _exchange(self, url: str, headers: dict[str, str], limits: Limits, reach: _Reach) -> Answer:
        """One request within what is left of the whole time. Raises NoAnswerError."""
        left = reach.ends_at - time.monotonic()
        if left <= 0:
            raise NoAnswerError(f"not complete after {self._limits.all_seconds:g} s", temporary=False)
        try:
            answer = ask(
                url, headers, replace(limits, whole_seconds=min(limits.whole_seconds, left)), reach.may_connect
            )
        except ForbiddenAddressError as error:
            raise _led_inside(url, str(error)) from error
        if answer.peer and not is_private(answer.peer):
            self._courtesy.met_in_public(url)
        return answer

    def _is_inside(self, url: str) -> bool:
        """Whether a host is on our own network: by its name, and it never was elsewhere."""
        return is_inside(url, self._resolve) and not self._courtesy.is_public(url)

    def _refuse_disallowed(self, url: str, reach: _Reach) -> None:
        try:
            if self._courtesy.allows(url, self._product, lambda each: self._ask_robots(each, reach), self._clock()):
                return
        except RobotsUnknownError as error:
            raise _FailedError(f"skipped: robots.txt could not be read ({error})", temporary=True) from error
        raise _FailedError("skipped: robots.txt disallows it", "remove the source, or ask its owner")

    def _address(self, url: str) -> str:
        """The address in the one spelling by which it is checked, asked and recorded."""
        address = web_address(url)
        if address is None:
            raise _FailedError(f"{shown(url)[:_MAX_SHOWN]!r} is not a web address", "correct the source")
        return address

    def _refuse_inside(self, url: str, found_on: str) -> None:
        if leads_inside(url, found_on, self._resolve):
            raise _led_inside(found_on, url)


def _name(url: str) -> str:
    """What the record calls a URL: as it was written, so that it is found again, unless that hides where it leads."""
    address = web_address(url)
    if address is None:
        return shown(url)[:_MAX_SHOWN]
    return shown(address if "\\" in url else url)


def _led_inside(by: str, to: str) -> _FailedError:
    cause = f"refused: {shown(by)[:_MAX_SHOWN]} leads to a private network address, {shown(to)[:_MAX_SHOWN]}"
    return _FailedError(cause, "look at what was published")
