"""The GDELT DOC API: the address of a query, and its answer as the articles its crawler found.

The times are those of the crawl, not of publication. Errors are plain text with status 200 or 429; after one, coverage
is unknown: only `{}` means that nothing was found.
"""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flows.sources.markup import (
    MAX_TITLE,
    PLAUSIBLE_YEARS,
    fit_to_keep,
    is_kept_address,
    plain_text,
    refuse_large,
    spaced_normally,
)
from models.errors import ReadError
from models.news.articles import ListedArticle, NewsListing

ADDRESS = "https://api.gdeltproject.org/api/v2/doc/doc"

# The API returns at most 250 articles, in some 150 kB of JSON.
MAX_ARTICLES = 250
MAX_BYTES = 5_000_000


def query_url(query: str, address: str) -> str:
    """The address that lists the articles of the last three days, newest first."""
    options = {"mode": "artlist", "format": "json", "sort": "datedesc", "maxrecords": MAX_ARTICLES, "timespan": "3d"}
    return f"{address}?{urlencode({'query': query} | options)}"


def read_gdelt(body: bytes, url: str) -> NewsListing:
    """The articles of an answer. Raises ReadError where it is an error text; coverage is then unknown."""
    refuse_large(f"GDELT {url}", body, MAX_BYTES)
    text = body.decode("utf-8-sig", "replace").strip()
    if not text.startswith("{"):
        said = plain_text(text)[:200]
        if "limit requests" in said.casefold():
            raise ReadError(f"GDELT {url}: rate limited, coverage unknown; the next run tries again")
        raise ReadError(f"GDELT {url}: query refused, coverage unknown: {said!r}; change it in the source registry")
    try:
        # strict=False: titles hold raw control characters.
        answer: Any = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"GDELT {url}: broken JSON, coverage unknown; the next run tries again") from error
    rows = answer.get("articles", [])
    if not isinstance(rows, list):
        raise ReadError(f"GDELT {url}: 'articles' is not a list, coverage unknown; the API may have changed")
    found = [_read_row(row) for row in rows[:MAX_ARTICLES]]
    articles = tuple(article for article in found if article is not None)
    if found and not articles:
        raise ReadError(f"GDELT {url}: no row has a title and an address, coverage unknown; the API may have changed")
    missing = len(found) - len(articles)
    return NewsListing(articles, (f"skipped {missing} rows without a title or an address",) if missing else ())


def _read_row(row: Any) -> ListedArticle | None:
    if not isinstance(row, dict):
        return None
    url = str(row.get("url") or "")
    title = spaced_normally(" ".join(plain_text(str(row.get("title") or "")).split()))[:MAX_TITLE]
    if not is_kept_address(url) or not title:
        return None
    return fit_to_keep(ListedArticle(url=url, title=title, seen=_crawled(str(row.get("seendate") or ""))))


def _crawled(printed: str) -> datetime | None:
    try:
        crawled = datetime.strptime(printed, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return crawled if crawled.year in PLAUSIBLE_YEARS else None
