"""How often one client or one mail address may ask for something, in a bounded amount of memory."""

import ipaddress
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

# Each key takes some 200 bytes; whoever comes from more addresses than this meets the limit for everybody.
MOST_KEYS = 20_000


class Rate(NamedTuple):
    """So many at once, and as many again in each period."""

    most: int
    seconds: float


@dataclass(slots=True)
class Limit:
    """Token buckets by key. The keys used longest ago are forgotten when there are too many."""

    rate: Rate
    clock: Callable[[], float]
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, key: str) -> bool:
        """Whether one more is within the limit; if so it counts."""
        with self._lock:
            now = self.clock()
            left, since = self._left.pop(key, (float(self.rate.most), now))
            left = min(float(self.rate.most), left + (now - since) * self.rate.most / self.rate.seconds)
            self._left[key] = (left - 1 if left >= 1 else left, now)
            if len(self._left) > MOST_KEYS:
                self._left.popitem(last=False)
            return left >= 1


# A person mistypes now and then; a program that tries links or fills the form is slowed to these.
PAGES = Rate(240, 60)
# Every question sends a mail to somebody: from one client, to one address, and from everybody.
QUESTIONS = Rate(10, 3_600)
MAILS_TO_ONE = Rate(3, 86_400)
MAILS = Rate(600, 3_600)


@dataclass(frozen=True, slots=True)
class Rates:
    pages: Limit
    questions: Limit
    mails_to_one: Limit
    mails: Limit

    def allow_mail(self, client: str, address: str) -> bool:
        """Whether a mail may go out to this address because this client asked for it."""
        return (
            self.questions.allows(client)
            and self.mails_to_one.allows(address.casefold())
            and self.mails.allows("everybody")
        )


def new_rates(clock: Callable[[], float], pages: Rate = PAGES) -> Rates:
    return Rates(Limit(pages, clock), Limit(QUESTIONS, clock), Limit(MAILS_TO_ONE, clock), Limit(MAILS, clock))


def client_key(host: str) -> str:
    """One customer of an internet provider: an IPv4 address, or the 64 bits that a network gets of IPv6."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(getattr(address, "ipv4_mapped", None) or address)
