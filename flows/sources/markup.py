"""Markup from feeds and pages as plain text, one line per paragraph; titles and dates as printed there."""

import re
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any, TypeVar

from flows.fetching.addresses import is_web_address
from models.errors import ReadError
from models.news.articles import ListedArticle, ReadArticle

# A real feed's longest entry is a full article; a longer one is cut here.
MAX_TEXT = 200_000
MAX_TITLE = 500
# Browsers give up at 2,000 characters, and a database key at 2,700.
MAX_ADDRESS = 2_000
# Before there was a web, and after all who read this: a broken clock.
PLAUSIBLE_YEARS = range(1995, 2100)

_BLOCKS = frozenset(
    ["p", "div", "li", "ul", "ol", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article"]
)
# No part of it matches beyond the next '<', so that an unclosed tag costs no more than its own length.
_TAG = re.compile(r"""<(?:(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[^<>"']|"[^"<]*"|'[^'<]*')*|[!?][^<>]*)>""")
_INVISIBLE = frozenset(["script", "style", "noscript", "template", "iframe", "svg"])

# 'The post TITLE appeared first on BLOG.' ends each entry of a WordPress feed.
_WORDPRESS_CLOSING = re.compile(r"\n?The post .{1,300}? appeared first on .{1,200}$", re.DOTALL)
# A share counter before the first sentence: '22 SHARES'.
_SHARE_COUNTER = re.compile(r"\A\s*\d[\d.,]*[kK]?\s*(?:SHARES?|Shares?|shares?|VIEWS?|Views?)\b\s*")
_PRINTED_DAY = re.compile(r"\A\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b\s*")
# Crawlers put spaces around punctuation: 'Which states ban 287 ( g ) , and which'.
_BEFORE_SIGN = re.compile(r" +([,.;:!?%)\]’”])")
_AFTER_SIGN = re.compile(r"([(\[$“]) +")
_BEFORE_BRACKET = re.compile(r"(?<=\d) \((?=[a-z]\))")


# html.unescape itself breaks on thousands of digits.
_NO_SIGN = re.compile("&#0*[0-9]{8,};?")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

News = TypeVar("News", ListedArticle, ReadArticle)


def refuse_large(what: str, body: bytes, max_bytes: int, max_tags: int | None = None) -> None:
    """Raises ReadError where a document is too large to be what it should be, or to be read in time."""
    if len(body) > max_bytes:
        raise ReadError(f"{what}: {len(body):,} bytes, over the limit of {max_bytes:,}; not read")
    if max_tags is not None and body.count(b"<") > max_tags:
        raise ReadError(f"{what}: more than {max_tags:,} tags; not read")


def plain_text(markup: str) -> str:
    """The visible text of a piece of HTML, each block on its own line, at most `MAX_TEXT` characters.

    Read tag by tag, in time proportional to the length: a megabyte of open tags can keep a parser that builds a tree,
    or waits for the end of a comment, busy for minutes.
    """
    if "<" not in markup and "&" not in markup:
        return _tidy(markup)
    markup = _without_comments(markup[: MAX_TEXT * 5])
    pieces: list[str] = []
    hidden = ""  # the open invisible element
    read = 0
    for tag in _TAG.finditer(markup):
        closing, name = bool(tag[1]), (tag[2] or "").casefold()
        if not hidden:
            pieces.append(markup[read : tag.start()])
            pieces.append("\n" if name in _BLOCKS else "")
            hidden = name if name in _INVISIBLE and not closing else ""
        elif closing and name == hidden:
            hidden = ""
        read = tag.end()
    if not hidden:
        pieces.append(markup[read:])
    return _tidy(unescape(_NO_SIGN.sub("\N{REPLACEMENT CHARACTER}", "".join(pieces))))


def _without_comments(markup: str) -> str:
    pieces, read = [], 0
    while (start := markup.find("<!--", read)) >= 0:
        pieces.append(markup[read:start])
        end = markup.find("-->", start)
        if end < 0:
            return "".join(pieces)
        read = end + len("-->")
    return "".join([*pieces, markup[read:]])


def article_text(markup: str) -> str:
    """The text of a full feed entry without the share counter before and the blog's closing line after."""
    return _SHARE_COUNTER.sub("", _WORDPRESS_CLOSING.sub("", plain_text(markup))).strip()


def printed_day(text: str) -> tuple[date | None, str]:
    """A date such as '1/21/26' at the start of a text, and the text without it."""
    found = _PRINTED_DAY.match(text)
    if found is None:
        return None, text
    month, day, year = map(int, found.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, day), text[found.end() :]
    except ValueError:
        return None, text


def fit_to_keep(value: News) -> News:
    """An entry or an article without signs that no database and no output takes: half of a pair that makes a sign
    (a lone surrogate), and controls."""
    texts: dict[str, Any] = {each.name: getattr(value, each.name) for each in fields(value)}
    fit: dict[str, Any] = {name: _UNFIT.sub("", text) for name, text in texts.items() if isinstance(text, str)}
    return replace(value, **fit)


def is_kept_address(url: str) -> bool:
    """Whether a text is an address that can be stored and asked for as it stands; cut or mended it is another one."""
    return len(url) <= MAX_ADDRESS and not _UNFIT.search(url) and is_web_address(url)


def spaced_normally(title: str) -> str:
    """A title without a crawler's extra spaces around punctuation."""
    return _BEFORE_BRACKET.sub("(", _AFTER_SIGN.sub(r"\1", _BEFORE_SIGN.sub(r"\1", title)))


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """A stated time, unless it is before the web or in the future (with a day of tolerance for wrong zones)."""
    if moment is None or moment.year not in PLAUSIBLE_YEARS or moment > now + timedelta(days=1):
        return None
    return moment


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_TEXT]
