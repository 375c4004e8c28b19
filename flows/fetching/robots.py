"""What a host asks of its readers: its robots.txt, and a pause between two requests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from flows.fetching.addresses import is_loopback
from flows.fetching.answers import Answer, NoAnswerError

Ask = Callable[[str], Answer]

_KEPT = timedelta(hours=24)  # RFC 9309, 2.4: do not use a robots.txt for longer
MAX_BYTES = 500_000  # RFC 9309, 2.5: read at least 500 KiB
_GAP = 1.0  # seconds between two requests to one host, unless it asks for more
_STATED_GAPS = {"https://api.gdeltproject.org": 5.0}  # stated in the text of its 429, not in its robots.txt
_MAX_GAP = 30.0  # a host that asks for more needs a slower schedule, not a longer sleep


class RobotsUnknownError(Exception):
    """A host's robots.txt cannot be read; until it can, nothing there is fetched (RFC 9309, 2.3.1.4)."""


@dataclass(slots=True)
class Courtesy:
    """What is known of each host; a process shares one."""

    _rules: dict[str, tuple[datetime, Protego]] = field(default_factory=dict)
    _asked: dict[str, datetime] = field(default_factory=dict)
    _public: set[str] = field(default_factory=set)

    def allows(self, url: str, product: str, ask: Ask, now: datetime) -> bool:
        """Whether robots.txt lets `product` (the name in our user agent) read the URL. Raises RobotsUnknownError."""
        return self._rules_for(url, ask, now).can_fetch(url, product)

    def pause(self, url: str, product: str, now: datetime) -> float:
        """Seconds to wait before the next request to the host; none for a publisher on this machine."""
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

    def met_in_public(self, url: str) -> None:
        """Remember that the host answered from a public address: its name may lead to a private one tomorrow."""
        self._public.add(_host(url))

    def is_public(self, url: str) -> bool:
        return _host(url) in self._public

    def _rules_for(self, url: str, ask: Ask, now: datetime) -> Protego:
        host = _host(url)
        kept = self._rules.get(host)
        if kept and abs(now - kept[0]) < _KEPT:
            return kept[1]
        rules = Protego.parse(_robots(host, ask))
        self._rules[host] = (now, rules)
        return rules


def _robots(host: str, ask: Ask) -> str:
    """The text of a host's robots.txt. A host without one (4xx) allows everything."""
    url = f"{host}/robots.txt"
    try:
        answer = ask(url)
    except NoAnswerError as error:
        raise RobotsUnknownError(f"{url}: {error}") from error
    if answer.status == 429 or answer.status >= 500:
        raise RobotsUnknownError(f"{url}: status {answer.status}")
    if answer.status != 200:
        return ""
    if answer.cut and len(answer.content) < MAX_BYTES:  # of a longer one the beginning counts
        raise RobotsUnknownError(f"{url}: {answer.cut}")
    return answer.content[:MAX_BYTES].decode("utf-8", errors="replace")


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
