"""One feed as Atom (RFC 4287) and as JSON Feed 1.1. It changes only when an entry does."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flows import __version__
from flows.digests.drawing.plain import web_link
from flows.digests.drawing.templates import templates
from flows.digests.feeds.entries import NAMESPACE, ShownEntry, feed_time
from flows.settings import Settings

# What a feed without an entry was last updated: never.
_NEVER = feed_time(datetime(1970, 1, 1, tzinfo=UTC))

_SUBTITLE = (
    "Each entry is one change, with the list where it first appeared. An entry is updated when the change is confirmed,"
    " withdrawn or revised."
)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is about. `name` is its file without the ending: 'states/TX'."""

    name: str
    title: str
    entries: Sequence[ShownEntry] = ()

    @property
    def id(self) -> str:
        return uuid.uuid5(NAMESPACE, self.name).urn if self.name else NAMESPACE.urn


def atom(feed: Feed, settings: Settings) -> bytes:
    values = {
        "feed_id": feed.id,
        "title": feed.title,
        "subtitle": _SUBTITLE,
        "home": _home(settings),
        "address": _address(feed, settings, "atom"),
        "updated": max((entry.updated for entry in feed.entries), default=_NEVER),
        "version": __version__,
        "entries": feed.entries,
    }
    return templates().get_template("feeds/feed.atom.jinja").render(values).encode()


def json_feed(feed: Feed, settings: Settings) -> bytes:
    address = _address(feed, settings, "json")
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": _home(settings),
        **({"feed_url": address} if address else {}),
        "description": _SUBTITLE,
        "language": "en-US",
        "authors": [{"name": "moawatch"}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(document, indent=1).encode("ascii") + b"\n"


def _item(entry: ShownEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "title": entry.title,
        "content_text": entry.text,
        **({"external_url": entry.link} if entry.link else {}),
        "date_published": entry.published,
        "date_modified": entry.updated,
        "tags": list(entry.terms),
    }


def _home(settings: Settings) -> str:
    if settings.web_url:
        return f"{settings.web_url}/feeds/"
    return web_link(settings.contact) or "https://github.com/moawatch/moawatch"


def _address(feed: Feed, settings: Settings, ending: str) -> str:
    return f"{settings.web_url}/feeds/{feed.name}.{ending}" if settings.web_url and feed.name else ""
