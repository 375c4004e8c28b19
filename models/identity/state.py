"""What the rules know after a list: the state that the next list is resolved against.

The state is a frozen value; its mappings are never altered in place, a new state shares what did not change.
It is bounded by what was ever agreed, not by how many lists there were: rows are kept for the last list only, and
of the lists before it remain who stood where and when.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from models.identity.known import Application, Came, Ending, KnownAgreement, Stand, Variation
from models.lists.changes import Change
from models.lists.listings import Headline, Listing, PublishedList
from models.lists.resolution import ListInHand, Placement
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType

FORMAT = 2  # of the serialised state; another number is derived again from the documents


@dataclass(frozen=True, slots=True)
class LastList:
    """The last accepted list of one kind."""

    snapshot_id: str = ""
    published_at: datetime | None = None
    columns: tuple[str, ...] = ()
    rows: Mapping[int, Placement] = field(default_factory=dict)  # by row number, in printed order
    number: int = 0  # how many were accepted up to this one

    def says_the_same_as(self, published: PublishedList) -> bool:
        """Whether the rows say the same in the same order, wherever they stand."""
        return [placement.listing for placement in self.rows.values()] == list(published.rows.values())


@dataclass(frozen=True, slots=True)
class RecordState:
    """Everything that the next list is resolved against."""

    participating: LastList = LastList()
    pending: LastList = LastList()
    agencies: Mapping[str, str] = field(default_factory=dict)  # id -> state
    names: Mapping[str, str] = field(default_factory=dict)  # 'NC|alamance county sheriff' -> agency id
    agreements: Mapping[str, KnownAgreement] = field(default_factory=dict)
    agreements_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # agency id -> all it ever had, sorted
    applications: Mapping[str, Application] = field(default_factory=dict)
    stands: Mapping[str, Stand] = field(default_factory=dict)  # by slot: 'NC|alamance county sheriff|JEM'
    endings: Mapping[str, Ending] = field(default_factory=dict)  # by agreement id
    variations: tuple[Variation, ...] = ()
    pending_moves: tuple[float, ...] = ()  # days between pending lists that differed
    lists_since_pending: int = 0  # participating lists accepted since the pending list last differed
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
        "agreements": [_plain_agreement(known) for known in state.agreements.values()],
        "agreements_of": dict(state.agreements_of),
        "applications": [_plain_application(known) for known in state.applications.values()],
        "stands": {slot: [stand.agreement_id, stand.runs] for slot, stand in state.stands.items()},
        "endings": {id_: _plain_ending(ending) for id_, ending in state.endings.items()},
        "variations": [list(astuple(known)) for known in state.variations],
        "pending_moves": state.pending_moves,
        "lists_since_pending": state.lists_since_pending,
        "held": [_plain_list(held) for held in state.held],
    }


def _state(plain: dict[str, Any]) -> RecordState:
    agreements = {row[0]: _agreement(*row) for row in plain["agreements"]}
    applications = {row[0]: _application(*row) for row in plain["applications"]}
    return RecordState(
        participating=_last(plain["participating"], agreements),
        pending=_last(plain["pending"], applications),
        agencies=plain["agencies"],
        names=plain["names"],
        agreements=agreements,
        agreements_of={agency: tuple(ids) for agency, ids in plain["agreements_of"].items()},
        applications=applications,
        stands={
            slot: Stand(agreement_id, tuple((start, end) for start, end in runs))
            for slot, (agreement_id, runs) in plain["stands"].items()
        },
        endings={id_: _ending(*row) for id_, row in plain["endings"].items()},
        variations=tuple(Variation(*row) for row in plain["variations"]),
        pending_moves=tuple(plain["pending_moves"]),
        lists_since_pending=plain["lists_since_pending"],
        held=tuple(map(_list, plain["held"])),
    )


_agreement_fields = attrgetter(*(each.name for each in fields(KnownAgreement)))
_application_fields = attrgetter(*(each.name for each in fields(Application)))


def _plain_agreement(known: KnownAgreement) -> list[Any]:
    plain = list(_agreement_fields(known))
    plain[_SIGNED] = _day(known.signed)
    plain[-1] = [_plain_change(known.came.change), _day(known.came.at)] if known.came else None
    return plain


def _agreement(*row: Any) -> KnownAgreement:
    plain = list(row)
    plain[_SUPPORT_TYPE] = _support_type(plain[_SUPPORT_TYPE])
    plain[_SIGNED] = _parsed_day(plain[_SIGNED])
    plain[_EARLIER] = tuple(plain[_EARLIER])
    if plain[-1] is not None:
        change, at = plain[-1]
        plain[-1] = Came(_change(change), datetime.fromisoformat(at))
    return KnownAgreement(*plain)


_SUPPORT_TYPE, _SIGNED, _EARLIER = (
    [each.name for each in fields(KnownAgreement)].index(name)
    for name in ("support_type", "signed", "earlier_moa_urls")
)


def _plain_application(known: Application) -> list[Any]:
    *plain, first_listed, listed, left_at, lists_absent, agreement_id, change = _application_fields(known)
    plain += [_day(first_listed), listed, _day(left_at), lists_absent, agreement_id]
    return [*plain, _plain_change(change) if change else None]


def _application(*row: Any) -> Application:
    *plain, first_listed, listed, left_at, lists_absent, agreement_id, change = row
    plain[_SUPPORT_TYPE] = _support_type(plain[_SUPPORT_TYPE])
    moment = datetime.fromisoformat(left_at) if left_at else None
    plain += [datetime.fromisoformat(first_listed), listed, moment, lists_absent, agreement_id]
    plain.append(_change(change) if change else None)
    return Application(*plain)


def _plain_ending(ending: Ending) -> list[Any]:
    return [
        _plain_change(ending.change),
        ending.document_sha256,
        _day(ending.left_at),
        ending.lists_absent,
        ending.back_on,
    ]


def _ending(change: dict[str, Any], document_sha256: str, left_at: str, lists_absent: int, back_on: int) -> Ending:
    return Ending(_change(change), document_sha256, datetime.fromisoformat(left_at), lists_absent, back_on)


def _plain_last(last: LastList) -> list[Any]:
    return [
        last.snapshot_id,
        _day(last.published_at),
        last.columns,
        [[row, *_plain_listing(each.listing), each.holder, each.duplicate] for row, each in last.rows.items()],
        last.number,
    ]


def _last(plain: list[Any], holders: Mapping[str, KnownAgreement] | Mapping[str, Application]) -> LastList:
    snapshot_id, published_at, columns, rows, number = plain
    return LastList(
        snapshot_id,
        datetime.fromisoformat(published_at) if published_at else None,
        tuple(columns),
        {row: _placement(_listing(*cells), holders[id_], duplicate) for row, *cells, id_, duplicate in rows},
        number,
    )


def _placement(listing: Listing, holder: KnownAgreement | Application, duplicate: bool) -> Placement:
    ids = (holder.id, None) if isinstance(holder, KnownAgreement) else (None, holder.id)
    return Placement(listing, holder.state, holder.support_type, holder.agency_id, ids[0], duplicate, ids[1])


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
        "rows": [[row, *_plain_listing(listing)] for row, listing in held.published.rows.items()],
        "headline": asdict(held.headline) if held.headline else None,
    }


def _list(plain: dict[str, Any]) -> ListInHand:
    headline = Headline(**plain["headline"]) if plain["headline"] else None
    rows = {row: _listing(*cells) for row, *cells in plain["rows"]}
    return ListInHand(
        plain["snapshot_id"],
        plain["document_sha256"],
        datetime.fromisoformat(plain["published_at"]),
        PublishedList(ListKind(plain["kind"]), rows, tuple(plain["columns"]), tuple(plain["remarks"])),
        headline,
    )


def _plain_listing(listing: Listing) -> list[Any]:
    return [*listing[:_SIGNED_CELL], _day(listing.signed), *listing[_SIGNED_CELL + 1 :]]


def _listing(*cells: Any) -> Listing:
    return Listing._make((*cells[:_SIGNED_CELL], _parsed_day(cells[_SIGNED_CELL]), *cells[_SIGNED_CELL + 1 :]))


_SIGNED_CELL = Listing._fields.index("signed")


def _day(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _parsed_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _support_type(text: str | None) -> SupportType | None:
    return SupportType(text) if text else None
