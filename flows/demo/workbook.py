"""The sample's lists as workbooks with the quirks of the publisher's own, and the same bytes on every machine."""

import io
import re
import zipfile
from datetime import UTC, datetime
from functools import cache

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from flows.demo.agreements import listed_on, pending_on
from flows.demo.description import SampleDay
from flows.demo.draws import draw
from flows.demo.printing import PrintedRow, printed, printed_application

PARTICIPATING_COLUMNS = (
    "STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM",
)  # fmt: skip
PENDING_COLUMNS = PARTICIPATING_COLUMNS[:5]
BOLD = Font(bold=True)

# The earliest time that a zip entry can carry.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
CREATED = datetime(2025, 2, 15, 19, 41, 7, tzinfo=UTC)


@cache
def participating_workbook(day: SampleDay) -> bytes:
    """The participating list of a day of the workbook era."""
    rows = [printed(agreement) for agreement in listed_on(day)]
    return _saved(_sheet(rows, PARTICIPATING_COLUMNS, day), day)


@cache
def pending_workbook(day: SampleDay) -> bytes:
    """The pending list of the day: without SIGNED, which is what tells the two lists apart."""
    rows = [printed_application(slot) for slot in pending_on(day.number)]
    return _saved(_sheet(rows, PENDING_COLUMNS, None), day)


def _sheet(rows: list[PrintedRow], columns: tuple[str, ...], day: SampleDay | None) -> Workbook:
    """A workbook with one sheet; with a day, its quirks are applied."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    for column, name in enumerate(columns, start=1):
        sheet.cell(1, column, name).font = BOLD
    blank = len(rows) // 2 if day and day.blank_row else None
    number = 1
    for index, row in enumerate(rows):
        number += 2 if index == blank else 1
        _write(sheet, number, row, columns)
        if day and draw("hidden", str(day.number), str(index)) < day.hidden_share:
            sheet.row_dimensions[number].hidden = True
    if day:
        # Cells that carry a format and nothing else are what makes the sheet wider and longer than its data.
        for column in range(len(columns) + 1, len(columns) + 1 + day.empty_headers):
            sheet.cell(1, column).font = BOLD
        for beyond in range(number + 1, number + 1 + day.overshoot):
            sheet.cell(beyond, 1).font = BOLD
        sheet.auto_filter.ref = f"A1:{'ABCDEFGH'[len(columns) - 1]}{number}"
    return workbook


def _write(sheet: Worksheet, number: int, row: PrintedRow, columns: tuple[str, ...]) -> None:
    texts = (row.state, row.agency, row.agency_type, row.county, row.support_type)
    for column, text in enumerate(texts, start=1):
        if text:
            sheet.cell(number, column, text)
    if len(columns) == len(texts):
        return
    signed = sheet.cell(number, 6, row.signed)
    signed.number_format = "m/d/yyyy"
    for column, text, url in ((7, row.moa, row.moa_url), (8, row.addendum, row.addendum_url)):
        if text:
            cell = sheet.cell(number, column, text)
            if url:
                cell.hyperlink = url


def _saved(workbook: Workbook, day: SampleDay) -> bytes:
    """The bytes, without the moment of saving that openpyxl writes into properties and zip entries.

    Entries are stored, not deflated: zlib's output differs from build to build.
    """
    if day.saved is None:
        raise ValueError(f"sample day {day.number} is of the table era: it has no workbooks")
    workbook.properties.creator = "moawatch sample"
    workbook.properties.created = CREATED
    written = io.BytesIO()
    workbook.save(written)
    settled = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                stamp = f"{day.saved:%Y-%m-%dT%H:%M:%SZ}".encode()
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.create_system = 3  # else the writing machine's
            target.writestr(entry, part)
    return settled.getvalue()
