"""Carry one participating list into the record: every row placed, every difference told once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from models import telling
from models.changes import Change
from models.classes import Columns, Difference, differences, kind_of_renaming, redating
from models.draft import Draft
from models.endings import MISTAKEN_WITHIN, Patience, aged, confirmed, is_closed, mistaken, withdrawn
from models.evidence import Weighed
from models.folding import fold_agency, fold_link, tidy
from models.identity import Reading, agreement_id, read, row_of
from models.matching import empty_seat, match
from models.naming import Relation, relation
from models.resolution import Doubt, ListInHand
from models.rulings import Decision, Rulings
from models.seating import Seating, seat
from models.state import Came, Cells, Ending, KnownAgreement, LastList, RecordState, Seat, Variation
from models.telling import Told
from models.vocabulary import ChangeKind, ChangeStatus

_EASTERN = ZoneInfo("America/New_York")

# New agreements are listed within a month of signing (996 of 1,000); what was signed a month before the last list
# should have stood on that.
_LATE = timedelta(days=30)


class Acceptance:
    """One list carried into a draft of the record. It is made whole on construction and then read off."""

    def __init__(self, state: RecordState, in_hand: ListInHand, rulings: Rulings, patience: Patience) -> None:
        self._before = state
        self._in_hand = in_hand
        self._rulings = rulings
        self._patience = patience
        self._number = state.participating.number + 1
        self._listed_on = in_hand.published_at.astimezone(_EASTERN).date()
        self._first = not state.participating.snapshot_id
        self.shared_columns = frozenset(
            {tidy(name).upper() for name in state.participating.columns}
            & {tidy(name).upper() for name in in_hand.published.columns}
        )
        self._columns = Columns(*(name in self.shared_columns for name in ("COUNTY", "TYPE", "ADDENDUM")))
        self._told: dict[str, Change] = {}
        self._continued: list[tuple[Seat, Reading]] = []
        self.draft = Draft(state, rulings, self._number)
        self.doubts: list[Doubt] = []
        self.lost: Counter[str] = Counter()  # agreements that left unexplained, by state
        self.late = 0
        self._carry_in()

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this list tells: new changes, and endings of earlier lists that it settled."""
        return tuple(self._told.values())

    def state_after(self) -> RecordState:
        published = self._in_hand.published
        return self.draft.state_after(
            LastList(
                self._in_hand.snapshot_id,
                published.cells_sha256,
                self._in_hand.published_at,
                published.columns,
                tuple(self.draft.seats),
                self._number,
            )
        )

    def came(self) -> tuple[KnownAgreement, ...]:
        """The agreements that this list brought, for the applications that they may settle."""
        ids = [change.agreement_id for change in self._told.values() if change.kind in telling.CAME]
        return tuple(self.draft.agreements[id_] for id_ in ids if id_ is not None)

    def continued(self) -> Iterable[tuple[Seat, Reading]]:
        """Rows of the last list with the differing rows that continue them."""
        return self._continued

    def variation(self) -> Variation:
        last = self._before.participating.published_at
        return Variation(
            rows=len(self.draft.placements),
            lost=sum(self.lost.values()),
            lost_in_one_state=max(self.lost.values(), default=0),
            unlinked=sum(change.kind is ChangeKind.MOA_UNLINKED for change in self._told.values()),
            late=self.late,
            days=(self._in_hand.published_at - last).total_seconds() / 86_400 if last else 0.0,
        )

    # -- the way of one list -----------------------------------------------------------------------------------

    def _carry_in(self) -> None:
        state, draft = self._before, self.draft
        listings = [row for row in self._in_hand.published.listings if row.agency.strip()]
        seating = seat(
            state.participating.seats, listings, draft.names, draft.agreements, self._earlier_holder, self._rulings
        )
        for taken, listing in seating.unchanged:
            draft.place(taken.holder, listing, taken.duplicate)
        matches, self.doubts = match(state, self._in_hand, self._listed_on, self._rulings, draft, seating)
        self._continued = [*seating.altered, *((each.seat, each.reading) for each in matches if each.seat.row)]
        self._continue(seating)
        for each in matches:
            self._pair(each.seat, each.reading, each.weighed)
        overwritten = {}
        for holder, reading in seating.repeats:
            over = next((taken for taken in seating.left if _differ_in_one_cell(taken.cells, reading.cells)), None)
            if over is not None:
                overwritten[over.holder] = reading
            self._repeat(holder, reading, silently=over is not None)
        for reading in seating.new:
            self._come(reading)
        for taken in seating.left:
            self._leave(taken, overwritten.get(taken.holder))
        self._age_endings()

    def _earlier_holder(self, reading: Reading) -> str | None:
        stand = self._before.stands.get(reading.slot)
        return stand.agreement_id if stand else None

    def _continue(self, seating: Seating) -> None:
        """Rows that go on under their agreement; where its own row left, a repeat takes its place."""
        own = {taken.holder for taken, _ in seating.unchanged if not taken.duplicate}
        own |= {taken.holder for taken, _ in seating.altered if not taken.duplicate}
        left_over = {taken.holder: taken for taken in seating.vacated if not taken.duplicate}
        for taken, reading in seating.altered:
            if not taken.duplicate:
                self._alter(taken, reading, None)
            elif taken.holder in own:
                self.draft.place(taken.holder, reading.listing, True)
            else:
                own.add(taken.holder)
                self._take_over(left_over.pop(taken.holder), reading)
        for taken, listing in seating.unchanged:
            if taken.duplicate and taken.holder not in own:
                own.add(taken.holder)
                self.draft.own_row(taken.holder, listing)
                self._take_over(left_over.pop(taken.holder), read(listing, self._rulings), placed=True)
        for taken in seating.vacated:
            if taken.duplicate or taken.holder in left_over:
                self._unrepeat(taken)

    # -- what can happen to a row ------------------------------------------------------------------------------

    def _pair(self, taken: Seat, reading: Reading, weighed: Weighed) -> None:
        known = self.draft.agreements[taken.holder]
        if known.support_type != reading.support_type and reading.support_type and known.support_type:
            if (earlier := self._put_back(known, reading)) is not None:
                self._restore(known, earlier, reading)
            else:
                self._switch(known, reading, weighed)
        else:
            self._alter(taken, reading, weighed)

    def _alter(self, taken: Seat, reading: Reading, weighed: Weighed | None) -> None:
        """A row that continues an agreement with other cells."""
        known = self.draft.agreements[taken.holder]
        if known.listed and (earlier := self._put_back(known, reading)) is not None:
            self._restore(known, earlier, reading)
            return
        if not known.listed:
            self._take_back(known, "listed again" if weighed is None else "its row came back under another name")
        found = differences(known, taken.cells, reading, self._columns, self._listed_on)
        agency = self.draft.agency_of(reading, known)
        holder = known.id
        if any(difference.kind is ChangeKind.AGREEMENT_RENEWED for difference in found):
            holder = agreement_id(agency, reading.support_type, reading.signed, self.draft.agreements)
            self.draft.keep(replace(known, listed=False, replaced=True))
        told = tuple(self._tell(each, Told(known, reading, agency, holder, weighed)) for each in found)
        renewal = next((each for each in told if each.kind is ChangeKind.AGREEMENT_RENEWED), None)
        came = Came(renewal, self._in_hand.published_at) if renewal else None
        self.draft.keep(updated(known, holder, agency, reading, came))
        self.draft.place(holder, reading.listing, False)
        if weighed is not None and weighed.is_doubtful:
            self.doubts.append(telling.doubt(self._in_hand, known, reading, weighed, told))

    def _switch(self, known: KnownAgreement, reading: Reading, weighed: Weighed) -> None:
        agency = self.draft.agency_of(reading, known)
        holder = agreement_id(agency, reading.support_type, reading.signed, self.draft.agreements)
        self.draft.keep(replace(known, listed=False, replaced=True))
        change = self._tell(
            Difference(ChangeKind.AGREEMENT_SWITCHED, "", ("same agency, another support type",)),
            Told(known, reading, agency, holder, weighed),
        )
        self.draft.keep(updated(known, holder, agency, reading, Came(change, self._in_hand.published_at)))
        self.draft.place(holder, reading.listing, False)

    def _put_back(self, known: KnownAgreement, reading: Reading) -> KnownAgreement | None:
        """The agreement that this row was before a switch or a renewal that an older copy undoes, or redoes."""
        now = self._in_hand.published_at
        for other in self.draft.of_agency(known.agency_id):
            newer = known.came or other.came
            if (
                other.id != known.id
                and other.replaced
                and (other.support_type, other.signed) == (reading.support_type, reading.signed)
                and newer is not None
                and now - newer.at <= MISTAKEN_WITHIN
            ):
                return other
        return None

    def _restore(self, known: KnownAgreement, earlier: KnownAgreement, reading: Reading) -> None:
        """An older copy of the list was published, or put right again: the switch or renewal is not told twice."""
        self.draft.keep(replace(self._undone(known), listed=False, replaced=True))
        if earlier.came is not None and earlier.came.change.status is ChangeStatus.WITHDRAWN:
            earlier = self._resettled(earlier, ChangeStatus.CONFIRMED, "printed so again")
        agency = self.draft.agency_of(reading, earlier)
        self.draft.keep(updated(earlier, earlier.id, agency, reading, earlier.came))
        self.draft.place(earlier.id, reading.listing, False)

    def _undone(self, known: KnownAgreement) -> KnownAgreement:
        if known.came is None or known.came.change.status is ChangeStatus.WITHDRAWN:
            return known
        return self._resettled(known, ChangeStatus.WITHDRAWN, "printed as it was before")

    def _resettled(self, known: KnownAgreement, status: ChangeStatus, phrase: str) -> KnownAgreement:
        assert known.came is not None
        change = known.came.change
        change = replace(
            change, status=status, settled_by=self._in_hand.snapshot_id, evidence=(*change.evidence, phrase)
        )
        self._told[change.id] = change
        return replace(known, came=replace(known.came, change=change))

    def _repeat(self, holder: str, reading: Reading, silently: bool = False) -> None:
        """A further row of an agreement that is listed already."""
        known = self.draft.agreements[holder]
        if not self._first and not silently:
            repeated = Difference(ChangeKind.DUPLICATE_LISTED, f"repeat {reading.cells}", ("listed twice now",))
            self._tell(repeated, Told(known, reading, self.draft.agency_of(reading, known), holder))
        self.draft.place(holder, reading.listing, True)

    def _unrepeat(self, taken: Seat) -> None:
        """A further row is gone; the agreement's own row stays."""
        known = self.draft.agreements[taken.holder]
        reading = read(row_of(taken.cells, taken.row), self._rulings)
        gone = Difference(ChangeKind.DUPLICATE_UNLISTED, f"repeat {taken.cells}", ("another row of it stays",))
        self._tell(gone, Told(known, reading, known.agency_id, known.id))

    def _take_over(self, left: Seat, reading: Reading, placed: bool = False) -> None:
        """The agreement's own row is gone and a further row stays: one thing happened, told as one."""
        known = self.draft.agreements[left.holder]
        agency = self.draft.agency_of(reading, known)
        self.draft.keep(updated(known, known.id, agency, reading))
        evidence = ("of two rows for it, the other stays",)
        self._tell(
            Difference(ChangeKind.DUPLICATE_UNLISTED, f"repeat {left.cells}", evidence),
            Told(known, reading, agency, known.id),
        )
        if not placed:
            self.draft.place(known.id, reading.listing, False)

    def _come(self, reading: Reading) -> None:
        """A row that continues nothing: it returns, claims its own row, repeats another, or is new."""
        known = self._earlier(reading)
        if known is None:
            self._add(reading)
        elif known.agency_id == self.draft.names.agency(reading):
            (self._repeat(known.id, reading) if known.listed else self._return(known, reading))
        elif known.signed != reading.signed:
            self._add(reading)  # the slot had gone to another body; this is a new agreement of the first one
        elif known.listed:
            self._reclaim(known, reading)
        else:
            self._return(known, reading)

    def _earlier(self, reading: Reading) -> KnownAgreement | None:
        """The agreement that has or had this slot: the one listed now, else the latest that left."""
        own = {known.id: known for known in self.draft.of_agency(self.draft.names.agency(reading))}
        if (holder := self._earlier_holder(reading)) is not None:
            own[holder] = self.draft.agreements[holder]
        fitting = [known for known in own.values() if known.support_type == reading.support_type and not known.replaced]
        agency = self.draft.names.agency(reading)
        return max(
            fitting,
            key=lambda known: (known.agency_id == agency, known.listed, known.signed or date.min, known.id),
            default=None,
        )

    def _add(self, reading: Reading) -> None:
        listed_already = any(known.listed for known in self.draft.of_agency(self.draft.names.agency(reading)))
        agency = self.draft.agency_of(reading, None)
        holder = agreement_id(agency, reading.support_type, reading.signed, self.draft.agreements)
        self.draft.keep(updated(None, holder, agency, reading))
        if not self._first:
            evidence = ("agency already listed",) if listed_already else ()
            self._tell(Difference(ChangeKind.AGREEMENT_ADDED, "", evidence), Told(None, reading, agency, holder))
            last = self._before.participating.published_at
            self.late += bool(last and (reading.signed is None or reading.signed < (last - _LATE).date()))
        self.draft.place(holder, reading.listing, False)

    def _return(self, known: KnownAgreement, reading: Reading) -> None:
        """A row in a slot whose agreement had left: left out by mistake, signed anew, or back after its ending."""
        ending = self.draft.endings.get(known.id)
        anew = bool(
            ending
            and reading.signed
            and reading.signed != known.signed
            and reading.signed >= ending.left_at.astimezone(_EASTERN).date()
        )
        if ending and anew:
            if ending.change.status is ChangeStatus.SUSPECTED:
                change = confirmed(ending, self._in_hand.snapshot_id, f"signed anew on {reading.signed}")
                self._told[change.id] = change
            self.draft.endings.pop(known.id)
        elif ending and mistaken(ending, self._in_hand.published_at):
            self._alter(empty_seat(known), reading, None)
            return
        agency = self.draft.agency_of(reading, known)
        corrected = (
            not anew and (known.signed is None or reading.signed is None or known.signed == reading.signed)
        ) or (not anew and redating(known, reading, self._listed_on)[0] is ChangeKind.SIGNING_DATE_CORRECTED)
        holder = known.id
        if not corrected:
            holder = agreement_id(agency, reading.support_type, reading.signed, self.draft.agreements)
        phrase = "listed again after its ending" if corrected else "signed again after its ending"
        self._tell(Difference(ChangeKind.AGREEMENT_RETURNED, "", (phrase,)), Told(known, reading, agency, holder))
        self.draft.keep(updated(known, holder, agency, reading))
        self.draft.place(holder, reading.listing, False)

    def _reclaim(self, known: KnownAgreement, reading: Reading) -> None:
        """A name is back whose row had been given another caption: the row is its own, the caption was a slip."""
        other = read(self.draft.take_row(known.id), self._rulings)
        agency = self.draft.agency_of(reading, known)
        renaming = kind_of_renaming(fold_agency(known.state, known.name), reading.name)
        evidence = ("listed under its own name again; its row had been given another caption",)
        self._tell(Difference(renaming, "name", evidence), Told(known, reading, agency, known.id))
        self.draft.keep(updated(known, known.id, agency, reading))
        self.draft.place(known.id, reading.listing, False)
        repeated = self._repeated_under_other_words(other)
        if repeated is not None:
            self.draft.place(repeated.id, other.listing, True)
        else:
            self._add(other)

    def _repeated_under_other_words(self, reading: Reading) -> KnownAgreement | None:
        """The listed agreement of the same state, model and MOA file whose name shares the naming words."""
        link = fold_link(reading.listing.moa_url)
        alike = [
            known
            for known in self.draft.agreements.values()
            if known.listed
            and link
            and fold_link(known.moa_url) == link
            and (known.state, known.support_type) == (reading.state, reading.support_type)
            and relation(fold_agency(known.state, known.name), reading.name).relation <= Relation.REWORDED
        ]
        return min(alike, key=lambda known: known.id, default=None)

    def _leave(self, taken: Seat, overwritten_by: Reading | None) -> None:
        known = self.draft.agreements[taken.holder]
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
        change = telling.ending(self._in_hand, known, taken, evidence)
        self._told[change.id] = change
        self.draft.keep(replace(known, listed=False))
        # `_age_endings` counts this list as the first without it.
        self.draft.endings[known.id] = Ending(
            change, self._in_hand.document_sha256, self._in_hand.published_at, lists_absent=0
        )
        self.lost[known.state] += 1

    # -- endings and telling -----------------------------------------------------------------------------------

    def _age_endings(self) -> None:
        published_at = self._in_hand.published_at
        for id_, ending in list(self.draft.endings.items()):
            older = aged(ending, self._in_hand.snapshot_id, published_at, self._patience, self._rulings)
            if older.change is not ending.change:
                self._told[older.change.id] = older.change
            if is_closed(older, published_at):
                del self.draft.endings[id_]
            else:
                self.draft.endings[id_] = older

    def _take_back(self, known: KnownAgreement, because: str) -> None:
        ending = self.draft.endings.pop(known.id, None)
        if ending is not None and ending.change.status is not ChangeStatus.WITHDRAWN:
            change = withdrawn(ending, self._in_hand.snapshot_id, because)
            self._told[change.id] = change

    def _tell(self, difference: Difference, told: Told) -> Change:
        change = telling.change(self._in_hand, difference, told)
        if self._rulings.verdict(change.id) is Decision.REJECT:
            change = replace(
                change,
                status=ChangeStatus.WITHDRAWN,
                settled_by=self._in_hand.snapshot_id,
                evidence=(*change.evidence, "ruled that it did not happen"),
            )
        self._told[change.id] = change
        return change


def updated(
    known: KnownAgreement | None, holder: str, agency: str, reading: Reading, came: Came | None = None
) -> KnownAgreement:
    """The agreement as the row in hand tells it; what the row leaves empty stays known."""
    meant, link = reading.meant, reading.listing.moa_url
    earlier: tuple[str, ...] = known.earlier_moa_urls if known else ()
    if known and known.moa_url and known.moa_url != link and known.moa_url not in earlier:
        earlier = (*earlier, known.moa_url)[-3:]
    return KnownAgreement(
        id=holder,
        agency_id=agency,
        state=reading.state,
        support_type=reading.support_type,
        key=reading.name.key,
        name=tidy(meant.agency),
        agency_type=meant.agency_type.strip() or (known.agency_type if known else ""),
        county=meant.county.strip() or (known.county if known else ""),
        signed=reading.signed or (known.signed if known else None),
        signed_text=meant.signed_text,
        moa_url=link,
        earlier_moa_urls=earlier,
        addendum_url=reading.listing.addendum_url or (known.addendum_url if known else ""),
        listed=True,
        came=came or (known.came if known and known.id == holder else None),
    )


def _differ_in_one_cell(cells: Cells, others: Cells) -> bool:
    return sum(cell != other for cell, other in zip(cells, others, strict=True)) == 1
