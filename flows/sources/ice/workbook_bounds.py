"""What a workbook would unfold to, measured in its bytes before anything is laid out."""

import re
from xml.parsers import expat

from flows.sources.ice.workbook_parts import Workbook, parsed
from models.errors import ReadError

# The reader of the cells lays out every cell between the first and the last: one cell in the far corner of a sheet
# (XFD1048576) makes it ask for hundreds of gigabytes. The lists have 13 columns and 1,900 rows; 52 columns and
# 19,999 rows pass. Two quick searches show that all cells are written as Excel writes them, each with its place; if
# not, every cell is checked, and every row, which places the cells that do not give their own place.
_NEAR = r"A?[A-Z]1?[0-9]{1,4}"
_NOT_AS_EXCEL_WRITES = (re.compile(rb'<c(?! r="' + _NEAR.encode() + rb'"|[a-zA-Z])'), re.compile(rb":c\b"))
_NEAR_CELL = re.compile(_NEAR + "|1?[0-9]{1,4}")
_OTHER_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8|us-ascii)""", re.IGNORECASE)

# Each cell gets its own copy of a shared string. The longest string of a list has 90 bytes and is used by 15,000
# cells at most, which makes 2 MB.
_MAX_STRINGS = 60_000_000
_SHARED = (b'"s"', b"'s'")  # t="s" is a cell with a shared string; a few too many are counted, and quickly


def refuse_beyond_bounds(workbook: Workbook, name: str) -> None:
    """Raises ReadError where the cells or the strings unfold to more than a list can hold, and lxml's XMLSyntaxError
    where a sheet is damaged."""
    for part in (workbook.strings, workbook.styles):
        _refuse_other_encoding(part, "a part", name)
    for sheet in workbook.sheets:
        _refuse_other_encoding(sheet.cells, sheet.path, name)
        # Two quick searches for what Excel writes; only where it is written in another way is the tree walked.
        if any(odd.search(sheet.cells) for odd in _NOT_AS_EXCEL_WRITES):
            _refuse_far_cells(sheet.cells, sheet.path, name)
    for part in (workbook.strings, *(sheet.cells for sheet in workbook.sheets)):
        if part:
            _refuse_malformed(part, name)
    uses = sum(sheet.cells.count(sign) for sheet in workbook.sheets for sign in _SHARED) if workbook.strings else 0
    longest = max(map(len, workbook.strings.split(b"</si>"))) if uses else 0
    if longest * uses > _MAX_STRINGS:
        raise ReadError(
            f"{name}: a text of up to {longest:,} bytes for {uses:,} cells is more than a list can hold; refused"
        )


def _refuse_malformed(part: bytes, name: str) -> None:
    """The reader of the cells would run an unclosed cell's text into the next. Expat needs 3 ms for a list."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise ReadError(f"{name}: damaged workbook ({error}); fetch it again") from error


def _refuse_other_encoding(part: bytes, path: str, name: str) -> None:
    # The searches read bytes; every workbook that Excel writes is UTF-8.
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:200] or _OTHER_ENCODING.match(part):
        raise ReadError(f"{name}: {path} is not UTF-8; look at what was published")


def _refuse_far_cells(part: bytes, path: str, name: str) -> None:
    for element in parsed(part).iter("{*}c", "{*}row"):
        where = element.get("r", "1")
        if not _NEAR_CELL.fullmatch(where):
            raise ReadError(f"{name}: {path} has a cell far outside any list ({where[:20]!r}); refused")
