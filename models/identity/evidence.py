"""How strongly the evidence says that an incoming row continues an agreement whose own row is missing.

Each piece of evidence adds to a weight on a log scale (about one nat per unit: 3 is 'twenty to one'). Endings are
rare, a few in a hundred lists, so a missing row beside a similar new row is usually one edited row. The traps are
similar pairs of two agencies: neighbors with similar names, numbered precincts, mass signing dates. The strongest
piece is the signing date: a new agreement brings its own, an edited row keeps the old one.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from models.identity.documents import Piece, TwoDocuments, weighed_documents
from models.identity.draft import Names
from models.identity.ids import FoldedRow, pair_id, slot
from models.identity.known import KnownAgreement, PreviousRow
from models.identity.state import RecordState
from models.lists.agency_names import NameComparison, NameRelation, compare_names
from models.lists.changes import change_id
from models.lists.counts import AgencyType, agency_type, county_key
from models.lists.folding import AgencyName, fold_agency, fold_link
from models.lists.resolution import IncomingList
from models.lists.rulings import Decision, Rulings
from models.vocabulary import counted

# A pair of this weight or more is one agreement; below it, the two rows are an ending and an addition.
ACCEPTED = 4.0
# Within this distance of the line a person is asked.
DOUBTFUL = 1.5

# How much documents can add to the weight or take from it, beside what is in doubt.
_MOST_FOR = 6.0 + DOUBTFUL
_MOST_AGAINST = 6.0 + DOUBTFUL

_NEVER = -100.0
_RULED = 100.0

_NAME_WEIGHTS = {
    NameRelation.EQUAL: 6.0,
    NameRelation.REORDERED: 5.0,
    NameRelation.REWORDED: 3.5,
    NameRelation.OTHER_BODY: 2.0,
    NameRelation.PARTLY: 0.0,
    NameRelation.UNRELATED: -3.0,
    NameRelation.NUMBERED_OTHERWISE: _NEVER,
}
_SLIP_WEIGHTS = {1: 4.0, 2: 3.0, 3: 2.0}

# Of a thousand new agreements 830 are listed within a week of signing, 940 within two, 996 within a month.
_STALE_DAYS = ((30, 3.0), (14, 1.5))


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weight of one candidate pair, and the evidence for it."""

    weight: float
    evidence: tuple[str, ...]
    ruled: bool = False

    @property
    def is_accepted(self) -> bool:
        return self.weight >= ACCEPTED

    @property
    def is_doubtful(self) -> bool:
        return not self.ruled and abs(self.weight - ACCEPTED) < DOUBTFUL

    @property
    def confidence(self) -> float:
        """The chance (0..1) that the two are one: three to one at the line, and never certain."""
        return round(min(0.999, 1 / (1 + math.exp(min(50.0, ACCEPTED - 1 - self.weight)))), 3)


@dataclass
class Scales:
    """Weighs the candidates of one list; it knows what is rare and what is common there."""

    state: RecordState
    rulings: Rulings
    names: Names
    incoming: IncomingList
    listed_on: date
    links: Mapping[str, int]  # how many rows of the list have each
    two_documents: Callable[[KnownAgreement, FoldedRow], TwoDocuments | None]
    nothing_else_changed: bool

    def __post_init__(self) -> None:
        listings = self.incoming.published.listings
        self._rows = max(1, len(listings))
        self._dates = Counter(row.signed for row in listings)

    def weigh(self, gone: KnownAgreement, previous: PreviousRow, lists_absent: int, came: FoldedRow) -> Weighed | None:
        """The weight of 'the incoming row is this agreement, printed differently'; None if nothing suggests it."""
        switch = gone.support_type != came.support_type
        same_agency = self.names.agency(came) == gone.agency_id
        if lists_absent and same_agency and gone.state == came.state:
            # A return to the slot is judged by its date; a different support type later does not explain an ending.
            return None
        if switch and (lists_absent or not same_agency or gone.state != came.state):
            return None
        if not switch and gone.state != came.state and gone.key != came.name.key:
            return None
        name = fold_agency(gone.state, previous.cells[1])
        on_pair = self.rulings.decision(pair_id(self.incoming.document_sha256, gone.id, came.slot))
        if (ruled := self._ruled(gone, name, came, on_pair)) is not None:
            return ruled
        if switch:
            return Weighed(2 * ACCEPTED, ("the agency's other row disappeared from the same list",))
        related = compare_names(name, came.name)
        pieces = [
            self._name(gone, name, came, related),
            *self._place(gone, came, related),
            *self._date(gone, came),
            self._moa(gone, came),
        ]
        by_address = len(pieces) - 1
        if lists_absent:
            pieces.append((-min(3.0, 1 + lists_absent / 10), f"missing from the last {counted(lists_absent, 'list')}"))
        elif related.relation > NameRelation.EQUAL and _all_but_the_name(previous, came):
            pieces.append((3.5 if came.county else 2.0, "all other cells are equal"))
            if self.nothing_else_changed:
                pieces.append((3.0, "no other row was added, removed or changed"))
        # A ruling accepts or rejects the answer that was shown: documents that come later do not turn it around.
        if on_pair is None and (said := self._said(gone, came, sum(weight for weight, _ in pieces))) is not None:
            pieces[by_address] = said
        weighed = Weighed(sum(weight for weight, _ in pieces), tuple(phrase for _, phrase in pieces))
        if on_pair is Decision.ACCEPT:
            return Weighed(weighed.weight, (*weighed.evidence, "a person accepted this"), ruled=True)
        if on_pair is Decision.REJECT:
            weight = _NEVER if weighed.is_accepted else _RULED
            return Weighed(weight, (*weighed.evidence, "a person rejected the first answer"), ruled=True)
        return weighed

    def _ruled(
        self, gone: KnownAgreement, name: AgencyName, came: FoldedRow, on_pair: Decision | None
    ) -> Weighed | None:
        """A ruling on the two names (an alias), on the pair, or on the change that the pair caused."""
        decision = self.rulings.relation(gone.state, name.key, came.name.key) if gone.state == came.state else None
        on_renaming = self.rulings.decision(change_id(self.incoming.document_sha256, gone.id, "altered name"))
        if on_renaming in (Decision.DISTINCT, Decision.REJECT):
            on_pair = on_pair or Decision.DISTINCT
        decision = on_pair or decision
        if decision is Decision.SAME:
            return Weighed(_RULED, ("a person ruled that they are the same",), ruled=True)
        if decision is Decision.DISTINCT:
            return Weighed(_NEVER, ("a person ruled that they are two",), ruled=True)
        return None

    def _name(self, gone: KnownAgreement, name: AgencyName, came: FoldedRow, related: NameComparison) -> Piece:
        if gone.state == came.state and self._were_listed_together(gone, name, came):
            return _NEVER, "both names were on one list together"
        if related.relation is NameRelation.MISSPELLED:
            if self._both_have_others(gone, came):
                return _NEVER, "each name also has other agreements"
            return _SLIP_WEIGHTS[related.slips], related.phrase
        return _NAME_WEIGHTS[related.relation], related.phrase

    def _were_listed_together(self, gone: KnownAgreement, name: AgencyName, came: FoldedRow) -> bool:
        here = self.state.slot_histories.get(slot(came.state, came.name.key, gone.support_type))
        there = self.state.slot_histories.get(slot(gone.state, name.key, gone.support_type))
        return bool(here and there and here.agreement_id != there.agreement_id and here.overlaps(there))

    def _both_have_others(self, gone: KnownAgreement, came: FoldedRow) -> bool:
        """A typo is rare and occurs once; two names that each have other agreements are two agencies."""
        if self.names.agency(came) in (None, gone.agency_id):
            return False
        others = map(self.state.agreements.__getitem__, self.state.agreements_of.get(gone.agency_id, ()))
        theirs = (known for known in others if known.agency_id == gone.agency_id)
        return any(known.id != gone.id and known.key == gone.key for known in theirs)

    def _place(self, gone: KnownAgreement, came: FoldedRow, related: NameComparison) -> Iterator[Piece]:
        was = county_key(gone.county)
        if gone.state != came.state:
            yield -1.0, f"state: {gone.state or 'unknown'} before, {came.state or 'unknown'} now"
        elif was and was == came.county:
            yield 1.5, "same county"
        elif was and came.county and not (related.relation is NameRelation.MISSPELLED and _follows(was, gone, came)):
            yield -3.0, "different county"
        types = {agency_type(gone.agency_type), agency_type(came.meant.agency_type)} - {AgencyType.UNSTATED}
        if len(types) == 2:
            yield -1.5, "different type of agency"

    def _date(self, gone: KnownAgreement, came: FoldedRow) -> Iterator[Piece]:
        if gone.signed is None or came.signed is None:
            return
        days = abs((came.signed - gone.signed).days)
        if days:
            yield -1.0 if days <= 3 else -2.5 if days <= 30 else -4.0, f"signing dates {counted(days, 'day')} apart"
            return
        on_rows = self._dates[came.signed]
        rarity = min(4.0, -math.log(on_rows / self._rows))
        yield 1.5 + rarity / 2, f"same signing date, found on {counted(on_rows, 'row')}"
        age = (self.listed_on - came.signed).days
        if stale := next((weight for limit, weight in _STALE_DAYS if age > limit), 0.0):
            yield stale, f"signed {age:,} days ago; new agreements are listed sooner"

    def _said(self, gone: KnownAgreement, came: FoldedRow, weight: float) -> Piece | None:
        """What the documents of the two say in place of their addresses, where that may decide: asked for less, fewer
        lists are resolved again when a document comes."""
        if not -_MOST_AGAINST < ACCEPTED - weight < _MOST_FOR:
            return None
        two = self.two_documents(gone, came)
        return weighed_documents(two) if two else None

    def _moa(self, gone: KnownAgreement, came: FoldedRow) -> Piece:
        was, now = fold_link(gone.moa_url), fold_link(came.meant.moa_url)
        if not was:
            return 0.5, "its MOA was never linked"
        if not now:
            return -1.0, "its MOA was linked, the row links none"
        if was != now:
            return -2.0, "different MOA file"
        if self.links[now] > 1:
            return 0.5, "same MOA file, but other rows link to it too"
        return 4.0, "same MOA file"


def _follows(county: str, gone: KnownAgreement, came: FoldedRow) -> bool:
    """Whether the county cell only repeats the name, and so proves nothing more."""
    return county in gone.key and came.county in came.name.key and OSA.distance(county, came.county) <= 3


def _all_but_the_name(previous: PreviousRow, came: FoldedRow) -> bool:
    before, now = previous.cells, came.cells
    return before[:1] == now[:1] and before[2:] == now[2:]
