"""How strongly the evidence says that a row in hand continues an agreement whose own row is missing.

Each piece of evidence adds to a weight on a log scale (about one nat per unit: 3 is 'twenty to one'). Endings are
rare, a few in a hundred lists, so a vanished row beside a new row much like it is usually one row edited; the
traps are pairs that are much alike and two: neighbours of similar names, numbered precincts, mass signing dates.
The strongest piece is the signing date: a new agreement brings its own, an edited row keeps the old one.
"""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from models.identity.draft import Names
from models.identity.ids import Reading, pair_id, slot
from models.identity.known import KnownAgreement, Seat
from models.identity.naming import Related, Relation, relation
from models.identity.state import RecordState
from models.lists.changes import change_id
from models.lists.counts import AgencyType, agency_type, county_key
from models.lists.folding import AgencyName, fold_agency, fold_link
from models.lists.resolution import ListInHand
from models.lists.rulings import Decision, Rulings

# A pair from here on is taken; below it both stand alone.
TAKEN = 4.0
# Within this distance of the line the reading is put before a person.
DOUBTFUL = 1.5

_NEVER = -100.0
_RULED = 100.0

_NAME_WEIGHTS = {
    Relation.EQUAL: 6.0,
    Relation.REORDERED: 5.0,
    Relation.REWORDED: 3.5,
    Relation.OTHER_BODY: 2.0,
    Relation.PARTLY: 0.0,
    Relation.UNRELATED: -3.0,
    Relation.NUMBERED_OTHERWISE: _NEVER,
}
_SLIP_WEIGHTS = {1: 4.0, 2: 3.0, 3: 2.0}

# Of a thousand new agreements 830 are listed within a week of signing, 940 within two, 996 within a month.
_STALE_DAYS = ((30, 3.0), (14, 1.5))


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate pair: how much speaks for it, and what."""

    weight: float
    evidence: tuple[str, ...]
    ruled: bool = False

    @property
    def is_taken(self) -> bool:
        return self.weight >= TAKEN

    @property
    def is_doubtful(self) -> bool:
        return not self.ruled and abs(self.weight - TAKEN) < DOUBTFUL

    @property
    def confidence(self) -> float:
        """0..1 that the two are one: three to one at the line, and never certain."""
        return round(min(0.999, 1 / (1 + math.exp(min(50.0, TAKEN - 1 - self.weight)))), 3)


class Scales:
    """Weighs candidates within one transition; knows what is rare and what is common on the list in hand."""

    def __init__(
        self,
        state: RecordState,
        rulings: Rulings,
        names: Names,
        in_hand: ListInHand,
        listed_on: date,
        nothing_else_changed: bool,
    ) -> None:
        listings = in_hand.published.listings
        self._state = state
        self._rulings = rulings
        self._names = names
        self._document = in_hand.document_sha256
        self._listed_on = listed_on
        self._nothing_else_changed = nothing_else_changed
        self._rows = max(1, len(listings))
        self._dates = Counter(row.signed for row in listings)
        self._links = Counter(fold_link(row.moa_url) for row in listings if row.moa_url)

    def weigh(self, gone: KnownAgreement, taken: Seat, came: Reading, lists_absent: int) -> Weighed | None:
        """The weight of 'the row in hand is this agreement, printed otherwise'; None where nothing speaks for it."""
        switch = gone.support_type != came.support_type
        same_agency = self._names.agency(came) == gone.agency_id
        if lists_absent and same_agency and gone.state == came.state:
            # A return to the slot is read by its date; and an ending that another model follows later is an ending.
            return None
        if switch:
            if lists_absent or not same_agency or gone.state != came.state:
                return None
        elif gone.state != came.state and gone.key != came.name.key:
            return None
        name = fold_agency(gone.state, taken.cells[1])
        ruled = self._ruled(gone, name, came)
        if ruled is not None:
            return ruled
        if switch:
            return Weighed(2 * TAKEN, ("the agency's other row left on the same list",))
        related = relation(name, came.name)
        pieces = [
            self._name(gone, name, came, related),
            *self._place(gone, came, related),
            *self._date(gone, came),
            *self._moa(gone, came),
        ]
        if lists_absent:
            pieces.append((-min(3.0, 1 + lists_absent / 10), f"missing from {lists_absent} lists before"))
        elif related.relation > Relation.EQUAL and _all_but_the_name(taken, came):
            pieces.append((3.5 if came.county else 2.0, "all other cells are equal"))
            if self._nothing_else_changed:
                pieces.append((3.0, "no other row came, left or changed"))
        weighed = Weighed(sum(weight for weight, _ in pieces), tuple(phrase for _, phrase in pieces))
        return self._judged(weighed, gone, came)

    def _ruled(self, gone: KnownAgreement, name: AgencyName, came: Reading) -> Weighed | None:
        """What an alias says of the two names, or a verdict of the pair or of the change that the pair told."""
        decision = self._rulings.relation(gone.state, name.key, came.name.key) if gone.state == came.state else None
        if self._rulings.verdicts:
            verdict = self._rulings.verdict(pair_id(self._document, gone.id, came.slot))
            renaming = self._rulings.verdict(change_id(self._document, gone.id, "altered name"))
            if renaming in (Decision.DISTINCT, Decision.REJECT):
                verdict = verdict or Decision.DISTINCT
            decision = verdict or decision
        if decision is Decision.SAME:
            return Weighed(_RULED, ("ruled to be the same",), ruled=True)
        if decision is Decision.DISTINCT:
            return Weighed(_NEVER, ("ruled to be two",), ruled=True)
        return None

    def _judged(self, weighed: Weighed, gone: KnownAgreement, came: Reading) -> Weighed:
        """The weight once a person has accepted the reading of a doubt, or rejected it."""
        if not self._rulings.verdicts:
            return weighed
        verdict = self._rulings.verdict(pair_id(self._document, gone.id, came.slot))
        if verdict is Decision.ACCEPT:
            return Weighed(weighed.weight, (*weighed.evidence, "accepted by a person"), ruled=True)
        if verdict is Decision.REJECT:
            weight = _NEVER if weighed.is_taken else _RULED
            return Weighed(weight, (*weighed.evidence, "the rules' reading was rejected"), ruled=True)
        return weighed

    def _name(self, gone: KnownAgreement, name: AgencyName, came: Reading, related: Related) -> tuple[float, str]:
        if gone.state == came.state and self._met(gone, name, came):
            return _NEVER, "both names stood on one list together"
        if related.relation is Relation.MISSPELLED:
            if self._both_live_elsewhere(gone, came):
                return _NEVER, "each name is listed with other agreements too"
            return _SLIP_WEIGHTS[related.slips], related.phrase
        return _NAME_WEIGHTS[related.relation], related.phrase

    def _met(self, gone: KnownAgreement, name: AgencyName, came: Reading) -> bool:
        here = self._state.stands.get(slot(came.state, came.name.key, gone.support_type))
        there = self._state.stands.get(slot(gone.state, name.key, gone.support_type))
        return bool(here and there and here.agreement_id != there.agreement_id and here.met(there))

    def _both_live_elsewhere(self, gone: KnownAgreement, came: Reading) -> bool:
        """A slip is rare and lives nowhere else; two agencies that each have other agreements are two."""
        other_agency = self._names.agency(came)
        return (
            other_agency is not None
            and other_agency != gone.agency_id
            and any(
                known.agency_id == gone.agency_id and known.id != gone.id and known.key == gone.key
                for known in self._state.agreements.values()
            )
        )

    def _place(self, gone: KnownAgreement, came: Reading, related: Related) -> list[tuple[float, str]]:
        pieces = []
        if gone.state != came.state:
            pieces.append((-1.0, f"state {gone.state or 'unknown'} before, {came.state or 'unknown'} now"))
        else:
            was = county_key(gone.county)
            if was and was == came.county:
                pieces.append((1.5, "same county"))
            elif was and came.county and not (related.relation is Relation.MISSPELLED and _follows(was, gone, came)):
                pieces.append((-3.0, "another county"))
        types = {agency_type(gone.agency_type), agency_type(came.meant.agency_type)} - {AgencyType.UNSTATED}
        if len(types) == 2:
            pieces.append((-1.5, "another type of agency"))
        return pieces

    def _date(self, gone: KnownAgreement, came: Reading) -> list[tuple[float, str]]:
        if gone.signed is None or came.signed is None:
            return []
        days = abs((came.signed - gone.signed).days)
        if days == 0:
            on_rows = self._dates[came.signed]
            rarity = min(4.0, -math.log(on_rows / self._rows))
            pieces = [(1.5 + rarity / 2, f"same signing date, on {on_rows} rows")]
            age = (self._listed_on - came.signed).days
            stale = next((weight for limit, weight in _STALE_DAYS if age > limit), 0.0)
            if stale:
                pieces.append((stale, f"signed {age} days ago, and new agreements are listed sooner"))
            return pieces
        phrase = f"signing dates {days} days apart"
        return [(-1.0 if days <= 3 else -2.5 if days <= 30 else -4.0, phrase)]

    def _moa(self, gone: KnownAgreement, came: Reading) -> list[tuple[float, str]]:
        was, now = fold_link(gone.moa_url), fold_link(came.listing.moa_url)
        if was and was == now:
            if self._links[now] > 1:
                return [(0.5, "same MOA file, but other rows link it too")]
            return [(4.0, "same MOA file")]
        if was and now:
            return [(-2.0, "another MOA file")]
        if was:
            return [(-1.0, "its MOA was linked, the row's is not")]
        return [(0.5, "its MOA was never linked")]


def _follows(county: str, gone: KnownAgreement, came: Reading) -> bool:
    """Whether the county cell only repeats the name, and so proves no more than the name does."""
    return county in gone.key and came.county in came.name.key and OSA.distance(county, came.county) <= 3


def _all_but_the_name(taken: Seat, came: Reading) -> bool:
    before, now = taken.cells, came.cells
    return before[:1] == now[:1] and before[2:] == now[2:]
