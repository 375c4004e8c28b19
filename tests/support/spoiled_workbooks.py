"""An honest workbook taken apart and put together wrong: the tools that the hostile workbooks are built with."""

import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.workbooks import LINKS, PARTICIPATING, SHEET, Cell, printed_row, with_part, workbook, zipped

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONS: b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}
BOOK = "xl/workbook.xml"
BOOK_LINKS = "xl/_rels/workbook.xml.rels"
PROPERTIES = "docProps/core.xml"
TYPES = "[Content_Types].xml"

# The container of .xls and of everything that Office encrypts.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Change = Callable[[bytes], bytes]
Table = Sequence[Sequence[object]]

HEADER: Table = [PARTICIPATING]
ROWS: Table = [
    ["TEXAS", f"Example County {n} Sheriff's Office", "County", f"Example {n}", "Task Force Model", 45720 + n, "link"]
    for n in range(20)
]


@cache
def good() -> bytes:
    return workbook([printed_row(f"Example County {n} Sheriff's Office") for n in range(20)])


def changed(path: str, change: Change | bytes) -> bytes:
    """The good workbook with a part changed or added; a change that changes nothing would test nothing."""
    part = change if isinstance(change, bytes) else change(parts()[path])
    assert part != parts().get(path), path
    return with_part(good(), path, part)


def replaced(path: str, *pairs: tuple[bytes, bytes]) -> bytes:
    """The good workbook with these pieces of a part replaced; each must be there."""

    def change(part: bytes) -> bytes:
        for old, new in pairs:
            assert old in part, (path, old)
            part = part.replace(old, new)
        return part

    return changed(path, change)


def with_pattern(path: str, pattern: bytes, to: bytes, times: int = 0) -> bytes:
    """The good workbook with what the pattern finds in a part replaced, everywhere or so many times."""
    return changed(path, lambda part: re.sub(pattern, to, part, count=times, flags=re.DOTALL))


def before_end(piece: bytes) -> bytes:
    """The good workbook with something more behind its sheet's rows."""
    return replaced(SHEET, (b"</sheetData>", b"</sheetData>" + piece))


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(good())) as archive:
        return {each.filename: archive.read(each) for each in archive.infolist()}


def renamed(rename: Callable[[str], str]) -> bytes:
    return zipped({rename(path): part for path, part in parts().items()})


def sheets(*tables: tuple[str, str, Table]) -> bytes:
    """A workbook of whole sheets: (name, 'visible' | 'hidden' | 'veryHidden', rows)."""
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.remove(book.active)
    for name, state, table in tables:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for cells in table:
            sheet.append(list(cells))
    book.active = next(number for number, (_, state, _) in enumerate(tables) if state == "visible")
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def listed_workbook(name: str, **cells: Cell) -> bytes:
    """The good rows, and one of this name."""
    rows = [printed_row(f"Example County {n} Sheriff's Office") for n in range(20)]
    return workbook([*rows, printed_row(name) | cells])


def raw_name(inside: bytes) -> bytes:
    """The good workbook with a name that openpyxl would not write."""
    return replaced(SHEET, (b"<t>Example County 7 Sheriff's Office</t>", b"<t>" + inside + b"</t>"))


def signed(serial: bytes, kind: bytes = b"n") -> bytes:
    """The good workbook with each signing date replaced by this number, or by a text."""
    return with_pattern(SHEET, rb't="n"><v>[\d.]+</v>', b't="%b"><v>%b</v>' % (kind, serial))


def saved(stamp: bytes) -> bytes:
    """The good workbook with this as the time of its last change."""
    return with_pattern(PROPERTIES, rb"[^<>]*(?=</dcterms:modified>)", stamp, times=1)


def shared_strings(text: bytes, times: int) -> bytes:
    """One string, referred to by so many more rows."""
    strings = b'<sst xmlns="%b" count="1" uniqueCount="1"><si><t>%b</t></si></sst>' % (MAIN, text)
    more = b"".join(b'<row r="%d"><c r="B%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(30, 30 + times))
    content = replaced(SHEET, (b"</sheetData>", more + b"</sheetData>"))
    content = with_part(content, "xl/sharedStrings.xml", strings)
    link = b'<Relationship Id="rId99" Type="%b/sharedStrings" Target="sharedStrings.xml"/></Relationships>' % RELATIONS
    content = with_part(content, BOOK_LINKS, lambda part: part.replace(b"</Relationships>", link))
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % kind
    return with_part(content, TYPES, lambda part: part.replace(b"</Types>", override))


def many_sheets(count: int, sheet: bytes) -> bytes:
    """The good workbook and so many more visible sheets of these bytes."""
    content = parts()
    names = range(100, 100 + count)
    content |= {f"xl/worksheets/sheet{n}.xml": sheet for n in names}
    entry = b'<sheet name="More %d" sheetId="%d" r:id="more%d" xmlns:r="%b"/>'
    link = b'<Relationship Id="more%d" Type="%b/worksheet" Target="worksheets/sheet%d.xml"/>'
    entries = b"".join(entry % (n, n, n, RELATIONS) for n in names)
    links = b"".join(link % (n, RELATIONS, n) for n in names)
    content[BOOK] = content[BOOK].replace(b"</sheets>", entries + b"</sheets>")
    content[BOOK_LINKS] = content[BOOK_LINKS].replace(b"</Relationships>", links + b"</Relationships>")
    return zipped(content)


def strict() -> bytes:
    """Saved as 'Strict Open XML': the same parts under other namespaces."""
    content = parts()
    for path, part in content.items():
        for loose, tight in STRICT.items():
            part = part.replace(loose, tight)
        content[path] = part
    return zipped(content)


def elsewhere() -> bytes:
    """The sheet at another path, which its relationship tells."""
    content = parts()
    content["xl/tables/data.xml"] = content.pop(SHEET)
    content["xl/tables/_rels/data.xml.rels"] = content.pop(LINKS)
    content[BOOK_LINKS] = re.sub(rb"/?(xl/)?worksheets/sheet1\.xml", b"/xl/tables/data.xml", content[BOOK_LINKS])
    content[TYPES] = content[TYPES].replace(b"/xl/worksheets/sheet1.xml", b"/xl/tables/data.xml")
    return zipped(content)


def part_twice(first: bytes) -> bytes:
    """Two parts of one name: the readers disagree on which one counts."""
    packed = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # zipfile's own warning of the double name
        archive.writestr(SHEET, first)
        for path, part in parts().items():
            archive.writestr(path, part)
    return packed.getvalue()


def packed_by(method: int) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for path, part in parts().items():
            archive.writestr(path, part)
    return packed.getvalue()


def bomb(megabytes: int) -> bytes:
    packed = BytesIO()
    blanks = b" " * 1_000_000
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, part in parts().items():
            with archive.open(path, "w") as entry:
                entry.write(part)
                for _ in range(megabytes if path == SHEET else 0):
                    entry.write(blanks)
    return packed.getvalue()


def flagged_encrypted() -> bytes:
    """A zip whose directory says that each part needs a password."""
    return re.sub(rb"(PK\x01\x02....)..", lambda found: found[1] + b"\x01\x00", good(), flags=re.DOTALL)


def size_lies() -> bytes:
    """A zip whose directory says that the sheet unfolds to ten bytes."""
    content = bytearray(good())
    entry = content.rindex(SHEET.encode()) - 46
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(content)


FAR_ROW = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
NEAR_ROW = b'<row r="1"><c r="A1"><v>1</v></c></row>'
FAR_SHEET = b'<worksheet xmlns="%b"><sheetData>%b%b</sheetData></worksheet>' % (MAIN, NEAR_ROW, FAR_ROW)


def hyperlinks(*ranges: str) -> bytes:
    links = b"".join(b'<hyperlink ref="%b" r:id="rId1"/>' % each.encode() for each in ranges)
    part = b'<hyperlinks xmlns:r="%b">%b</hyperlinks>' % (RELATIONS, links)
    return with_pattern(SHEET, rb"<hyperlinks.*</hyperlinks>", part)


def linked(address: bytes) -> bytes:
    old = b'Target="https://www.ice.gov/doclib/287gMOA/example.pdf"'
    return replaced(LINKS, (old, b'Target="' + address + b'"'))
