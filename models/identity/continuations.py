"""What can happen to a row that continues an agreement: edited cells, a switch, one row less or more for it."""

from dataclasses import replace
from datetime import date

from models.identity.changes import Subject, doubt_of
from models.identity.documents import TwoDocuments, redated_by_documents
from models.identity.endings import MISTAKEN_WITHIN
from models.identity.evidence import Weighed
from models.identity.ids import FoldedRow, agreement_id, fold_row
from models.identity.known import KnownAgreement, Origin, PreviousRow
from models.identity.list_context import ListContext
from models.identity.transitions import Transition, differences, redating
from models.lists.changes import Change
from models.lists.folding import fold_link, tidy
from models.lists.listings import texts
from models.vocabulary import ChangeKind, ChangeStatus

_DOCUMENTS = ("moa", "addendum")  # the attributes of a transition that are about files


class Continuations:
    """Adds rows that continue an agreement to the draft, and their changes to the context."""

    def __init__(self, context: ListContext) -> None:
        self._context = context
        self._draft = context.draft

    def pair(self, previous: PreviousRow, folded: FoldedRow, weighed: Weighed) -> None:
        known = self._draft.agreements[previous.holder]
        if known.support_type == folded.support_type or not folded.support_type or not known.support_type:
            self.alter(previous, folded, weighed)
        elif (earlier := self._put_back(known, folded)) is not None:
            self._restore(known, earlier, folded)
        else:
            switch = Transition(ChangeKind.AGREEMENT_SWITCHED, "", ("same agency, different support type",))
            self.succeed(known, folded, switch, weighed)

    def alter(self, previous: PreviousRow, folded: FoldedRow, weighed: Weighed | None) -> None:
        """A row that continues an agreement with other cells."""
        known = self._draft.agreements[previous.holder]
        if known.listed and (earlier := self._put_back(known, folded)) is not None:
            self._restore(known, earlier, folded)
            return
        two = self._context.redated_documents(known, folded)
        if not known.listed:
            phrase = "listed again" if weighed is None else "its row came back under another name"
            self._context.withdraw_ending(known, f"{phrase} with the same document" if two and two.is_kept else phrase)
        if (undone := self._undo_renewal(known, folded)) is not None:
            known, two = undone
        before = texts(self._context.rulings.correct(previous.listing))
        columns, listed_on = self._context.shared_columns, self._context.listed_on
        found = differences(known, before, folded, columns, listed_on, two)
        agency = self._draft.agency_of(folded, known)
        if folded.state != known.state:
            self._draft.moved(known, folded.state)
        holder = known.id
        if any(transition.kind is ChangeKind.AGREEMENT_RENEWED for transition in found):
            holder = self._replace(known, agency, folded)
            found = tuple(each for each in found if each.attribute not in _DOCUMENTS)  # its own, not replaced ones
        elif two and two.is_kept:
            found = tuple(each for each in found if each.attribute != "moa")  # the same at another address
        told = tuple(self._context.tell(each, Subject(known, folded, agency, holder, weighed)) for each in found)
        renewal = next((each for each in told if each.kind is ChangeKind.AGREEMENT_RENEWED), None)
        origin = Origin(renewal, self._context.incoming.published_at) if renewal else None
        self.put(known, holder, agency, folded, origin)
        if weighed is not None and weighed.is_doubtful:
            self._context.doubts.append(doubt_of(self._context.incoming, known, folded, weighed, told))
        self._context.ask_about_date(known, folded, two, told)

    def _undo_renewal(self, known: KnownAgreement, folded: FoldedRow) -> tuple[KnownAgreement, TwoDocuments] | None:
        """Where a renewal was told by its date, and its row links a document only now, which is the one from before:
        nothing was signed again. The agreement from before, which the row continues after all."""
        origin = known.origin
        if (
            origin is None
            or origin.change.kind is not ChangeKind.AGREEMENT_RENEWED
            or origin.change.status is ChangeStatus.WITHDRAWN
            or origin.change.agreement_before in (None, known.id)
            or fold_link(known.moa_url) == fold_link(folded.meant.moa_url)
        ):
            return None
        earlier = self._draft.agreements[origin.change.agreement_before or ""]
        two = self._context.redated_documents(earlier, folded, origin.at)
        by_documents = redated_by_documents(two)
        if two is None or by_documents is None or by_documents[0] is ChangeKind.AGREEMENT_RENEWED:
            return None
        known = self._become(known, origin, ChangeStatus.WITHDRAWN, by_documents[1])
        self._draft.keep(replace(known, listed=False, replaced=True, origin=None))  # no older copy brings it back
        return replace(earlier, addendum_url=known.addendum_url), two

    def put(
        self, known: KnownAgreement | None, holder: str, agency: str, folded: FoldedRow, origin: Origin | None = None
    ) -> None:
        """Store agreement `holder` as the row prints it, and make the row its own. What the row leaves empty stays as
        known."""
        meant, link = folded.meant, folded.meant.moa_url
        earlier: tuple[str, ...] = known.earlier_moa_urls if known else ()
        if known and known.moa_url and known.moa_url != link and known.moa_url not in earlier:
            earlier = (*earlier, known.moa_url)[-3:]
        agreement = KnownAgreement(
            id=holder,
            agency_id=agency,
            state=folded.state,
            support_type=folded.support_type,
            key=folded.name.key,
            name=tidy(meant.agency),
            agency_type=meant.agency_type.strip() or (known.agency_type if known else ""),
            county=meant.county.strip() or (known.county if known else ""),
            signed=_signed(known, folded, holder),
            signed_text=meant.signed_text,
            moa_url=link,
            earlier_moa_urls=earlier,
            addendum_url=folded.listing.addendum_url or (known.addendum_url if known else ""),
            listed=True,
            first_listed=known.first_listed if known and known.id == holder else self._context.first_listed,
            origin=origin or (known.origin if known and known.id == holder else None),
        )
        self._draft.keep(agreement)
        self._draft.place(folded.row, folded.listing, holder, False)

    def new_id(self, agency: str, folded: FoldedRow) -> str:
        """The id of a new agreement that the row tells of."""
        return agreement_id(agency, folded.support_type, folded.signed, self._draft.ids_of(agency))

    def succeed(
        self, known: KnownAgreement, folded: FoldedRow, transition: Transition, weighed: Weighed | None = None
    ) -> Change:
        """A switch or a renewal: the row is a new agreement in the place of the known one."""
        agency = self._draft.agency_of(folded, known)
        holder = self._replace(known, agency, folded)
        change = self._context.tell(transition, Subject(known, folded, agency, holder, weighed))
        self.put(known, holder, agency, folded, Origin(change, self._context.incoming.published_at))
        return change

    def _replace(self, known: KnownAgreement, agency: str, folded: FoldedRow) -> str:
        """End an agreement that a new one replaces; the id of the new one."""
        holder = self.new_id(agency, folded)
        self._draft.keep(replace(known, listed=False, replaced=True))
        return holder

    def _put_back(self, known: KnownAgreement, folded: FoldedRow) -> KnownAgreement | None:
        """The agreement that the row goes back to, if an older copy undoes or redoes a switch or a renewal."""
        now = self._context.incoming.published_at
        for other in self._draft.of_agency(known.agency_id):
            newer = known.origin or other.origin
            if (
                other.id != known.id
                and other.replaced
                and (other.support_type, other.signed) == (folded.support_type, folded.signed)
                and newer is not None
                and now - newer.at <= MISTAKEN_WITHIN
            ):
                return other
        return None

    def _restore(self, known: KnownAgreement, earlier: KnownAgreement, folded: FoldedRow) -> None:
        """An older copy of the list was published, or corrected again: there is no second switch or renewal."""
        if known.origin is not None and known.origin.change.status is not ChangeStatus.WITHDRAWN:
            known = self._become(known, known.origin, ChangeStatus.WITHDRAWN, "printed as before")
        self._draft.keep(replace(known, listed=False, replaced=True))
        if earlier.origin is not None and earlier.origin.change.status is ChangeStatus.WITHDRAWN:
            earlier = self._become(earlier, earlier.origin, ChangeStatus.CONFIRMED, "printed that way again")
        self.put(earlier, earlier.id, self._draft.agency_of(folded, earlier), folded, earlier.origin)

    def _become(self, known: KnownAgreement, origin: Origin, status: ChangeStatus, phrase: str) -> KnownAgreement:
        """The agreement after its switch or renewal was withdrawn or confirmed again."""
        change = origin.change.become(status, self._context.incoming.snapshot_id, phrase)
        self._context.record(change)
        return replace(known, origin=replace(origin, change=change))

    def repeat(self, holder: str, folded: FoldedRow, silently: bool = False) -> None:
        """Another row of an agreement that is already listed."""
        known = self._draft.agreements[holder]
        if not self._context.first and not silently:
            repeated = Transition(ChangeKind.DUPLICATE_LISTED, f"repeat {folded.cells}", ("now listed twice",))
            self._context.tell(repeated, Subject(known, folded, self._draft.agency_of(folded, known), holder))
        self._draft.place(folded.row, folded.listing, holder, True)

    def unrepeat(self, previous: PreviousRow) -> None:
        """A repeated row is gone; the agreement's own row stays."""
        known = self._draft.agreements[previous.holder]
        folded = fold_row(previous.row, previous.listing, self._context.rulings)
        gone = Transition(ChangeKind.DUPLICATE_UNLISTED, f"repeat {previous.cells}", ("its other row stays",))
        self._context.tell(gone, Subject(known, folded, known.agency_id, known.id))

    def take_over(self, previous: PreviousRow, folded: FoldedRow) -> None:
        """The agreement's own row is gone and a repeated row stays: a single change, or the end of a renewal during
        which both were listed."""
        known = self._draft.agreements[previous.holder]
        agency = self._draft.agency_of(folded, known)
        evidence = ("of its two rows, the other one stays",)
        gone = Transition(ChangeKind.DUPLICATE_UNLISTED, f"repeat {previous.cells}", evidence)
        self._context.tell(gone, Subject(known, folded, agency, known.id))
        two = self._context.redated_documents(known, folded)
        kind, phrase = redating(known, folded, self._context.listed_on, two)
        if kind is ChangeKind.AGREEMENT_RENEWED:
            self.succeed(known, folded, Transition(kind, "", (phrase,)))
        else:
            self.put(known, known.id, agency, folded)


def repeats(known: KnownAgreement, folded: FoldedRow) -> bool:
    """Whether a row with a listed agreement's agency and support type repeats that agreement: it has the same name,
    date or file. A different name with a different date is another agency, whatever was assumed of the names."""
    link = fold_link(folded.meant.moa_url)
    return (
        known.key == folded.name.key
        or known.signed == folded.signed
        or (bool(link) and link == fold_link(known.moa_url))
    )


def _signed(known: KnownAgreement | None, folded: FoldedRow, holder: str) -> date | None:
    """The signing date from this row on. What is no date leaves the last one; and what was none when it was first
    printed, since its day had not come, does not become one with time."""
    if known is None:
        return folded.signed
    if known.id == holder and known.signed_text == folded.meant.signed_text:
        return known.signed
    return folded.signed or known.signed
