"""The sample's lists as workbooks with the quirks of the publisher's own, and the same bytes on every machine."""

import io
import re
import zipfile
from datetime import UTC, datetime
from functools import cache

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from flows.demo.sample import SampleDay, SampleRow, listed, pending

_COLUMNS = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")
_BOLD = Font(bold=True)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can carry


@cache
def participating_workbook(day: SampleDay) -> bytes:
    """The participating list of a day that has workbooks."""
    rows: list[SampleRow | None] = [*listed(day)]
    if day.blank_row:
        rows.insert(len(rows) // 2, None)
    end = len(rows) + 1
    workbook, sheet = _with_header(_COLUMNS)
    for number, row in enumerate(rows, start=2):
        if row:
            _append(sheet, number, row)
        else:
            sheet.append([])
        sheet.row_dimensions[number].hidden = number % 100 < day.hidden_percent
    # Cells that carry only a format make the sheet wider and longer than its data.
    for column in range(len(_COLUMNS) + 1, len(_COLUMNS) + 1 + day.empty_headers):
        sheet.cell(1, column).font = _BOLD
    for beyond in range(end + 1, end + 1 + day.overshoot):
        sheet.cell(beyond, 1).font = _BOLD
    sheet.auto_filter.ref = f"A1:H{end}"
    return _saved(workbook, day)


@cache
def pending_workbook(day: SampleDay) -> bytes:
    """The pending list of the day: without SIGNED, which is what tells the two lists apart."""
    workbook, sheet = _with_header(_COLUMNS[:5])
    for row in pending(day):
        sheet.append([cell or None for cell in row.cells])
    return _saved(workbook, day)


def _with_header(columns: tuple[str, ...]) -> tuple[Workbook, Worksheet]:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    sheet.append(columns)
    for cell in sheet[1]:
        cell.font = _BOLD
    return workbook, sheet


def _append(sheet: Worksheet, number: int, row: SampleRow) -> None:
    sheet.append([cell or None for cell in (*row.cells, row.signed, row.moa, "link" if row.addendum_url else "")])
    sheet.cell(number, 6).number_format = "m/d/yyyy"
    for column, url in ((7, row.moa_url), (8, row.addendum_url)):
        if url:
            sheet.cell(number, column).hyperlink = url


def _saved(workbook: Workbook, day: SampleDay) -> bytes:
    """The bytes, without the time of writing that openpyxl puts into properties and zip entries.

    Entries are stored, not deflated: zlib's output differs from build to build.
    """
    workbook.properties.creator = "moawatch sample"
    workbook.properties.created = datetime(2025, 2, 15, 19, 41, 7, tzinfo=UTC)
    written, fixed = io.BytesIO(), io.BytesIO()
    workbook.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                stamp = f"{day.saved:%Y-%m-%dT%H:%M:%SZ}".encode()
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.create_system = 3  # else the writing machine's
            target.writestr(entry, part)
    return fixed.getvalue()
