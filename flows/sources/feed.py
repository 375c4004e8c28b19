"""RSS and Atom feeds -> the articles they list.

feedparser is lenient: an HTML page served as a feed gives no error, no version and no entries, and a feed cut off in
the middle still yields the incomplete item. So this checks the version, the closing tags and each entry's fields.
"""

import calendar
import io
import re
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from urllib.parse import urlsplit

import feedparser
from lxml import etree

from flows.fetching.addresses import joined
from flows.sources.markup import (
    MAX_TITLE,
    article_text,
    fit_to_keep,
    is_kept_address,
    plain_text,
    plausible,
    printed_day,
    refuse_large,
)
from flows.sources.soup import decoded
from models.errors import ReadError
from models.news.article_identity import title_without_outlet
from models.news.articles import ListedArticle, NewsListing

# The largest real feeds have 200 full articles and 3 MB.
MAX_BYTES = 10_000_000
MAX_ENTRIES = 500
MAX_ITEMS = 5_000

# No real feed declares entities; a document that does may be built to expand into something huge.
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_OPENING = re.compile(rb"<(?:\w+:)?(?:item|entry|channel|feed)\b", re.IGNORECASE)
_CLOSING = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]+|[0-9]+);?")
_UNSEEN = re.compile("[\x00-\x1f]")
_EXCERPT_END = re.compile(r"(\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$")

# Aggregators: only a browser can resolve their links, and not for long.
_OPAQUE_HOSTS = frozenset({"news.google.com"})


def read_feed(body: bytes, url: str, now: datetime, charset: str | None = None) -> NewsListing:
    """The complete entries of a feed; `charset` is the HTTP header's.

    Raises ReadError where the document is not a feed, or no entry has a title and an address.
    """
    refuse_large(f"feed {url}", body, MAX_BYTES)
    if len(_OPENING.findall(body)) > MAX_ITEMS:
        raise ReadError(f"feed {url}: more than {MAX_ITEMS:,} items; not read")
    if _ENTITY.search(body):
        raise ReadError(f"feed {url}: declares its own entities, which no real feed does; not read")
    parsed = _parsed(_without_impossible_signs(body), url, charset)
    if not parsed.get("version"):
        raise ReadError(f"feed {url}: not an RSS or Atom feed; check whether it has moved")
    entries: list[Any] = parsed.entries[:MAX_ENTRIES]
    remarks = []
    if parsed.bozo and not isinstance(parsed.bozo_exception, feedparser.CharacterEncodingOverride):
        whole = len(_CLOSING.findall(body))
        if whole < len(entries):
            remarks.append(f"damaged feed: cut off, {len(entries) - whole} incomplete entry dropped")
            entries = entries[:whole]
        else:
            remarks.append(f"damaged feed: {_short(str(parsed.bozo_exception))}")
    articles = []
    base = joined(url, str(parsed.feed.get("link") or "")) or url
    for entry in entries:
        article = _read_entry(entry, base, now)
        if article is None:
            remarks.append(
                f"skipped an entry without a title or an address: {_short(str(entry.get('id') or entry.get('title')))}"
            )
        else:
            articles.append(fit_to_keep(article))
    if parsed.entries and not articles:
        raise ReadError(
            f"feed {url}: none of its {len(parsed.entries)} entries has a title and an address; look at the feed"
        )
    return NewsListing(tuple(articles), tuple(remarks))


def _without_impossible_signs(body: bytes) -> bytes:
    """References to signs that do not exist ('&#xD800;', '&#x110000;') stop both parsers, each in its own way."""
    return _REFERENCE.sub(lambda found: found[0] if _exists(found[1]) else b"&#65533;", body)


def _exists(number: bytes) -> bool:
    if len(number) > 8:  # 'x10FFFF' and '1114111' are the last
        return False
    code = int(number[1:], 16) if number[:1] in b"xX" else int(number)
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF


def _parsed(body: bytes, url: str, charset: str | None) -> Any:
    """The feed as feedparser has it: as it is, or where that breaks the parser, mended first."""
    headers = {"content-type": f"application/xml; charset={charset}"} if isinstance(decoded(body, charset), str) else {}
    for mend in (False, True):
        # As a stream: feedparser would first try plain bytes as a file name. It need not clean the markup, which takes
        # time quadratic in its depth: we keep plain text.
        stream = io.BytesIO(_mended(body) if mend else body)
        try:
            return feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False, response_headers=headers)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - what it raises differs by what is broken
            fault = f"{type(error).__name__}: {error}"
            headers = {}
    raise ReadError(f"feed {url}: too damaged to be read ({_short(fault)}); the next run tries again")


def _mended(body: bytes) -> bytes:
    """The same document with every element closed in its turn."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    tree: etree._Element | None = etree.fromstring(body, parser)
    return etree.tostring(tree, encoding="utf-8") if tree is not None else b""


def _read_entry(entry: Any, base: str, now: datetime) -> ListedArticle | None:
    printed = _UNSEEN.sub("", str(entry.get("link") or "").strip())
    url = joined(base, printed) if printed else ""
    outlet = plain_text(str((entry.get("source") or {}).get("title") or ""))[:MAX_TITLE]
    title = title_without_outlet(" ".join(plain_text(str(entry.get("title") or "")).split()), outlet)[:MAX_TITLE]
    if not is_kept_address(url) or not title:
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
    """feedparser has already converted every zone to UTC."""
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError):
        return None


def _short(text: str) -> str:
    return "".join(sign for sign in " ".join(text.split())[:120] if sign.isprintable())
