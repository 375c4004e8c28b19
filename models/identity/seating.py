"""Which row of the last list each row in hand continues, as far as names alone can tell.

Rows that did not change are known by their cells. The others are matched by slot, then by what is known about
names: a spelling that was printed for the agency before, or that stood in the slot of an agreement whose row is
missing now (an older copy republished). What is left over goes to the pairing, which weighs evidence.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from models.identity.draft import Names
from models.identity.ids import Reading, read
from models.identity.known import Cells, Seat
from models.lists.listings import Listing
from models.lists.resolution import Placement
from models.lists.rulings import Rulings
from models.record.row_numbers import by_content
from models.vocabulary import SupportType

_Key = TypeVar("_Key")


class Holder(Protocol):
    """Whatever a row belongs to: an agreement, or on the pending list an application."""

    @property
    def agency_id(self) -> str: ...
    @property
    def support_type(self) -> SupportType | None: ...


@dataclass(slots=True)
class Seating:
    """One list seated against the last one. Every row with an agency is in exactly one of the first four."""

    unchanged: dict[int, Placement] = field(default_factory=dict)  # by their row numbers now
    altered: list[tuple[Seat, Reading]] = field(default_factory=list)
    repeats: list[tuple[str, Reading]] = field(default_factory=list)  # further rows of an agreement seated above
    new: list[Reading] = field(default_factory=list)
    left: list[Seat] = field(default_factory=list)  # agreements of which no row is there any more
    vacated: list[Seat] = field(default_factory=list)  # rows that left while another of their agreement stays


def seat(
    last: Mapping[int, Placement],
    rows: Mapping[int, Listing],
    names: Names,
    holders: Mapping[str, Holder],
    earlier_holder: Callable[[Reading], str | None],
    rulings: Rulings,
) -> Seating:
    """Seat the rows of a list on those of the last one. Their order makes no difference to who is who.

    `holders` are the agreements (or applications) by id; `earlier_holder` says whose slot a row's name stood in.
    """
    seating = Seating()
    vacant, rest = _unchanged(last, rows, seating)
    readings = sorted((read(row, rows[row], rulings) for row in rest), key=_by_content)

    def agency_and_model(reading: Reading) -> tuple[str, SupportType | None] | None:
        agency = names.agency(reading)
        return (agency, reading.support_type) if agency else None

    was = {id(seat): read(seat.row, seat.listing, rulings) for seat in vacant}
    vacant, readings = _matched(
        vacant, readings, lambda seat: was[id(seat)].slot, lambda reading: reading.slot, was, seating
    )
    vacant, readings = _matched(
        vacant, readings, lambda seat: agency_and_model(was[id(seat)]), agency_and_model, was, seating
    )
    vacant, readings = _matched(vacant, readings, lambda seat: seat.holder, earlier_holder, was, seating)
    _sort_out(holders, names, vacant, readings, seating)
    return seating


def _unchanged(
    last: Mapping[int, Placement], rows: Mapping[int, Listing], seating: Seating
) -> tuple[list[Seat], list[int]]:
    """The seats of which the list has no such row, and the numbers of the rows that the last list had not."""
    row_before = by_content([placement.listing for placement in last.values()], last)
    now = by_content(tuple(rows.values()), rows)
    was = dict(zip(now.values(), map(row_before.get, now), strict=True))
    seating.unchanged = {row: last[before] for row, before in was.items() if before is not None}
    stayed = set(was.values())
    vacant = [_seat_of(row, last[row]) for row in last if row not in stayed]
    return vacant, [row for row, before in was.items() if before is None]


def _seat_of(row: int, placement: Placement) -> Seat:
    return Seat(row, placement.listing, placement.holder, placement.duplicate)


def _matched(
    vacant: list[Seat],
    readings: list[Reading],
    key_of_seat: Callable[[Seat], _Key | None],
    key_of_reading: Callable[[Reading], _Key | None],
    was: dict[int, Reading],
    seating: Seating,
) -> tuple[list[Seat], list[Reading]]:
    """Match what has an equal key, the closest first; give back what is left on both sides."""
    if not vacant or not readings:
        return vacant, readings
    seats_by_key: dict[_Key, list[Seat]] = defaultdict(list)
    for taken in vacant:
        key = key_of_seat(taken)
        if key is not None:
            seats_by_key[key].append(taken)
    closest = []
    for place, reading in enumerate(readings):
        key = key_of_reading(reading)
        for taken in seats_by_key.get(key, ()) if key is not None else ():
            closest.append((_distance(was[id(taken)], reading), taken.duplicate, taken.cells, taken.row, place, taken))
    closest.sort(key=lambda candidate: candidate[:-1])
    gone: set[int] = set()
    placed: set[int] = set()
    for *_, place, taken in closest:
        if id(taken) not in gone and place not in placed:
            gone.add(id(taken))
            placed.add(place)
            seating.altered.append((taken, readings[place]))
    return (
        [taken for taken in vacant if id(taken) not in gone],
        [reading for place, reading in enumerate(readings) if place not in placed],
    )


def _distance(before: Reading, now: Reading) -> tuple[bool, bool, int]:
    """Same date first, then the same link, then the nearest date."""
    days = abs((before.signed - now.signed).days) if before.signed and now.signed else 1_000_000
    return (
        before.meant.signed_text != now.meant.signed_text,
        before.listing.moa_url != now.listing.moa_url,
        days,
    )


def _sort_out(
    holders: Mapping[str, Holder], names: Names, vacant: list[Seat], readings: list[Reading], seating: Seating
) -> None:
    """Rows beside another row of their agreement are repeats; the rest is new, or has left."""
    if not vacant and not readings:
        return
    agencies = [names.agency(reading) for reading in readings]
    concerned = {*agencies, *(holders[taken.holder].agency_id for taken in vacant)}
    seated = {placement.holder for placement in seating.unchanged.values() if placement.agency_id in concerned}
    seated |= {taken.holder for taken, _ in seating.altered}
    for taken in vacant:
        (seating.vacated if taken.holder in seated else seating.left).append(taken)
    seating.left, doubled = _once_each(seating.left)
    seating.vacated += doubled
    listed: dict[tuple[str | None, SupportType | None], str] = {}
    for id_ in seated:
        slot = (holders[id_].agency_id, holders[id_].support_type)
        listed[slot] = min(id_, listed.get(slot, id_))
    for reading, agency in zip(readings, agencies, strict=True):
        holder = listed.get((agency, reading.support_type)) if agency else None
        if holder:
            seating.repeats.append((holder, reading))
        else:
            seating.new.append(reading)


def _once_each(left: list[Seat]) -> tuple[list[Seat], list[Seat]]:
    """An agreement that left with several rows has left once; its own row speaks for it."""
    first: dict[str, Seat] = {}
    for taken in sorted(left, key=lambda taken: (taken.duplicate, taken.cells, taken.row)):
        first.setdefault(taken.holder, taken)
    kept = {id(taken) for taken in first.values()}
    return list(first.values()), [taken for taken in left if id(taken) not in kept]


def _by_content(reading: Reading) -> tuple[str, Cells]:
    return reading.slot, reading.cells
