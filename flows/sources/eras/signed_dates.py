"""The table of 2011 to 2020: STATE, LAW ENFORCEMENT AGENCY, SUPPORT TYPE, DATES SIGNED, MOA.

It stood under a caption such as 'Mutually Signed Agreements (71) as of 10/29/2010', which was often one off and stood
still for years: a remark, never the truth. One row may have both types of its day ('Task Force/Jail'), which today's
lists print as two rows, and a state may carry the mark of a footnote.
"""

import re
from collections.abc import Sequence
from datetime import date

from bs4 import BeautifulSoup, Tag

from flows.sources.ice.printed import Cell, day_in, published_list
from flows.sources.ice.table import links_of_row
from models.lists.listings import PublishedList

_DATES_SIGNED = ("DATES SIGNED", "DATE SIGNED")
_BESIDE_IT = {"STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE"}
_HEADER_WITHIN = 10

_BOTH_TYPES = ("Task Force", "Jail Enforcement")
_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m-%d-%y", "%B %d, %Y", "%b %d, %Y")

_CAPTION = re.compile(
    r"Mutually\s+Signed\s+Agreements\s*\(\s*(\d{1,4})\s*\)(?:\s*as\s+of\s+([\d/.-]{6,10}))?", re.IGNORECASE
)
_MAX_SPAN = 100


def read_signed_dates(page: BeautifulSoup, name: str) -> PublishedList | None:
    """The list in a page of that time; None where it has none. Raises ReadError where a column is missing.

    Rows are numbered as they are read: one with both types counts twice.
    """
    for table in page.find_all("table"):
        rows = _rows(table)
        header = next((number for number, row in enumerate(rows[:_HEADER_WITHIN]) if _signed_at(row) is not None), None)
        if header is not None:
            return _read(page, rows, header, name)
    return None


def _signed_at(row: Sequence[Tag]) -> int | None:
    """The column of the dates, in a row that is the header."""
    printed = [" ".join(cell.get_text(" ").split()).upper() for cell in row]
    found = [index for index, text in enumerate(printed) if text in _DATES_SIGNED]
    return found[0] if found and set(printed) >= _BESIDE_IT else None


def _read(page: BeautifulSoup, rows: Sequence[Sequence[Tag]], header: int, name: str) -> PublishedList:
    printed = [" ".join(cell.get_text(" ").split()).upper() for cell in rows[header]]
    signed_at, type_at = _signed_at(rows[header]), printed.index("SUPPORT TYPE")
    assert signed_at is not None, "the row is the header"
    printed[signed_at] = "SIGNED"
    read: list[list[Cell]] = [list(printed)]
    links: dict[int, dict[int, str]] = {}
    both: list[int] = []
    for row in rows[header + 1 :]:
        cells: list[Cell] = [cell.get_text() for cell in row]
        if signed_at < len(cells):
            cells[signed_at] = _signed(str(cells[signed_at]))
        types = _types(str(cells[type_at])) if type_at < len(cells) else ()
        if types:
            both.append(len(read) + 1)
        for each in types or (None,):
            read.append([*cells[:type_at], each, *cells[type_at + 1 :]] if each else cells)
            for column, link in links_of_row(row).items():
                links.setdefault(column, {})[len(read)] = link
    published = published_list(read, links, name)
    remarks = [*_about_caption(page, len(rows) - header - 1), *published.remarks]
    remarks += [f"rows {row} and {row + 1} are one printed row with both support types" for row in both]
    return PublishedList(published.kind, published.rows, published.columns, tuple(remarks))


def _rows(table: Tag) -> list[list[Tag]]:
    """The cells of each row; one that spans rows stands in each of them, as a state over its agencies does."""
    rows: list[list[Tag]] = []
    spanning: dict[int, tuple[int, Tag]] = {}  # column -> the rows that are left, and the cell
    for row in table.find_all("tr"):
        own, cells = iter(row.find_all(["th", "td"])), list[Tag]()
        while True:
            column = len(cells)
            left, cell = spanning.get(column, (0, None))
            if cell is not None and left > 0:
                spanning[column] = (left - 1, cell)
                cells.append(cell)
                continue
            following = next(own, None)
            if following is None:
                break
            span = str(following.get("rowspan", "1"))
            if span.isdecimal() and 1 < int(span) <= _MAX_SPAN:
                spanning[column] = (int(span) - 1, following)
            cells.append(following)
        rows.append(cells)
    return rows


def _types(printed: str) -> tuple[str, ...]:
    """Both types, where the cell has both."""
    text = printed.casefold()
    return _BOTH_TYPES if "task" in text and "jail" in text else ()


def _signed(printed: str) -> date | str:
    """The date in a cell; the cell itself where it has none, or several."""
    text = " ".join(printed.split())
    return day_in(text, _DATES) or text


def _about_caption(page: BeautifulSoup, rows: int) -> list[str]:
    caption = _CAPTION.search(page.get_text(" "))
    if caption is None:
        return []
    as_of = f" as of {caption[2]}" if caption[2] else ""
    return [f"the caption says {caption[1]} agreements{as_of}; the table has {rows} rows"]
