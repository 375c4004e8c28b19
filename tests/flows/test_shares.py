"""The sources of a run are divided among workers so that each host has one worker."""

from typing import Any
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from flows.sources.registry import FeedSource, GdeltSource, IcePageSource, LinkPageSource, MoaSource, Source
from flows.workers.shares import shares

HOSTS = ("a.example", "b.example", "c.example", "d.example", "e.example")


def feed(number: int, host: str, listing_host: str = "") -> FeedSource:
    listing = {"listing_url": f"https://{listing_host}/news", "selector": "a"} if listing_host else {}
    return FeedSource(
        name=f"feed-{number}",
        title="A feed",
        url=f"https://{host}/{number}",
        due_every_hours=1,
        max_age_hours=2,
        **listing,
    )


feeds = st.lists(st.tuples(st.sampled_from(HOSTS), st.sampled_from(("", *HOSTS))), max_size=12).map(
    lambda hosts: [feed(number, *each) for number, each in enumerate(hosts)]
)


@given(feeds, st.integers(-1, 6))
def test_each_source_is_in_one_share_and_each_host_too(sources: list[Source], count: int) -> None:
    divided = shares(sources, count)
    assert sorted(source.name for share in divided for source in share) == sorted(source.name for source in sources)
    assert len(divided) <= max(count, 1)
    assert all(divided)
    hosts = [
        {urlsplit(url).netloc for each in share if isinstance(each, FeedSource) for url in (each.url, each.listing_url)}
        - {""}
        for share in divided
    ]
    assert sum(map(len, hosts)) == len(set().union(*hosts))


@given(st.integers(1, 40), st.integers(1, 5))
def test_sources_of_as_many_hosts_are_divided_evenly_and_keep_their_order(number: int, count: int) -> None:
    sources = [feed(each, f"{each}.example") for each in range(number)]
    divided = shares(sources, count)
    number_of = {source.name: number for number, source in enumerate(sources)}
    sizes = [len(share) for share in divided]
    assert max(sizes) - min(sizes) <= 1
    assert all(share == sorted(share, key=lambda source: number_of[source.name]) for share in divided)


def test_every_kind_of_source_has_a_host() -> None:
    common: dict[str, Any] = {"title": "A source", "due_every_hours": 1, "max_age_hours": 2}
    sources: list[Source] = [
        GdeltSource(name="gdelt", query="287(g)", **common),
        IcePageSource(name="ice", url="https://www.ice.gov/x", **common),
        LinkPageSource(name="links", url="https://WWW.ICE.GOV/news", selector="a", **common),
        MoaSource(name="agreements", **common),
    ]
    divided = [[source.name for source in share] for share in shares(sources, 3)]
    assert divided == [["ice", "links", "agreements"], ["gdelt"]]
    kinds = {kind for kind in Source.__subclasses__() if kind is not FeedSource}
    assert {type(source) for source in sources} == kinds
