"""What can happen to a row that goes on: other cells, another model, one row less or more for its agreement."""

from dataclasses import replace

from models.identity import telling
from models.identity.chapter import Chapter
from models.identity.classes import Difference, differences
from models.identity.endings import MISTAKEN_WITHIN
from models.identity.evidence import Weighed
from models.identity.ids import Reading, agreement_id, read
from models.identity.known import Came, KnownAgreement, Seat
from models.identity.telling import Told
from models.lists.folding import fold_link, tidy
from models.vocabulary import ChangeKind, ChangeStatus


class Continuations:
    """Carries rows that continue an agreement onto the chapter."""

    def __init__(self, chapter: Chapter) -> None:
        self._chapter = chapter

    def pair(self, taken: Seat, reading: Reading, weighed: Weighed) -> None:
        known = self._chapter.draft.agreements[taken.holder]
        if known.support_type != reading.support_type and reading.support_type and known.support_type:
            if (earlier := self._put_back(known, reading)) is not None:
                self._restore(known, earlier, reading)
            else:
                self._switch(known, reading, weighed)
        else:
            self.alter(taken, reading, weighed)

    def alter(self, taken: Seat, reading: Reading, weighed: Weighed | None) -> None:
        """A row that continues an agreement with other cells."""
        known = self._chapter.draft.agreements[taken.holder]
        if known.listed and (earlier := self._put_back(known, reading)) is not None:
            self._restore(known, earlier, reading)
            return
        if not known.listed:
            phrase = "listed again" if weighed is None else "its row came back under another name"
            self._chapter.take_back(known, phrase)
        found = differences(known, taken.cells, reading, self._chapter.columns, self._chapter.listed_on)
        agency = self._chapter.draft.agency_of(reading, known)
        if reading.state != known.state:
            self._chapter.draft.moved(known, reading.state)
        holder = known.id
        if any(difference.kind is ChangeKind.AGREEMENT_RENEWED for difference in found):
            holder = agreement_id(agency, reading.support_type, reading.signed, self._chapter.draft.agreements)
            self._chapter.draft.keep(replace(known, listed=False, replaced=True))
        told = tuple(self._chapter.tell(each, Told(known, reading, agency, holder, weighed)) for each in found)
        renewal = next((each for each in told if each.kind is ChangeKind.AGREEMENT_RENEWED), None)
        came = Came(renewal, self._chapter.in_hand.published_at) if renewal else None
        self._chapter.draft.keep(updated(known, holder, agency, reading, came))
        self._chapter.draft.place(reading.row, reading.listing, holder, False)
        if weighed is not None and weighed.is_doubtful:
            self._chapter.doubts.append(telling.doubt(self._chapter.in_hand, known, reading, weighed, told))

    def _switch(self, known: KnownAgreement, reading: Reading, weighed: Weighed) -> None:
        agency = self._chapter.draft.agency_of(reading, known)
        holder = agreement_id(agency, reading.support_type, reading.signed, self._chapter.draft.agreements)
        self._chapter.draft.keep(replace(known, listed=False, replaced=True))
        change = self._chapter.tell(
            Difference(ChangeKind.AGREEMENT_SWITCHED, "", ("same agency, another support type",)),
            Told(known, reading, agency, holder, weighed),
        )
        came = Came(change, self._chapter.in_hand.published_at)
        self._chapter.draft.keep(updated(known, holder, agency, reading, came))
        self._chapter.draft.place(reading.row, reading.listing, holder, False)

    def _put_back(self, known: KnownAgreement, reading: Reading) -> KnownAgreement | None:
        """The agreement that this row was before a switch or a renewal that an older copy undoes, or redoes."""
        now = self._chapter.in_hand.published_at
        for other in self._chapter.draft.of_agency(known.agency_id):
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
        self._chapter.draft.keep(replace(self._undone(known), listed=False, replaced=True))
        if earlier.came is not None and earlier.came.change.status is ChangeStatus.WITHDRAWN:
            earlier = self._resettled(earlier, ChangeStatus.CONFIRMED, "printed so again")
        agency = self._chapter.draft.agency_of(reading, earlier)
        self._chapter.draft.keep(updated(earlier, earlier.id, agency, reading, earlier.came))
        self._chapter.draft.place(reading.row, reading.listing, earlier.id, False)

    def _undone(self, known: KnownAgreement) -> KnownAgreement:
        if known.came is None or known.came.change.status is ChangeStatus.WITHDRAWN:
            return known
        return self._resettled(known, ChangeStatus.WITHDRAWN, "printed as it was before")

    def _resettled(self, known: KnownAgreement, status: ChangeStatus, phrase: str) -> KnownAgreement:
        assert known.came is not None
        change = known.came.change
        change = replace(
            change, status=status, settled_by=self._chapter.in_hand.snapshot_id, evidence=(*change.evidence, phrase)
        )
        self._chapter.settle(change)
        return replace(known, came=replace(known.came, change=change))

    def repeat(self, holder: str, reading: Reading, silently: bool = False) -> None:
        """A further row of an agreement that is listed already."""
        known = self._chapter.draft.agreements[holder]
        if not self._chapter.first and not silently:
            repeated = Difference(ChangeKind.DUPLICATE_LISTED, f"repeat {reading.cells}", ("listed twice now",))
            self._chapter.tell(repeated, Told(known, reading, self._chapter.draft.agency_of(reading, known), holder))
        self._chapter.draft.place(reading.row, reading.listing, holder, True)

    def unrepeat(self, taken: Seat) -> None:
        """A further row is gone; the agreement's own row stays."""
        known = self._chapter.draft.agreements[taken.holder]
        reading = read(taken.row, taken.listing, self._chapter.rulings)
        gone = Difference(ChangeKind.DUPLICATE_UNLISTED, f"repeat {taken.cells}", ("another row of it stays",))
        self._chapter.tell(gone, Told(known, reading, known.agency_id, known.id))

    def take_over(self, left: Seat, reading: Reading, placed: bool = False) -> None:
        """The agreement's own row is gone and a further row stays: one thing happened, told as one."""
        known = self._chapter.draft.agreements[left.holder]
        agency = self._chapter.draft.agency_of(reading, known)
        self._chapter.draft.keep(updated(known, known.id, agency, reading))
        evidence = ("of two rows for it, the other stays",)
        self._chapter.tell(
            Difference(ChangeKind.DUPLICATE_UNLISTED, f"repeat {left.cells}", evidence),
            Told(known, reading, agency, known.id),
        )
        if not placed:
            self._chapter.draft.place(reading.row, reading.listing, known.id, False)


def repeats(known: KnownAgreement, reading: Reading) -> bool:
    """Whether a row of a listed agreement's agency and model is that agreement once more: under its name, or of its
    date or file. Another name with another date is another agency, whatever was believed of the names."""
    link = fold_link(reading.listing.moa_url)
    return (
        known.key == reading.name.key
        or known.signed == reading.signed
        or (bool(link) and link == fold_link(known.moa_url))
    )


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
