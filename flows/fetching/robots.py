"""What a host asks of those who read it: its robots.txt, and a pause between two requests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from flows.fetching.addresses import is_loopback
from flows.fetching.answers import Answer, NoAnswerError

Ask = Callable[[str], Answer]

_KEPT = timedelta(hours=24)  # RFC 9309, 2.4: a robots.txt should not be used for longer
_MAX_BYTES = 500_000  # RFC 9309, 2.5: at least 500 KiB must be read, and no more need be
_GAP = 1.0  # seconds between two requests to one host, where it asks for no more
_STATED_GAPS = {"https://api.gdeltproject.org": 5.0}  # asked for in the text of its 429, not in its robots.txt
_MAX_GAP = 30.0  # a host that asks for more is asked less often by the schedule, not by sleeping


class RobotsUnknownError(Exception):
    """A host's robots.txt cannot be read: until it can, nothing there is read (RFC 9309, 2.3.1.4)."""


@dataclass(slots=True)
class Courtesy:
    """What is known of each host; one for all that is fetched in a process."""

    _rules: dict[str, tuple[datetime, Protego]] = field(default_factory=dict)
    _asked: dict[str, datetime] = field(default_factory=dict)

    def allows(self, url: str, product: str, ask: Ask, now: datetime) -> bool:
        """Whether robots.txt lets `product` (the name in our user agent) read the URL. Raises RobotsUnknownError."""
        return self._rules_for(url, ask, now).can_fetch(url, product)

    def pause(self, url: str, product: str, now: datetime) -> float:
        """Seconds to wait before asking the host again; none for a publisher on this very machine."""
        if is_loopback(url):
            return 0.0
        host = _host(url)
        rules = self._rules.get(host)
        delay = rules[1].crawl_delay(product) if rules else None
        gap = min(max(_STATED_GAPS.get(host, _GAP), delay or 0.0), _MAX_GAP)
        last = self._asked.get(host)
        since = (now - last).total_seconds() if last else gap
        return min(gap, max(0.0, gap - since))

    def asked(self, url: str, now: datetime) -> None:
        self._asked[_host(url)] = now

    def _rules_for(self, url: str, ask: Ask, now: datetime) -> Protego:
        host = _host(url)
        kept = self._rules.get(host)
        if kept and abs(now - kept[0]) < _KEPT:
            return kept[1]
        rules = Protego.parse(_robots(host, ask))
        self._rules[host] = (now, rules)
        return rules


def _robots(host: str, ask: Ask) -> str:
    """The text of a host's robots.txt; a host that has none (4xx) allows everything."""
    url = f"{host}/robots.txt"
    try:
        answer = ask(url)
    except NoAnswerError as error:
        raise RobotsUnknownError(f"{url}: {error}") from error
    if answer.status == 429 or answer.status >= 500:
        raise RobotsUnknownError(f"{url}: status {answer.status}")
    if answer.status != 200:
        return ""
    return answer.content[:_MAX_BYTES].decode("utf-8", errors="replace")


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
