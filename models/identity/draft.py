"""The record while one list is carried in: working copies that share with the last state what does not change."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from operator import attrgetter

from models.identity.ids import Reading, agency_id, slot
from models.identity.known import STILL, KnownAgreement, Stand
from models.identity.naming import Relation, relation
from models.identity.state import LastList, RecordState
from models.lists.folding import fold_agency
from models.lists.listings import Listing, texts
from models.lists.resolution import Placement
from models.lists.rulings import Rulings
from models.vocabulary import SupportType


class Names:
    """Which agency a folded name stands for, by what was printed and by what was ruled."""

    def __init__(self, known: dict[str, str], rulings: Rulings) -> None:
        self.known = known
        self._rulings = rulings

    def agency(self, reading: Reading) -> str | None:
        """The agency that is known under this row's name in its state; None for a name never seen."""
        agency = self.known.get(reading.place)
        if agency is None:
            for other in self._rulings.same_as(reading.state, reading.name.key):
                agency = agency or self.known.get(f"{reading.state}|{other}")
        return agency


class Draft:
    """Agencies, agreements, stands and seats of the state to come. The state that came in is not altered."""

    def __init__(self, state: RecordState, rulings: Rulings, number: int) -> None:
        self._before = state
        self.number = number  # of the list that is carried in
        self.agencies = dict(state.agencies)
        self.names = Names(dict(state.names), rulings)
        self.agreements = dict(state.agreements)
        self._of_agency = dict(state.agreements_of)
        self.stands = dict(state.stands)
        self.endings = dict(state.endings)
        self.placements: dict[int, Placement] = {}  # by row number
        self._retold: set[str] = set()  # agreements that have another state, model or agency than before
        self._left_slots: set[str] = set()
        self._by_date: dict[tuple[str, SupportType | None, date | None], set[str]] | None = None

    def keep(self, known: KnownAgreement) -> None:
        """Put an agreement as it stands now, and let its name stand in its slot or leave it."""
        before = self.agreements.get(known.id)
        if before is not None and before.listed:
            self._left_slots.add(slot(before.state, before.key, before.support_type))
        if before is not None and _claims(before) != _claims(known):
            self._retold.add(known.id)
        self.agreements[known.id] = known
        ids = self._of_agency.get(known.agency_id, ())
        if known.id not in ids:
            self._of_agency[known.agency_id] = tuple(sorted((*ids, known.id)))
        if self._by_date is not None:
            self._by_date[known.state, known.support_type, known.signed].add(known.id)
        if known.listed:
            self._stand(slot(known.state, known.key, known.support_type), known.id)

    def agency_of(self, reading: Reading, known: KnownAgreement | None) -> str:
        """The agency of a row; a new spelling or new words keep the agency, another body is another agency."""
        agency = self.names.agency(reading)
        if agency is None and known is not None:
            related = relation(fold_agency(known.state, known.name), reading.name)
            if related.relation <= Relation.REWORDED:
                agency = known.agency_id
        if agency is None:
            agency = agency_id(reading.state, reading.name.key, self.agencies)
            self.agencies[agency] = reading.state
        self.names.known.setdefault(reading.place, agency)
        return agency

    def moved(self, known: KnownAgreement, state: str) -> None:
        """A wrong state was put right: the name is free again in the place where the agency never was."""
        place = f"{known.state}|{known.key}"
        elsewhere = any(
            other.listed and other.state == known.state and other.id != known.id
            for other in self.of_agency(known.agency_id)
        )
        if self.names.known.get(place) == known.agency_id and not elsewhere:
            del self.names.known[place]
            self.agencies[known.agency_id] = state

    def place(self, row: int, listing: Listing, holder: str, duplicate: bool) -> None:
        """Say which agreement a printed row is."""
        known = self.agreements[holder]
        self.placements[row] = Placement(listing, *_claims(known), holder, duplicate)

    def own_row(self, row: int) -> None:
        """Make a row that was placed as a repeat the agreement's own row."""
        self.placements[row] = self.placements[row]._replace(duplicate=False)

    def settle_rows(self) -> None:
        """The last word on the rows, once all are placed, and their order."""
        self._give_each_its_row()
        for row, placed in self.placements.items() if self._retold else ():
            if placed.agreement_id in self._retold:
                known = self.agreements[placed.agreement_id]
                self.placements[row] = Placement(placed.listing, *_claims(known), known.id, placed.duplicate)
        self.placements = dict(sorted(self.placements.items()))

    def _give_each_its_row(self) -> None:
        """An agreement whose own row went on as another one (renewed, switched) keeps a further row as its own."""
        repeats = [row for row, placed in self.placements.items() if placed.duplicate]
        repeated = {self.placements[row].agreement_id for row in repeats}
        own = {
            placed.agreement_id
            for placed in self.placements.values()
            if placed.agreement_id in repeated and not placed.duplicate
        }
        for row in sorted(repeats, key=lambda row: (texts(self.placements[row].listing), row)):
            holder = self.placements[row].agreement_id
            if holder is not None and holder not in own:
                own.add(holder)
                self.own_row(row)
                self.keep(replace(self.agreements[holder], listed=True, replaced=False))

    def take_row(self, holder: str) -> tuple[int, Listing]:
        """Take back the row that was placed as this agreement's own: another one claims the agreement."""
        row = next(
            row for row, placed in self.placements.items() if placed.agreement_id == holder and not placed.duplicate
        )
        return row, self.placements.pop(row).listing

    def of_agency(self, agency: str | None) -> list[KnownAgreement]:
        """All agreements that an agency has or had, as they stand now, by id."""
        ids = self._of_agency.get(agency, ()) if agency else ()
        return [known for id_ in ids if (known := self.agreements[id_]).agency_id == agency]

    def signed_alike(self, reading: Reading) -> list[KnownAgreement]:
        """The agreements of the row's state, model and signing date, by id."""
        key = (reading.state, reading.support_type, reading.signed)
        if self._by_date is None:  # most lists bring nothing new, and need no such index
            self._by_date = defaultdict(set)
            for known in self.agreements.values():
                self._by_date[known.state, known.support_type, known.signed].add(known.id)
        alike = (self.agreements[id_] for id_ in sorted(self._by_date.get(key, ())))
        return [each for each in alike if (each.state, each.support_type, each.signed) == key]

    def state_after(self, last: LastList) -> RecordState:
        """The state once the whole list is carried in."""
        for name in self._left_slots:
            stand = self.stands.get(name)
            if stand is not None and stand.standing and not self._stands_in(stand.agreement_id, name):
                runs = (*stand.runs[:-1], (stand.runs[-1][0], self.number - 1))
                self.stands[name] = Stand(stand.agreement_id, runs)
        return replace(
            self._before,
            participating=last,
            agencies=self.agencies,
            names=self.names.known,
            agreements=self.agreements,
            agreements_of=self._of_agency,
            stands=self.stands,
            endings=self.endings,
        )

    def _stand(self, name: str, holder: str) -> None:
        stand = self.stands.get(name)
        if stand is None:
            self.stands[name] = Stand(holder, ((self.number, STILL),))
        elif not stand.standing:
            self.stands[name] = Stand(holder, (*stand.runs, (self.number, STILL)))
        elif stand.agreement_id != holder:
            self.stands[name] = Stand(holder, stand.runs)

    def _stands_in(self, holder: str, name: str) -> bool:
        known = self.agreements[holder]
        return known.listed and slot(known.state, known.key, known.support_type) == name


_claims = attrgetter("state", "support_type", "agency_id")  # what a placement says of its agreement
