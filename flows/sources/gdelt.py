"""The GDELT DOC API: a query's address, and its answer as the articles that its crawler found.

The answer's time is that of the crawl, not of publication, and its errors are plain text with status 200 or 429.
An error is 'not measured': only `{}` says that nothing was found.
"""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flows.fetching.addresses import is_web_address
from flows.sources.markup import MAX_TITLE, mended_signs, plain_text
from models.errors import ReadError
from models.news.articles import ListedArticle, NewsListing

ADDRESS = "https://api.gdeltproject.org/api/v2/doc/doc"

# The API gives 250 articles at most; JSON of 250 articles is some 150 kB.
MAX_ARTICLES = 250
MAX_BYTES = 5_000_000


def query_url(query: str, address: str = ADDRESS, days: int = 3) -> str:
    """The address that lists the articles of the last `days` days, newest first."""
    return f"{address}?" + urlencode(
        {
            "query": query,
            "mode": "artlist",
            "format": "json",
            "sort": "datedesc",
            "maxrecords": MAX_ARTICLES,
            "timespan": f"{days}d",
        }
    )


def read_gdelt(body: bytes, url: str) -> NewsListing:
    """The articles of an answer. Raises ReadError where it is an error text, which says nothing of coverage."""
    if len(body) > MAX_BYTES:
        raise ReadError(f"GDELT {url}: {len(body):,} bytes, more than 250 articles can be; not read")
    text = body.decode("utf-8", "replace").strip()
    if not text.startswith("{"):
        said = plain_text(text)[:200]
        if "limit requests" in said.casefold():
            raise ReadError(f"GDELT {url}: not measured, too many requests; the next run asks again")
        raise ReadError(f"GDELT {url}: not measured, the query was refused: {said!r}; change it in the source registry")
    try:
        # strict=False: titles hold raw control characters.
        answer: Any = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"GDELT {url}: not measured, the answer is broken JSON; the next run asks again") from error
    rows = answer.get("articles", [])
    if not isinstance(rows, list):
        raise ReadError(f"GDELT {url}: not measured, 'articles' is no list; the API may have changed")
    found = [_read_row(row) for row in rows[:MAX_ARTICLES]]
    articles = tuple(article for article in found if article is not None)
    missing = len(found) - len(articles)
    return NewsListing(articles, (f"{missing} rows without a title or an address",) if missing else ())


def _read_row(row: Any) -> ListedArticle | None:
    if not isinstance(row, dict):
        return None
    url = str(row.get("url") or "")
    title = mended_signs(" ".join(plain_text(str(row.get("title") or "")).split()))[:MAX_TITLE]
    if not is_web_address(url) or not title:
        return None
    return ListedArticle(url=url, title=title, seen=_crawled(str(row.get("seendate") or "")))


def _crawled(printed: str) -> datetime | None:
    try:
        return datetime.strptime(printed, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
