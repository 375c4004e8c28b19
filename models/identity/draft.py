"""The record while one list is processed: working copies that share with the last state what does not change."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from operator import attrgetter

from models.identity.agency_names import NameRelation, compare_names
from models.identity.ids import FoldedRow, agency_id, slot
from models.identity.known import ONGOING, KnownAgreement, SlotHistory
from models.identity.state import LastList, RecordState
from models.lists.folding import fold_agency
from models.lists.listings import Listing, texts
from models.lists.resolution import IncomingList, Placement
from models.lists.rulings import Rulings
from models.vocabulary import SupportType


class Names:
    """Which agency a folded name belongs to, by earlier lists and by rulings."""

    def __init__(self, state: RecordState, rulings: Rulings) -> None:
        self.known = dict(state.names)
        self.agencies = dict(state.agencies)
        self._rulings = rulings

    def agency(self, folded: FoldedRow) -> str | None:
        """The agency known under this row's name in its state; None for a new name."""
        agency = self.known.get(folded.place)
        if agency is None:
            for other in self._rulings.same_as(folded.state, folded.name.key):
                agency = agency or self.known.get(f"{folded.state}|{other}")
        return agency

    def keep(self, folded: FoldedRow, agency: str | None) -> str:
        """The agency (None: a new one) that the row's name belongs to from now on."""
        if agency is None:
            agency = agency_id(folded.state, folded.name.key, self.agencies)
            self.agencies[agency] = folded.state
        return self.known.setdefault(folded.place, agency)


class Draft:
    """Agencies, agreements, slot histories and rows of the next state. The last state is not altered."""

    def __init__(self, state: RecordState, rulings: Rulings) -> None:
        self._before = state
        self.number = state.participating.number + 1  # of the incoming list
        self.names = Names(state, rulings)
        self.agreements = dict(state.agreements)
        self._of_agency = dict(state.agreements_of)
        self.slot_histories = dict(state.slot_histories)
        self.endings = dict(state.endings)
        self.placements: dict[int, Placement] = {}  # by row number
        self._reassigned: set[str] = set()  # agreements whose state, support type or agency changed
        self._vacated_slots: set[str] = set()
        self._by_date: dict[tuple[str, SupportType | None, date | None], set[str]] | None = None

    def keep(self, known: KnownAgreement) -> None:
        """Store the current version of an agreement, and the slot that it takes or leaves."""
        before = self.agreements.get(known.id)
        if before is not None and before.listed:
            self._vacated_slots.add(slot(before.state, before.key, before.support_type))
        if before is not None and _claims(before) != _claims(known):
            self._reassigned.add(known.id)
        self.agreements[known.id] = known
        ids = self._of_agency.get(known.agency_id, ())
        if known.id not in ids:
            self._of_agency[known.agency_id] = tuple(sorted((*ids, known.id)))
        if self._by_date is not None:
            self._by_date[known.state, known.support_type, known.signed].add(known.id)
        if known.listed:
            self._hold(slot(known.state, known.key, known.support_type), known.id)

    def agency_of(self, folded: FoldedRow, known: KnownAgreement | None) -> str:
        """The agency of a row: a new spelling or wording keeps the agency, another body is another agency."""
        agency = self.names.agency(folded)
        if agency is None and known is not None:
            related = compare_names(fold_agency(known.state, known.name), folded.name)
            if related.relation <= NameRelation.REWORDED:
                agency = known.agency_id
        return self.names.keep(folded, agency)

    def moved(self, known: KnownAgreement, state: str) -> None:
        """A wrong state was corrected: the name is free again in the state where the agency never was."""
        place = f"{known.state}|{known.key}"
        others = (other for other in self.of_agency(known.agency_id) if other.listed and other.id != known.id)
        elsewhere = any(other.state == known.state for other in others)
        if self.names.known.get(place) == known.agency_id and not elsewhere:
            del self.names.known[place]
            self.names.agencies[known.agency_id] = state

    def place(self, row: int, listing: Listing, holder: str, duplicate: bool) -> None:
        """Record which agreement a printed row is."""
        known = self.agreements[holder]
        self.placements[row] = Placement(listing, *_claims(known), holder, duplicate, signed=known.signed)

    def finish_rows(self) -> None:
        """Once all rows are placed: give each agreement its own row, update what rows say of it, and sort."""
        self._give_each_its_row()
        for row, placed in self.placements.items() if self._reassigned else ():
            if placed.agreement_id in self._reassigned:
                self.place(row, placed.listing, placed.holder, placed.duplicate)
        self.placements = dict(sorted(self.placements.items()))

    def _give_each_its_row(self) -> None:
        """An agreement whose own row now belongs to another one (renewed, switched) keeps a repeated row as its own."""
        repeats = [row for row, placed in self.placements.items() if placed.duplicate]
        repeated = {self.placements[row].agreement_id for row in repeats}
        own = {each.agreement_id for each in self.placements.values() if not each.duplicate} & repeated
        for row in sorted(repeats, key=lambda row: (texts(self.placements[row].listing), row)):
            holder = self.placements[row].agreement_id
            if holder is not None and holder not in own:
                own.add(holder)
                self.placements[row] = self.placements[row]._replace(duplicate=False)
                self.keep(replace(self.agreements[holder], listed=True, replaced=False))

    def take_row(self, holder: str) -> tuple[int, Listing]:
        """Remove the row placed as this agreement's own, because another row claims the agreement."""
        own_rows = (row for row, placed in self.placements.items() if placed.holder == holder and not placed.duplicate)
        row = next(own_rows)
        return row, self.placements.pop(row).listing

    def of_agency(self, agency: str | None) -> list[KnownAgreement]:
        """All agreements that an agency has or had, sorted by id."""
        had = map(self.agreements.__getitem__, self._of_agency.get(agency or "", ()))
        return [known for known in had if known.agency_id == agency]

    def signed_alike(self, folded: FoldedRow) -> list[KnownAgreement]:
        """The agreements with the row's state, support type and signing date, sorted by id."""
        key = (folded.state, folded.support_type, folded.signed)
        if self._by_date is None:  # most lists bring nothing new and need no index
            self._by_date = defaultdict(set)
            for known in self.agreements.values():
                self._by_date[known.state, known.support_type, known.signed].add(known.id)
        alike = (self.agreements[id_] for id_ in sorted(self._by_date.get(key, ())))
        return [each for each in alike if (each.state, each.support_type, each.signed) == key]

    def state_after(self, incoming: IncomingList) -> RecordState:
        """The state once the whole list is processed."""
        for name in self._vacated_slots:
            history = self.slot_histories[name]
            holder = self.agreements[history.agreement_id]
            holds = holder.listed and slot(holder.state, holder.key, holder.support_type) == name
            if history.ongoing and not holds:
                runs = (*history.runs[:-1], (history.runs[-1][0], self.number - 1))
                self.slot_histories[name] = SlotHistory(history.agreement_id, runs)
        return replace(
            self._before,
            participating=LastList.of(incoming, self.placements, self.number),
            agencies=self.names.agencies,
            names=self.names.known,
            agreements=self.agreements,
            agreements_of=self._of_agency,
            slot_histories=self.slot_histories,
            endings=self.endings,
        )

    def _hold(self, name: str, holder: str) -> None:
        history = self.slot_histories.get(name)
        runs = history.runs if history else ()
        if history is None or not history.ongoing:
            runs = (*runs, (self.number, ONGOING))
        if history is None or (runs, holder) != (history.runs, history.agreement_id):
            self.slot_histories[name] = SlotHistory(holder, runs)


_claims = attrgetter("state", "support_type", "agency_id")  # what a placement repeats from its agreement
