"""What the rules know after a list: the state that the next list is resolved against.

The state is a frozen value; its mappings are never altered in place, a new state shares what did not change.
It is bounded by what was ever agreed, not by how many lists there were: rows are kept for the last list only, and
of the lists before it remain who stood where and when.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from models.changes import Change
from models.listings import Headline, Listing, PublishedList
from models.resolution import ListInHand
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType

FORMAT = 1  # of the serialised state; another number is derived again from the documents

STILL = 0  # the end of a run that goes on

Cells = tuple[str, ...]

# A row without its number, in strings alone: the key by which an unchanged row is known at once.
printed_cells = attrgetter(
    "state",
    "agency",
    "agency_type",
    "county",
    "support_type",
    "signed_text",
    "moa",
    "moa_url",
    "addendum",
    "addendum_url",
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A row of the last accepted list, and which agreement (or application) it was."""

    cells: Cells
    holder: str  # the agreement's id, on the pending list the application's
    duplicate: bool
    row: int


@dataclass(frozen=True, slots=True)
class KnownAgreement:
    """An agreement as the lists tell it so far. County, type and links are the last ones that were printed: a
    list that lacks a column, or loses a link, takes nothing away from what is known."""

    id: str
    agency_id: str
    state: str
    support_type: SupportType | None
    key: str  # the folded name it was last printed under
    name: str  # as printed, tidy
    agency_type: str
    county: str
    signed: date | None
    signed_text: str
    moa_url: str
    earlier_moa_urls: tuple[str, ...]
    addendum_url: str
    listed: bool
    replaced: bool = False  # switched away from: its leaving is told by the switch


@dataclass(frozen=True, slots=True)
class Stand:
    """On which lists one folded name stood in one slot (state, name, support type), and for which agreement last."""

    agreement_id: str
    runs: tuple[tuple[int, int], ...]  # numbers of accepted lists, first and last; last 0: still there

    @property
    def standing(self) -> bool:
        return self.runs[-1][1] == STILL

    def met(self, other: "Stand") -> bool:
        """Whether both ever stood on one list together."""
        return any(
            start <= (other_end or start) and other_start <= (end or other_start)
            for start, end in self.runs
            for other_start, other_end in other.runs
        )


@dataclass(frozen=True, slots=True)
class Ending:
    """An agreement that left, from the list that first lacked it until nothing can explain it away any more."""

    change: Change
    document_sha256: str
    left_at: datetime
    lists_absent: int


@dataclass(frozen=True, slots=True)
class Application:
    """One row of the pending list: an agency that has applied for a model."""

    id: str
    agency_id: str
    state: str
    support_type: SupportType | None
    key: str
    name: str
    first_listed: datetime
    listed: bool
    left_at: datetime | None = None
    change: Change | None = None  # how it left, while that may still be read anew


@dataclass(frozen=True, slots=True)
class Variation:
    """How much two accepted lists that follow each other differed: what the limits are learned from."""

    rows: int
    lost: int  # agreements that left unexplained
    lost_in_one_state: int  # the most in one state
    unlinked: int  # MOA links lost by rows that stayed
    late: int  # agreements new to the list that were signed long before it
    days: float


@dataclass(frozen=True, slots=True)
class LastList:
    """The last accepted list of one kind."""

    snapshot_id: str = ""
    cells_sha256: str = ""
    published_at: datetime | None = None
    columns: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    number: int = 0  # how many were accepted up to this one


@dataclass(frozen=True, slots=True)
class RecordState:
    """Everything that the next list is resolved against."""

    participating: LastList = LastList()
    pending: LastList = LastList()
    agencies: Mapping[str, str] = field(default_factory=dict)  # id -> state
    names: Mapping[str, str] = field(default_factory=dict)  # 'NC|alamance county sheriff' -> agency id
    agreements: Mapping[str, KnownAgreement] = field(default_factory=dict)
    applications: Mapping[str, Application] = field(default_factory=dict)
    stands: Mapping[str, Stand] = field(default_factory=dict)  # by slot: 'NC|alamance county sheriff|JEM'
    endings: Mapping[str, Ending] = field(default_factory=dict)  # by agreement id
    variations: tuple[Variation, ...] = ()
    pending_moves: tuple[float, ...] = ()  # days between pending lists that differed
    stale_told: bool = False
    held: tuple[ListInHand, ...] = ()

    def to_json(self) -> str:
        """Compact text; `from_json` gives back an equal state."""
        return json.dumps(_plain(self), separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> "RecordState":
        """Raises ValueError where the text is of another format: derive the state again."""
        plain = json.loads(text)
        if plain.get("format") != FORMAT:
            raise ValueError(f"state of format {plain.get('format')}, {FORMAT} is due: derive it again")
        return _state(plain)


# -- to JSON and back: records as arrays without field names, because there are thousands of them ---------------


def _plain(state: RecordState) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "participating": _plain_last(state.participating),
        "pending": _plain_last(state.pending),
        "agencies": dict(state.agencies),
        "names": dict(state.names),
        "agreements": [
            [
                known.id, known.agency_id, known.state, known.support_type, known.key, known.name, known.agency_type,
                known.county, _day(known.signed), known.signed_text, known.moa_url, known.earlier_moa_urls,
                known.addendum_url, known.listed, known.replaced,
            ]
            for known in state.agreements.values()
        ],
        "applications": [
            [
                known.id, known.agency_id, known.state, known.support_type, known.key, known.name,
                known.first_listed.isoformat(), known.listed, _day(known.left_at),
                _plain_change(known.change) if known.change else None,
            ]
            for known in state.applications.values()
        ],
        "stands": {slot: [stand.agreement_id, stand.runs] for slot, stand in state.stands.items()},
        "endings": {
            id_: [_plain_change(ending.change), ending.document_sha256, ending.left_at.isoformat(), ending.lists_absent]
            for id_, ending in state.endings.items()
        },
        "variations": [
            [known.rows, known.lost, known.lost_in_one_state, known.unlinked, known.late, known.days]
            for known in state.variations
        ],
        "pending_moves": state.pending_moves,
        "stale_told": state.stale_told,
        "held": [_plain_list(held) for held in state.held],
    }  # fmt: skip


def _state(plain: dict[str, Any]) -> RecordState:
    agreements = (
        KnownAgreement(
            *row[:3], _support_type(row[3]), *row[4:8], _parsed_day(row[8]), *row[9:11], tuple(row[11]), *row[12:]
        )
        for row in plain["agreements"]
    )
    applications = (
        Application(
            *row[:3],
            _support_type(row[3]),
            *row[4:6],
            datetime.fromisoformat(row[6]),
            row[7],
            datetime.fromisoformat(row[8]) if row[8] else None,
            _change(row[9]) if row[9] else None,
        )
        for row in plain["applications"]
    )
    return RecordState(
        participating=_last(plain["participating"]),
        pending=_last(plain["pending"]),
        agencies=plain["agencies"],
        names=plain["names"],
        agreements={known.id: known for known in agreements},
        applications={known.id: known for known in applications},
        stands={
            slot: Stand(agreement_id, tuple((start, end) for start, end in runs))
            for slot, (agreement_id, runs) in plain["stands"].items()
        },
        endings={
            id_: Ending(_change(change), sha256, datetime.fromisoformat(left_at), absent)
            for id_, (change, sha256, left_at, absent) in plain["endings"].items()
        },
        variations=tuple(Variation(*row) for row in plain["variations"]),
        pending_moves=tuple(plain["pending_moves"]),
        stale_told=plain["stale_told"],
        held=tuple(map(_list, plain["held"])),
    )


def _plain_last(last: LastList) -> list[Any]:
    return [
        last.snapshot_id,
        last.cells_sha256,
        _day(last.published_at),
        last.columns,
        [[*seat.cells, seat.holder, seat.duplicate, seat.row] for seat in last.seats],
        last.number,
    ]


def _last(plain: list[Any]) -> LastList:
    snapshot_id, cells_sha256, published_at, columns, seats, number = plain
    return LastList(
        snapshot_id,
        cells_sha256,
        datetime.fromisoformat(published_at) if published_at else None,
        tuple(columns),
        tuple(Seat(tuple(row[:-3]), row[-3], row[-2], row[-1]) for row in seats),
        number,
    )


def _plain_change(change: Change) -> dict[str, Any]:
    plain = asdict(change)
    return plain | {"signed": _day(change.signed), "signed_before": _day(change.signed_before)}


def _change(plain: dict[str, Any]) -> Change:
    return Change(
        **plain
        | {
            "kind": ChangeKind(plain["kind"]),
            "status": ChangeStatus(plain["status"]),
            "list_kind": ListKind(plain["list_kind"]),
            "support_type": _support_type(plain["support_type"]),
            "support_type_before": _support_type(plain["support_type_before"]),
            "signed": _parsed_day(plain["signed"]),
            "signed_before": _parsed_day(plain["signed_before"]),
            "evidence": tuple(plain["evidence"]),
        }
    )


def _plain_list(held: ListInHand) -> dict[str, Any]:
    return {
        "snapshot_id": held.snapshot_id,
        "document_sha256": held.document_sha256,
        "published_at": held.published_at.isoformat(),
        "kind": held.published.kind,
        "columns": held.published.columns,
        "remarks": held.published.remarks,
        "listings": [[row.row, *row.cells[:5], _day(row.signed), *row.cells[6:]] for row in held.published.listings],
        "headline": asdict(held.headline) if held.headline else None,
    }


def _list(plain: dict[str, Any]) -> ListInHand:
    headline = plain["headline"]
    if headline is not None:
        counts = tuple((name, count) for name, count in headline["by_support_type"])
        headline = Headline(**headline | {"by_support_type": counts})
    listings = tuple(Listing(*row[:6], _parsed_day(row[6]), *row[7:]) for row in plain["listings"])
    return ListInHand(
        plain["snapshot_id"],
        plain["document_sha256"],
        datetime.fromisoformat(plain["published_at"]),
        PublishedList(ListKind(plain["kind"]), listings, tuple(plain["columns"]), tuple(plain["remarks"])),
        headline,
    )


def _day(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _parsed_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _support_type(text: str | None) -> SupportType | None:
    return SupportType(text) if text else None
