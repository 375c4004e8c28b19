"""How strongly the evidence says that a row in hand continues an agreement whose own row is missing.

Each piece of evidence adds to a weight on a log scale (about one nat per unit: 3 is 'twenty to one'). Endings are
rare, a few in a hundred lists, so a vanished row beside a new row much like it is usually one row edited; the
traps are pairs that are much alike and two: neighbours of similar names, numbered precincts, mass signing dates.
"""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from models.counts import AgencyType, agency_type, county_key
from models.folding import AgencyName, fold_agency, fold_link
from models.identity import Reading, slot
from models.naming import Related, Relation, relation
from models.rulings import Decision, Rulings
from models.state import KnownAgreement, RecordState

# A pair from here on is taken; below it both stand alone.
TAKEN = 4.0
# Within this distance of the line the reading is put before a person.
DOUBTFUL = 1.5

_NEVER = -100.0
_RULED = 100.0

_NAME_WEIGHTS = {
    Relation.EQUAL: 6.0,
    Relation.REWORDED: 3.0,
    Relation.OTHER_BODY: 2.0,
    Relation.UNRELATED: -3.0,
}
_SLIP_WEIGHTS = (5.0, 4.0, 3.0, 1.5)  # none (words reordered), one, two, three slips

_FRESH = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate pair: how much speaks for it, and what."""

    weight: float
    evidence: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """0..1: even odds at the line from which a pair is taken less the width of doubt."""
        return round(1 / (1 + math.exp(-(self.weight - TAKEN + DOUBTFUL))), 3)


class Scales:
    """Weighs candidates within one transition; holds what is rare and what is common on the list in hand."""

    def __init__(
        self,
        state: RecordState,
        rulings: Rulings,
        dates: Counter[date | None],
        links: Counter[str],
        listed_on: date,
    ) -> None:
        self._state = state
        self._rulings = rulings
        self._dates = dates
        self._links = links
        self._listed_on = listed_on

    @cached_property
    def _rows(self) -> int:
        return max(1, sum(self._dates.values()))

    def weigh(self, gone: KnownAgreement, gone_agency: str, came: Reading, lists_absent: int) -> Weighed:
        """The weight of 'the row in hand is this agreement, printed otherwise'."""
        name = fold_agency(gone.state, gone_agency)
        related = relation(name, came.name)
        pieces: list[tuple[float, str]] = [self._name(gone, name, came, related)]
        pieces += self._place(gone, came, related)
        pieces += self._date(gone, came)
        pieces += self._moa(gone, came)
        if lists_absent:
            pieces.append((-1.0, f"missing from {lists_absent} lists before"))
        weight = sum(piece for piece, _ in pieces)
        return Weighed(weight, tuple(phrase for _, phrase in pieces if phrase))

    def _name(self, gone: KnownAgreement, name: AgencyName, came: Reading, related: Related) -> tuple[float, str]:
        ruled = self._rulings.relation(gone.state, name.key, came.name.key)
        if ruled is not None:
            return (_RULED if ruled is Decision.SAME else _NEVER), f"ruled {ruled}"
        if related.relation is Relation.NUMBERED_OTHERWISE:
            return _NEVER, related.phrase
        if self._met(gone, name, came):
            return _NEVER, "both names stood on one list together"
        if related.relation is Relation.MISSPELLED:
            weight = _SLIP_WEIGHTS[min(related.slips, len(_SLIP_WEIGHTS) - 1)]
        else:
            weight = _NAME_WEIGHTS[related.relation]
        return weight, related.phrase

    def _met(self, gone: KnownAgreement, name: AgencyName, came: Reading) -> bool:
        if gone.state != came.state:
            return False
        here = self._state.stands.get(slot(came.state, came.name.key, gone.support_type))
        there = self._state.stands.get(slot(gone.state, name.key, gone.support_type))
        return bool(here and there and here.agreement_id != there.agreement_id and here.met(there))

    def _place(self, gone: KnownAgreement, came: Reading, related: Related) -> list[tuple[float, str]]:
        pieces = []
        if gone.state != came.state:
            pieces.append((-1.0, f"state {gone.state or 'unknown'} before, {came.state or 'unknown'} now"))
        else:
            was = county_key(gone.county)
            if was and came.county:
                if was == came.county:
                    pieces.append((1.5, "same county"))
                else:
                    pieces.append((-2.5, "another county"))
        types = {agency_type(gone.agency_type), agency_type(came.meant.agency_type)} - {AgencyType.UNSTATED}
        if len(types) == 2:
            pieces.append((-0.5, "another type of agency"))
        return pieces

    def _date(self, gone: KnownAgreement, came: Reading) -> list[tuple[float, str]]:
        if gone.signed is None or came.signed is None:
            return []
        if gone.signed == came.signed:
            share = (self._dates[came.signed] + 1) / self._rows
            weight = min(4.0, max(0.7, -math.log(share)))
            return [(weight, f"same signing date, on {self._dates[came.signed]} rows")]
        days = abs((came.signed - gone.signed).days)
        if days <= 30:
            return [(-0.5, f"signing dates {days} days apart")]
        return [(-3.0, f"signing dates {days} days apart")]

    def _moa(self, gone: KnownAgreement, came: Reading) -> list[tuple[float, str]]:
        was, now = fold_link(gone.moa_url), fold_link(came.listing.moa_url)
        if was and was == now:
            if self._links[now] > 1:
                return [(0.5, "same MOA file, but others link it too")]
            return [(4.0, "same MOA file")]
        if was and now:
            return [(-2.0, "another MOA file")]
        if was and not now:
            return [(-1.0, "its MOA was linked, the row's is not")]
        return [(0.5, "its MOA was never linked")]
