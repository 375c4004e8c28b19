"""Which of the rows that are new on a list continue agreements whose rows are missing: candidates, weights, pairs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from models.identity import telling
from models.identity.draft import Draft
from models.identity.evidence import Scales, Weighed
from models.identity.ids import Reading
from models.identity.known import KnownAgreement, Seat
from models.identity.pairing import assign
from models.identity.seating import Seating
from models.identity.state import RecordState
from models.lists.listings import Listing
from models.lists.resolution import Doubt, ListInHand
from models.lists.rulings import Rulings

# Where so many rows of one state and model differ at once, only those of the same date are weighed: names alone
# would be compared each with each.
_MAX_BY_NAME = 2_500


@dataclass(frozen=True, slots=True)
class Gone:
    """An agreement without a row on the list in hand: missing now (0 lists before), or lately."""

    known: KnownAgreement
    seat: Seat
    lists_absent: int


@dataclass(frozen=True, slots=True)
class Match:
    seat: Seat
    reading: Reading
    weighed: Weighed


def match(
    state: RecordState, in_hand: ListInHand, listed_on: date, rulings: Rulings, draft: Draft, seating: Seating
) -> tuple[list[Match], list[Doubt]]:
    """Take the pairs out of what left and what is new in the seating; pairs that were nearly taken are doubts."""
    gone = [Gone(draft.agreements[taken.holder], taken, 0) for taken in seating.left] + [
        Gone(known, empty_seat(known), ending.lists_absent)
        for id_, ending in sorted(draft.endings.items())
        if not (known := draft.agreements[id_]).listed
    ]
    new = seating.new
    if not gone or not new:
        return [], []
    alone = len(seating.left) == len(new) == 1 and not seating.altered and not seating.repeats
    scales = Scales(state, rulings, draft.names, in_hand, listed_on, nothing_else_changed=alone)
    weighed: dict[tuple[int, int], Weighed] = {}
    for place, other in _candidates(gone, new, draft):
        missing = gone[place]
        found = scales.weigh(missing.known, missing.seat, new[other], missing.lists_absent)
        if found is not None:
            weighed[place, other] = found
    pairs = assign({pair: found.weight for pair, found in weighed.items() if found.is_taken})
    places, others = {place for place, _ in pairs}, {other for _, other in pairs}
    doubts = [
        telling.doubt(in_hand, gone[place].known, new[other], found, ())
        for (place, other), found in weighed.items()
        if found.is_doubtful and not found.is_taken and place not in places and other not in others
    ]
    seating.left = [taken for place, taken in enumerate(seating.left) if place not in places]
    seating.new = [reading for other, reading in enumerate(new) if other not in others]
    return [Match(gone[place].seat, new[other], weighed[place, other]) for place, other in pairs], doubts


def empty_seat(known: KnownAgreement) -> Seat:
    """The seat of an agreement that has no row on the last list: cells that are compared as they are known."""
    listing = Listing("", known.name, known.agency_type, known.county, "", known.signed, known.signed_text, *[""] * 4)
    return Seat(0, listing, known.id, False)


def _candidates(gone: list[Gone], new: list[Reading], draft: Draft) -> Iterator[tuple[int, int]]:
    """Same place and model; or the same name in another place, or the same agency with another model."""
    by_slot: dict[object, list[int]] = defaultdict(list)
    by_name: dict[object, list[int]] = defaultdict(list)
    by_agency: dict[object, list[int]] = defaultdict(list)
    for other, reading in enumerate(new):
        by_slot[reading.state, reading.support_type].append(other)
        by_name[reading.name.key, reading.support_type].append(other)
        by_agency[draft.names.agency(reading)].append(other)
    sizes: dict[object, int] = defaultdict(int)
    for missing in gone:
        sizes[missing.known.state, missing.known.support_type] += 1
    for place, missing in enumerate(gone):
        known = missing.known
        group = (known.state, known.support_type)
        here: Iterable[int] = by_slot[group]
        if sizes[group] * len(by_slot[group]) > _MAX_BY_NAME:
            here = [other for other in here if new[other].signed == known.signed]
        others = {*here, *by_name[known.key, known.support_type], *by_agency[known.agency_id]}
        for other in sorted(others):
            yield place, other
