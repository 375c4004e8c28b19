"""The columns of a printed table, by name: the publisher adds columns and moves them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class HeaderRow:
    """The header of one table."""

    header: int  # index of the header among the rows read
    position: dict[str, int] = field(default_factory=dict)  # field of Listing -> index of its cell in a row
    printed: list[str] = field(default_factory=list)  # the named cells as printed but for white space
    unknown: dict[int, str] = field(default_factory=dict)  # index of a cell in the header -> a name of no field
    empty: list[int] = field(default_factory=list)  # indexes of empty header cells: up to six follow the named ones
    repeated: list[str] = field(default_factory=list)  # names that occur twice; the first counts

    @property
    def kind(self) -> ListKind:
        """Only the participating list has SIGNED. The file names were once swapped, the columns never."""
        return ListKind.PARTICIPATING if "signed" in self.position else ListKind.PENDING

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in REQUIRED if FIELDS[name] not in self.position)


def find_columns(rows: Sequence[Sequence[object]]) -> HeaderRow | None:
    """The first row that is a header, or None."""
    for header, row in enumerate(rows[:_HEADER_WITHIN]):
        printed = [" ".join(str(cell).split()) for cell in row]
        if len(FIELDS.keys() & map(str.upper, printed)) >= _KNOWN_NAMES:
            return _columns(header, printed)
    return None


def _columns(header: int, row: Sequence[str]) -> HeaderRow:
    columns = HeaderRow(header)
    for index, cell in enumerate(row):
        name = FIELDS.get(cell.upper())
        # Fit for a message: on one line, and no longer than a name.
        shown = "".join(letter for letter in cell if letter.isprintable())[:80]
        if not cell:
            columns.empty.append(index)
            continue
        columns.printed.append(shown)
        if name is None:
            columns.unknown[index] = shown
        elif name in columns.position:
            columns.repeated.append(cell.upper())
        else:
            columns.position[name] = index
    return columns
