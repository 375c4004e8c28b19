"""An HTML page that lists articles: a press office without a feed, read with a CSS selector from the registry."""

from datetime import datetime

from bs4.element import Tag
from soupsieve import SelectorSyntaxError

from flows.fetching.addresses import joined
from flows.sources.markup import MAX_TITLE, PLAUSIBLE_YEARS, fit_to_keep, is_kept_address, refuse_large
from flows.sources.soup import base_address, tree
from models.calendar import parsed_moment
from models.errors import ReadError
from models.news.articles import ListedArticle, NewsListing

MAX_BYTES = 5_000_000
MAX_LINKS = 500
MAX_TAGS = 20_000

# 'Read more' and page numbers are not titles.
SHORTEST_TITLE = 12


def read_link_page(body: bytes, url: str, selector: str, charset: str | None = None) -> NewsListing:
    """The links in the elements that `selector` matches, each dated by a `time` element there, if any.

    Raises ReadError where nothing matches: the page was redesigned, or it is an error page.
    """
    refuse_large(f"page {url}", body, MAX_BYTES, MAX_TAGS)
    soup = tree(body, charset)
    base = base_address(soup, url)
    try:
        picked = soup.select(selector, limit=MAX_LINKS)
    except SelectorSyntaxError as error:
        raise ReadError(f"page {url}: {selector!r} is not a CSS selector; correct it in the source registry") from error
    articles: dict[str, ListedArticle] = {}
    for element in picked:
        link = element if element.name == "a" else element.find("a", href=True)
        if not isinstance(link, Tag):
            continue
        address = joined(base, str(link.get("href") or ""))
        title = " ".join(link.get_text(" ").split())[:MAX_TITLE]
        if is_kept_address(address) and len(title) >= SHORTEST_TITLE:
            listed = ListedArticle(url=address, title=title, published=_time_in(element))
            articles.setdefault(address, fit_to_keep(listed))
    if not articles:
        raise ReadError(f"page {url}: nothing matches {selector!r}; check the page and correct the source registry")
    return NewsListing(tuple(articles.values()))


def _time_in(element: Tag) -> datetime | None:
    stamp = element.find("time", attrs={"datetime": True})
    moment = parsed_moment(str(stamp["datetime"])) if isinstance(stamp, Tag) else None
    return moment if moment and moment.year in PLAUSIBLE_YEARS else None
