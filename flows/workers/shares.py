"""A run's sources divided among workers.

The sources of one host stay together: one worker asks them in turn, so the pause between two requests to their host
holds without a lease that a killed worker would leave behind. Of the articles it reads those on the hosts of its
sources; any other host may be linked by two shares at once, so its articles wait until all shares have ended.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from flows.sources.gdelt import ADDRESS
from flows.sources.registry import FeedSource, GdeltSource, IcePageSource, LinkPageSource, MoaSource, Source

# Where the documents are that ICE's lists link.
_LINKED_BY_LISTS = "https://www.ice.gov"


def shares(sources: Sequence[Source], count: int) -> list[list[Source]]:
    """At most `count` shares of about equal size, none of them empty; each keeps the order of the sources."""
    divided: list[list[Source]] = [[] for _ in range(max(count, 1))]
    for group in sorted(_by_host(sources), key=len, reverse=True):
        min(divided, key=len).extend(group)
    order = {source.name: number for number, source in enumerate(sources)}
    return [sorted(share, key=lambda source: order[source.name]) for share in divided if share]


def hosts_of(share: Iterable[Source]) -> frozenset[str]:
    """The hosts that this share has to itself."""
    return frozenset().union(*map(_hosts, share))


def host_of(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _by_host(sources: Iterable[Source]) -> list[list[Source]]:
    """Sources that share a host, directly or by way of others."""
    groups: list[tuple[set[str], list[Source]]] = []
    for source in sources:
        hosts, together = _hosts(source), [source]
        for group in [each for each in groups if each[0] & hosts]:
            groups.remove(group)
            hosts, together = group[0] | hosts, group[1] + together
        groups.append((hosts, together))
    return [together for _, together in groups]


def _hosts(source: Source) -> set[str]:
    match source:
        case GdeltSource():
            addresses = [source.url or ADDRESS]
        case FeedSource():
            addresses = [source.url, source.listing_url or source.url]
        case IcePageSource() | LinkPageSource():
            addresses = [source.url]
        case MoaSource():
            addresses = [source.url or _LINKED_BY_LISTS]
        case _:
            raise TypeError(f"{type(source).__name__} has no address")
    return set(map(host_of, addresses))
