"""An export as one workbook, with a sheet for each view and one that explains the columns."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flows.exports.formats import Take, as_json_text
from flows.terminal import spreadsheet_text
from models.errors import ExportError
from models.record.asking.views.exports import ViewRow
from models.record.views.dictionary import View, ViewColumn

FILE = "moawatch.xlsx"

# Of a sheet, less its header.
MAX_ROWS = 1_048_576 - 1

# Excel takes no longer text in a cell; a longer one is cut, and ends with an ellipsis.
_MAX_TEXT = 32_767

# Not characters, and no XML may hold them.
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")

# A workbook carries the day it was made. This one would make the same record another file each time.
_MADE = datetime(2020, 1, 1)

_WIDTHS = {"text": 22, "JSON": 40, "day": 11, "moment": 24}


class WorkbookFile:
    """Texts are texts, never formulas or links; days are real ones, and moments, to the millisecond; lists are JSON."""

    name = "xlsx"

    def __init__(self, folder: Path) -> None:
        # Row by row through files in the folder: a workbook in memory takes twenty times its size.
        settings = {"constant_memory": True, "tmpdir": str(folder), "strings_to_urls": False, "use_zip64": True}
        self._workbook = Workbook(str(folder / FILE), settings)
        self._workbook.set_properties({"title": "moawatch", "created": _MADE})
        self._bold = self._workbook.add_format({"bold": True})
        self._formats = {
            "day": self._workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": self._workbook.add_format({"num_format": 'yyyy-mm-dd hh:mm:ss" UTC"'}),
        }
        self._views: list[View] = []
        self._is_whole = False

    @contextmanager
    def writing(self, view: View) -> Iterator[Take]:
        self._views.append(view)
        sheet = self._sheet(view.name, [(column.name, _WIDTHS.get(column.type, 10)) for column in view.columns])
        write_cells = [self._writer(sheet, column) for column in view.columns]
        number = 0

        def take(rows: Sequence[ViewRow]) -> None:
            nonlocal number
            for row in rows:
                number += 1
                for place, (write, value) in enumerate(zip(write_cells, row, strict=True)):
                    if value is not None:
                        write(number, place, value)

        yield take
        sheet.autofilter(0, 0, number, len(view.columns) - 1)

    def finish(self) -> None:
        sheet = self._sheet("columns", [("view", 20), ("column", 20), ("type", 10), ("unit", 10), ("meaning", 100)])
        described = [(view.name, each) for view in self._views for each in view.columns]
        for number, (view, column) in enumerate(described, start=1):
            for place, text in enumerate((view, column.name, column.type, column.unit, column.meaning)):
                sheet.write_string(number, place, _cell_text(text))
        self._is_whole = True
        try:
            self._workbook.close()
        except XlsxWriterException as error:
            raise ExportError(f"{FILE}: {error}; check the free space") from error

    def close(self) -> None:
        if not self._is_whole:
            with suppress(OSError, XlsxWriterException):  # it has no other way to close the files that it writes to
                self._workbook.close()

    def _sheet(self, name: str, columns: Sequence[tuple[str, int]]) -> Worksheet:
        sheet: Worksheet = self._workbook.add_worksheet(name)
        for place, (_, width) in enumerate(columns):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        for place, (title, _) in enumerate(columns):
            sheet.write_string(0, place, title, self._bold)
        return sheet

    def _writer(self, sheet: Worksheet, column: ViewColumn) -> Callable[[int, int, Any], Any]:
        format_: Format | None = self._formats.get(column.type)
        if column.type == "moment":
            return lambda row, place, value: sheet.write_datetime(row, place, value.replace(tzinfo=None), format_)
        if column.type == "day":
            return lambda row, place, value: sheet.write_datetime(row, place, value, format_)
        if column.type == "JSON":
            return lambda row, place, value: sheet.write_string(row, place, _cell_text(as_json_text(value)))
        if column.type == "text":
            return lambda row, place, value: sheet.write_string(row, place, _cell_text(value))
        return lambda row, place, value: sheet.write_number(row, place, value)


def _cell_text(value: str) -> str:
    shown = _NO_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", spreadsheet_text(value))
    # It counts characters beyond the first 65,536 as two.
    if len(shown.encode("utf-16-le")) // 2 <= _MAX_TEXT:
        return shown
    return shown.encode("utf-16-le")[: 2 * (_MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
