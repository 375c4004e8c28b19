"""A workbook as a zip of XML parts, checked by its bytes and measured before anything is unpacked whole.

The sizes that the zip states are not trusted: each part is inflated here, up to a cap. Which part is a sheet, its links
or its strings is told by the relationships alone: the paths differ by who wrote the workbook (other folders, other
case, backslashes), and so do the namespaces ('Strict Open XML').
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from posixpath import dirname, join, normpath

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

# Every list so far had one sheet. Each takes its time, however small it is.
_MAX_SHEETS = 20

_WORKBOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_PROPERTIES = "docProps/core.xml"

_MODIFIED = re.compile(rb"<dcterms:modified\b[^>]*>\s*([0-9T:.+Z-]{10,35})\s*<")

# Excel has written .xlsx since 2006. Another year comes from a broken clock, or from a writer without one (0001, 9999).
_YEARS = range(2006, 2100)

# What zipfile raises on damaged bytes.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, IndexError)


@dataclass(slots=True)
class Sheet:
    """One sheet as the workbook names it."""

    name: str
    hidden: bool
    path: str  # of its part
    cells: bytes
    links: bytes  # the relationships beside it; b'' for none


@dataclass(slots=True)
class Workbook:
    """What of a workbook is read."""

    sheets: list[Sheet] = field(default_factory=list)
    strings: bytes = b""  # that the cells share
    styles: bytes = b""  # which tell dates from numbers
    from_1904: bool = False  # days are counted from 1904, as on old Macs
    saved_at: datetime | None = None  # by Excel, UTC


def unpacked(content: bytes, name: str) -> Workbook:
    """The parts of a workbook with its cells and links.

    Raises ReadError where the content is not a workbook, is damaged, or unpacks to more than a list can hold.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _workbook(_Zip(archive, name), name)
    except _DAMAGE as error:
        raise ReadError(f"{name}: damaged or truncated workbook ({error}); fetch it again") from error
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{name}: damaged workbook ({error}); fetch it again") from error


def properties_modified(content: bytes) -> datetime | None:
    """When Excel last saved a workbook, UTC; None for anything without that property."""
    if not content.startswith(ZIP_MAGIC):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            packed = _Zip(archive, "")
            return _saved_at(packed, packed.related(""))
    except (ReadError, etree.XMLSyntaxError, *_DAMAGE):
        return None


def parsed(part: bytes) -> etree._Element:
    """A part as a tree, without expanding entities or reading anything outside. Raises lxml's XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part, parser)


def relationship_id(element: etree._Element) -> str:
    """The attribute r:id, in whichever of its two namespaces."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


class _Zip:
    """The parts by their paths as relationships name them, inflated one by one up to a cap for all."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        entries = archive.infolist()
        if len(entries) > _MAX_PARTS:
            raise ReadError(f"{name}: {len(entries)} parts in the zip, a list has at most {_MAX_PARTS}; refused")
        self._archive, self._name, self._left = archive, name, _MAX_BYTES
        self._entries = {_key(entry.filename): entry for entry in entries}

    def __contains__(self, path: str) -> bool:
        return _key(path) in self._entries

    def part(self, path: str) -> bytes:
        """The part at a path; b'' where there is none."""
        entry = self._entries.get(_key(path))
        if entry is None:
            return b""
        name, path = self._name, path.lstrip("/")
        if entry.flag_bits & 0x1:
            raise ReadError(f"{name}: protected by a password; ask the publisher for a file without one")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadError(f"{name}: {path} is packed in a way that Excel does not use; look at what was published")
        cap = min(self._left, _MAX_PART_BYTES)
        with self._archive.open(entry) as packed:
            part = packed.read(cap + 1)
        if len(part) > cap:
            raise ReadError(f"{name}: {path} unpacks to more than a list can hold (a zip bomb?); refused")
        if len(part) > max(_RATIO_COUNTS_FROM, entry.compress_size * _MAX_RATIO):
            raise ReadError(f"{name}: {path} is compressed over {_MAX_RATIO} to 1 (a zip bomb?); refused")
        self._left -= len(part)
        return part

    def relationships(self, path: str) -> bytes:
        """The part that tells what another part refers to."""
        return self.part(join(dirname(path), "_rels", path.rpartition("/")[2] + ".rels"))

    def related(self, path: str) -> Mapping[str, tuple[str, str]]:
        """Id -> (kind, path) of each part that a part refers to; '' is the workbook as a whole."""
        part = self.relationships(path)
        return dict(_relationships(part, dirname(path))) if part else {}


def _key(path: str) -> str:
    """A path in the zip, however its writer set slashes and capitals."""
    return normpath("/" + path.replace("\\", "/")).lstrip("/").lower()


def _relationships(part: bytes, folder: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for element in parsed(part).iter("{*}Relationship"):
        target = element.get("Target", "").replace("\\", "/")
        yield element.get("Id", ""), (element.get("Type", "").rpartition("/")[2], join("/", folder, target))


def _path(related: Mapping[str, tuple[str, str]], kind: str, usual: str) -> str:
    return next((path for its_kind, path in related.values() if its_kind == kind), usual)


def _workbook(packed: _Zip, name: str) -> Workbook:
    whole = packed.related("")
    path = _path(whole, "officeDocument", _WORKBOOK)
    part = packed.part(path) if path in packed else packed.part(_WORKBOOK)
    if not part:
        raise ReadError(f"{name}: a zip file, but not an Excel workbook (no {_WORKBOOK}); look at what was published")
    book = parsed(part)
    related = packed.related(path)
    workbook = Workbook(
        strings=packed.part(_path(related, "sharedStrings", _STRINGS)),
        styles=packed.part(_path(related, "styles", "xl/styles.xml")),
        from_1904=any(each.get("date1904") in ("1", "true") for each in book.iter("{*}workbookPr")),
        saved_at=_saved_at(packed, whole),
    )
    for sheet in book.iter("{*}sheet"):
        kind, sheet_path = related.get(relationship_id(sheet), ("", ""))
        title = sheet.get("name", "")
        if kind != "worksheet" and sheet_path:  # a chart
            continue
        if sheet_path not in packed:
            raise ReadError(f"{name}: no part of the zip is its sheet {title[:80]!r}; look at what was published")
        if len(workbook.sheets) == _MAX_SHEETS:
            raise ReadError(f"{name}: more than {_MAX_SHEETS} sheets, a list has one; look at what was published")
        hidden = sheet.get("state", "visible") != "visible"
        cells, links = packed.part(sheet_path), packed.relationships(sheet_path)
        workbook.sheets.append(Sheet(title, hidden, sheet_path.lstrip("/"), cells, links))
    return workbook


def _saved_at(packed: _Zip, related: Mapping[str, tuple[str, str]]) -> datetime | None:
    """The workbook's last-modified property (docProps): the publisher's own order of its lists. None where it cannot
    be read: the name or the headers then date the list."""
    try:
        return _saved_time(packed.part(_path(related, "core-properties", _PROPERTIES)))
    except (ReadError, *_DAMAGE):
        return None


def _saved_time(properties: bytes) -> datetime | None:
    """The time in the part docProps/core.xml, UTC; None where it has none that can be."""
    found = _MODIFIED.search(properties)
    moment = parsed_moment(found[1].decode()) if found else None
    return moment if moment and moment.year in _YEARS else None
