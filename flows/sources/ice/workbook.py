"""ICE's workbooks, participating and pending -> a published list.

calamine reads the cells, ten times as fast as openpyxl. It gets a workbook of our own making around the very parts
that were measured: nothing that the publisher's own says of paths, sizes or merged cells reaches it.
Hidden rows are rows; blank rows inside the list are skipped and do not shift the row numbers.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from lxml.etree import XMLSyntaxError
from python_calamine import CalamineError, CalamineWorkbook

from flows.sources.ice.columns import find_columns
from flows.sources.ice.printed import published_list
from flows.sources.ice.workbook_bounds import refuse_beyond_bounds
from flows.sources.ice.workbook_links import hyperlinks
from flows.sources.ice.workbook_parts import Sheet, Workbook, unpacked
from models.errors import ReadError
from models.lists.listings import PublishedList

Rows = Sequence[Sequence[object]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True, slots=True)
class _Table:
    sheet: Sheet
    rows: Rows


def read_workbook(content: bytes, name: str) -> PublishedList:
    """The list in a workbook; `name` is used in messages only.

    Raises ReadError where the bytes are not a workbook, no sheet has the list's columns, or several have.
    """
    workbook = unpacked(content, name)
    try:
        refuse_beyond_bounds(workbook, name)
        table, remarks = _the_list(workbook, name)
        links, about_links = hyperlinks(table.sheet, table.rows, name)
    except (CalamineError, XMLSyntaxError) as error:
        said = " ".join(str(error).split())[:200]
        raise ReadError(f"{name}: damaged workbook ({said}); fetch it again") from error
    published = published_list(table.rows, links, name, workbook.saved_at)
    return replace(published, remarks=(*remarks, *about_links, *published.remarks))


def _the_list(workbook: Workbook, name: str) -> tuple[_Table, list[str]]:
    """The sheet with the list, else the first sheet: a scratch sheet may come before or after the list.

    A hidden sheet with the same columns is an older copy. Of two visible ones, nobody can tell which is the list.
    """
    first: _Table | None = None
    lists: list[_Table] = []
    with CalamineWorkbook.from_filelike(_made_again(workbook)) as cells:
        for number, sheet in enumerate(workbook.sheets):
            table = _Table(sheet, cells.get_sheet_by_index(number).to_python(skip_empty_area=False))
            if find_columns(table.rows):
                lists.append(table)
            first = first or table
    if first is None:
        raise ReadError(f"{name}: a workbook without sheets; look at what was published")
    shown = [table for table in lists if not table.sheet.hidden] or lists
    if not shown:
        return first, []
    if len(shown) > 1:
        names = " and ".join(f"{table.sheet.name[:40]!r} ({len(table.rows):,} rows)" for table in shown[:3])
        raise ReadError(f"{name}: {len(shown)} sheets with a list, {names}; look at which is the list, and ask ICE")
    remarks = [
        f"left out the hidden sheet {table.sheet.name[:40]!r}, which has the same columns ({len(table.rows):,} rows)"
        for table in lists
        if table is not shown[0]
    ]
    if shown[0].sheet.hidden:
        remarks.append(f"the only sheet with a list, {shown[0].sheet.name[:40]!r}, is hidden")
    return shown[0], remarks


def _made_again(workbook: Workbook) -> BytesIO:
    """An uncompressed workbook of the sheets, the shared strings and the styles, under names of our own."""
    numbers = range(1, len(workbook.sheets) + 1)
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    relationships = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    parts: dict[str, bytes | str] = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(workbook.from_1904)}"/><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relationships}</Relationships>',
        **{f"xl/worksheets/sheet{n}.xml": _bare(sheet.cells) for n, sheet in enumerate(workbook.sheets, 1)},
        "xl/sharedStrings.xml": workbook.strings,
        "xl/styles.xml": workbook.styles,
    }
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for path, part in parts.items():
            if part:
                archive.writestr(zipfile.ZipInfo(path), part)
    copy.seek(0)
    return copy


def _bare(sheet: bytes) -> bytes:
    """A sheet that states before its cells that none are merged, and nothing of its dimension.

    calamine walks a sheet twice, the second time up to its merged cells. The lists have none, so it walked to the
    end, which took 30% of its time.
    """
    before, cells, after = sheet.partition(b"<sheetData")
    if not cells or b"<!" in before:  # the match may be inside a comment
        return sheet
    start, dimension, rest = before.partition(b"<dimension")
    if dimension:
        _, closed, rest = rest.partition(b"/>")
        before = start + rest if closed else before
    return b"".join((before, b"<mergeCells/>", cells, after))
