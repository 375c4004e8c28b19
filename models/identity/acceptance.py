"""Process one participating list: place every row, and record every difference once."""

from collections import Counter
from dataclasses import replace
from functools import cached_property

from models.documents.linked import NO_DOCUMENTS, DocumentsBehind
from models.identity.arrivals import Arrivals
from models.identity.changes import ARRIVAL_KINDS, ending_of
from models.identity.continuations import Continuations, repeats
from models.identity.corrections import Corrected, corrected
from models.identity.draft import Draft
from models.identity.endings import aged, is_final, reopened
from models.identity.ids import FoldedRow, fold_row
from models.identity.known import Cells, Ending, KnownAgreement, PreviousRow, Variation
from models.identity.list_context import ListContext
from models.identity.pairing import pair_by_evidence
from models.identity.row_matching import RowMatches, match_rows
from models.identity.state import RecordState
from models.lists.changes import Change
from models.lists.folding import tidy
from models.lists.resolution import IncomingList
from models.lists.rulings import Rulings
from models.vocabulary import ChangeKind


class Acceptance:
    """One list as it would be accepted. The constructor does the work; the rest reads the result."""

    def __init__(
        self, state: RecordState, incoming: IncomingList, rulings: Rulings, documents: DocumentsBehind = NO_DOCUMENTS
    ) -> None:
        self.draft = Draft(state, rulings)
        self._context = ListContext(state, incoming, rulings, documents, self.draft)
        self.doubts = self._context.doubts
        self._continuations = Continuations(self._context)
        self._arrivals = Arrivals(self._context, self._continuations)
        self.lost: Counter[str] = Counter()  # agreements missing without explanation, by state
        self.continued: list[tuple[Cells, Cells]] = []  # of rows that continue with other cells: before, now
        self.placeless: list[FoldedRow] = []  # rows that are in no state and continue nothing: no agreement is theirs
        self._process()

    @property
    def changes(self) -> tuple[Change, ...]:
        """New changes, and those of earlier lists that this list confirmed, withdrew or reopened."""
        return tuple(self._context.told.values())

    @property
    def shared_columns(self) -> frozenset[str]:
        return self._context.shared_columns

    @cached_property
    def corrected(self) -> Corrected:
        return corrected(self.continued)

    def state_after(self) -> RecordState:
        return self.draft.state_after(self._context.incoming)

    def arrived(self) -> tuple[KnownAgreement, ...]:
        """The agreements that this list brought, which may be what pending applications asked for."""
        ids = [change.agreement_id for change in self._context.told.values() if change.kind in ARRIVAL_KINDS]
        came = (self.draft.agreements[id_] for id_ in ids if id_ is not None)
        return tuple(known for known in came if known.listed)  # and not a renewal that this list undid

    def variation(self) -> Variation:
        last = self._context.before.participating.published_at
        return Variation(
            lost=sum(self.lost.values()),
            lost_in_one_state=max(self.lost.values(), default=0),
            unlinked=sum(change.kind is ChangeKind.MOA_UNLINKED for change in self._context.told.values()),
            late=self._arrivals.late,
            corrected=max(map(len, self.corrected.values())),
            days=(self._context.incoming.published_at - last).total_seconds() / 86_400 if last else 0.0,
        )

    def _process(self) -> None:
        context, draft = self._context, self.draft
        last, rows = context.before.participating.rows, context.incoming.published.rows
        matches = match_rows(last, rows, draft.names, draft.agreements, context.earlier_holder, context.rulings)
        draft.placements = dict(matches.unchanged)
        pairs = pair_by_evidence(context, matches)
        continuing = [*matches.altered, *((previous, folded) for previous, folded, _ in pairs if previous.row)]
        self.continued = [(previous.cells, folded.cells) for previous, folded in continuing]
        self._continue(matches)
        for pair in pairs:
            self._continuations.pair(*pair)
        overwritten = self._repeat(matches)
        self._arrivals.leaving = frozenset(previous.holder for previous in matches.missing)
        for folded in matches.new:
            if folded.state:
                self._arrivals.come(folded)
            else:
                self.placeless.append(folded)
        for previous in matches.missing:
            self._miss(previous, overwritten.get(previous.holder))
        draft.finish_rows()
        self._age_endings()

    def _continue(self, matches: RowMatches) -> None:
        """Rows that continue their agreement; if its own row is gone, a repeated row becomes its own."""
        unchanged_repeats = [(row, placed) for row, placed in matches.unchanged.items() if placed.duplicate]
        repeated = {placed.holder for _, placed in unchanged_repeats}
        repeated |= {previous.holder for previous, _ in matches.altered if previous.duplicate}
        # The repeated agreements that keep their own row.
        own = {previous.holder for previous, _ in matches.altered if not previous.duplicate}
        if repeated:
            own |= {each.holder for each in matches.unchanged.values() if not each.duplicate} & repeated
        own_rows_gone = {previous.holder: previous for previous in matches.removed if not previous.duplicate}
        for previous, folded in matches.altered:
            if not previous.duplicate:
                self._continuations.alter(previous, folded, None)
            elif previous.holder in own:
                self.draft.place(folded.row, folded.listing, previous.holder, True)
            else:
                own.add(previous.holder)
                self._continuations.take_over(own_rows_gone.pop(previous.holder), folded)
        for row, placed in unchanged_repeats:
            if placed.holder not in own:
                own.add(placed.holder)
                folded = fold_row(row, placed.listing, self._context.rulings)
                self._continuations.take_over(own_rows_gone.pop(placed.holder), folded)
        for previous in matches.removed:
            if previous.duplicate or previous.holder in own_rows_gone:
                self._continuations.unrepeat(previous)

    def _repeat(self, matches: RowMatches) -> dict[str, FoldedRow]:
        """Rows that repeat another one; those written over a row that is now missing, by the missing agreement."""
        overwritten = {}
        for holder, folded in matches.repeats:
            if not repeats(self.draft.agreements[holder], folded):
                matches.new.append(folded)
                continue
            over = next((row for row in matches.missing if _differ_in_one_cell(row.cells, folded.cells)), None)
            if over is not None:
                overwritten[over.holder] = folded
            self._continuations.repeat(holder, folded, silently=over is not None)
        return overwritten

    def _miss(self, previous: PreviousRow, overwritten_by: FoldedRow | None) -> None:
        """An agreement is missing: its ending is suspected."""
        incoming = self._context.incoming
        known = self.draft.agreements[previous.holder]
        self.lost[known.state] += 1
        self.draft.keep(replace(known, listed=False))
        earlier = self.draft.endings.get(known.id)
        if earlier is not None and earlier.back_on == self.draft.number - 1:
            again = reopened(earlier, incoming.snapshot_id)
            self.draft.endings[known.id] = again
            self._context.record(again.change)
            return
        others = [other for other in self.draft.of_agency(known.agency_id) if other.listed and other.id != known.id]
        models = ", ".join(sorted(other.support_type or "an unknown support type" for other in others))
        evidence = ["missing from the list"]
        if overwritten_by:
            name = tidy(overwritten_by.meant.agency)
            evidence.append(f"its row seems to have been overwritten: {name} is now listed twice")
        if not known.moa_url:
            evidence.append("its MOA was never linked")
        evidence.append(f"the agency is still listed with {models}" if others else "the agency is no longer listed")
        change = ending_of(incoming, known, previous.row, tuple(evidence))
        self._context.record(change)
        # `_age_endings` counts this list as the first without it.
        self.draft.endings[known.id] = Ending(change, incoming.published_at, lists_absent=0)

    def _age_endings(self) -> None:
        snapshot_id, published_at = self._context.incoming.snapshot_id, self._context.incoming.published_at
        for id_, ending in list(self.draft.endings.items()):
            if self.draft.agreements[id_].listed:
                if ending.back_on != self.draft.number:
                    del self.draft.endings[id_]
                continue
            older = aged(ending, snapshot_id, published_at, self._context.rulings)
            if older.change is not ending.change:
                self._context.record(older.change)
            if is_final(older, published_at):
                del self.draft.endings[id_]
            else:
                self.draft.endings[id_] = older


def _differ_in_one_cell(cells: Cells, others: Cells) -> bool:
    return sum(cell != other for cell, other in zip(cells, others, strict=True)) == 1
