"""The HTML table that ICE's page carried until February 2025 -> a published list."""

import re
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from flows.sources.ice.columns import find_columns
from flows.sources.ice.printed import published_list
from flows.sources.markup import refuse_large
from flows.sources.soup import tree
from models.errors import ReadError
from models.lists.listings import PublishedList

# The page with its table of 150 rows had 0.1 MB and 2,000 tags. A table of 3,000 rows fits.
_MAX_BYTES = 3_000_000
_MAX_TAGS = 60_000
# The page has one or two. A table in a table is looked through once for each around it.
_MAX_TABLES = 40

_SITE = "https://www.ice.gov"
_PATH = re.compile(r"/(?!/|web/\d)")  # the web archive puts its own path before addresses


def refuse_no_page_of_ices(what: str, content: bytes) -> None:
    """Raises ReadError where a page is too large, or has too many tables, to be ICE's or to be read in time."""
    refuse_large(what, content, _MAX_BYTES, _MAX_TAGS)
    if content.lower().count(b"<table") > _MAX_TABLES:
        raise ReadError(f"{what}: more than {_MAX_TABLES} tables; not read")


def find_table(page: BeautifulSoup) -> Tag | None:
    """The table with the list's columns, or None: the page may have other tables."""
    for table in page.find_all("table"):
        if find_columns(_cells(table)):
            return table
    return None


def read_table(content: bytes, name: str) -> PublishedList:
    """The list in a page, its rows numbered like a sheet's: the header is row 1.

    Raises ReadError with the page's title where no table has the list's columns.
    """
    refuse_no_page_of_ices(name, content)
    page = tree(content)
    table = find_table(page)
    if table is None:
        raise ReadError(
            f"{name}: an HTML page ({printed_title(page)}) without a list; if it is an error page, fetch it again later"
        )
    return list_in(table, name)


def list_in(table: Tag, name: str) -> PublishedList:
    """The list in one table. Raises ReadError where required columns are missing."""
    return published_list(_cells(table), _links(table), name)


def printed_title(page: BeautifulSoup) -> str:
    """The page's title, quoted and on one line: it tells a block page from a redesigned one."""
    return repr(" ".join(page.title.get_text().split())[:80]) if page.title else "no title"


def _rows(table: Tag) -> list[list[Tag]]:
    return [row.find_all(["th", "td"]) for row in table.find_all("tr")]


def _cells(table: Tag) -> list[list[object]]:
    return [[cell.get_text() for cell in row] for row in _rows(table)]


def _links(table: Tag) -> dict[int, dict[int, str]]:
    """Index of the column -> row number -> the first link of the cell."""
    links: dict[int, dict[int, str]] = {}
    for number, row in enumerate(_rows(table), 1):
        for column, link in links_of_row(row).items():
            links.setdefault(column, {})[number] = link
    return links


def links_of_row(row: Sequence[Tag]) -> dict[int, str]:
    """Index of the column -> the first link of the cell. A path alone is one on ICE's own site."""
    anchors = {column: cell.find("a", href=True) for column, cell in enumerate(row)}
    links = {column: str(anchor["href"]).strip() for column, anchor in anchors.items() if isinstance(anchor, Tag)}
    return {column: f"{_SITE}{link}" if _PATH.match(link) else link for column, link in links.items()}
