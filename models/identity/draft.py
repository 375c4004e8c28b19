"""The record while one list is processed: working copies that share with the last state what does not change."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter

from models.identity.ids import FoldedRow, agency_id, place, signing, slot
from models.identity.known import ONGOING, KnownAgreement, SlotHistory
from models.identity.last_rows import LastRows
from models.identity.partial import working_copy
from models.identity.state import LastList, RecordState
from models.lists.agency_names import NameRelation, compare_names
from models.lists.folding import fold_agency
from models.lists.listings import Listing, texts
from models.lists.resolution import IncomingList, Placement
from models.lists.rulings import Rulings


class Names:
    """Which agency a folded name belongs to, by earlier lists and by rulings."""

    def __init__(self, state: RecordState, rulings: Rulings) -> None:
        self.known = working_copy(state.names)
        self.agencies = working_copy(state.agencies)
        self._rulings = rulings

    def agency(self, folded: FoldedRow) -> str | None:
        """The agency known under this row's name in its state; None for a new name."""
        agency = self.known.get(folded.place)
        if agency is None:
            for other in self._rulings.same_as(folded.state, folded.name.key):
                agency = agency or self.known.get(place(folded.state, other))
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
        self._rulings = rulings
        self._last_rows = LastRows(state.participating.rows, rulings)
        self.number = state.participating.number + 1  # of the incoming list
        self.names = Names(state, rulings)
        self.agreements = working_copy(state.agreements)
        self._of_agency = working_copy(state.agreements_of)
        self._signed_alike = working_copy(state.signed_alike)
        self.slot_histories = working_copy(state.slot_histories)
        self.endings = dict(state.endings)
        self.placements: dict[int, Placement] = {}  # by row number
        self._reassigned: set[str] = set()  # agreements whose state, support type or agency changed
        self._vacated_slots: set[str] = set()
        self._kept: set[str] = set()  # agreements that this list brought or altered

    def keep(self, known: KnownAgreement) -> None:
        """Store the current version of an agreement, and the slot that it takes or leaves."""
        before = self.agreements.get(known.id)
        if before is not None and before.listed:
            self._vacated_slots.add(slot(before.state, before.key, before.support_type))
        if before is not None and _claims(before) != _claims(known):
            self._reassigned.add(known.id)
        self.agreements[known.id] = known
        ids = self.ids_of(known.agency_id)
        if known.id not in ids:
            self._of_agency[known.agency_id] = tuple(sorted((*ids, known.id)))
        self._kept.add(known.id)
        signed = signing(known.state, known.support_type, known.signed)
        if before is None or signing(before.state, before.support_type, before.signed) != signed:
            alike = self._signed_alike.get(signed, ())
            self._signed_alike[signed] = tuple(sorted({*alike, known.id}))
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
        name = place(known.state, known.key)
        others = (other for other in self.of_agency(known.agency_id) if other.listed and other.id != known.id)
        elsewhere = any(other.state == known.state for other in others)
        if self.names.known.get(name) == known.agency_id and not elsewhere:
            del self.names.known[name]
            self.names.agencies[known.agency_id] = state

    def place(self, row: int, listing: Listing, holder: str, duplicate: bool) -> None:
        """Record which agreement a printed row is."""
        known = self.agreements[holder]
        link = self._rulings.correct(listing).moa_url
        self.placements[row] = Placement(listing, *_claims(known), holder, duplicate, signed=known.signed, moa_url=link)

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

    def ids_of(self, agency: str) -> tuple[str, ...]:
        """The ids of all agreements that an agency ever had, also of those that another one has now."""
        return self._of_agency.get(agency, ())

    def signed_alike(self, known: KnownAgreement) -> list[KnownAgreement]:
        """All agreements, also those of long ago, with the state, support type and signing date of this one."""
        claims = (known.state, known.support_type, known.signed)
        alike = map(self.agreements.__getitem__, self._signed_alike.get(signing(*claims), ()))
        return [each for each in alike if (each.state, each.support_type, each.signed) == claims]

    def listed_beside(self, folded: FoldedRow, alike: Callable[[Placement, Listing], bool]) -> Iterator[KnownAgreement]:
        """The listed agreements with the row's state and support type, sorted by id: those of which a row of the last
        list is `alike`, and all that this list brought or altered."""
        ids = self._last_rows.holders(folded.state, folded.support_type, alike)
        for known in map(self.agreements.__getitem__, sorted(ids | self._kept)):
            if known.listed and (known.state, known.support_type) == (folded.state, folded.support_type):
                yield known

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
            signed_alike=self._signed_alike,
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
