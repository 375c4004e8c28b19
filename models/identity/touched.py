"""What a list touches: the entries of the record that the rules will ask for, told before they run.

A guess, made of the rows that differ from the last list: their names, the agreements and agencies behind those, and
what they may be weighed against. An entry guessed for nothing costs a look-up, and one left out is fetched when the
rules ask for it, so the guess decides on the time alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from models.identity.applications import may_fulfill
from models.identity.ids import FoldedRow, agency_id, agreement_id, fold_row, place, signing, slot
from models.identity.known import Application, KnownAgreement
from models.identity.last_rows import LastRows
from models.identity.partial import Part, at_hand, is_known
from models.identity.row_matching import split_rows
from models.identity.state import RecordState
from models.lists.listings import Listing
from models.lists.resolution import IncomingList, Placement
from models.lists.rulings import Rulings
from models.vocabulary import ListKind, SupportType

Wanted = dict[Part, set[str]]

_MODELS: tuple[SupportType | None, ...] = (None, *SupportType)


class Touched:
    """What differs between the last list and an incoming one, or one of the held lists before it."""

    def __init__(self, state: RecordState, incoming: IncomingList, rulings: Rulings) -> None:
        self._is_pending = incoming.published.kind is ListKind.PENDING
        self._rulings = rulings
        self._fresh: list[FoldedRow] = []
        self._vacant: list[tuple[FoldedRow, Placement]] = []
        self._participating = LastRows(state.participating.rows, rulings)
        last = state.pending.rows if self._is_pending else state.participating.rows
        for each in (incoming,) if self._is_pending else (*state.held, incoming):
            self._compare(last, each.published.rows)
        self._endings = () if self._is_pending else tuple(state.endings)
        self._open = state.open_applications if self._is_pending or self._fresh else ()
        self._alike = self._listed_alike()

    def wanted(self, state: RecordState) -> Wanted:
        """The entries, as far as they follow from those at hand; ask again with those until nothing is added."""
        names = {name for folded in self._rows() for name in self._names_of(folded)}
        agencies = {placed.agency_id for _, placed in self._vacant}
        agencies |= set(filter(None, (at_hand(state.names, name) for name in names)))
        slots = {slot(each.state, each.name.key, model) for each in self._rows() for model in _MODELS}
        holders = set() if self._is_pending else {placed.holder for _, placed in self._vacant}
        holders |= {
            history.agreement_id for history in (at_hand(state.slot_histories, each) for each in slots) if history
        }
        holders |= self._alike
        known = [each for each in (at_hand(state.agreements, id_) for id_ in holders) if each]
        known += self._weighed_against(state)
        new = {agency_id(each.state, each.name.key, ()) for each in self._fresh}
        agencies |= new | {each.agency_id for each in known}
        owned = {id_ for agency in agencies for id_ in at_hand(state.agreements_of, agency) or ()}
        owned |= {self._own_id(state, each) for each in self._fresh}
        wanted = {
            Part.NAMES: names | {place(each.state, each.key) for each in known},
            Part.AGENCIES: new,
            Part.SIGNED_ALIKE: {signing(each.state, each.support_type, each.signed) for each in self._fresh},
            Part.SLOT_HISTORIES: slots | {slot(each.state, each.key, each.support_type) for each in known},
            Part.AGREEMENTS: {*holders, *owned, *self._endings},
            Part.AGREEMENTS_OF: agencies,
            Part.APPLICATIONS: set(self._open),
            Part.APPLICATIONS_OF: set[str](),
        }
        if self._is_pending:
            applied = {id_ for agency in agencies for id_ in at_hand(state.applications_of, agency) or ()}
            wanted[Part.APPLICATIONS] |= applied
            wanted[Part.APPLICATIONS_OF] = agencies
            wanted[Part.AGREEMENTS] = set(self._may_fulfill(state))
        return wanted

    def _compare(self, last: Mapping[int, Placement], rows: Mapping[int, Listing]) -> None:
        split = split_rows(last, rows)
        self._fresh += (fold_row(row, rows[row], self._rulings) for row in split.fresh)
        self._vacant += ((fold_row(row, last[row].listing, self._rulings), last[row]) for row in split.vacant)

    def _rows(self) -> Iterator[FoldedRow]:
        yield from self._fresh
        yield from (folded for folded, _ in self._vacant)

    def _names_of(self, folded: FoldedRow) -> Iterable[str]:
        same = self._rulings.same_as(folded.state, folded.name.key)
        return (folded.place, *(place(folded.state, other) for other in same))

    def _own_id(self, state: RecordState, folded: FoldedRow) -> str:
        """The id that the row's agreement would have, were it new."""
        agency = at_hand(state.names, folded.place) or agency_id(folded.state, folded.name.key, ())
        return agreement_id(agency, folded.support_type, folded.signed, at_hand(state.agreements_of, agency) or ())

    def _listed_alike(self) -> set[str]:
        """The listed agreements that a new row may copy."""
        if self._is_pending:
            return set()
        dated = [each for each in self._fresh if each.county and each.signed is not None]
        holders = self._participating.holders
        return {id_ for each in dated for id_ in holders(each.state, each.support_type, partial(_signed_alike, each))}

    def _weighed_against(self, state: RecordState) -> Sequence[KnownAgreement]:
        """The agreements lately missing that a new row may be."""
        missing = filter(None, (at_hand(state.agreements, id_) for id_ in self._endings))
        states = {each.state for each in self._fresh}
        names = {each.name.key for each in self._fresh}
        return [known for known in missing if known.state in states or known.key in names]

    def _may_fulfill(self, state: RecordState) -> Iterator[str]:
        """The listed agreements that may be what applications asked for that are no longer pending."""
        for _, placed in self._vacant:
            application = at_hand(state.applications, placed.holder)
            if application is not None and application.agreement_id is None:
                fits = partial(_fits, application)
                yield from self._participating.holders(application.state, application.support_type, fits)


def _signed_alike(folded: FoldedRow, _: Placement, row: Listing) -> bool:
    return row.signed in (None, folded.signed)


def _fits(application: Application, placed: Placement, row: Listing) -> bool:
    return may_fulfill(placed, row, application)


def missing_of(state: RecordState, wanted: Wanted) -> Wanted:
    """Those of the wanted entries that are not at hand."""
    lacking = {part: {key for key in keys if not is_known(getattr(state, part), key)} for part, keys in wanted.items()}
    return {part: keys for part, keys in lacking.items() if keys}
