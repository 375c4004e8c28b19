"""RSS and Atom feeds: a document in, the articles that it lists out.

feedparser is lenient: a page of HTML served as a feed gives no error, no version and no entries, and a feed that was
cut off still yields its half item. So the version, the closing tags and the fields that every entry needs are
checked here.
"""

import calendar
import io
import re
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from urllib.parse import urlsplit

import feedparser

from flows.fetching.addresses import is_web_address
from flows.sources.markup import (
    MAX_TITLE,
    article_text,
    plain_text,
    plausible,
    printed_day,
    title_without_outlet,
)
from models.errors import ReadError
from models.news.articles import ListedArticle, NewsListing

# The largest feeds in the wild carry 200 full articles and 3 MB.
MAX_BYTES = 10_000_000
MAX_ENTRIES = 500
MAX_ITEMS = 5_000

# No feed declares entities of its own; a document that does is built to unfold into something huge.
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_OPENING = re.compile(rb"<(?:\w+:)?(?:item|entry|channel|feed)\b", re.IGNORECASE)
_CLOSING = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_EXCERPT_END = re.compile(r"(\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$")

# Aggregators whose links are redirects that only a browser resolves, and not for long.
_OPAQUE_HOSTS = frozenset({"news.google.com"})


def read_feed(body: bytes, url: str, now: datetime) -> NewsListing:
    """The entries of a feed, as many as are whole. Raises ReadError where the document is no feed."""
    if len(body) > MAX_BYTES:
        raise ReadError(f"feed {url}: {len(body):,} bytes, more than any honest feed ({MAX_BYTES:,}); not read")
    if len(_OPENING.findall(body)) > MAX_ITEMS:
        raise ReadError(f"feed {url}: more than {MAX_ITEMS:,} items; not read")
    if _ENTITY.search(body):
        raise ReadError(f"feed {url}: declares entities of its own, which no feed needs; not read")
    # As a stream: given plain bytes, feedparser would first try them as the name of a file.
    # Its cleaning of markup takes the square of the depth; what we keep is plain text.
    parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version"):
        raise ReadError(f"feed {url}: not a feed (no RSS or Atom in it); look at the page, the feed may have moved")
    entries: list[Any] = parsed.entries[:MAX_ENTRIES]
    remarks = []
    if parsed.bozo and not isinstance(parsed.bozo_exception, feedparser.CharacterEncodingOverride):
        whole = len(_CLOSING.findall(body))
        if whole < len(entries):
            remarks.append(f"damaged feed: cut off, {len(entries) - whole} half entry dropped")
            entries = entries[:whole]
        else:
            remarks.append(f"damaged feed: {_short(str(parsed.bozo_exception))}")
    articles = []
    for entry in entries:
        article = _read_entry(entry, now)
        if article is None:
            remarks.append(f"entry without a title or an address: {_short(str(entry.get('id') or entry.get('title')))}")
        else:
            articles.append(article)
    return NewsListing(tuple(articles), tuple(remarks))


def _read_entry(entry: Any, now: datetime) -> ListedArticle | None:
    url = str(entry.get("link") or "")
    outlet = plain_text(str((entry.get("source") or {}).get("title") or ""))[:MAX_TITLE]
    title = title_without_outlet(" ".join(plain_text(str(entry.get("title") or "")).split()), outlet)[:MAX_TITLE]
    if not is_web_address(url) or not title:
        return None
    opaque = urlsplit(url).hostname in _OPAQUE_HOSTS
    published = plausible(_moment(entry.get("published_parsed")), now)
    updated = plausible(_moment(entry.get("updated_parsed")) if "updated_parsed" in entry else None, now)
    # An aggregator's description repeats the title as a link.
    day, summary = printed_day("" if opaque else article_text(str(entry.get("summary") or "")))
    text = article_text(str((entry.get("content") or [{}])[0].get("value") or ""))
    if _EXCERPT_END.search(text) or len(text) < len(summary):
        text = ""
    return ListedArticle(
        url=url,
        title=title,
        outlet=outlet,
        author=", ".join(_authors(entry))[:MAX_TITLE],
        published=published,
        stated_day=day if published is None else None,
        updated=updated,
        summary=_EXCERPT_END.sub("", summary).strip(),
        text=text,
        opaque=opaque,
    )


def _authors(entry: Any) -> list[str]:
    names = [str(author.get("name") or "") for author in entry.get("authors") or []]
    return [name for name in names if name] or [str(entry.get("author") or "")]


def _moment(parsed: struct_time | None) -> datetime | None:
    """feedparser has turned every zone into UTC."""
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError):
        return None


def _short(text: str) -> str:
    return " ".join(text.split())[:120]
