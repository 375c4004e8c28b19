"""The invented news outlets beside the sample publisher, and their stories."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flows.demo.sample import SAMPLE


@dataclass(frozen=True, slots=True)
class SampleStory:
    outlet: str  # its key
    slug: str
    day: int  # the published day from which the feed carries it
    title: str
    author: str
    published: datetime  # UTC
    paragraphs: list[str]

    @property
    def path(self) -> str:
        return f"/{self.outlet}/{self.published:%Y/%m/%d}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Outlet:
    key: str  # also the first part of its paths
    name: str
    feed: str  # 'rss' or 'atom'
    stories: list[SampleStory]  # newest first

    @property
    def feed_path(self) -> str:
        return f"/{self.key}/feed.{'xml' if self.feed == 'rss' else 'atom'}"


@cache
def outlets() -> tuple[Outlet, ...]:
    """The outlets with all their stories; a copy has the text of its original."""
    read = tomllib.loads((SAMPLE / "stories.toml").read_text(encoding="utf-8"))
    texts = {stanza["slug"]: stanza.get("paragraphs") for stanza in read["stories"]}
    for stanza in read["stories"]:
        if original := stanza.pop("copy_of", None):
            stanza["paragraphs"] = texts[original]
    stories = [SampleStory(**stanza) for stanza in read["stories"]]
    stories.sort(key=lambda story: story.published, reverse=True)
    return tuple(
        Outlet(key=key, **stanza, stories=[story for story in stories if story.outlet == key])
        for key, stanza in read["outlets"].items()
    )
