"""What can happen to a row that continues nothing: it is new, returns, claims a row of its own, or repeats one."""

from datetime import date, timedelta

from models.calendar import day_of
from models.identity.changes import Subject
from models.identity.continuations import Continuations, repeats
from models.identity.documents import TwoDocuments, redated_by_documents
from models.identity.endings import was_omitted, was_renewed
from models.identity.ids import FoldedRow, fold_row
from models.identity.known import Ending, KnownAgreement
from models.identity.list_context import ListContext
from models.identity.pairing import stand_in_row
from models.identity.transitions import Transition, kind_of_renaming, redating
from models.lists.agency_names import NameRelation, compare_names
from models.lists.counts import agency_type, county_key
from models.lists.folding import fold_agency, fold_link
from models.vocabulary import ChangeKind, ChangeStatus

# New agreements are listed within a month of signing (996 of 1,000); one signed a month before the last list should
# have been on that list.
_LATE = timedelta(days=30)

# A copied row is misspelled by a letter or two.
_MAX_SLIPS_OF_A_COPY = 2


class Arrivals:
    """Adds rows that continue nothing to the draft, and their changes to the context."""

    def __init__(self, context: ListContext, continuations: Continuations) -> None:
        self._context = context
        self._draft = context.draft
        self._continuations = continuations
        self.leaving: frozenset[str] = frozenset()  # agreements without a row on this list: no new row repeats them
        self.late = 0  # new agreements that were signed long before the last list

    def come(self, folded: FoldedRow) -> None:
        known = self._earlier(folded)
        own = known is not None and known.agency_id == self._draft.names.agency(folded)
        if known is None:
            if copied := self._copied(folded):
                self._continuations.repeat(copied.id, folded)
            else:
                self._add(folded)
        elif not own and known.signed != folded.signed:
            self._add(folded)  # the slot went to another body since; this is a new agreement of the first one
        elif not known.listed:
            self._return(known, folded)
        elif not own:
            self._reclaim(known, folded)
        elif repeats(known, folded):
            self._continuations.repeat(known.id, folded)
        else:
            # The name was taken for another spelling of an agency, but is listed beside it: a separate agency.
            self._draft.names.known.pop(folded.place, None)
            self._add(folded)

    def _earlier(self, folded: FoldedRow) -> KnownAgreement | None:
        """The agreement that has or had this slot: the one listed now, or the latest."""
        agency = self._draft.names.agency(folded)
        own = {known.id: known for known in self._draft.of_agency(agency)}
        if (holder := self._context.earlier_holder(folded)) is not None:
            own[holder] = self._draft.agreements[holder]
        fitting = (
            known
            for known in own.values()
            if known.support_type == folded.support_type and not known.replaced and known.id not in self.leaving
        )
        return max(
            fitting,
            key=lambda known: (known.agency_id == agency, known.listed, known.signed or date.min, known.id),
            default=None,
        )

    def _add(self, folded: FoldedRow) -> None:
        others = self._draft.of_agency(self._draft.names.agency(folded))
        evidence = ("agency already listed",) if any(known.listed for known in others) else ()
        agency = self._draft.agency_of(folded, None)
        holder = self._continuations.new_id(agency, folded)
        self._continuations.put(None, holder, agency, folded)
        if not self._context.first:
            added = Transition(ChangeKind.AGREEMENT_ADDED, "", evidence)
            self._context.tell(added, Subject(None, folded, agency, holder))
            last = self._context.before.participating.published_at
            self.late += bool(last and (folded.signed is None or folded.signed < (last - _LATE).date()))

    def _return(self, known: KnownAgreement, folded: FoldedRow) -> None:
        """A row in the slot of a missing agreement: omitted by mistake, renewed, or back after its ending."""
        ending = self._draft.endings.get(known.id)
        two = self._context.redated_documents(known, folded)
        anew = self._signed_anew(known, ending, folded, two)
        if ending is not None and anew and was_renewed(ending, folded.signed):
            self._renew(known, ending, folded, two)
            return
        if ending is not None and not anew and was_omitted(ending, self._context.incoming.published_at):
            self._continuations.alter(stand_in_row(known), folded, None)
            return
        if ending is not None and anew:
            if ending.change.status is ChangeStatus.SUSPECTED:
                snapshot_id, phrase = self._context.incoming.snapshot_id, f"signed again on {folded.signed}"
                self._context.record(ending.change.become(ChangeStatus.CONFIRMED, snapshot_id, phrase))
            del self._draft.endings[known.id]
        agency = self._draft.agency_of(folded, known)
        holder = self._continuations.new_id(agency, folded) if anew else known.id
        phrase = "signed again after its ending" if anew else "listed again after its ending"
        returned = Transition(ChangeKind.AGREEMENT_RETURNED, "", (phrase,))
        told = self._context.tell(returned, Subject(known, folded, agency, holder))
        self._continuations.put(known, holder, agency, folded)
        self._context.ask_about_date(known, folded, two, (told,))

    def _renew(self, known: KnownAgreement, ending: Ending, folded: FoldedRow, two: TwoDocuments | None) -> None:
        """The agreement had not ended: while it was missing, a new one was signed in its place."""
        self._context.withdraw_ending(known, f"signed again on {folded.signed}: renewed")
        del self._draft.endings[known.id]
        phrases = [f"missing since {day_of(ending.missing_since)}, signed again on {folded.signed}"]
        if by_documents := redated_by_documents(two):
            phrases.append(by_documents[1])
        renewal = Transition(ChangeKind.AGREEMENT_RENEWED, "", tuple(phrases))
        told = self._continuations.succeed(known, folded, renewal)
        self._context.ask_about_date(known, folded, two, (told,))

    def _signed_anew(
        self, known: KnownAgreement, ending: Ending | None, folded: FoldedRow, two: TwoDocuments | None
    ) -> bool:
        """Whether another date belongs to a new agreement: signed after the old one went missing, or a renewal."""
        if known.signed is None or folded.signed is None or known.signed == folded.signed:
            return False
        by_documents = redated_by_documents(two)
        if by_documents is None and ending is not None and folded.signed >= day_of(ending.missing_since):
            return True
        return redating(known, folded, self._context.listed_on, two)[0] is ChangeKind.AGREEMENT_RENEWED

    def _reclaim(self, known: KnownAgreement, folded: FoldedRow) -> None:
        """An agency is listed again whose row had carried another name by mistake: the row is its own again."""
        other = fold_row(*self._draft.take_row(known.id), self._context.rulings)
        agency = self._draft.agency_of(folded, known)
        renaming = kind_of_renaming(fold_agency(known.state, known.name), folded.name)
        evidence = ("listed under its own name again; its row had carried another name",)
        self._context.tell(Transition(renaming, "name", evidence), Subject(known, folded, agency, known.id))
        self._continuations.put(known, known.id, agency, folded)
        repeated = self._repeated_under_other_words(other)
        if repeated is not None:
            self._draft.place(other.row, other.listing, repeated.id, True)
        else:
            self._add(other)

    def _copied(self, folded: FoldedRow) -> KnownAgreement | None:
        """The listed agreement that a new row copies with a typo or in other words: same support type, date and
        county, in the latter case also file and type. Neighbors with similar names are in other counties."""
        if not folded.county or folded.signed is None:
            return None
        # An agreement whose row has no date keeps the one it had before.
        listed = self._draft.listed_beside(folded, lambda _, row: row.signed in (None, folded.signed))
        signed_here = (
            known for known in listed if known.signed == folded.signed and county_key(known.county) == folded.county
        )
        return next((known for known in signed_here if _is_copy(known, folded)), None)

    def _repeated_under_other_words(self, folded: FoldedRow) -> KnownAgreement | None:
        """The listed agreement with the same state, support type, MOA file and naming words."""
        link = fold_link(folded.meant.moa_url)
        if not link:
            return None
        alike = (
            known
            for known in self._draft.listed_beside(folded, lambda _, row: fold_link(row.moa_url) == link)
            if fold_link(known.moa_url) == link
            and compare_names(fold_agency(known.state, known.name), folded.name).relation <= NameRelation.REWORDED
        )
        return next(alike, None)


def _is_copy(known: KnownAgreement, folded: FoldedRow) -> bool:
    name = fold_agency(known.state, known.name)
    compared = compare_names(name, folded.name)
    if compared.relation is NameRelation.REWORDED:
        return (
            # 'Banner Sheriff' is Banner County's; a township and a borough of one name are two.
            name.forms ^ folded.name.forms <= {"county"}
            and fold_link(known.moa_url) == fold_link(folded.meant.moa_url)
            and agency_type(known.agency_type) is agency_type(folded.meant.agency_type)
        )
    return compared.relation <= NameRelation.MISSPELLED and compared.slips <= _MAX_SLIPS_OF_A_COPY
