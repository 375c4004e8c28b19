"""ICE's workbooks, participating and pending -> a published list.

The cells are read by calamine (ten times as fast as openpyxl), the hyperlinks from the sheet's own XML, since
calamine does not know them. Hidden rows are rows; blank rows inside are stepped over, and do not shift the numbers.
"""

from collections.abc import Sequence
from io import BytesIO

from lxml.etree import XMLSyntaxError
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from flows.sources.ice.columns import find_columns
from flows.sources.ice.hyperlinks import hyperlinks, sheet_paths
from flows.sources.ice.printed import published_list
from flows.sources.ice.workbook_parts import stored_again, workbook_parts
from models.errors import ReadError
from models.lists.listings import PublishedList


def read_workbook(content: bytes, name: str) -> PublishedList:
    """The list in a workbook; `name` is for the messages alone.

    Raises ReadError where the bytes are no workbook, or hold no sheet with the list's columns.
    """
    parts = workbook_parts(content, name)
    try:
        sheet, rows = _sheet_with_header(stored_again(parts), name)
        links = hyperlinks(parts, sheet_paths(parts).get(sheet, ""))
    except (CalamineError, XMLSyntaxError) as error:
        raise ReadError(f"{name}: a damaged workbook ({_first_line(error)}); fetch it again") from error
    return published_list(rows, links, name)


def _sheet_with_header(workbook: BytesIO, name: str) -> tuple[str, Sequence[Sequence[object]]]:
    """The first sheet that has the header: a scratch sheet may stand beside it, before or after."""
    with CalamineWorkbook.from_filelike(workbook) as cells:
        names = [sheet.name for sheet in cells.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        first: tuple[str, Sequence[Sequence[object]]] | None = None
        for sheet in names:
            rows: Sequence[Sequence[object]] = cells.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            if find_columns(rows):
                return sheet, rows
            first = first or (sheet, rows)
    if first is None:
        raise ReadError(f"{name}: a workbook without a sheet; look at what was published")
    return first


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
