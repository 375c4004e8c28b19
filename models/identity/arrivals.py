"""What can happen to a row that continues nothing: it is new, returns, claims a row of its own, or repeats one."""

from datetime import date, timedelta

from models.calendar import day_of
from models.identity.chapter import Chapter
from models.identity.classes import Difference, kind_of_renaming, redating
from models.identity.continuations import Continuations, repeats, updated
from models.identity.endings import confirmed, mistaken
from models.identity.ids import Reading, agreement_id, read
from models.identity.known import KnownAgreement
from models.identity.matching import empty_seat
from models.identity.naming import Relation, relation
from models.identity.telling import Told
from models.lists.counts import agency_type, county_key
from models.lists.folding import fold_agency, fold_link
from models.vocabulary import ChangeKind, ChangeStatus

# New agreements are listed within a month of signing (996 of 1,000); what was signed a month before the last list
# should have stood on that.
_LATE = timedelta(days=30)


# A copied row is misspelled by a letter or two.
_SLIPS_OF_A_COPY = 2


class Arrivals:
    """Carries rows that come onto the chapter."""

    def __init__(self, chapter: Chapter, continuations: Continuations) -> None:
        self._chapter = chapter
        self._continuations = continuations
        self.leaving: frozenset[str] = frozenset()  # agreements of which no row is left: no new row repeats them
        self.late = 0  # agreements that are new and were signed long before the last list

    def come(self, reading: Reading) -> None:
        """A row that continues nothing: it returns, claims its own row, repeats another, or is new."""
        known = self._earlier(reading)
        if known is None:
            repeated = self._copied(reading)
            (self._continuations.repeat(repeated.id, reading) if repeated else self._add(reading))
        elif known.agency_id == self._chapter.draft.names.agency(reading):
            if not known.listed:
                self._return(known, reading)
            elif repeats(known, reading):
                self._continuations.repeat(known.id, reading)
            else:
                self._part(reading)
        elif known.signed != reading.signed:
            self._add(reading)  # the slot had gone to another body; this is a new agreement of the first one
        elif known.listed:
            self._reclaim(known, reading)
        else:
            self._return(known, reading)

    def _part(self, reading: Reading) -> None:
        """A name that had been taken for another spelling of an agency stands beside it: it is an agency of its own."""
        self._chapter.draft.names.known.pop(reading.place, None)
        self._add(reading)

    def _earlier(self, reading: Reading) -> KnownAgreement | None:
        """The agreement that has or had this slot: the one listed now, else the latest that left."""
        own = {known.id: known for known in self._chapter.draft.of_agency(self._chapter.draft.names.agency(reading))}
        if (holder := self._chapter.earlier_holder(reading)) is not None:
            own[holder] = self._chapter.draft.agreements[holder]
        fitting = [
            known
            for known in own.values()
            if known.support_type == reading.support_type and not known.replaced and known.id not in self.leaving
        ]
        agency = self._chapter.draft.names.agency(reading)
        return max(
            fitting,
            key=lambda known: (known.agency_id == agency, known.listed, known.signed or date.min, known.id),
            default=None,
        )

    def _add(self, reading: Reading) -> None:
        listed_already = any(
            known.listed for known in self._chapter.draft.of_agency(self._chapter.draft.names.agency(reading))
        )
        agency = self._chapter.draft.agency_of(reading, None)
        holder = agreement_id(agency, reading.support_type, reading.signed, self._chapter.draft.agreements)
        self._chapter.draft.keep(updated(None, holder, agency, reading))
        if not self._chapter.first:
            evidence = ("agency already listed",) if listed_already else ()
            added = Difference(ChangeKind.AGREEMENT_ADDED, "", evidence)
            self._chapter.tell(added, Told(None, reading, agency, holder))
            last = self._chapter.before.participating.published_at
            self.late += bool(last and (reading.signed is None or reading.signed < (last - _LATE).date()))
        self._chapter.draft.place(reading.row, reading.listing, holder, False)

    def _return(self, known: KnownAgreement, reading: Reading) -> None:
        """A row in a slot whose agreement had left: left out by mistake, signed anew, or back after its ending."""
        ending = self._chapter.draft.endings.get(known.id)
        same = known.signed is None or reading.signed is None or known.signed == reading.signed
        anew = not same and self._signed_anew(known, reading)
        if ending is not None and not anew and mistaken(ending, self._chapter.in_hand.published_at):
            self._continuations.alter(empty_seat(known), reading, None)
            return
        if ending is not None and anew:
            if ending.change.status is ChangeStatus.SUSPECTED:
                phrase = f"signed anew on {reading.signed}"
                self._chapter.settle(confirmed(ending, self._chapter.in_hand.snapshot_id, phrase))
            del self._chapter.draft.endings[known.id]
        agency = self._chapter.draft.agency_of(reading, known)
        holder = known.id
        if anew:
            holder = agreement_id(agency, reading.support_type, reading.signed, self._chapter.draft.agreements)
        phrase = "signed again after its ending" if anew else "listed again after its ending"
        returned = Difference(ChangeKind.AGREEMENT_RETURNED, "", (phrase,))
        self._chapter.tell(returned, Told(known, reading, agency, holder))
        self._chapter.draft.keep(updated(known, holder, agency, reading))
        self._chapter.draft.place(reading.row, reading.listing, holder, False)

    def _signed_anew(self, known: KnownAgreement, reading: Reading) -> bool:
        """Whether another date is that of a new agreement: signed when the old one had left, or a renewal by date."""
        ending = self._chapter.draft.endings.get(known.id)
        if ending is not None and reading.signed and reading.signed >= day_of(ending.left_at):
            return True
        return redating(known, reading, self._chapter.listed_on)[0] is ChangeKind.AGREEMENT_RENEWED

    def _reclaim(self, known: KnownAgreement, reading: Reading) -> None:
        """A name is back whose row had been given another caption: the row is its own, the caption was a slip."""
        other = read(*self._chapter.draft.take_row(known.id), self._chapter.rulings)
        agency = self._chapter.draft.agency_of(reading, known)
        renaming = kind_of_renaming(fold_agency(known.state, known.name), reading.name)
        evidence = ("listed under its own name again; its row had been given another caption",)
        self._chapter.tell(Difference(renaming, "name", evidence), Told(known, reading, agency, known.id))
        self._chapter.draft.keep(updated(known, known.id, agency, reading))
        self._chapter.draft.place(reading.row, reading.listing, known.id, False)
        repeated = self._repeated_under_other_words(other)
        if repeated is not None:
            self._chapter.draft.place(other.row, other.listing, repeated.id, True)
        else:
            self._add(other)

    def _copied(self, reading: Reading) -> KnownAgreement | None:
        """The listed agreement of which a new row is a copy under a slip, or under other words: same model, date,
        county, and in the latter case file and type. Neighbours of similar names are in other counties."""
        if not reading.county or reading.signed is None:
            return None
        alike = [
            known
            for known in self._chapter.draft.signed_alike(reading)
            if known.listed and county_key(known.county) == reading.county and _is_copy(known, reading)
        ]
        return alike[0] if alike else None

    def _repeated_under_other_words(self, reading: Reading) -> KnownAgreement | None:
        """The listed agreement of the same state, model and MOA file whose name shares the naming words."""
        link = fold_link(reading.listing.moa_url)
        alike = [
            known
            for known in self._chapter.draft.agreements.values()
            if known.listed
            and link
            and fold_link(known.moa_url) == link
            and (known.state, known.support_type) == (reading.state, reading.support_type)
            and relation(fold_agency(known.state, known.name), reading.name).relation <= Relation.REWORDED
        ]
        return min(alike, key=lambda known: known.id, default=None)


def _is_copy(known: KnownAgreement, reading: Reading) -> bool:
    name = fold_agency(known.state, known.name)
    related = relation(name, reading.name)
    if related.relation is Relation.REWORDED:
        return (
            # 'Banner Sheriff' is Banner County's; a township and a borough of one name are two.
            name.forms ^ reading.name.forms <= {"county"}
            and fold_link(known.moa_url) == fold_link(reading.listing.moa_url)
            and agency_type(known.agency_type) is agency_type(reading.meant.agency_type)
        )
    return related.relation <= Relation.MISSPELLED and related.slips <= _SLIPS_OF_A_COPY
