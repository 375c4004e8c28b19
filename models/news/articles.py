"""News as found: the entries of a listing (feed, search, page of links), and an article as read."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One entry of a listing. Texts are plain, without markup; times are UTC."""

    url: str  # http or https
    title: str  # without the outlet at its end if the listing names the outlet
    outlet: str = ""
    author: str = ""
    published: datetime | None = None
    stated_day: date | None = None  # a day printed in the entry's text, if the feed gives no time
    updated: datetime | None = None  # a later version than `published`
    seen: datetime | None = None  # when a crawler found it, not when it was published
    summary: str = ""
    text: str = ""  # the full article if the listing has it: no fetch is needed
    remarks: tuple[str, ...] = ()
    opaque: bool = False  # the address is an aggregator's redirect and never leads to the article


@dataclass(frozen=True, slots=True)
class NewsListing:
    """What one listing showed. `remarks` are for the operator: a damaged feed, entries without an address."""

    articles: tuple[ListedArticle, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One page of news as read. The text is empty if the page shows none (a paywall); `remarks` say so."""

    url: str  # the canonical address if the page gives one, else as fetched
    title: str
    text: str
    outlet: str
    author: str
    published: datetime | None
    updated: datetime | None
    summary: str
    remarks: tuple[str, ...] = ()
