"""One page of news: its text, title, date, author and canonical address.

The main text is trafilatura's. Title, times and author come from the page's JSON-LD where it can be read, else from its
meta tags: JSON-LD occurs as one object, a list, an `@graph` whose parts point at each other, and broken.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from bs4 import BeautifulSoup
from bs4.element import Tag

from flows.fetching.addresses import is_web_address, joined
from flows.sources.markup import MAX_TEXT, MAX_TITLE, plain_text, plausible, title_without_outlet
from models.calendar import parsed_moment
from models.errors import ReadError
from models.news.articles import ReadArticle

# The heaviest real article pages are some 3 MB, nearly all of it script.
MAX_BYTES = 6_000_000
# Heavy real pages hold some 8,000 tags; finding the text among more takes seconds.
MAX_TAGS = 20_000
# JSON-LD beyond that is a catalogue.
MAX_JSON = 500_000

_ARTICLE_TYPES = frozenset(
    {
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "blogposting",
        "pressrelease",
        "analysisnewsarticle",
        "opinionnewsarticle",
    }
)

# A page that shows less than this of an article shows its first lines over a paywall.
SHORTEST_ARTICLE = 250


def read_article(body: bytes, url: str, now: datetime) -> ReadArticle:
    """The article on a page. Raises ReadError where the document is no HTML page or is too large to read."""
    if len(body) > MAX_BYTES:
        raise ReadError(f"article {url}: {len(body):,} bytes of markup; not read")
    if body.count(b"<") > MAX_TAGS:
        raise ReadError(f"article {url}: more than {MAX_TAGS:,} tags; not read")
    if body.startswith((b"%PDF", b"PK\x03\x04", b"\xff\xd8", b"\x89PNG")):
        raise ReadError(f"article {url}: not a page but a file; not read")
    soup = BeautifulSoup(body, "lxml")
    stated = _news_article(soup)
    outlet = _name(stated.get("publisher")) or _meta(soup, "og:site_name")
    title = title_without_outlet(_title(soup, stated), outlet)
    main_text, printed_date = _main_text(body, url, stated)
    text = _without_title(main_text, title, outlet)
    remarks = []
    if _is_walled(stated):
        remarks.append("the page says that it is not free to read: the text may be its beginning only")
    elif len(text) < SHORTEST_ARTICLE:
        remarks.append("the page shows hardly any text: title and summary stand for it")
    return ReadArticle(
        url=_canonical(soup, stated, url),
        title=title,
        text=text,
        outlet=outlet[:MAX_TITLE],
        author=(_name(stated.get("author")) or _meta(soup, "author"))[:MAX_TITLE],
        published=plausible(
            _moment(stated.get("datePublished"), _meta(soup, "article:published_time"), printed_date), now
        ),
        updated=plausible(_moment(stated.get("dateModified"), _meta(soup, "article:modified_time")), now),
        summary=plain_text(_text(stated.get("description")) or _meta(soup, "og:description", "description")),
        remarks=tuple(remarks),
    )


def _main_text(body: bytes, url: str, stated: dict[str, Any]) -> tuple[str, str]:
    """trafilatura's text, which keeps lists as lines, or the JSON-LD body where that is much fuller; and the date
    that it found in the page."""
    read = trafilatura.bare_extraction(body, url=url, include_comments=False, with_metadata=True)
    assert not isinstance(read, dict)  # that is its deprecated form
    text = str(read.text or "")[:MAX_TEXT] if read is not None else ""
    whole = plain_text(_text(stated.get("articleBody")))
    return (whole if len(text) < 0.6 * len(whole) else text), str(read.date or "") if read is not None else ""


def _without_title(text: str, title: str, outlet: str) -> str:
    """The text without its headline, which trafilatura takes for the first paragraph."""
    first, _, rest = text.partition("\n")
    same = title_without_outlet(first.lstrip("# ").strip(), outlet).casefold() == title.casefold()
    return rest.strip() if same and title else text.strip()


def _news_article(soup: BeautifulSoup) -> dict[str, Any]:
    """The page's NewsArticle with its publisher and author resolved; empty where there is none to be read."""
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
        # strict=False allows the raw line breaks that templates leave in headlines.
        parsed = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return  # the meta tags say the same
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
    """The name of a person or organization, or of several, however deep it is wrapped."""
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
    """The address that the page gives itself, if it is one of the same site; else the one that was fetched."""
    link = soup.find("link", rel="canonical", href=True)
    for address in (
        str(link["href"]) if isinstance(link, Tag) else "",
        _meta(soup, "og:url"),
        _text(stated.get("url")),
    ):
        whole = joined(url, address.strip()) if address.strip() else ""
        # A page may not claim to be on another site; www. and m. are the same site.
        if is_web_address(whole) and _site(whole) == _site(url):
            return whole
    return url


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return host.removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _moment(*stated: Any) -> datetime | None:
    return next((moment for value in stated if (moment := parsed_moment(_text(value)))), None)


def _is_walled(stated: dict[str, Any]) -> bool:
    return str(stated.get("isAccessibleForFree", "")).casefold() == "false"
