"""Process one pending list: applications are added, continue under another spelling, and go missing."""

from dataclasses import replace
from itertools import chain

from models.identity import applications
from models.identity.assignment import assign
from models.identity.draft import Names
from models.identity.ids import FoldedRow, application_id, fold_row
from models.identity.known import Application, PreviousRow
from models.identity.last_rows import LastRows
from models.identity.partial import working_copy
from models.identity.row_matching import RowMatches, match_rows
from models.identity.state import LastList, RecordState
from models.lists.agency_names import NameRelation, compare_names
from models.lists.changes import Change
from models.lists.folding import fold_agency, tidy
from models.lists.listings import Listing
from models.lists.resolution import IncomingList, Placement
from models.lists.rulings import Rulings
from models.vocabulary import ChangeKind, ChangeStatus, SupportType

# A few months of pending lists, which come about daily.
_MAX_MOVES = 60

_CLOSENESS = {NameRelation.REORDERED: 4.0, NameRelation.MISSPELLED: 3.0, NameRelation.REWORDED: 2.0}


class PendingAcceptance:
    """One pending list as accepted. The constructor does the work; the rest reads the result."""

    def __init__(self, state: RecordState, incoming: IncomingList, rulings: Rulings) -> None:
        self._before = state
        self._incoming = incoming
        self._rulings = rulings
        self._names = Names(state, rulings)
        self._applications = working_copy(state.applications)
        self._of_agency = working_copy(state.applications_of)
        self._open = set(state.open_applications)
        self._participating = LastRows(state.participating.rows, rulings)
        self._listed: dict[tuple[str, SupportType | None], str] = {}  # the application in each listed slot
        self.changes: dict[str, Change] = {}  # by id
        self.placements: dict[int, Placement] = {}  # by row number
        self.placeless: list[FoldedRow] = []  # rows that are in no state: no application is theirs
        self._process()

    def state_after(self) -> RecordState:
        last, incoming = self._before.pending, self._incoming
        moves = self._before.pending_moves
        if last.published_at is not None:
            days = round((incoming.published_at - last.published_at).total_seconds() / 86_400, 3)
            moves = (*moves, days)[-_MAX_MOVES:]
        return replace(
            self._before,
            agencies=self._names.agencies,
            names=self._names.known,
            applications=self._applications,
            applications_of=self._of_agency,
            open_applications=tuple(
                id_
                for id_ in sorted(self._open)
                if applications.stays_open(self._applications[id_], incoming.published_at)
            ),
            pending=LastList.of(incoming, self.placements, last.number + 1),
            pending_moves=moves,
            lists_since_pending=0,
        )

    def _process(self) -> None:
        last, rows = self._before.pending.rows, self._incoming.published.rows
        matches = match_rows(last, rows, self._names, self._applications, lambda _: None, self._rulings)
        for row, placed in matches.unchanged.items():
            self._place(row, placed.listing, placed.holder, placed.duplicate)
        for previous, folded in chain(matches.altered, self._paired(matches)):
            self._continue(previous, folded)
        for holder, folded in matches.repeats:
            self._place(folded.row, folded.listing, holder, True)
        for folded in matches.new:
            if folded.state:
                self._come(folded)
            else:
                self.placeless.append(folded)
        for previous in matches.missing:
            self._miss(previous)
        for id_ in sorted(self._open):
            application = self._applications[id_]
            if not application.listed and application.change is not None:
                older = applications.aged(application, self._incoming)
                self._applications[id_] = older
                if older.change is not None and older.change is not application.change:
                    self.changes[older.change.id] = older.change
        self.placements = dict(sorted(self.placements.items()))

    def _paired(self, matches: RowMatches) -> list[tuple[PreviousRow, FoldedRow]]:
        """Applications that continue under another spelling or for another support type, moved out of the missing and
        the new rows of `matches`."""
        closeness: dict[tuple[int, int], float] = {}
        for place, previous in enumerate(matches.missing):
            before = fold_row(previous.row, previous.listing, self._rulings)
            for other, folded in enumerate(matches.new):
                if before.state == folded.state and (closest := _closeness(before, folded)):
                    closeness[place, other] = closest
        pairs = assign(closeness)
        found = [(matches.missing[place], matches.new[other]) for place, other in pairs]
        matches.take_out(pairs)
        return found

    def _continue(self, previous: PreviousRow, folded: FoldedRow) -> None:
        known = self._applications[previous.holder]
        if known.support_type != folded.support_type:
            self._applications[known.id] = replace(known, listed=False, missing_since=self._incoming.published_at)
            self._apply(folded, known)
            return
        self._applications[known.id] = replace(known, name=tidy(folded.meant.agency))
        self._names.known.setdefault(folded.place, known.agency_id)
        self._place(folded.row, folded.listing, known.id, previous.duplicate)

    def _come(self, folded: FoldedRow) -> None:
        slot = (self._agency_of(folded), folded.support_type)
        holder = self._listed.get(slot)
        if holder is not None:
            self._place(folded.row, folded.listing, holder, True)
            return
        for known in map(self._applications.__getitem__, self._of_agency.get(slot[0], ())):
            dropped = known.change
            if (
                known.support_type == folded.support_type
                and dropped is not None
                and dropped.kind is ChangeKind.PENDING_DROPPED
            ):
                # It was omitted by mistake, not dropped.
                change = replace(dropped, status=ChangeStatus.WITHDRAWN, settled_by=self._incoming.snapshot_id)
                self.changes[change.id] = change
                back = replace(known, listed=True, missing_since=None, lists_absent=0, change=None)
                self._keep(back)
                self._place(folded.row, folded.listing, known.id, False)
                return
        self._apply(folded, None)

    def _apply(self, folded: FoldedRow, instead_of: Application | None) -> None:
        agency = self._agency_of(folded)
        day = self._incoming.published_at.date()
        application = Application(
            id=application_id(agency, folded.support_type, day, self._of_agency.get(agency, ())),
            agency_id=agency,
            state=folded.state,
            support_type=folded.support_type,
            name=tidy(folded.meant.agency),
            first_listed=self._incoming.published_at,
            listed=True,
        )
        self._keep(application)
        if self._before.pending.snapshot_id:
            change = applications.change_about(self._incoming, ChangeKind.PENDING_ADDED, application, folded.row, ())
            if instead_of is not None:
                evidence = ("applies for a different support type than before",)
                change = replace(change, support_type_before=instead_of.support_type, evidence=evidence)
            self.changes[change.id] = change
        self._place(folded.row, folded.listing, application.id, False)

    def _miss(self, previous: PreviousRow) -> None:
        known = replace(self._applications[previous.holder], listed=False, missing_since=self._incoming.published_at)
        if known.agreement_id is None:
            listed = self._participating.holders(
                known.state, known.support_type, lambda placed, row: applications.may_fulfill(placed, row, known)
            )
            agreement = min(
                (
                    each
                    for each in map(self._before.agreements.__getitem__, listed)
                    if applications.fulfills(each, known)
                ),
                key=lambda each: (each.agency_id != known.agency_id, each.id),
                default=None,
            )
            if agreement is not None:
                change = applications.signing(known, agreement, self._incoming)
                known = replace(known, agreement_id=agreement.id)
            else:
                change = applications.dropping(known, previous.row, self._incoming)
                known = replace(known, change=change)
            self.changes[change.id] = change
        self._applications[known.id] = known

    def _keep(self, application: Application) -> None:
        self._applications[application.id] = application
        self._open.add(application.id)
        ids = self._of_agency.get(application.agency_id, ())
        if application.id not in ids:
            self._of_agency[application.agency_id] = (*ids, application.id)

    def _agency_of(self, folded: FoldedRow) -> str:
        return self._names.keep(folded, self._names.agency(folded))

    def _place(self, row: int, listing: Listing, holder: str, duplicate: bool) -> None:
        known = self._applications[holder]
        self._listed[known.agency_id, known.support_type] = holder
        claims = (known.state, known.support_type, known.agency_id)
        self.placements[row] = Placement(listing, *claims, None, duplicate, application_id=holder)


def _closeness(before: FoldedRow, now: FoldedRow) -> float:
    """How likely one application is printed differently; 0 for two applications."""
    related = compare_names(fold_agency(before.state, before.meant.agency), now.name).relation
    if before.support_type != now.support_type:
        return 1.0 if related is NameRelation.EQUAL else 0.0
    if before.county and now.county and before.county != now.county:
        return 0.0
    return _CLOSENESS.get(related, 0.0)
