"""Carry one accepted participating list into the record: every row placed, every difference told once."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from models.changes import Change, change_id
from models.classes import Columns, Difference, differences, redating
from models.endings import Patience, aged, is_closed, mistaken, withdrawn
from models.evidence import DOUBTFUL, TAKEN, Scales, Weighed
from models.folding import fold_agency, fold_link, tidy
from models.identity import Reading, agency_id, agreement_id, read, row_of, slot
from models.listings import Listing
from models.naming import Relation, relation
from models.pairing import assign
from models.resolution import Doubt, Finding, ListInHand, Placement, Settled
from models.rulings import Rulings
from models.seating import Names, Seating, seat
from models.state import STILL, Ending, KnownAgreement, LastList, RecordState, Seat, Stand, Variation, printed_cells
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SnapshotStatus

_EASTERN = ZoneInfo("America/New_York")

# A week of lists that come several times a day, a quarter of those that come weekly.
_VARIATIONS_KEPT = 60


class Acceptance:
    """The record while one list is carried in. `result` reads it off; the state that came in is not altered."""

    def __init__(self, state: RecordState, in_hand: ListInHand, rulings: Rulings, patience: Patience) -> None:
        self.before = state
        self.in_hand = in_hand
        self.rulings = rulings
        self.patience = patience
        self.number = state.participating.number + 1
        self.listed_on = in_hand.published_at.astimezone(_EASTERN).date()
        self.first = not state.participating.snapshot_id
        self.agencies = dict(state.agencies)
        self.names = dict(state.names)
        self.agreements = dict(state.agreements)
        self.stands = dict(state.stands)
        self.endings = dict(state.endings)
        self.changes: dict[str, Change] = {}
        self.doubts: list[Doubt] = []
        self.placements: list[Placement] = []
        self.seats: list[Seat] = []
        self.rows_of: dict[str, list[tuple[Seat | None, Reading | None, Listing]]] = defaultdict(list)
        self.columns = _shared_columns(state.participating.columns, in_hand.published.columns)
        self.listings = [row for row in in_hand.published.listings if row.agency.strip()]
        self.lost: Counter[str] = Counter()
        self.unlinked = 0
        self.late = 0
        self._carry_in()

    # -- the way of one list -------------------------------------------------------------------------------

    def _carry_in(self) -> None:
        seating = seat(self.before, self.before.participating.seats, self.listings, self.rulings)
        pairs = self._paired(seating)
        for taken, listing in seating.unchanged:
            self._seated(taken.holder, listing, taken.duplicate)
        self._continue(seating)
        for taken, reading, weighed in pairs:
            self._pair(taken, reading, weighed)
        for holder, reading in seating.repeats:
            self._repeat(holder, reading)
        for reading in seating.new:
            self._come(reading)
        for taken in seating.left:
            self._leave(taken)
        self._age_endings()
        self._update_stands()

    def _paired(self, seating: Seating) -> list[tuple[Seat, Reading, Weighed]]:
        """Take the pairs out of what left and what is new."""
        if not seating.new:
            return []
        gone = [(taken, 0) for taken in seating.left] + [
            (self._last_seat(id_), ending.lists_absent)
            for id_, ending in sorted(self.endings.items())
            if not self.agreements[id_].listed and not is_closed(ending, self.in_hand.published_at)
        ]
        if not gone:
            return []
        scales = Scales(
            self.before,
            self.rulings,
            Counter(row.signed for row in self.listings),
            Counter(fold_link(row.moa_url) for row in self.listings if row.moa_url),
            self.listed_on,
        )
        weighed: dict[tuple[int, int], Weighed] = {}
        names = Names(self.before, self.rulings)
        for place, (taken, absent) in enumerate(gone):
            known = self.agreements[taken.holder]
            for other, reading in enumerate(seating.new):
                if not _comparable(known, reading, names):
                    continue
                found = scales.weigh(known, taken.cells[1], reading, absent)
                if found.weight >= TAKEN:
                    weighed[place, other] = found
        pairs = assign({pair: found.weight for pair, found in weighed.items()})
        seating.left = [
            taken for place, (taken, _) in enumerate(gone[: len(seating.left)]) if place not in {p for p, _ in pairs}
        ]
        result = [(gone[place][0], seating.new[other], weighed[place, other]) for place, other in pairs]
        taken_readings = {other for _, other in pairs}
        seating.new = [reading for other, reading in enumerate(seating.new) if other not in taken_readings]
        return result

    def _last_seat(self, id_: str) -> Seat:
        known = self.agreements[id_]
        cells = ("", known.name, "", "", "", known.signed_text, "", "", "", "")
        return Seat(cells, id_, False, 0)

    def _continue(self, seating: Seating) -> None:
        """Rows that go on under their agreement; where its own row left, a repeat takes its place."""
        own = {taken.holder for taken, _ in seating.unchanged if not taken.duplicate}
        own |= {taken.holder for taken, _ in seating.altered if not taken.duplicate}
        promoted: set[str] = set()
        for taken, reading in seating.altered:
            known = self.agreements[taken.holder]
            if taken.duplicate and (taken.holder in own or taken.holder in promoted):
                self._seated(taken.holder, reading.listing, True)
                continue
            if taken.duplicate:
                promoted.add(taken.holder)
            self._alter(known, taken, reading, None)
        for taken in seating.vacated:
            self._unrepeat(taken)

    def _pair(self, taken: Seat, reading: Reading, weighed: Weighed) -> None:
        known = self.agreements[taken.holder]
        if known.support_type != reading.support_type and reading.support_type and known.support_type:
            self._switch(known, reading, weighed)
        else:
            self._alter(known, taken, reading, weighed)

    # -- what can happen to a row --------------------------------------------------------------------------

    def _alter(self, known: KnownAgreement, taken: Seat, reading: Reading, weighed: Weighed | None) -> None:
        """A row that continues an agreement with other cells."""
        state_printed, agency_printed, *_ = taken.cells
        model_printed = taken.cells[4] or reading.meant.support_type
        ending = self.endings.get(known.id)
        if ending is not None and not known.listed:
            self._take_back(
                known, ending, "listed again" if weighed is None else "its row is listed under another name"
            )
        found = differences(
            known,
            agency_printed,
            state_printed or reading.meant.state,
            model_printed,
            reading,
            self.columns,
            self.listed_on,
        )
        agency = self._agency_of(reading, known)
        renewed = any(difference.kind is ChangeKind.AGREEMENT_RENEWED for difference in found)
        holder = known.id
        if renewed:
            holder = agreement_id(agency, reading.support_type, reading.signed, self.agreements)
            self.agreements[known.id] = replace(known, listed=False, replaced=True)
        told = [self._tell(difference, known, reading, agency, holder, weighed) for difference in found]
        self.agreements[holder] = _updated(known, holder, agency, reading)
        self._seated(holder, reading.listing, False)
        if weighed is not None and weighed.weight < TAKEN + DOUBTFUL:
            self._doubt(known, reading, weighed, told)

    def _switch(self, known: KnownAgreement, reading: Reading, weighed: Weighed) -> None:
        ending = self.endings.get(known.id)
        if ending is not None:
            self._take_back(known, ending, "switched to another support type")
        agency = self._agency_of(reading, known)
        holder = agreement_id(agency, reading.support_type, reading.signed, self.agreements)
        self.agreements[known.id] = replace(self.agreements[known.id], listed=False, replaced=True)
        self.agreements[holder] = _updated(known, holder, agency, reading)
        difference = Difference(ChangeKind.AGREEMENT_SWITCHED, "", ("same agency, another support type",))
        self._tell(difference, known, reading, agency, holder, weighed)
        self._seated(holder, reading.listing, False)

    def _repeat(self, holder: str, reading: Reading) -> None:
        known = self.agreements[holder]
        agency = self._agency_of(reading, known)
        if not self.first:
            self._tell(
                Difference(ChangeKind.DUPLICATE_LISTED, f"repeat {reading.cells}", ("another row of the same slot",)),
                known, reading, agency, holder, None,
            )  # fmt: skip
        self._seated(holder, reading.listing, True)

    def _unrepeat(self, taken: Seat) -> None:
        known = self.agreements[taken.holder]
        reading = read(row_of(taken.cells, taken.row), self.rulings)
        self._tell(
            Difference(ChangeKind.DUPLICATE_UNLISTED, f"repeat {taken.cells}", ("another row of the agreement stays",)),
            known, reading, known.agency_id, known.id, None,
        )  # fmt: skip

    def _come(self, reading: Reading) -> None:
        """A row that continues nothing on the last list: it returns, repeats a new row, or is new."""
        agency = Names(self._so_far(), self.rulings).agency(reading.state, reading.name.key)
        earlier = self._earlier(agency, reading)
        if earlier is not None and earlier.listed:
            self._repeat(earlier.id, reading)
            return
        if earlier is not None:
            self._return(earlier, reading)
            return
        listed_already = agency is not None and any(
            known.agency_id == agency and known.listed for known in self.agreements.values()
        )
        agency = self._agency_of(reading, None)
        holder = agreement_id(agency, reading.support_type, reading.signed, self.agreements)
        self.agreements[holder] = _updated(None, holder, agency, reading)
        if not self.first:
            evidence = ("agency already listed",) if listed_already else ()
            self._tell(Difference(ChangeKind.AGREEMENT_ADDED, "", evidence), None, reading, agency, holder, None)
            self.late += bool(reading.signed and (self.listed_on - reading.signed).days > 60)
        self._seated(holder, reading.listing, False)

    def _earlier(self, agency: str | None, reading: Reading) -> KnownAgreement | None:
        """The agreement that had this slot before: the one listed now, else the latest that left."""
        stand = self.stands.get(reading.slot)
        own = [
            known
            for known in self.agreements.values()
            if known.support_type == reading.support_type
            and ((agency is not None and known.agency_id == agency) or (stand and known.id == stand.agreement_id))
        ]
        own.sort(key=lambda known: (known.listed, not known.replaced, known.signed or date.min, known.id))
        return own[-1] if own else None

    def _return(self, known: KnownAgreement, reading: Reading) -> None:
        ending = self.endings.get(known.id)
        if ending is not None and mistaken(ending, self.in_hand.published_at):
            self._alter(known, self._last_seat(known.id), reading, None)
            return
        agency = self._agency_of(reading, known)
        same = known.signed == reading.signed or not known.signed or not reading.signed
        if not same:
            same = redating(known, reading, self.listed_on)[0] is ChangeKind.SIGNING_DATE_CORRECTED
        holder = known.id if same and not known.replaced else ""
        holder = holder or agreement_id(agency, reading.support_type, reading.signed, self.agreements)
        self.agreements[holder] = _updated(known, holder, agency, reading)
        phrase = "listed again after its ending" if same else "signed again after its ending"
        self._tell(Difference(ChangeKind.AGREEMENT_RETURNED, "", (phrase,)), known, reading, agency, holder, None)
        self._seated(holder, reading.listing, False)

    def _leave(self, taken: Seat) -> None:
        known = self.agreements[taken.holder]
        others = sorted(
            other.support_type or "?"
            for other in self.agreements.values()
            if other.agency_id == known.agency_id and other.listed and other.id != known.id
        )
        evidence = ["missing from the list"]
        if not known.moa_url:
            evidence.append("its MOA was never linked")
        evidence.append(
            f"the agency stays listed with {', '.join(others)}" if others else "the agency is listed no more"
        )
        change = Change(
            id=change_id(self.in_hand.document_sha256, known.id, "left"),
            kind=ChangeKind.AGREEMENT_ENDED,
            status=ChangeStatus.SUSPECTED,
            list_kind=ListKind.PARTICIPATING,
            snapshot_id=self.in_hand.snapshot_id,
            settled_by=None,
            state=known.state,
            state_before=None,
            agency_id=known.agency_id,
            agency=known.name,
            agency_before=None,
            agreement_id=known.id,
            support_type=known.support_type,
            support_type_before=None,
            signed=known.signed,
            signed_before=None,
            row=taken.row,
            confidence=1.0,
            evidence=tuple(evidence),
        )
        self.agreements[known.id] = replace(known, listed=False)
        self.changes[change.id] = change
        # It is aged at once by `_age_endings`, so that this list counts as the first without it.
        self.endings[known.id] = Ending(change, self.in_hand.document_sha256, self.in_hand.published_at, 0)
        self.lost[known.state] += 1

    # -- endings -------------------------------------------------------------------------------------------

    def _age_endings(self) -> None:
        published_at = self.in_hand.published_at
        for id_, ending in list(self.endings.items()):
            if self.agreements[id_].listed:
                continue
            older = aged(ending, self.in_hand.snapshot_id, published_at, self.patience, self.rulings)
            if older.change is not ending.change:
                self.changes[older.change.id] = older.change
            if is_closed(older, published_at):
                del self.endings[id_]
            else:
                self.endings[id_] = older

    def _take_back(self, known: KnownAgreement, ending: Ending, because: str) -> None:
        change = withdrawn(ending, self.in_hand.snapshot_id, because)
        self.changes[change.id] = change
        del self.endings[known.id]

    # -- telling -------------------------------------------------------------------------------------------

    def _tell(
        self,
        difference: Difference,
        known: KnownAgreement | None,
        reading: Reading,
        agency: str,
        holder: str,
        weighed: Weighed | None,
    ) -> Change:
        came = difference.kind in _CAME
        direction = "came" if came else f"altered {difference.attribute}"
        subject = holder if came or known is None else known.id
        name = tidy(reading.meant.agency)
        before = known.name if known and known.name != name else None
        dated = reading.signed or (known.signed if known else None)
        change = Change(
            id=change_id(self.in_hand.document_sha256, subject, direction),
            kind=difference.kind,
            status=ChangeStatus.CONFIRMED,
            list_kind=ListKind.PARTICIPATING,
            snapshot_id=self.in_hand.snapshot_id,
            settled_by=None,
            state=reading.state,
            state_before=known.state if known and known.state != reading.state else None,
            agency_id=agency,
            agency=name,
            agency_before=before,
            agreement_id=holder,
            support_type=reading.support_type,
            support_type_before=known.support_type if known and known.support_type != reading.support_type else None,
            signed=dated,
            signed_before=known.signed if known and known.signed != dated else None,
            row=reading.listing.row,
            confidence=weighed.confidence if weighed else 1.0,
            evidence=(*difference.evidence, *(weighed.evidence if weighed else ())),
        )
        self.unlinked += difference.kind is ChangeKind.MOA_UNLINKED
        self.changes[change.id] = change
        return change

    def _doubt(self, known: KnownAgreement, reading: Reading, weighed: Weighed, told: Iterable[Change]) -> None:
        name = tidy(reading.meant.agency)
        self.doubts.append(
            Doubt(
                id=change_id(self.in_hand.document_sha256, f"{known.id} {reading.slot}", "paired"),
                snapshot_id=self.in_hand.snapshot_id,
                question=f"Is {name} ({reading.state}) the agreement that was listed as {known.name} ({known.state})?",
                reading="The same agreement, printed otherwise; no ending and no addition was told.",
                change_ids=tuple(change.id for change in told),
                confidence=weighed.confidence,
                evidence=weighed.evidence,
            )
        )

    # -- keeping -------------------------------------------------------------------------------------------

    def _agency_of(self, reading: Reading, known: KnownAgreement | None) -> str:
        """The agency of a row; a new spelling or new words keep the agency, another body is another agency."""
        agency = Names(self._so_far(), self.rulings).agency(reading.state, reading.name.key)
        if agency is None and known is not None:
            related = relation(fold_agency(known.state, known.name), reading.name)
            if related.relation <= Relation.REWORDED:
                agency = known.agency_id
        if agency is None:
            agency = agency_id(reading.state, reading.name.key, self.agencies)
            self.agencies[agency] = reading.state
        self.names.setdefault(reading.place, agency)
        return agency

    def _so_far(self) -> RecordState:
        return replace(self.before, names=self.names)

    def _seated(self, holder: str, listing: Listing, duplicate: bool) -> None:
        known = self.agreements[holder]
        self.placements.append(Placement(listing, known.state, known.support_type, known.agency_id, holder, duplicate))
        self.seats.append(Seat(printed_cells(listing), holder, duplicate, listing.row))

    def _update_stands(self) -> None:
        """Open and close the runs of the slots that came and went."""
        now = {
            slot(known.state, known.key, known.support_type): known.id
            for known in self.agreements.values()
            if known.listed
        }
        for name, stand in self.before.stands.items():
            if stand.standing and name not in now:
                runs = (*stand.runs[:-1], (stand.runs[-1][0], self.number - 1))
                self.stands[name] = Stand(stand.agreement_id, runs)
        for name, holder in now.items():
            stand = self.stands.get(name)
            if stand is None:
                self.stands[name] = Stand(holder, ((self.number, STILL),))
            elif not stand.standing:
                self.stands[name] = Stand(holder, (*stand.runs, (self.number, STILL)))
            elif stand.agreement_id != holder:
                self.stands[name] = Stand(holder, stand.runs)

    def variation(self) -> Variation:
        last = self.before.participating.published_at
        return Variation(
            rows=len(self.listings),
            lost=sum(self.lost.values()),
            lost_in_one_state=max(self.lost.values(), default=0),
            unlinked=self.unlinked,
            late=self.late,
            days=(self.in_hand.published_at - last).total_seconds() / 86400 if last else 0.0,
        )

    def result(self, findings: tuple[Finding, ...]) -> tuple[RecordState, Settled]:
        """The state after the list, and what became of it."""
        published = self.in_hand.published
        state = replace(
            self.before,
            participating=LastList(
                self.in_hand.snapshot_id,
                published.cells_sha256,
                self.in_hand.published_at,
                published.columns,
                tuple(self.seats),
                self.number,
            ),
            agencies=self.agencies,
            names=self.names,
            agreements=self.agreements,
            stands=self.stands,
            endings=self.endings,
            variations=(*self.before.variations, self.variation())[-_VARIATIONS_KEPT:] if not self.first else (),
        )
        settled = Settled(
            self.in_hand.snapshot_id,
            SnapshotStatus.ACCEPTED,
            findings,
            tuple(sorted(self.placements, key=lambda placement: placement.listing.row)),
            tuple(self.changes.values()),
            tuple(self.doubts),
        )
        return state, settled


_CAME = frozenset(
    {
        ChangeKind.AGREEMENT_ADDED,
        ChangeKind.AGREEMENT_RENEWED,
        ChangeKind.AGREEMENT_RETURNED,
        ChangeKind.AGREEMENT_SWITCHED,
    }
)


def _comparable(known: KnownAgreement, reading: Reading, names: Names) -> bool:
    """Whether a pair is worth weighing: same place and model, or one of them told otherwise for the same name."""
    if known.state == reading.state:
        if known.support_type == reading.support_type:
            return True
        return names.agency(reading.state, reading.name.key) == known.agency_id or known.key == reading.name.key
    return known.support_type == reading.support_type and known.key == reading.name.key


def _updated(known: KnownAgreement | None, holder: str, agency: str, reading: Reading) -> KnownAgreement:
    meant = reading.meant
    link = reading.listing.moa_url
    earlier: tuple[str, ...] = ()
    if known is not None:
        earlier = known.earlier_moa_urls
        if known.moa_url and known.moa_url != link and known.moa_url not in earlier:
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
    )


def _shared_columns(before: Iterable[str], now: Iterable[str]) -> Columns:
    shared = {tidy(name).upper() for name in before} & {tidy(name).upper() for name in now}
    return Columns(county="COUNTY" in shared, agency_type="TYPE" in shared, addendum="ADDENDUM" in shared)
