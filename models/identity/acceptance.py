"""Carry one participating list into the record: every row placed, every difference told once."""

from collections import Counter
from dataclasses import replace

from models.identity import telling
from models.identity.arrivals import Arrivals
from models.identity.chapter import Chapter
from models.identity.continuations import Continuations, repeats
from models.identity.draft import Draft
from models.identity.endings import Patience, aged, is_closed, reopened
from models.identity.ids import Reading, read
from models.identity.known import Cells, Ending, KnownAgreement, Seat, Variation
from models.identity.matching import match
from models.identity.seating import Seating, seat
from models.identity.state import LastList, RecordState
from models.lists.changes import Change
from models.lists.folding import tidy
from models.lists.resolution import Doubt, ListInHand
from models.lists.rulings import Rulings
from models.vocabulary import ChangeKind


class Acceptance:
    """One list carried into a draft of the record. It is made whole on construction and then read off."""

    def __init__(self, state: RecordState, in_hand: ListInHand, rulings: Rulings, patience: Patience) -> None:
        self._patience = patience
        self._number = state.participating.number + 1
        self.draft = Draft(state, rulings, self._number)
        self._chapter = Chapter(state, in_hand, rulings, self.draft)
        self._continuations = Continuations(self._chapter)
        self._arrivals = Arrivals(self._chapter, self._continuations)
        self.lost: Counter[str] = Counter()  # agreements that left unexplained, by state
        self.continued: list[tuple[Cells, Cells]] = []  # of rows that go on otherwise than they were
        self._carry_in()

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this list tells: new changes, and changes of earlier lists that it settled."""
        return tuple(self._chapter.told.values())

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return tuple(self._chapter.doubts)

    @property
    def shared_columns(self) -> frozenset[str]:
        return self._chapter.shared_columns

    def state_after(self) -> RecordState:
        published = self._chapter.in_hand.published
        return self.draft.state_after(
            LastList(
                self._chapter.in_hand.snapshot_id,
                self._chapter.in_hand.published_at,
                published.columns,
                self.draft.placements,
                self._number,
            )
        )

    def came(self) -> tuple[KnownAgreement, ...]:
        """The agreements that this list brought, for the applications that they may settle."""
        ids = [change.agreement_id for change in self._chapter.told.values() if change.kind in telling.CAME]
        return tuple(self.draft.agreements[id_] for id_ in ids if id_ is not None)

    def variation(self) -> Variation:
        last = self._chapter.before.participating.published_at
        return Variation(
            rows=len(self.draft.placements),
            lost=sum(self.lost.values()),
            lost_in_one_state=max(self.lost.values(), default=0),
            unlinked=sum(change.kind is ChangeKind.MOA_UNLINKED for change in self._chapter.told.values()),
            late=self._arrivals.late,
            days=(self._chapter.in_hand.published_at - last).total_seconds() / 86_400 if last else 0.0,
        )

    def _carry_in(self) -> None:
        chapter, draft = self._chapter, self.draft
        last, rows = chapter.before.participating.rows, chapter.in_hand.published.rows
        seating = seat(last, rows, draft.names, draft.agreements, chapter.earlier_holder, chapter.rulings)
        draft.placements = dict(seating.unchanged)
        matches, doubts = match(chapter.before, chapter.in_hand, chapter.listed_on, chapter.rulings, draft, seating)
        chapter.doubts += doubts
        going_on = [*seating.altered, *((each.seat, each.reading) for each in matches if each.seat.row)]
        self.continued = [(taken.cells, reading.cells) for taken, reading in going_on]
        self._continue(seating)
        for each in matches:
            self._continuations.pair(each.seat, each.reading, each.weighed)
        overwritten = self._repeat(seating)
        self._arrivals.leaving = frozenset(taken.holder for taken in seating.left)
        for reading in seating.new:
            self._arrivals.come(reading)
        for taken in seating.left:
            self._leave(taken, overwritten.get(taken.holder))
        draft.settle_rows()
        self._age_endings()

    def _continue(self, seating: Seating) -> None:
        """Rows that go on under their agreement; where its own row left, a repeat takes its place."""
        repeats_stay = [(row, placed) for row, placed in seating.unchanged.items() if placed.duplicate]
        repeated = {placed.agreement_id for _, placed in repeats_stay}
        repeated |= {taken.holder for taken, _ in seating.altered if taken.duplicate}
        # Of the repeated agreements those whose own row is there.
        own = {taken.holder for taken, _ in seating.altered if not taken.duplicate}
        for placed in seating.unchanged.values() if repeated else ():
            if placed.agreement_id in repeated and not placed.duplicate:
                own.add(placed.holder)
        left_over = {taken.holder: taken for taken in seating.vacated if not taken.duplicate}
        for taken, reading in seating.altered:
            if not taken.duplicate:
                self._continuations.alter(taken, reading, None)
            elif taken.holder in own:
                self.draft.place(reading.row, reading.listing, taken.holder, True)
            else:
                own.add(taken.holder)
                self._continuations.take_over(left_over.pop(taken.holder), reading)
        for row, placed in repeats_stay:
            if placed.holder not in own:
                own.add(placed.holder)
                self.draft.own_row(row)
                reading = read(row, placed.listing, self._chapter.rulings)
                self._continuations.take_over(left_over.pop(placed.holder), reading, placed=True)
        for taken in seating.vacated:
            if taken.duplicate or taken.holder in left_over:
                self._continuations.unrepeat(taken)

    def _repeat(self, seating: Seating) -> dict[str, Reading]:
        """Rows that repeat another; those that were written over a row which is missing now, by its agreement."""
        overwritten = {}
        for holder, reading in seating.repeats:
            if not repeats(self.draft.agreements[holder], reading):
                seating.new.append(reading)
                continue
            over = next((taken for taken in seating.left if _differ_in_one_cell(taken.cells, reading.cells)), None)
            if over is not None:
                overwritten[over.holder] = reading
            self._continuations.repeat(holder, reading, silently=over is not None)
        return overwritten

    def _leave(self, taken: Seat, overwritten_by: Reading | None) -> None:
        known = self.draft.agreements[taken.holder]
        self.lost[known.state] += 1
        self.draft.keep(replace(known, listed=False))
        earlier = self.draft.endings.get(known.id)
        if earlier is not None and earlier.back_on == self.draft.number - 1:
            again = reopened(earlier, self._chapter.in_hand.snapshot_id)
            self.draft.endings[known.id] = again
            self._chapter.settle(again.change)
            return
        others = [other for other in self.draft.of_agency(known.agency_id) if other.listed and other.id != known.id]
        models = ", ".join(sorted(other.support_type or "an unknown model" for other in others))
        evidence = (
            "missing from the list",
            *(
                (f"its row seems to be overwritten: {tidy(overwritten_by.meant.agency)} is listed twice now",)
                if overwritten_by
                else ()
            ),
            *(() if known.moa_url else ("its MOA was never linked",)),
            f"the agency stays listed with {models}" if others else "the agency is listed no more",
        )
        change = telling.ending(self._chapter.in_hand, known, taken, evidence)
        self._chapter.settle(change)
        # `_age_endings` counts this list as the first without it.
        self.draft.endings[known.id] = Ending(
            change, self._chapter.in_hand.document_sha256, self._chapter.in_hand.published_at, lists_absent=0
        )

    def _age_endings(self) -> None:
        published_at = self._chapter.in_hand.published_at
        for id_, ending in list(self.draft.endings.items()):
            if self.draft.agreements[id_].listed:
                if ending.back_on != self.draft.number:
                    del self.draft.endings[id_]
                continue
            older = aged(ending, self._chapter.in_hand.snapshot_id, published_at, self._patience, self._chapter.rulings)
            if older.change is not ending.change:
                self._chapter.settle(older.change)
            if is_closed(older, published_at):
                del self.draft.endings[id_]
            else:
                self.draft.endings[id_] = older


def _differ_in_one_cell(cells: Cells, others: Cells) -> bool:
    return sum(cell != other for cell, other in zip(cells, others, strict=True)) == 1
