"""The columns of a printed table, by name: the publisher adds columns and moves them."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.vocabulary import ListKind

# Header as printed (folded by case and white space) -> field of `models.lists.listings.Listing`. No aliases: an
# unseen header may mean something else, so a renamed required one stops the reading.
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

# The header is looked for in this many rows. Every list so far had it in row 1, but a spreadsheet made by hand may
# well have a title or a note above it.
_HEADER_WITHIN = 10
# A row with this many known names is the header: the shortest had four columns, and one renamed column must still be
# reported as 'renamed', not as 'no header'.
_KNOWN_NAMES = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of one table."""

    header: int  # index of the header among the rows read
    position: dict[str, int]  # field of Listing -> index of its cell in a row
    printed: tuple[str, ...]  # as printed but for white space, without the empty ones
    unknown: dict[int, str]  # index of a cell in the header -> a name of no field
    empty: tuple[int, ...]  # indexes of empty header cells: up to six follow the named ones
    repeated: tuple[str, ...]  # names that occur twice; the first counts

    @property
    def kind(self) -> ListKind:
        """Only the participating list has SIGNED. The file names were once swapped, the columns never."""
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
    """A header fit for a message: on one line, and no longer than a name."""
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
