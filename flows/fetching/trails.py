"""The way of one attempt from host to host: where it may lead, what each host asks of its readers, and for how long."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from flows.fetching.addresses import (
    Resolve,
    is_inside,
    is_private,
    is_web_address,
    leads_inside,
    links_itself_here,
    shown,
    web_address,
)
from flows.fetching.answers import Answer, Limits, NoAnswerError, ask
from flows.fetching.attempts import Attempt, AttemptFailedError
from flows.fetching.connections import ForbiddenAddressError
from flows.fetching.headers import redirect_target, request_headers
from flows.fetching.robots import MAX_BYTES, Courtesy, RobotsUnknownError

_MAX_REDIRECTS = 5
_MAX_SHOWN = 200  # characters of an address in a sentence


@dataclass(frozen=True, slots=True)
class Manners:
    """How we ask, whoever is asked."""

    agent: str
    product: str  # the name in it that robots.txt goes by
    courtesy: Courtesy
    limits: Limits
    resolve: Resolve
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]


@dataclass(slots=True)
class Trail:
    """What is left of the way of one attempt.

    The operator's sources may stand on our own network and lead to their neighbors: the trail is `inside` then. From
    a public machine no way leads back inside.
    """

    attempt: Attempt
    manners: Manners
    ends_at: float  # by time.monotonic()
    inside: bool = True

    def follow(self, url: str, found_on: str | None, conditions: dict[str, str]) -> Answer:
        """The answer at the end of the redirects. Raises AttemptFailedError.

        Each step is paced, and allowed by its host's robots.txt.
        """
        url = _address(url)
        if found_on is not None:
            found_on = web_address(found_on) or ""
            self._refuse_inside(url, found_on)
            self.inside = self._is_inside(found_on) or links_itself_here(url, found_on)
        while True:
            self.attempt.final_url = shown(url)
            self._refuse_disallowed(url)
            answer = self._ask(url, request_headers(self.manners.agent) | conditions)
            self.attempt.answered(answer)
            target = redirect_target(answer.status, answer.headers, url)
            if target is None:
                return answer
            self.attempt.redirects.append(shown(target))
            if len(self.attempt.redirects) > _MAX_REDIRECTS:
                raise AttemptFailedError(f"more than {_MAX_REDIRECTS} redirects", "correct the source")
            target = _address(target, "its redirect ")
            self._refuse_inside(target, url)
            self.inside = self.inside and self._is_inside(url)
            url = target
            self.attempt.answered(None)

    def refuse_hung(self, url: str) -> None:
        """Raises AttemptFailedError where the host would hold up all others once more."""
        address = web_address(url)
        if address and self.manners.courtesy.is_hung(address, self.manners.clock()):
            raise AttemptFailedError("skipped: three documents of this host did not come in time")

    def _ask(self, url: str, headers: dict[str, str]) -> Answer:
        courtesy, clock = self.manners.courtesy, self.manners.clock
        pause = courtesy.pause(url, self.manners.product, clock())
        if pause > 0:
            self.manners.sleep(pause)
        try:
            return self._exchange(url, headers, self.manners.limits)
        except NoAnswerError as error:
            raise AttemptFailedError(str(error), temporary=error.temporary) from error
        finally:
            courtesy.asked(url, clock())

    def _ask_robots(self, url: str) -> Answer:
        """Like `follow`, but for robots.txt itself, which needs no permission."""
        limits = self.manners.limits
        limits = replace(
            limits,
            whole_seconds=min(limits.whole_seconds, limits.robots_seconds),
            bytes=min(limits.bytes, MAX_BYTES),
        )
        aside = replace(self)
        for _ in range(_MAX_REDIRECTS + 1):
            answer = aside._exchange(url, request_headers(self.manners.agent), limits)
            target = redirect_target(answer.status, answer.headers, url)
            if target is None or not is_web_address(target) or leads_inside(target, url, self.manners.resolve):
                break
            aside.inside = aside.inside and self._is_inside(url)
            url = target
        return answer

    def _exchange(self, url: str, headers: dict[str, str], limits: Limits) -> Answer:
        """One request within what is left of the whole time. Raises NoAnswerError."""
        courtesy, clock = self.manners.courtesy, self.manners.clock
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise NoAnswerError(f"not complete after {self.manners.limits.all_seconds:g} s", temporary=False)
        limits = replace(limits, whole_seconds=min(limits.whole_seconds, left))
        try:
            answer = ask(url, headers, limits, self._may_connect)
        except ForbiddenAddressError as error:
            raise _led_inside(url, str(error)) from error
        except NoAnswerError as error:
            if error.late:
                courtesy.kept_waiting(url, self.attempt.url, clock())
            raise
        if answer.late:
            courtesy.kept_waiting(url, self.attempt.url, clock())
        else:
            courtesy.answered(url)
        if answer.peer and not is_private(answer.peer):
            courtesy.met_in_public(url)
        return answer

    def _may_connect(self, address: str) -> bool:
        return self.inside or not is_private(address)

    def _is_inside(self, url: str) -> bool:
        """Whether a host is on our own network: by its name, and it never was elsewhere."""
        return is_inside(url, self.manners.resolve) and not self.manners.courtesy.is_public(url)

    def _refuse_disallowed(self, url: str) -> None:
        try:
            if self.manners.courtesy.allows(url, self.manners.product, self._ask_robots, self.manners.clock()):
                return
        except RobotsUnknownError as error:
            raise AttemptFailedError(f"skipped: robots.txt could not be read ({error})", temporary=True) from error
        raise AttemptFailedError("skipped: robots.txt disallows it", "remove the source, or ask its owner")

    def _refuse_inside(self, url: str, found_on: str) -> None:
        if leads_inside(url, found_on, self.manners.resolve):
            raise _led_inside(found_on, url)


def name_of(url: str) -> str:
    """What the record calls a URL: as it was written, so that it is found again, unless that hides where it leads."""
    address = web_address(url)
    if address is None:
        return shown(url)[:_MAX_SHOWN]
    return shown(address if "\\" in url else url)


def _address(url: str, called: str = "") -> str:
    """The address in the one spelling by which it is checked, asked and recorded."""
    address = web_address(url)
    if address is None:
        raise AttemptFailedError(f"{called}{shown(url)[:_MAX_SHOWN]!r} is not a web address", "correct the source")
    return address


def _led_inside(by: str, to: str) -> AttemptFailedError:
    cause = f"refused: {shown(by)[:_MAX_SHOWN]} leads to a private network address, {shown(to)[:_MAX_SHOWN]}"
    return AttemptFailedError(cause, "look at what was published")
