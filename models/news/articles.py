"""News as found: the entries of a listing (feed, search, page of links), and one article as read."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One entry of a listing. Texts are plain, without markup; times are UTC."""

    url: str  # http or https
    title: str  # the outlet at its end taken off where the listing names the outlet
    outlet: str = ""
    author: str = ""
    published: datetime | None = None
    stated_day: date | None = None  # a day printed in the entry's text, where the feed gives no time
    updated: datetime | None = None  # a later version than `published`
    seen: datetime | None = None  # when a crawler found it, which is not when it was published
    summary: str = ""
    text: str = ""  # the full article where the listing carries it: no fetch is needed
    opaque: bool = False  # the address leads to an aggregator's redirect, never to the article's page


@dataclass(frozen=True, slots=True)
class NewsListing:
    """What one listing showed. `remarks` are for a person: a damaged feed, entries without an address."""

    articles: tuple[ListedArticle, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One page of news as read. An empty text is a page that shows none (a paywall); `remarks` say so."""

    url: str  # canonical where the page says, else as fetched
    title: str
    text: str
    outlet: str
    author: str
    published: datetime | None
    updated: datetime | None
    summary: str
    remarks: tuple[str, ...] = ()
