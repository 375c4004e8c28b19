"""One page of news: its text, title, date, author and canonical address.

The main text is trafilatura's. Title, times and author come from the page's JSON-LD if it is readable, else from its
meta tags. JSON-LD may be one object, a list, an `@graph` of parts that refer to each other, or broken.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from bs4 import BeautifulSoup
from bs4.element import Tag

from flows.fetching.addresses import joined
from flows.sources.article_day import printed_day_of, time_ago
from flows.sources.markup import MAX_TEXT, MAX_TITLE, fit_to_keep, is_kept_address, plain_text, plausible, refuse_large
from flows.sources.soup import decoded, tree
from models.calendar import parsed_moment
from models.errors import ReadError
from models.news.article_identity import title_without_outlet
from models.news.articles import ReadArticle

# The largest real article pages have some 3 MB, nearly all script.
MAX_BYTES = 6_000_000
# Large real pages have some 8,000 tags; with more, finding the text takes seconds.
MAX_TAGS = 20_000
# Longer JSON-LD is a catalog.
MAX_JSON = 500_000

_ARTICLE_TYPES = {"article", "blogposting", "pressrelease"} | {
    f"{sort}newsarticle" for sort in ("", "reportage", "analysis", "opinion")
}

# A page with less text than this shows the first lines above a paywall.
SHORTEST_ARTICLE = 250


def read_article(body: bytes, url: str, now: datetime, charset: str | None = None) -> ReadArticle:
    """The article on a page; `charset` is the HTTP header's.

    Raises ReadError where the document is not an HTML page or is too large.
    """
    refuse_large(f"article {url}", body, MAX_BYTES, MAX_TAGS)
    if body.startswith((b"%PDF", b"PK\x03\x04", b"\xff\xd8", b"\x89PNG")):
        raise ReadError(f"article {url}: a file, not a page; not read")
    soup = tree(body, charset)
    stated = _news_article(soup)
    outlet = _name(stated.get("publisher")) or _meta(soup, "og:site_name")
    title = title_without_outlet(_title(soup, stated), outlet)
    main_text, printed_date = _main_text(decoded(body, charset), url, stated)
    published = _moment(stated.get("datePublished"), _meta(soup, "article:published_time"))
    text = _without_title(main_text, title, outlet)
    remarks = []
    if published is None and (ago := time_ago(soup)):
        remarks.append(f"the page says only {ago!r}; the day it was seen counts")
    elif published is None:
        published = printed_day_of(soup, printed_date)
    if _is_walled(stated):
        remarks.append("the page is not free to read; the text may be only its beginning")
    elif len(text) < SHORTEST_ARTICLE:
        remarks.append("the page has hardly any text; title and summary are used instead")
    read = ReadArticle(
        url=_canonical(soup, stated, url),
        title=title,
        text=text,
        outlet=outlet[:MAX_TITLE],
        author=(_name(stated.get("author")) or _meta(soup, "author"))[:MAX_TITLE],
        published=plausible(published, now),
        updated=plausible(_moment(stated.get("dateModified"), _meta(soup, "article:modified_time")), now),
        summary=plain_text(_text(stated.get("description")) or _meta(soup, "og:description", "description")),
        remarks=tuple(remarks),
    )
    return fit_to_keep(read)


def _main_text(page: str | bytes, url: str, stated: dict[str, Any]) -> tuple[str, str]:
    """trafilatura's text, which keeps lists as lines, or the JSON-LD body if that is much longer; and the date it
    found in the page."""
    read = trafilatura.bare_extraction(page, url=url, include_comments=False, with_metadata=True)
    assert not isinstance(read, dict)  # its deprecated form
    text = str(read.text or "")[:MAX_TEXT] if read is not None else ""
    whole = plain_text(_text(stated.get("articleBody")))
    return (whole if len(text) < 0.6 * len(whole) else text), str(read.date or "") if read is not None else ""


def _without_title(text: str, title: str, outlet: str) -> str:
    """The text without the headline, which trafilatura may return as the first paragraph."""
    first, _, rest = text.partition("\n")
    same = title_without_outlet(first.lstrip("# ").strip(), outlet).casefold() == title.casefold()
    return rest.strip() if same and title else text.strip()


def _news_article(soup: BeautifulSoup) -> dict[str, Any]:
    """The page's NewsArticle with publisher and author resolved; empty if none is readable."""
    things = [thing for script in soup.find_all("script", type="application/ld+json") for thing in _things(script)]
    by_id = {str(thing["@id"]): thing for thing in things if "@id" in thing and len(thing) > 1}
    for thing in things:
        if _types(thing) & _ARTICLE_TYPES:
            pointed = {name: by_id.get(_id(thing.get(name)), thing.get(name)) for name in ("publisher", "author")}
            return thing | pointed
    return {}


def _things(script: Tag) -> Iterator[dict[str, Any]]:
    source = script.get_text()
    if len(source) > MAX_JSON:
        return
    try:
        # strict=False allows raw line breaks, which some templates leave in headlines.
        parsed = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return  # the meta tags repeat it
    waiting = [parsed]
    while waiting:
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting.extend(thing)
        elif isinstance(thing, dict):
            yield thing
            waiting.extend(
                thing.get(name) for name in ("@graph", "mainEntity") if isinstance(thing.get(name), (list, dict))
            )


def _types(thing: dict[str, Any]) -> set[str]:
    stated = thing.get("@type")
    return {str(each).casefold() for each in (stated if isinstance(stated, list) else [stated])}


def _id(thing: Any) -> str:
    return str(thing.get("@id", "")) if isinstance(thing, dict) else ""


def _name(thing: Any) -> str:
    """The name of a person or organization, or of several, however deeply nested."""
    if isinstance(thing, list):
        return ", ".join(name for name in map(_name, thing[:10]) if name)
    if isinstance(thing, dict):
        return _text(thing.get("name"))
    return _text(thing)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _title(soup: BeautifulSoup, stated: dict[str, Any]) -> str:
    heading = soup.find("h1")
    printed = heading.get_text(" ") if isinstance(heading, Tag) else ""
    named = soup.title.get_text(" ") if soup.title else ""
    for title in (_text(stated.get("headline")), _meta(soup, "og:title"), printed, named):
        if title.strip():
            return " ".join(plain_text(title).split())[:MAX_TITLE]
    return ""


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        for key in ("property", "name"):
            tag = soup.find("meta", attrs={key: name, "content": True})
            if isinstance(tag, Tag):
                return str(tag["content"]).strip()
    return ""


def _canonical(soup: BeautifulSoup, stated: dict[str, Any], url: str) -> str:
    """The page's own canonical address if it is on the same site, else the fetched one."""
    link = soup.find("link", rel="canonical", href=True)
    for address in (
        str(link["href"]) if isinstance(link, Tag) else "",
        _meta(soup, "og:url"),
        _text(stated.get("url")),
    ):
        whole = joined(url, address.strip()) if address.strip() else ""
        # A page may not claim to be on another site; www. and m. are the same site.
        if is_kept_address(whole) and _site(whole) == _site(url):
            return whole
    return url


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return host.removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _moment(*stated: Any) -> datetime | None:
    return next((moment for value in stated if (moment := parsed_moment(_text(value)))), None)


def _is_walled(stated: dict[str, Any]) -> bool:
    return str(stated.get("isAccessibleForFree", "")).casefold() == "false"
