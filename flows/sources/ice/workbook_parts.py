"""A workbook as the zip of XML parts that it is: proved by its bytes, weighed before anything is unpacked whole.

Nothing is believed that the zip says of itself: each part that is read is inflated here, up to a cap, and the reader
of the cells is given a copy that holds those very parts and nothing else.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree

from models.errors import ReadError

ZIP_MAGIC = b"PK"  # an empty zip goes on otherwise than one with parts
_PART_MAGIC = b"PK\x03\x04"

# The largest list of 2025 has 23 parts, 0.9 MB in all, 0.5 MB in one, packed 13 to 1. Ten years of growth fit.
_MAX_PARTS = 500
_MAX_PART_BYTES = 24_000_000
_MAX_BYTES = 48_000_000
_MAX_RATIO = 150
_RATIO_COUNTS_FROM = 1_000_000  # bytes; a small part of blanks packs well and harms nobody

# The reader of the cells lays out every cell between the first and the last: one cell in the far corner of a sheet
# (XFD1048576) makes it ask for hundreds of gigabytes. The lists have 13 columns and 1,500 rows; 52 columns and
# 99,999 rows pass. Two quick searches find no cell but such as Excel writes them, each with its place; else every
# cell is looked at, and every row, which places the cells that do not say where they stand.
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
_MODIFIED = re.compile(rb"<dcterms:modified\b[^>]*>\s*([0-9T:.+Z-]{10,35})\s*<")


def workbook_parts(content: bytes, name: str) -> dict[str, bytes]:
    """The parts of a workbook that hold its cells and links, by their path in the zip.

    Raises ReadError where the content is no workbook, is damaged, or unpacks to more than a list can be.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MAX_PARTS:
                raise ReadError(f"{name}: {len(entries)} parts in the zip, at most {_MAX_PARTS} make a list; refused")
            parts = dict(_inflated(content, entries, name))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, IndexError) as error:
        raise ReadError(f"{name}: a damaged or truncated workbook ({error}); fetch it again") from error
    if WORKBOOK not in parts:
        raise ReadError(f"{name}: a zip, but no Excel workbook (no {WORKBOOK}); look at what was published")
    try:
        for path, part in parts.items():
            _refuse_far_cells(path, part, name)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{name}: a damaged workbook ({error}); fetch it again") from error
    return parts


def stored_again(parts: Mapping[str, bytes]) -> BytesIO:
    """A zip of the parts, not packed: what the reader of the cells sees is what was weighed.

    The links are left out, a third of all bytes, which it does not read.
    """
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for path, part in parts.items():
            if not path.startswith(_LINKS):
                archive.writestr(zipfile.ZipInfo(path), _with_merged_cells_told(part))
    copy.seek(0)
    return copy


def _with_merged_cells_told(part: bytes) -> bytes:
    """A sheet that says before its cells that none are merged.

    calamine walks a sheet twice, the second time up to its merged cells, which the lists do not have and nobody asks
    for: it walked to the end, for 30% of its time.
    """
    before, cells, after = part.partition(b"<sheetData")
    if not cells or b"<!" in before:  # what is found may stand in a comment
        return part
    return b"".join((before, b"<mergeCells/>", cells, after))


def properties_modified(content: bytes) -> datetime | None:
    """When Excel last saved the workbook (docProps, UTC), or None: the publisher's own order of its lists."""
    if not content.startswith(ZIP_MAGIC):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entry = archive.getinfo(_PROPERTIES)
            (_, part), *_ = _inflated(content, [entry], "workbook", wanted=re.compile(re.escape(_PROPERTIES)))
        found = _MODIFIED.search(part)
        stamp = datetime.fromisoformat(found[1].decode()) if found else None
    except (KeyError, ReadError, zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, IndexError):
        return None  # a workbook without usable properties is dated by its name or its headers
    if stamp is None:
        return None
    return stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def parsed(part: bytes) -> etree._Element:
    """A part as a tree; entities are not unfolded, nothing outside is read. Raises lxml's XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part, parser)


def _inflated(
    content: bytes, entries: list[zipfile.ZipInfo], name: str, wanted: re.Pattern[str] = _READ_BY_CALAMINE
) -> Iterator[tuple[str, bytes]]:
    left = _MAX_BYTES
    for entry in entries:
        if not wanted.fullmatch(entry.filename):
            continue
        if entry.flag_bits & 0x1:
            raise ReadError(f"{name}: encrypted; ask the publisher for an open file")
        part = _part(content, entry, min(left, _MAX_PART_BYTES))
        if part is None:
            raise ReadError(f"{name}: {entry.filename} unpacks to more than a list can hold (a zip bomb?); refused")
        if len(part) > max(_RATIO_COUNTS_FROM, entry.compress_size * _MAX_RATIO):
            raise ReadError(f"{name}: {entry.filename} is packed over {_MAX_RATIO} to 1 (a zip bomb?); refused")
        left -= len(part)
        yield entry.filename, part


def _part(content: bytes, entry: zipfile.ZipInfo, cap: int) -> bytes | None:
    """The unpacked bytes of one part, or None where there are more than `cap`."""
    header = entry.header_offset
    if content[header : header + 4] != _PART_MAGIC:
        raise zipfile.BadZipFile(f"no part where {entry.filename} should be")
    names, extra = (int.from_bytes(content[header + at : header + at + 2], "little") for at in (26, 28))
    start = header + 30 + names + extra
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        part = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        part = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, cap + 1)
    else:
        raise zipfile.BadZipFile(f"{entry.filename} is packed in a way that Excel does not use")
    if len(part) > cap:
        return None
    if zlib.crc32(part) != entry.CRC:
        raise zipfile.BadZipFile(f"{entry.filename} does not match its checksum")
    return part


def _refuse_far_cells(path: str, part: bytes, name: str) -> None:
    # The search below reads bytes; every workbook that Excel writes is UTF-8.
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:200] or _OTHER_ENCODING.match(part):
        raise ReadError(f"{name}: {path} is not UTF-8; look at what was published")
    if path.lower().endswith(".rels"):
        return
    # Whatever the part is called: the workbook says which of its parts is a sheet.
    if not any(odd.search(part) for odd in _NOT_AS_EXCEL_WRITES):
        return
    for element in parsed(part).iter("{*}c", "{*}row"):
        where = element.get("r", "1")
        if not _NEAR_CELL.fullmatch(where):
            raise ReadError(f"{name}: {path} has a cell far outside any list ({where[:20]!r}); refused")
