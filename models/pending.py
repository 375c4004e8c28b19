"""The pending list: applications come, are signed, or are dropped."""

from dataclasses import replace

from models.changes import Change, change_id
from models.endings import Patience
from models.folding import tidy
from models.identity import agency_id, application_id
from models.resolution import ListInHand, Placement, Settled
from models.rulings import Rulings
from models.draft import Names
from models.seating import seat
from models.state import Application, LastList, RecordState, Seat, printed_cells
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SnapshotStatus


def accept_pending(
    state: RecordState, in_hand: ListInHand, rulings: Rulings, patience: Patience
) -> tuple[RecordState, Settled]:
    """Carry one pending list into the record."""
    first = not state.pending.snapshot_id
    listings = [row for row in in_hand.published.listings if row.agency.strip()]
    seating = seat(
        state.pending.seats, listings, Names(dict(state.names), rulings), state.applications, lambda r: None, rulings
    )
    agencies, names, applications = dict(state.agencies), dict(state.names), dict(state.applications)
    placements: list[Placement] = []
    seats: list[Seat] = []
    changes: list[Change] = []

    def seated(holder, listing, duplicate):
        known = applications[holder]
        placements.append(Placement(listing, known.state, known.support_type, known.agency_id, None, duplicate))
        seats.append(Seat(printed_cells(listing), holder, duplicate, listing.row))

    for taken, listing in seating.unchanged:
        seated(taken.holder, listing, taken.duplicate)
    for taken, reading in seating.altered:
        known = applications[taken.holder]
        applications[taken.holder] = replace(known, key=reading.name.key, name=tidy(reading.meant.agency), listed=True)
        seated(taken.holder, reading.listing, taken.duplicate)
    for holder, reading in seating.repeats:
        seated(holder, reading.listing, True)
    for reading in seating.new:
        agency = Names(names, rulings).agency(reading)
        if agency is None:
            agency = agency_id(reading.state, reading.name.key, agencies)
            agencies[agency] = reading.state
            names[reading.place] = agency
        same = [
            a
            for a in applications.values()
            if a.listed and a.agency_id == agency and a.support_type == reading.support_type
        ]
        if same:
            seated(same[0].id, reading.listing, True)
            continue
        holder = application_id(agency, reading.support_type, applications)
        applications[holder] = Application(
            holder,
            agency,
            reading.state,
            reading.support_type,
            reading.name.key,
            tidy(reading.meant.agency),
            in_hand.published_at,
            True,
        )
        if not first:
            changes.append(_change(in_hand, ChangeKind.PENDING_ADDED, applications[holder], reading.listing.row))
        seated(holder, reading.listing, False)
    for taken in seating.left:
        known = applications[taken.holder]
        applications[taken.holder] = replace(known, listed=False, left_at=in_hand.published_at)
        signed = any(
            a.agency_id == known.agency_id and a.listed and a.support_type == known.support_type
            for a in state.agreements.values()
        )
        kind = ChangeKind.PENDING_SIGNED if signed else ChangeKind.PENDING_DROPPED
        changes.append(_change(in_hand, kind, known, taken.row))
    after = replace(
        state,
        agencies=agencies,
        names=names,
        applications=applications,
        pending=LastList(
            in_hand.snapshot_id,
            in_hand.published.cells_sha256,
            in_hand.published_at,
            in_hand.published.columns,
            tuple(seats),
            state.pending.number + 1,
        ),
    )
    return after, Settled(
        in_hand.snapshot_id,
        SnapshotStatus.ACCEPTED,
        (),
        tuple(sorted(placements, key=lambda p: p.listing.row)),
        tuple(changes),
        (),
    )


def _change(in_hand: ListInHand, kind: ChangeKind, known: Application, row: int) -> Change:
    return Change(
        change_id(in_hand.document_sha256, known.id, "came" if kind is ChangeKind.PENDING_ADDED else "left"),
        kind,
        ChangeStatus.CONFIRMED,
        ListKind.PENDING,
        in_hand.snapshot_id,
        None,
        known.state,
        None,
        known.agency_id,
        known.name,
        None,
        None,
        known.support_type,
        None,
        None,
        None,
        row,
        1.0,
        (),
    )
