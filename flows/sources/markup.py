"""Markup from feeds and pages as plain text, one line per paragraph; and titles and days as printed there."""

import re
from datetime import date, datetime, timedelta
from html import unescape

# A feed's longest honest entry is a full article; what is longer is not read to its end.
MAX_TEXT = 200_000
MAX_TITLE = 500

_BLOCKS = frozenset(
    ["p", "div", "li", "ul", "ol", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article"]
)
# No part of it reaches over the next '<', so that an open tag costs no more than its own length.
_TAG = re.compile(r"""<(?:(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[^<>"']|"[^"<]*"|'[^'<]*')*|[!?][^<>]*)>""")
_INVISIBLE = frozenset(["script", "style", "noscript", "template", "iframe", "svg"])

# 'The post TITLE appeared first on BLOG.' closes each entry of a WordPress feed.
_WORDPRESS_CLOSING = re.compile(r"\n?The post .{1,300}? appeared first on .{1,200}$", re.DOTALL)
# A share counter in front of the first sentence: '22 SHARES', 'Share 14 Tweet'.
_SHARE_COUNTER = re.compile(r"\A\s*\d[\d.,]*[kK]?\s*(?:SHARES?|Shares?|shares?|VIEWS?|Views?)\b\s*")
_PRINTED_DAY = re.compile(r"\A\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b\s*")
# Crawlers split at signs: 'Which states ban 287 ( g ) , and which'.
_BEFORE_SIGN = re.compile(r" +([,.;:!?%)\]’”])")
_AFTER_SIGN = re.compile(r"([(\[$“]) +")
_BEFORE_BRACKET = re.compile(r"(?<=\d) \((?=[a-z]\))")


def plain_text(markup: str) -> str:
    """The visible text of a piece of HTML, blocks on lines of their own, at most `MAX_TEXT` characters.

    It is read tag by tag, in time that grows with its length: parsers that build a tree, or wait for the end of a
    comment, can be kept busy for minutes by a megabyte of open tags.
    """
    if "<" not in markup and "&" not in markup:
        return _tidy(markup)
    markup = _without_comments(markup[: MAX_TEXT * 5])
    pieces: list[str] = []
    hidden = ""  # the invisible element that is open
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
    return _tidy(unescape("".join(pieces)))


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
    """The text of a full feed entry without the share counter before it and the blog's closing line after it."""
    return _SHARE_COUNTER.sub("", _WORDPRESS_CLOSING.sub("", plain_text(markup))).strip()


def printed_day(text: str) -> tuple[date | None, str]:
    """A day such as '1/21/26' that opens a text, and the text without it."""
    found = _PRINTED_DAY.match(text)
    if found is None:
        return None, text
    month, day, year = map(int, found.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, day), text[found.end() :]
    except ValueError:
        return None, text


def mended_signs(title: str) -> str:
    """A title without the spaces that a crawler put around signs."""
    mended = _AFTER_SIGN.sub(r"\1", _BEFORE_SIGN.sub(r"\1", title))
    return _BEFORE_BRACKET.sub("(", mended)


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """A stated time, unless it lies before the web or in the future (a day is left for wrong zones)."""
    if moment is None or moment.year < 1995 or moment > now + timedelta(days=1):
        return None
    return moment


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_TEXT]
