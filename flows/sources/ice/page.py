"""ICE's 287(g) page: the links to the two workbooks, the headline sentence, and the table of the page era."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from flows.sources.ice.headline import find_headline
from flows.sources.ice.links import mended_link
from flows.sources.ice.name_dates import name_date
from flows.sources.ice.table import find_table, printed_title
from models.errors import ReadError
from models.lists.listings import Headline
from models.vocabulary import ListKind

# What a stanza without `links` is read by: see `data/sources.toml` for the history.
LINK_PATTERNS: Mapping[ListKind, tuple[str, ...]] = {
    kind: (rf"{kind.value}[\s_-]*(law enforcement )?(agenc|entit)",) for kind in ListKind
}

# The two places from which the site serves files. A link elsewhere may bear the same words ('Participating agencies',
# in the page's own menu) and counts only where no file is linked.
_FILE = re.compile(r"\.xlsx?$|/file-download/|/doclib/", re.IGNORECASE)
_PART_OF_DAY = ("", "am", "mid", "pm")
_MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a list. What it promises is for messages; the workbook's columns say what it is."""

    kind: ListKind
    url: str  # absolute, unwrapped
    text: str


@dataclass(frozen=True, slots=True)
class IcePage:
    """The page as it stands."""

    links: tuple[PageLink, ...]  # at most one for each list; participating first
    headline: Headline | None
    has_table: bool  # whether it carries the list itself, as until February 2025
    remarks: tuple[str, ...]


def read_page(content: bytes, url: str, link_patterns: Mapping[ListKind, Sequence[str]] | None = None) -> IcePage:
    """Reads the page that was served at `url`.

    Raises ReadError where it neither links the participating list nor carries it, or links two and nothing tells
    which one is newer.
    """
    page = BeautifulSoup(content, "lxml")
    patterns = {**LINK_PATTERNS, **(link_patterns or {})}
    has_table = find_table(page) is not None
    remarks: list[str] = []
    links = []
    for kind in ListKind:
        candidates = _candidates(page, url, kind, patterns[kind])
        if candidates:
            links.append(_newest(candidates, url, remarks))
        elif not has_table:
            remarks.append(f"no link to the {kind.value} list")
    if not has_table and not any(link.kind is ListKind.PARTICIPATING for link in links):
        title = printed_title(page)
        raise ReadError(f"page {url} ({title}): no link to the participating list; a block page, or was it rebuilt?")
    return IcePage(tuple(links), find_headline(_text(page)), has_table, tuple(remarks))


def read_headline(content: bytes) -> Headline | None:
    """The headline of a page, or None where it states none."""
    return find_headline(_text(BeautifulSoup(content, "lxml")))


def _candidates(page: BeautifulSoup, url: str, kind: ListKind, patterns: Sequence[str]) -> list[PageLink]:
    """The links whose text or address fits, each address once: those to files, or else all."""
    wanted = re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
    found: dict[str, PageLink] = {}
    for anchor in page.find_all("a", href=True):
        address = _absolute(str(anchor["href"]), url)
        text = _words(anchor)
        if address and (wanted.search(text) or wanted.search(unquote(urlsplit(address).path))):
            found.setdefault(address, PageLink(kind, address, text[:_MAX_TEXT]))
    files = [link for link in found.values() if _FILE.search(urlsplit(link.url).path)]
    own = mended_link(url).partition("#")[0]
    return files or [link for link in found.values() if link.url.partition("#")[0] != own]


def _absolute(href: str, url: str) -> str:
    """The address that a link means, on a saved page too, where the web archive has put its own before it."""
    try:
        return mended_link(urljoin(mended_link(url), mended_link(href) or href.strip()))
    except ValueError:  # 'https://['
        return ""


def _newest(candidates: Sequence[PageLink], url: str, remarks: list[str]) -> PageLink:
    """Of several files the one whose name bears the latest date; the address alone tells no order."""
    if len(candidates) == 1:
        return candidates[0]
    addresses = ", ".join(link.url for link in candidates[:5])
    kind = candidates[0].kind.value
    dated = [(_named(link), link) for link in candidates]
    newest = max((named for named, _ in dated if named), default=None)
    first = [link for named, link in dated if named == newest]
    if newest is None or len(first) > 1 or any(named is None for named, _ in dated):
        raise ReadError(f"page {url}: {len(candidates)} links to the {kind} list ({addresses}); name one in the source")
    remarks.append(f"{len(candidates)} links to the {kind} list ({addresses}); the newest by name was taken")
    return first[0]


def _named(link: PageLink) -> tuple[date, int, int] | None:
    named = name_date(unquote(urlsplit(link.url).path).rpartition("/")[2])
    if named is None or named.as_typed is None:
        return None
    return named.as_typed, _PART_OF_DAY.index(named.part_of_day), named.ordinal


def _words(element: Tag) -> str:
    """The text of an element; a mark around a word leaves no space before the comma that follows."""
    return re.sub(r"\s+([,.;:)])", r"\1", " ".join(element.get_text(" ").split()))


def _text(page: BeautifulSoup) -> str:
    """The page's words, one line for each innermost block, so that a sentence stays whole across inline marks."""
    blocks = ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "footer", "figcaption", "td"]
    lines = [_words(block) for block in page.find_all(blocks) if not block.find(blocks)]
    return "\n".join(line for line in lines if line)
