"""What the rules know after a list: the state that the next list is compared with.

The state is a frozen value; its mappings are never altered in place, and a new state shares what did not change.
Rows are kept for the last list only. The mappings of `Part` grow with the agreements ever listed; a state read from the
record has only those of their entries that the incoming list touches (see `models.identity.partial`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from models.identity.known import Application, Ending, KnownAgreement, SlotHistory, Variation
from models.identity.partial import Part
from models.lists.listings import PublishedList
from models.lists.resolution import IncomingList, Placement

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = 7  # of the state as JSON; a state of another format is derived again from the documents


@dataclass(frozen=True, slots=True)
class LastList:
    """The last accepted list of one kind."""

    snapshot_id: str = ""
    published_at: datetime | None = None
    columns: tuple[str, ...] = ()
    rows: Mapping[int, Placement] = field(default_factory=dict)  # by row number, in printed order
    number: int = 0  # how many lists of this kind were accepted, this one included

    @classmethod
    def of(cls, incoming: IncomingList, rows: Mapping[int, Placement], number: int) -> "LastList":
        return cls(incoming.snapshot_id, incoming.published_at, incoming.published.columns, rows, number)

    def has_same_rows(self, published: PublishedList) -> bool:
        """Whether both have the same rows in the same order, whatever their row numbers."""
        return [placement.listing for placement in self.rows.values()] == list(published.rows.values())


@dataclass(frozen=True, slots=True)
class RecordState:
    """Everything that the next list is compared with."""

    participating: LastList = LastList()
    pending: LastList = LastList()
    agencies: Mapping[str, str] = field(default_factory=dict)  # id -> state
    names: Mapping[str, str] = field(default_factory=dict)  # 'NC|alamance county sheriff' -> agency id
    agreements: Mapping[str, KnownAgreement] = field(default_factory=dict)
    agreements_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # agency id -> all it ever had, sorted
    signed_alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # 'NC|JEM|2020-06-09' -> all ever, sorted
    applications: Mapping[str, Application] = field(default_factory=dict)
    applications_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # agency id -> all it ever had
    open_applications: tuple[str, ...] = ()  # that a list may still alter, sorted; all others stay as they are
    slot_histories: Mapping[str, SlotHistory] = field(default_factory=dict)  # by slot: 'NC|alamance county sheriff|JEM'
    endings: Mapping[str, Ending] = field(default_factory=dict)  # by agreement id
    variations: tuple[Variation, ...] = ()
    pending_moves: tuple[float, ...] = ()  # days between pending lists that differed
    lists_since_pending: int = 0  # participating lists accepted since the pending list last differed
    held: tuple[IncomingList, ...] = ()

    def to_json(self) -> str:
        """Compact text; `from_json` gives back an equal state."""
        return _adapter().dump_json((FORMAT, self)).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> "RecordState":
        """Raises ValueError where the text is of another format: derive the state again."""
        return _adapter().validate_json(text)[1]

    def without_entries(self) -> "RecordState":
        """The state without the entries that the record keeps one by one."""
        return self.with_entries({part: {} for part in Part})

    def with_entries(self, entries: Mapping[Part, Mapping[str, Any]]) -> "RecordState":
        """The state with other mappings in place of these."""
        named: dict[str, Any] = {str(part): mapping for part, mapping in entries.items()}
        return replace(self, **named)


def entry_to_json(part: Part, value: object) -> str:
    """One entry of a mapping of the state as compact text."""
    return _entries_adapter(part).dump_json([value], exclude_defaults=True)[1:-1].decode()


def entries_from_json(part: Part, texts: Iterable[str]) -> list[Any]:
    """The entries again. Raises ValueError where a text is of another format."""
    return _entries_adapter(part).validate_json(f"[{','.join(texts)}]")


_ENTRIES: Mapping[Part, Any] = {
    Part.NAMES: list[str],
    Part.AGENCIES: list[str],
    Part.AGREEMENTS: list[KnownAgreement],
    Part.AGREEMENTS_OF: list[tuple[str, ...]],
    Part.SIGNED_ALIKE: list[tuple[str, ...]],
    Part.SLOT_HISTORIES: list[SlotHistory],
    Part.APPLICATIONS: list[Application],
    Part.APPLICATIONS_OF: list[tuple[str, ...]],
}


@cache
def _entries_adapter(part: Part) -> "TypeAdapter[list[Any]]":
    from pydantic import TypeAdapter

    return TypeAdapter(_ENTRIES[part])


@cache
def _adapter() -> "TypeAdapter[tuple[int, RecordState]]":
    """Built at its first use: pydantic needs 40 ms for it, and most commands need no state."""
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Literal[FORMAT], RecordState])  # type: ignore[valid-type]
