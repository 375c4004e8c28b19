"""An HTML page that lists articles: a press office without a feed, read with a CSS selector from the registry."""

from datetime import datetime

from bs4 import BeautifulSoup
from bs4.element import Tag
from soupsieve import SelectorSyntaxError

from flows.fetching.addresses import is_web_address, joined
from flows.sources.markup import MAX_TITLE
from models.calendar import parsed_moment
from models.errors import ReadError
from models.news.articles import ListedArticle, NewsListing

MAX_BYTES = 5_000_000
MAX_LINKS = 500
MAX_TAGS = 20_000

# 'Read more' and page numbers are no titles.
SHORTEST_TITLE = 12


def read_link_page(body: bytes, url: str, selector: str) -> NewsListing:
    """The links under the elements that `selector` picks, each with a `time` element in it as its date.

    Raises ReadError where the selector fits nothing: the page was rebuilt, or it is an error page.
    """
    if len(body) > MAX_BYTES:
        raise ReadError(f"page {url}: {len(body):,} bytes, more than a page of links needs; not read")
    if body.count(b"<") > MAX_TAGS:
        raise ReadError(f"page {url}: more than {MAX_TAGS:,} tags; not read")
    soup = BeautifulSoup(body, "lxml")
    try:
        picked = soup.select(selector, limit=MAX_LINKS)
    except SelectorSyntaxError as error:
        raise ReadError(f"page {url}: {selector!r} is no CSS selector; correct it in the source registry") from error
    articles: dict[str, ListedArticle] = {}
    for element in picked:
        link = element if element.name == "a" else element.find("a", href=True)
        if not isinstance(link, Tag):
            continue
        address = joined(url, str(link.get("href") or ""))
        title = " ".join(link.get_text(" ").split())[:MAX_TITLE]
        if is_web_address(address) and len(title) >= SHORTEST_TITLE:
            articles.setdefault(address, ListedArticle(url=address, title=title, published=_time_in(element)))
    if not articles:
        raise ReadError(f"page {url}: nothing fits {selector!r}; look at the page and correct the source registry")
    return NewsListing(tuple(articles.values()))


def _time_in(element: Tag) -> datetime | None:
    stamp = element.find("time", attrs={"datetime": True})
    return parsed_moment(str(stamp["datetime"])) if isinstance(stamp, Tag) else None
