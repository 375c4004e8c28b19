"""ICE's 287(g) page: its links to the two workbooks, and its headline sentence.

The headline: 'ICE has signed 2,382 Memorandums of Agreement for 287(g) programs covering 39 states and 2 U.S.
Territories'. The publisher counts rows, and often the header with them.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from flows.fetching.addresses import joined
from flows.sources.ice.dating import name_date
from flows.sources.ice.links import clean_link
from flows.sources.ice.served_page import IcePage, PageLink
from flows.sources.ice.table import find_table, list_in, printed_title, refuse_no_page_of_ices
from flows.sources.markup import is_kept_address
from flows.sources.soup import base_address, tree
from models.errors import ReadError
from models.lists.listings import Headline, PublishedList
from models.vocabulary import ListKind

# For a source without `links`. The links so far: '/doclib/about/offices/ero/287g/participatingAgencies02212025.xlsx',
# then '/file-download/download/public/<id>', whose address says nothing (its text does: 'View 287(g) Participating
# Agencies'), then '/doclib' again, then 'ParticipatingAgency' in the name.
LINK_PATTERNS: Mapping[ListKind, tuple[str, ...]] = {
    kind: (rf"{kind.value}[\s_-]*(law enforcement )?(agenc|entit)",) for kind in ListKind
}

# The two places from which the site serves files. A link elsewhere may have the same words ('Participating agencies'
# in the page's own menu) and counts only where the page links no file.
_FILE = re.compile(r"\.xlsx?$|/file-download/|/doclib/", re.IGNORECASE)
_PART_OF_DAY = ("", "am", "mid", "pm")
_MAX_SENTENCE = 400
_SIGNED = re.compile(
    r"\b(?:has|have)\s+(?:now\s+)?signed\s+(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})\s+"
    r"(?:Memorand(?:ums?|a)\b(?:\s+of\s+(?:Agreement|Understanding)s?)?|MOAs?\b|agreements?\b)",
    re.IGNORECASE,
)
_END_OF_SENTENCE = re.compile(r"(?<=[^.][a-z0-9)])\.(?=\s|$)")


def read_page(
    content: bytes,
    url: str,
    link_patterns: Mapping[ListKind, Sequence[str]] | None = None,
    charset: str | None = None,
) -> IcePage:
    """Read the page served at `url`; `charset` is the HTTP header's.

    Raises ReadError where it neither links nor contains the participating list, or links several of one kind and
    their names do not show the newest.
    """
    refuse_no_page_of_ices(f"page {url}", content)
    page = tree(content, charset)
    patterns = {**LINK_PATTERNS, **(link_patterns or {})}
    table, fault = _table(page, url)
    has_table = table is not None or bool(fault)
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
        raise ReadError(f"page {url} ({title}): no link to the participating list; is it a block page, or redesigned?")
    return IcePage(tuple(links), find_headline(_text(page)), table, tuple(remarks), fault)


def _table(page: BeautifulSoup, url: str) -> tuple[PublishedList | None, str]:
    """The list in the page, or why it cannot be read: that is no reason not to follow the page's links."""
    found = find_table(page)
    try:
        return (list_in(found, f"page {url}") if found else None), ""
    except ReadError as error:
        return None, str(error)


def read_headline(content: bytes) -> Headline | None:
    """The headline of a page, or None where it has none."""
    refuse_no_page_of_ices("page", content)
    return find_headline(_text(tree(content)))


def find_headline(text: str) -> Headline | None:
    """The first headline in a text with one block a line, or None."""
    found = _SIGNED.search(text)
    if found is None:
        return None
    first, last = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
    line, number = text[first : last if last >= 0 else None], found.start(1) - first
    start = max((end.end() for end in _END_OF_SENTENCE.finditer(line[:number])), default=0)
    end = _END_OF_SENTENCE.search(line, number)
    sentence = line[start : end.end() if end else None].strip()
    return Headline(int(found[1].replace(",", "")), sentence[:_MAX_SENTENCE])


def _candidates(page: BeautifulSoup, url: str, kind: ListKind, patterns: Sequence[str]) -> list[PageLink]:
    """The links whose text or address matches, each address once: those to files, or else all."""
    wanted = re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
    found: dict[str, PageLink] = {}
    base = base_address(page, clean_link(url) or url)
    for anchor in page.find_all("a", href=True):
        address = _absolute(str(anchor["href"]), base)
        text = _words(anchor)
        if is_kept_address(address) and (wanted.search(text) or wanted.search(unquote(urlsplit(address).path))):
            found.setdefault(address, PageLink(kind, address))
    files = [link for link in found.values() if _FILE.search(urlsplit(link.url).path)]
    own = clean_link(url).partition("#")[0]
    return files or [link for link in found.values() if link.url.partition("#")[0] != own]


def _absolute(href: str, url: str) -> str:
    """The address of a link, without the web archive's own address in front on a saved page."""
    return clean_link(joined(clean_link(url), clean_link(href) or href.strip()))


def _newest(candidates: Sequence[PageLink], url: str, remarks: list[str]) -> PageLink:
    """The link whose file name has the latest date; other parts of the address tell no order."""
    if len(candidates) == 1:
        return candidates[0]
    addresses = ", ".join(link.url for link in candidates[:5])
    kind = candidates[0].kind.value
    dated = [(_named(link), link) for link in candidates]
    newest = max((named for named, _ in dated if named), default=None)
    first = [link for named, link in dated if named == newest]
    if newest is None or len(first) > 1 or any(named is None for named, _ in dated):
        raise ReadError(f"page {url}: {len(candidates)} links to the {kind} list ({addresses}); name one in `links`")
    remarks.append(f"{len(candidates)} links to the {kind} list ({addresses}); took the newest by name")
    return first[0]


def _named(link: PageLink) -> tuple[date, int, int] | None:
    named = name_date(unquote(urlsplit(link.url).path).rpartition("/")[2])
    if named is None or named.as_typed is None:
        return None
    return named.as_typed, _PART_OF_DAY.index(named.part_of_day), named.ordinal


def _words(element: Tag) -> str:
    """The text of an element, without the space that a mark around a word would leave before a comma."""
    return re.sub(r"\s+([,.;:)])", r"\1", " ".join(element.get_text(" ").split()))


def _text(page: BeautifulSoup) -> str:
    """The page's words, one line for each innermost block, so that inline marks do not split a sentence."""
    blocks = page.find_all(["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "footer", "figcaption", "td"])
    outer = {id(parent) for block in blocks for parent in block.parents}
    lines = [_words(block) for block in blocks if id(block) not in outer]
    return "\n".join(line for line in lines if line)
