"""A workbook as a zip of XML parts, checked by its bytes and measured before anything is unpacked whole.

The sizes that the zip states are not trusted: each part is inflated here, up to a cap, and the reader of the cells gets
a copy with those very parts and nothing else.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO

from lxml import etree

from models.calendar import parsed_moment
from models.errors import ReadError

ZIP_MAGIC = b"PK"  # the next bytes of an empty zip differ from those of one with parts

# The largest list of 2025 has 23 parts, 0.9 MB in all, 0.5 MB in one, packed 13 to 1. Ten years of growth fit.
_MAX_PARTS = 500
_MAX_PART_BYTES = 24_000_000
_MAX_BYTES = 48_000_000
_MAX_RATIO = 150
_RATIO_COUNTS_FROM = 1_000_000  # bytes; a small part of blanks compresses well and does no harm

# The reader of the cells lays out every cell between the first and the last: one cell in the far corner of a sheet
# (XFD1048576) makes it ask for hundreds of gigabytes. The lists have 13 columns and 1,500 rows; 52 columns and
# 99,999 rows pass. Two quick searches show that all cells are written as Excel writes them, each with its place; if
# not, every cell is checked, and every row, which places the cells that do not give their own place.
_NEAR = r"A?[A-Z][0-9]{1,5}"
_NOT_AS_EXCEL_WRITES = (re.compile(rb'<c(?! r="' + _NEAR.encode() + rb'"|[a-zA-Z])'), re.compile(rb":c\b"))
_NEAR_CELL = re.compile(_NEAR + "|[0-9]{1,5}")
_OTHER_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8|us-ascii)""", re.IGNORECASE)

WORKBOOK = "xl/workbook.xml"
_PROPERTIES = "docProps/core.xml"
_LINKS = "xl/worksheets/_rels/"
_READ_BY_CALAMINE = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/[^/]+\.xml|xl/worksheets/_rels/[^/]+\.rels",
    re.IGNORECASE,
)
# What zipfile raises on damaged bytes.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, IndexError)
_MODIFIED = re.compile(rb"<dcterms:modified\b[^>]*>\s*([0-9T:.+Z-]{10,35})\s*<")


def workbook_parts(content: bytes, name: str) -> tuple[dict[str, bytes], datetime | None]:
    """The parts of a workbook with its cells and links, by their path in the zip; and when Excel last saved it, UTC.

    Raises ReadError where the content is not a workbook, is damaged, or unpacks to more than a list can hold.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MAX_PARTS:
                raise ReadError(f"{name}: {len(entries)} parts in the zip, a list has at most {_MAX_PARTS}; refused")
            read = [entry for entry in entries if _READ_BY_CALAMINE.fullmatch(entry.filename)]
            parts = dict(_inflated(archive, read, name))
            saved_at = _saved_at(archive)
    except _DAMAGE as error:
        raise ReadError(f"{name}: damaged or truncated workbook ({error}); fetch it again") from error
    if WORKBOOK not in parts:
        raise ReadError(f"{name}: a zip file, but not an Excel workbook (no {WORKBOOK}); look at what was published")
    try:
        for path, part in parts.items():
            _refuse_far_cells(path, part, name)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{name}: damaged workbook ({error}); fetch it again") from error
    return parts, saved_at


def stored_again(parts: Mapping[str, bytes]) -> BytesIO:
    """An uncompressed zip of the parts: the reader of the cells sees what was measured, without the links, a third of
    all bytes, which it does not read."""
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for path, part in parts.items():
            if not path.startswith(_LINKS):
                archive.writestr(zipfile.ZipInfo(path), _stating_no_merged_cells(part))
    copy.seek(0)
    return copy


def _stating_no_merged_cells(part: bytes) -> bytes:
    """A sheet that states before its cells that none are merged.

    calamine walks a sheet twice, the second time up to its merged cells. The lists have none, so it walked to the
    end, which took 30% of its time.
    """
    before, cells, after = part.partition(b"<sheetData")
    if not cells or b"<!" in before:  # the match may be inside a comment
        return part
    return b"".join((before, b"<mergeCells/>", cells, after))


def properties_modified(content: bytes) -> datetime | None:
    """When Excel last saved a workbook, UTC; None for anything without that property."""
    if not content.startswith(ZIP_MAGIC):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _saved_at(archive)
    except _DAMAGE:
        return None


def _saved_at(archive: zipfile.ZipFile) -> datetime | None:
    """The workbook's last-modified property (docProps): the publisher's own order of its lists. None where it cannot
    be read: the name or the headers then date the list."""
    try:
        parts = dict(_inflated(archive, [archive.getinfo(_PROPERTIES)], "workbook"))
        found = _MODIFIED.search(parts[_PROPERTIES])
        return parsed_moment(found[1].decode()) if found else None
    except (KeyError, ReadError, *_DAMAGE):
        return None


def parsed(part: bytes) -> etree._Element:
    """A part as a tree, without expanding entities or reading anything outside. Raises lxml's XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part, parser)


def _inflated(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> Iterator[tuple[str, bytes]]:
    left = _MAX_BYTES
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise ReadError(f"{name}: encrypted; ask the publisher for a file without a password")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(f"{entry.filename} is compressed in a way that Excel does not use")
        cap = min(left, _MAX_PART_BYTES)
        with archive.open(entry) as packed:
            part = packed.read(cap + 1)
        if len(part) > cap:
            raise ReadError(f"{name}: {entry.filename} unpacks to more than a list can hold (a zip bomb?); refused")
        if len(part) > max(_RATIO_COUNTS_FROM, entry.compress_size * _MAX_RATIO):
            raise ReadError(f"{name}: {entry.filename} is compressed over {_MAX_RATIO} to 1 (a zip bomb?); refused")
        left -= len(part)
        yield entry.filename, part


def _refuse_far_cells(path: str, part: bytes, name: str) -> None:
    # The search below reads bytes; every workbook that Excel writes is UTF-8.
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:200] or _OTHER_ENCODING.match(part):
        raise ReadError(f"{name}: {path} is not UTF-8; look at what was published")
    if path.lower().endswith(".rels"):
        return
    # Whatever the name of the part: the workbook itself names the parts that are sheets.
    if not any(odd.search(part) for odd in _NOT_AS_EXCEL_WRITES):
        return
    for element in parsed(part).iter("{*}c", "{*}row"):
        where = element.get("r", "1")
        if not _NEAR_CELL.fullmatch(where):
            raise ReadError(f"{name}: {path} has a cell far outside any list ({where[:20]!r}); refused")
