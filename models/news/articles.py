"""News as found: the entries of a listing (feed, search, page of links), and an article as read."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One page of news as read. Texts are plain, without markup; times are UTC."""

    url: str  # http or https; of a page, the canonical address if it gives one
    title: str  # without the outlet at its end if the page or listing names the outlet
    outlet: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None  # a later version than `published`
    summary: str = ""
    text: str = ""  # empty if the page shows none (a paywall); `remarks` say so
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedArticle(ReadArticle):
    """One entry of a listing. If it has the full text, no fetch is needed."""

    stated_day: date | None = None  # a day printed in the entry's text, if the feed gives no time
    seen: datetime | None = None  # when a crawler found it, not when it was published
    opaque: bool = False  # the address is an aggregator's redirect and never leads to the article


@dataclass(frozen=True, slots=True)
class NewsListing:
    """What one listing showed. `remarks` are for the operator: a damaged feed, entries without an address."""

    articles: tuple[ListedArticle, ...]
    remarks: tuple[str, ...] = ()
