"""Which column of a printed table is which, by its name: the publisher adds columns and moves them."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.vocabulary import ListKind

# Header as printed (folded by case and white space) -> field of `models.lists.listings.Listing`. No aliases: a header
# that nobody has seen may mean another thing, so a required one that is renamed stops the reading.
FIELDS = {
    "STATE": "state",
    "LAW ENFORCEMENT AGENCY": "agency",
    "TYPE": "agency_type",
    "COUNTY": "county",
    "SUPPORT TYPE": "support_type",
    "SIGNED": "signed",
    "MOA": "moa",
    "ADDENDUM": "addendum",
}
REQUIRED = ("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE")

# Rows at the top among which the header is looked for: it stood in row 1 in every list so far, and a title or a
# note above it would not be unusual in a spreadsheet made by hand.
_HEADER_WITHIN = 10
# A row is the header when it holds this many known names: the poorest list had four columns, and one renamed
# column must still be told as 'renamed', not as 'no header'.
_KNOWN_NAMES = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of one table."""

    header: int  # index of the header among the rows read
    position: dict[str, int]  # field of Listing -> index of its cell in a row
    printed: tuple[str, ...]  # as printed but for white space, without the empty ones
    unknown: dict[int, str]  # index of a cell in the header -> a name that no field has
    empty: tuple[int, ...]  # indexes of empty header cells: up to six follow the named ones
    repeated: tuple[str, ...]  # names that stand there twice; the first counts

    @property
    def kind(self) -> ListKind:
        """Only the participating list has SIGNED. File names were swapped once, the columns never."""
        return ListKind.PARTICIPATING if "signed" in self.position else ListKind.PENDING

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in REQUIRED if FIELDS[name] not in self.position)


def find_columns(rows: Sequence[Sequence[object]]) -> Columns | None:
    """The first row that is a header, or None."""
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        names = [_folded(cell) for cell in row]
        if len(FIELDS.keys() & names) >= _KNOWN_NAMES:
            return _columns(index, row, names)
    return None


def _folded(cell: object) -> str:
    return " ".join(str(cell).split()).upper()


def _shown(cell: object) -> str:
    """A header as it may stand in a message: on one line, and no longer than a name."""
    return "".join(letter for letter in " ".join(str(cell).split()) if letter.isprintable())[:80]


def _columns(header: int, row: Sequence[object], names: Sequence[str]) -> Columns:
    position: dict[str, int] = {}
    unknown: dict[int, str] = {}
    empty: list[int] = []
    repeated: list[str] = []
    for index, (cell, name) in enumerate(zip(row, names, strict=True)):
        field = FIELDS.get(name)
        if not name:
            empty.append(index)
        elif field is None:
            unknown[index] = _shown(cell)
        elif field in position:
            repeated.append(name)
        else:
            position[field] = index
    printed = tuple(_shown(cell) for cell, name in zip(row, names, strict=True) if name)
    return Columns(header, position, printed, unknown, tuple(empty), tuple(repeated))
