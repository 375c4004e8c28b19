"""Invented news outlets beside the sample publisher: a feed each, and the pages of its stories."""

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from typing import Any

from flows.demo.sample import SAMPLE


@dataclass(frozen=True, slots=True)
class Outlet:
    key: str  # also the first part of its paths
    name: str
    feed: str  # 'rss' or 'atom'

    @property
    def feed_path(self) -> str:
        return f"/{self.key}/feed.{'xml' if self.feed == 'rss' else 'atom'}"


@dataclass(frozen=True, slots=True)
class SampleStory:
    outlet: Outlet
    slug: str
    day: int  # the published day from which the feed has it
    title: str
    author: str
    published: datetime  # UTC
    paragraphs: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"/{self.outlet.key}/{self.published:%Y/%m/%d}/{self.slug}"


@cache
def outlets() -> tuple[Outlet, ...]:
    return tuple(Outlet(key=key, **stanza) for key, stanza in _stanzas()["outlets"].items())


@cache
def stories() -> tuple[SampleStory, ...]:
    """All stories, oldest first; one that is a copy has the text of its original."""
    by_key = {outlet.key: outlet for outlet in outlets()}
    stanzas = _stanzas()["stories"]
    texts = {stanza["slug"]: stanza.get("paragraphs") for stanza in stanzas}
    told = [
        SampleStory(
            outlet=by_key[stanza["outlet"]],
            slug=stanza["slug"],
            day=stanza["day"],
            title=stanza["title"],
            author=stanza["author"],
            published=stanza["published"],
            paragraphs=tuple(texts[stanza.get("copy_of", stanza["slug"])]),
        )
        for stanza in stanzas
    ]
    return tuple(sorted(told, key=lambda story: story.published))


def feed(outlet: Outlet, told: list[SampleStory], base: str) -> str:
    """The outlet's feed of the stories told so far, newest first; `base` is the server's address."""
    newest_first = sorted(told, key=lambda story: story.published, reverse=True)
    return _rss(outlet, newest_first, base) if outlet.feed == "rss" else _atom(outlet, newest_first, base)


def article(story: SampleStory, base: str) -> str:
    """The story's page, with the metadata that news pages carry as JSON-LD."""
    metadata = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "@id": f"{base}/{story.outlet.key}/#outlet", "name": story.outlet.name},
            {
                "@type": "NewsArticle",
                "headline": story.title,
                "datePublished": story.published.isoformat(),
                "dateModified": story.published.isoformat(),
                "author": {"@type": "Person", "name": story.author},
                "publisher": {"@id": f"{base}/{story.outlet.key}/#outlet"},
                "mainEntityOfPage": base + story.path,
            },
        ],
    }
    paragraphs = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(story.title)} | {escape(story.outlet.name)}</title>
<link rel="canonical" href="{base}{story.path}">
<meta property="og:title" content="{escape(story.title)}">
<meta property="og:site_name" content="{escape(story.outlet.name)}">
<meta property="article:published_time" content="{story.published.isoformat()}">
<script type="application/ld+json">{json.dumps(metadata)}</script>
</head><body>
<header><a href="/{story.outlet.key}/">{escape(story.outlet.name)}</a></header>
<main><article>
<h1>{escape(story.title)}</h1>
<p class="byline">By {escape(story.author)}</p>
{paragraphs}
</article></main>
<footer>An invented outlet of moawatch's sample; nothing in it was ever reported.</footer>
</body></html>
"""


def _rss(outlet: Outlet, told: list[SampleStory], base: str) -> str:
    items = "\n".join(
        f"<item><title>{escape(story.title)}</title><link>{base}{story.path}</link>"
        f'<guid isPermaLink="false">{outlet.key}:{story.slug}</guid>'
        f"<pubDate>{format_datetime(story.published)}</pubDate>"
        f"<description>{escape(story.paragraphs[0])}</description></item>"
        for story in told
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
<title>{escape(outlet.name)}</title><link>{base}/{outlet.key}/</link><description>Invented news</description>
{items}
</channel></rss>
"""


def _atom(outlet: Outlet, told: list[SampleStory], base: str) -> str:
    entries = "\n".join(
        f"<entry><id>tag:{outlet.key}.example,2025:{story.slug}</id><title>{escape(story.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{base}{story.path}"/>'
        f"<author><name>{escape(story.author)}</name></author>"
        f"<published>{story.published.isoformat()}</published><updated>{story.published.isoformat()}</updated>"
        f"<summary>{escape(story.paragraphs[0])}</summary></entry>"
        for story in told
    )
    updated = told[0].published.isoformat() if told else "2021-01-01T00:00:00+00:00"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>tag:{outlet.key}.example,2025:feed</id><title>{escape(outlet.name)}</title><updated>{updated}</updated>
<link rel="self" href="{base}{outlet.feed_path}"/>
{entries}
</feed>
"""


def _stanzas() -> dict[str, Any]:
    return tomllib.loads((SAMPLE / "stories.toml").read_text(encoding="utf-8"))
