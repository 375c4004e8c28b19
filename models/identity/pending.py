"""Carry one pending list into the record: applications come, go on under another spelling, and leave."""

from dataclasses import replace
from itertools import chain

from models.identity import applications
from models.identity.draft import Names
from models.identity.endings import Patience
from models.identity.ids import Reading, agency_id, application_id, read
from models.identity.known import Application, Seat
from models.identity.naming import Relation, relation
from models.identity.pairing import assign
from models.identity.seating import Seating, seat
from models.identity.state import LastList, RecordState
from models.lists.changes import Change
from models.lists.folding import fold_agency, tidy
from models.lists.listings import Listing
from models.lists.resolution import ListInHand, Placement
from models.lists.rulings import Rulings
from models.vocabulary import ChangeKind, ChangeStatus, SupportType


class PendingAcceptance:
    """One pending list carried in. It is made whole on construction and then read off."""

    def __init__(self, state: RecordState, in_hand: ListInHand, rulings: Rulings, patience: Patience) -> None:
        self._before = state
        self._in_hand = in_hand
        self._rulings = rulings
        self._patience = patience
        self._first = not state.pending.snapshot_id
        self._agencies = dict(state.agencies)
        self._names = Names(dict(state.names), rulings)
        self._applications = dict(state.applications)
        self._listed: dict[tuple[str, SupportType | None], str] = {}  # which application each listed slot is
        self._told: dict[str, Change] = {}
        self.placements: dict[int, Placement] = {}  # by row number
        self._carry_in()

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(self._told.values())

    def state_after(self) -> RecordState:
        last, published = self._before.pending, self._in_hand.published
        moves = self._before.pending_moves
        if last.published_at is not None:
            days = round((self._in_hand.published_at - last.published_at).total_seconds() / 86_400, 3)
            moves = (*moves, days)[-_MOVES_KEPT:]
        return replace(
            self._before,
            agencies=self._agencies,
            names=self._names.known,
            applications=self._applications,
            pending=LastList(
                self._in_hand.snapshot_id,
                self._in_hand.published_at,
                published.columns,
                self.placements,
                last.number + 1,
            ),
            pending_moves=moves,
            lists_since_pending=0,
        )

    def _carry_in(self) -> None:
        seating = seat(
            self._before.pending.rows,
            self._in_hand.published.rows,
            self._names,
            self._applications,
            lambda _: None,
            self._rulings,
        )
        for row, placed in seating.unchanged.items():
            self._place(row, placed.listing, placed.holder, placed.duplicate)
        for taken, reading in chain(seating.altered, self._paired(seating)):
            self._go_on(taken, reading)
        for holder, reading in seating.repeats:
            self._place(reading.row, reading.listing, holder, True)
        for reading in seating.new:
            self._come(reading)
        for taken in seating.left:
            self._leave(taken)
        for id_, application in self._applications.items():
            if not application.listed and application.change is not None:
                older = applications.aged(application, self._in_hand, self._patience)
                self._applications[id_] = older
                if older.change is not None and older.change is not application.change:
                    self._told[older.change.id] = older.change
        self.placements = dict(sorted(self.placements.items()))

    def _paired(self, seating: Seating) -> list[tuple[Seat, Reading]]:
        """Applications that go on under another spelling, or for another model: taken out of left and new."""
        closeness: dict[tuple[int, int], float] = {}
        for place, taken in enumerate(seating.left):
            before = read(taken.row, taken.listing, self._rulings)
            for other, reading in enumerate(seating.new):
                if before.state == reading.state and (closest := _closeness(before, reading)):
                    closeness[place, other] = closest
        pairs = assign(closeness)
        found = [(seating.left[place], seating.new[other]) for place, other in pairs]
        seating.left = [taken for taken in seating.left if taken not in {seat_ for seat_, _ in found}]
        placed = {other for _, other in pairs}
        seating.new = [reading for other, reading in enumerate(seating.new) if other not in placed]
        return found

    def _go_on(self, taken: Seat, reading: Reading) -> None:
        known = self._applications[taken.holder]
        if known.support_type != reading.support_type:
            self._applications[known.id] = replace(known, listed=False, left_at=self._in_hand.published_at)
            self._apply(reading, known)
            return
        self._applications[known.id] = replace(known, key=reading.name.key, name=tidy(reading.meant.agency))
        self._names.known.setdefault(reading.place, known.agency_id)
        self._place(reading.row, reading.listing, known.id, taken.duplicate)

    def _come(self, reading: Reading) -> None:
        agency = self._agency_of(reading)
        holder = self._listed.get((agency, reading.support_type))
        if holder is not None:
            self._place(reading.row, reading.listing, holder, True)
            return
        back = next(
            (
                application
                for application in self._applications.values()
                if (application.agency_id, application.support_type) == (agency, reading.support_type)
                and application.change is not None
                and application.change.kind is ChangeKind.PENDING_DROPPED
            ),
            None,
        )
        if back is None or back.change is None:
            self._apply(reading, None)
            return
        # It had been left out and not dropped.
        change = replace(back.change, status=ChangeStatus.WITHDRAWN, settled_by=self._in_hand.snapshot_id)
        self._told[change.id] = change
        self._applications[back.id] = replace(back, listed=True, left_at=None, lists_absent=0, change=None)
        self._place(reading.row, reading.listing, back.id, False)

    def _apply(self, reading: Reading, instead_of: Application | None) -> None:
        agency = self._agency_of(reading)
        day = self._in_hand.published_at.date()
        holder = application_id(agency, reading.support_type, day, self._applications)
        application = Application(
            id=holder,
            agency_id=agency,
            state=reading.state,
            support_type=reading.support_type,
            key=reading.name.key,
            name=tidy(reading.meant.agency),
            first_listed=self._in_hand.published_at,
            listed=True,
        )
        self._applications[holder] = application
        if not self._first:
            change = applications.about(self._in_hand, ChangeKind.PENDING_ADDED, application, reading.row, ())
            if instead_of is not None:
                evidence = ("applies for another model than before",)
                change = replace(change, support_type_before=instead_of.support_type, evidence=evidence)
            self._told[change.id] = change
        self._place(reading.row, reading.listing, holder, False)

    def _leave(self, taken: Seat) -> None:
        known = replace(self._applications[taken.holder], listed=False, left_at=self._in_hand.published_at)
        if known.agreement_id is None:
            agreement = min(
                (
                    each
                    for each in self._before.agreements.values()
                    if each.listed and applications.settles(each, known)
                ),
                key=lambda each: (each.agency_id != known.agency_id, each.id),
                default=None,
            )
            if agreement is not None:
                change = applications.signing(known, agreement, self._in_hand)
                known = replace(known, agreement_id=agreement.id)
            else:
                change = applications.dropping(known, taken.row, self._in_hand)
                known = replace(known, change=change)
            self._told[change.id] = change
        self._applications[known.id] = known

    def _agency_of(self, reading: Reading) -> str:
        agency = self._names.agency(reading)
        if agency is None:
            agency = agency_id(reading.state, reading.name.key, self._agencies)
            self._agencies[agency] = reading.state
            self._names.known[reading.place] = agency
        return agency

    def _place(self, row: int, listing: Listing, holder: str, duplicate: bool) -> None:
        known = self._applications[holder]
        self._listed[known.agency_id, known.support_type] = holder
        claims = (known.state, known.support_type, known.agency_id)
        self.placements[row] = Placement(listing, *claims, None, duplicate, application_id=holder)


# A season of pending lists, which come about daily.
_MOVES_KEPT = 60

_CLOSENESS = {Relation.REORDERED: 4.0, Relation.MISSPELLED: 3.0, Relation.REWORDED: 2.0}


def _closeness(before: Reading, now: Reading) -> float:
    """How much speaks for one application printed otherwise; 0 for two."""
    related = relation(fold_agency(before.state, before.meant.agency), now.name).relation
    if before.support_type != now.support_type:
        return 1.0 if related is Relation.EQUAL else 0.0
    if before.county and now.county and before.county != now.county:
        return 0.0
    return _CLOSENESS.get(related, 0.0)
