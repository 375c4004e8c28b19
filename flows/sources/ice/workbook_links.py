"""The hyperlinks of a sheet: they stand in its own XML after the cells, and in the relationships beside it.

A list has a thousand links, and walking them as a tree takes as long as reading all cells. So patterns pick out what
Excel writes; only where an element is written in another way is the tree walked.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from xml.sax.saxutils import unescape

from flows.sources.ice.workbook_parts import Sheet, parsed, relationship_id
from models.errors import ReadError

_RELATIONSHIP = re.compile(r'<Relationship Id="([^"&]*)" Type="[^"]*" Target="([^"]*)"')
# '<?xml', '<Relationships' and '</Relationships': where '<' occurs once more for each relationship and no oftener,
# there is no comment, no CDATA and no relationship written in another way. Counting one sign is quick; each search
# for a longer one takes half as long as reading the relationships.
_TAGS_AROUND = 3
_HYPERLINK = re.compile(r'<hyperlink ref="([A-Z]{1,2})([0-9]{1,5})" r:id="([^"&]*)"')
_QUOTES = {"&quot;": '"', "&apos;": "'"}

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
# Links stand on cells; a link on more rows was laid over a whole column and is no agreement's.
_MAX_RANGE = 1_000
# All cells that links cover. The lists have 2,000.
_MAX_LINKED = 100_000

Links = dict[int, dict[int, str]]  # index of the column -> row number -> target as printed


def hyperlinks(sheet: Sheet, rows: Sequence[Sequence[object]], name: str) -> tuple[Links, list[str]]:
    """The links of one sheet and remarks on them. A link on a range counts for each of its cells.

    Raises ReadError where they cover more cells than a list has, and lxml's XMLSyntaxError.
    """
    targets = _targets(sheet.links)
    links: Links = {}
    remarks: list[str] = []
    covered = 0
    width = max(map(len, rows), default=0)
    for columns, numbers, relationship in _linked_ranges(sheet.cells) if targets else ():
        target = targets.get(relationship)
        if not target:
            continue
        if len(numbers) > _MAX_RANGE:
            remarks = ["left out a link that is laid over whole columns"]
            continue
        within = range(numbers.start, min(numbers.stop, len(rows) + 1))
        for column in range(columns.start, min(columns.stop, width)):
            covered += len(within)
            if covered > _MAX_LINKED:
                raise ReadError(f"{name}: its links cover over {_MAX_LINKED:,} cells, more than a list has; refused")
            at = links.setdefault(column, {})
            for row in within:
                at[row] = target
    return links, remarks


def _targets(part: bytes) -> dict[str, str]:
    """Id -> target of the relationships of one part."""
    if not part:
        return {}
    text = part.decode("utf-8", "replace")
    found = _RELATIONSHIP.findall(text)
    whole = text.startswith("<?xml") and text.endswith("</Relationships>")
    if whole and len(found) + _TAGS_AROUND == text.count("<"):
        return {id_: _value(target) if "&" in target else target for id_, target in found}
    elements = parsed(part).iter("{*}Relationship")
    return {element.get("Id", ""): element.get("Target", "") for element in elements}


@lru_cache(maxsize=4_096)  # consecutive lists repeat almost all of their links
def _value(written: str) -> str:
    """The value of an attribute with entities in it."""
    if "&#" in written:
        return str(parsed(f'<a value="{written}"/>'.encode()).get("value", ""))
    return unescape(written, _QUOTES)


def _linked_ranges(sheet: bytes) -> Iterable[tuple[range, range, str]]:
    """(indexes of the columns, row numbers, id of the relationship) of each link."""
    # The links come at the end of the sheet, after the cells.
    tail = sheet[max(0, sheet.rfind(b"</sheetData>")) :].decode("utf-8", "replace")
    found = _HYPERLINK.findall(tail)
    if len(found) == tail.count("hyperlink ") and tail.endswith("</worksheet>") and "<!" not in tail:
        return [(_one(_column(letters)), _one(int(row)), relationship) for letters, row, relationship in found]
    links = ((link, _RANGE.fullmatch(link.get("ref", ""))) for link in parsed(sheet).iter("{*}hyperlink"))
    return [(*_ranges(found), relationship_id(link)) for link, found in links if found]


def _ranges(found: re.Match[str]) -> tuple[range, range]:
    """The columns and rows of 'G12' or 'G12:H14'."""
    column, row = _column(found[1]), int(found[2])
    if not found[3]:
        return _one(column), _one(row)
    return range(column, _column(found[3]) + 1), range(row, int(found[4]) + 1)


def _one(number: int) -> range:
    return range(number, number + 1)


@cache
def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
