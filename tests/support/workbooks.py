"""Workbooks in the publisher's format for tests, whole and broken on purpose."""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

# A real address and the same in Outlook's wrapping, which carries a staff address.
MOA = "https://www.ice.gov/doclib/287gMOA/BayCoFL_WSO_MOA_02262025.pdf"
SAFE_LINK = (
    "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ice.gov%2Fdoclib%2F287gMOA%2F"
    "BayCoFL_WSO_MOA_02262025.pdf&data=05%7C02%7Csomebody%40example.gov%7C0%7C0&sdata=x&reserved=0"
)

PARTICIPATING = (
    "STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM",
)  # fmt: skip
PENDING = PARTICIPATING[:5]

SHEET = "xl/worksheets/sheet1.xml"
LINKS = "xl/worksheets/_rels/sheet1.xml.rels"

Cell = str | float | date | None | tuple[str, str]  # (text, hyperlink)


def printed_row(agency: str, state: str = "TEXAS", **cells: Cell) -> dict[str, Cell]:
    """A row of the participating list; a cell is given by its column's name with '_' for ' '."""
    usual: dict[str, Cell] = {
        "STATE": state,
        "LAW ENFORCEMENT AGENCY": agency,
        "TYPE": "County",
        "COUNTY": "Example County",
        "SUPPORT TYPE": "Task Force Model",
        "SIGNED": date(2025, 3, 4),
        "MOA": ("link", "https://www.ice.gov/doclib/287gMOA/example.pdf"),
        "ADDENDUM": None,
    }
    return usual | {name.replace("_", " "): cell for name, cell in cells.items()}


def workbook(
    rows: Sequence[Mapping[str, Cell] | None],
    columns: Sequence[str] = PARTICIPATING,
    *,
    hidden: Sequence[int] = (),
    scratch_sheets: Mapping[int, str] | None = None,
    saved_at: datetime = datetime(2025, 9, 2, 20, 5, 26, tzinfo=UTC),
) -> bytes:
    """A workbook with a header in row 1; None is a blank row. `scratch_sheets`: position -> name."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    for column, name in enumerate(columns, 1):
        sheet.cell(1, column, name)
    for number, cells in enumerate(rows, 2):
        for column, name in enumerate(columns, 1):
            value = (cells or {}).get(name)
            text, link = value if isinstance(value, tuple) else (value, None)
            sheet.cell(number, column, text)
            if isinstance(text, str):
                sheet.cell(number, column).data_type = "s"  # openpyxl takes '#N/A' for an error value
            if link:
                sheet.cell(number, column).hyperlink = link
        sheet.row_dimensions[number].hidden = number in hidden
    for position, name in (scratch_sheets or {}).items():
        book.create_sheet(name, position)["A1"] = "to do: ask about the dates"
    saved = BytesIO()
    book.save(saved)
    stamp = f">{saved_at:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>".encode()
    return with_part(
        saved.getvalue(),
        "docProps/core.xml",
        lambda part: re.sub(rb">[^<>]*</dcterms:modified>", lambda _: stamp, part),
    )


def as_excel_writes_links(content: bytes) -> bytes:
    """The workbook with its links' attributes in Excel's own order; openpyxl writes them in another."""

    def relationship(found: re.Match[bytes]) -> bytes:
        attributes = dict(re.findall(rb'(\w+)="([^"]*)"', found[0]))
        names = (b"Id", b"Type", b"Target", b"TargetMode")
        return b"<Relationship " + b" ".join(name + b'="' + attributes[name] + b'"' for name in names) + b"/>"

    def relationships(part: bytes) -> bytes:
        return re.sub(rb"<Relationship [^>]*/>", relationship, part)

    def sheet(part: bytes) -> bytes:
        return re.sub(
            rb'<hyperlink [^>]*?ref="(\w+)"[^>]*?r:id="(\w+)"[^>]*/>', rb'<hyperlink ref="\1" r:id="\2"/>', part
        )

    return with_part(with_part(content, LINKS, relationships), SHEET, sheet)


def with_part(content: bytes, path: str, change: Callable[[bytes], bytes] | bytes) -> bytes:
    """The workbook with one part changed or added."""
    parts = _parts(content)
    parts[path] = change if isinstance(change, bytes) else change(parts[path])
    return zipped(parts)


def without_part(content: bytes, path: str) -> bytes:
    return zipped({name: part for name, part in _parts(content).items() if name != path})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, part in parts.items():
            archive.writestr(path, part)
    return packed.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
