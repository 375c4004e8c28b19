"""ICE's workbooks, participating and pending -> a published list.

calamine reads the cells (ten times as fast as openpyxl) but not the hyperlinks, which are in the sheet's own XML and in
the relationships beside it. A list has a thousand links, and walking them as a tree takes as long as reading all cells.
So patterns pick out what Excel writes; only where an element is written in another way is the tree walked.
Hidden rows are rows; blank rows inside the list are skipped and do not shift the row numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from io import BytesIO
from itertools import product
from posixpath import dirname, join, normpath
from xml.sax.saxutils import unescape

from lxml.etree import XMLSyntaxError
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from flows.sources.ice.columns import find_columns
from flows.sources.ice.printed import published_list
from flows.sources.ice.workbook_parts import WORKBOOK, parsed, stored_again, workbook_parts
from models.errors import ReadError
from models.lists.listings import PublishedList

_RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_RELATIONSHIP = re.compile(r'<Relationship Id="([^"&]*)" Type="[^"]*" Target="([^"]*)"')
# '<?xml', '<Relationships' and '</Relationships': where '<' occurs once more for each relationship and no oftener,
# there is no comment, no CDATA and no relationship written in another way. Counting one sign is quick; each search
# for a longer one takes half as long as reading the relationships.
_TAGS_AROUND = 3
_HYPERLINK = re.compile(r'<hyperlink ref="([A-Z]{1,2})([0-9]{1,5})" r:id="([^"&]*)"')
_QUOTES = {"&quot;": '"', "&apos;": "'"}

_RANGE = re.compile(r"\$?([A-Z]{1,2})\$?([0-9]{1,5})(?::\$?([A-Z]{1,2})\$?([0-9]{1,5}))?")
_MAX_RANGE = 1_000  # rows that one hyperlink may cover

Links = dict[int, dict[int, str]]  # index of the column -> row number -> target as printed


def read_workbook(content: bytes, name: str) -> PublishedList:
    """The list in a workbook; `name` is used in messages only.

    Raises ReadError where the bytes are not a workbook, or no sheet has the list's columns.
    """
    parts, saved_at = workbook_parts(content, name)
    try:
        sheet, rows = _sheet_with_header(stored_again(parts), name)
        links = _hyperlinks(parts, _sheet_paths(parts).get(sheet, ""))
    except (CalamineError, XMLSyntaxError) as error:
        raise ReadError(f"{name}: damaged workbook ({str(error).strip().splitlines()[0]}); fetch it again") from error
    return published_list(rows, links, name, saved_at)


def _sheet_with_header(workbook: BytesIO, name: str) -> tuple[str, Sequence[Sequence[object]]]:
    """The first sheet with the header, else the first sheet: a scratch sheet may come before or after the list."""
    first: tuple[str, Sequence[Sequence[object]]] | None = None
    with CalamineWorkbook.from_filelike(workbook) as cells:
        for sheet in cells.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                rows: Sequence[Sequence[object]] = cells.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                if find_columns(rows):
                    return sheet.name, rows
                first = first or (sheet.name, rows)
    if first is None:
        raise ReadError(f"{name}: a workbook without sheets; look at what was published")
    return first


def _sheet_paths(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The name of each sheet -> the path of its part. Raises lxml's XMLSyntaxError, as `_hyperlinks` does."""
    targets = _targets(parts, WORKBOOK)
    paths = {}
    for sheet in parsed(parts[WORKBOOK]).iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATIONSHIP_ID, ""))
        if target:
            paths[sheet.get("name", "")] = normpath(join("xl", target.removeprefix("/xl/")))
    return paths


def _hyperlinks(parts: Mapping[str, bytes], sheet_path: str) -> Links:
    """The links of one sheet. A link on a range counts for each of its cells."""
    sheet = parts.get(sheet_path, b"")
    targets = _targets(parts, sheet_path)
    links: Links = {}
    for column, row, relationship in _linked_cells(sheet) if targets else ():
        if target := targets.get(relationship):
            links.setdefault(column, {})[row] = target
    return links


def _targets(parts: Mapping[str, bytes], path: str) -> dict[str, str]:
    """Id -> target of the relationships of one part."""
    part = parts.get(join(dirname(path), "_rels", path.rpartition("/")[2] + ".rels"), b"")
    if not part:
        return {}
    text = part.decode("utf-8", "replace")
    found = _RELATIONSHIP.findall(text)
    whole = text.startswith("<?xml") and text.endswith("</Relationships>")
    if whole and len(found) + _TAGS_AROUND == text.count("<"):
        return {id_: _value(target) if "&" in target else target for id_, target in found}
    elements = parsed(part).iter("{*}Relationship")
    return {element.get("Id", ""): element.get("Target", "") for element in elements}


@lru_cache(maxsize=4_096)  # consecutive lists repeat almost all of their links
def _value(written: str) -> str:
    """The value of an attribute with entities in it."""
    if "&#" in written:
        return str(parsed(f'<a value="{written}"/>'.encode()).get("value", ""))
    return unescape(written, _QUOTES)


def _linked_cells(sheet: bytes) -> Iterable[tuple[int, int, str]]:
    """(index of the column, row number, id of the relationship) of each linked cell."""
    # The links come at the end of the sheet, after the cells.
    tail = sheet[max(0, sheet.rfind(b"</sheetData>")) :].decode("utf-8", "replace")
    found = _HYPERLINK.findall(tail)
    if len(found) == tail.count("hyperlink ") and tail.endswith("</worksheet>") and "<!" not in tail:
        return [(_column(letters), int(row), relationship) for letters, row, relationship in found]
    return [
        (column, row, link.get(_RELATIONSHIP_ID, ""))
        for link in parsed(sheet).iter("{*}hyperlink")
        for column, row in _cells(link.get("ref", ""))
    ]


def _cells(reference: str) -> Iterable[tuple[int, int]]:
    """(index of the column, row number) of each cell of 'G12' or 'G12:H14'."""
    found = _RANGE.fullmatch(reference)
    if not found:
        return ()
    column, row = _column(found[1]), int(found[2])
    last_column, last_row = (_column(found[3]), int(found[4])) if found[3] else (column, row)
    return product(range(column, last_column + 1), range(row, min(last_row, row + _MAX_RANGE) + 1))


@cache
def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
