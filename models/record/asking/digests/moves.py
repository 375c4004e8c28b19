"""Which county an agency was in before a list moved it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from models.lists.changes import Change
from models.places.finding import counties_concerned, place_of
from models.record.batches import MAX_VARIABLES, batches
from models.record.tables.lists import ListingRow
from models.vocabulary import ChangeKind

# Only these move an agency: a change of another kind concerns the county that its agency is in now.
MOVING_KINDS = frozenset({ChangeKind.COUNTY_CORRECTED, ChangeKind.STATE_CORRECTED})


# A statement asks for the agreement and the application of each change, in two places.
_IN_ONE_STATEMENT = MAX_VARIABLES // 4


def earlier_counties(session: Session, changes: Sequence[Change]) -> dict[str, frozenset[str]]:
    """By change id, the FIPS codes of the counties that the row of each change was in before."""
    found: dict[str, frozenset[str]] = {}
    for portion in batches(changes, _IN_ONE_STATEMENT):
        rows = _rows(session, [id_ for each in portion for id_ in (each.agreement_id, each.application_id) if id_])
        for change in portion:
            here = rows[change.agreement_id or change.application_id]
            starts = [each.valid_from for each in here if each.first_snapshot_id == change.snapshot_id]
            before = [each for each in here if starts and each.valid_from < min(starts)]
            found[change.id] = _counties(before[-1]) if before else frozenset()
    return found


def _rows(session: Session, holders: list[str]) -> Mapping[str | None, list[ListingRow]]:
    """The listings of agreements and applications, by their id, the oldest first."""
    rows = defaultdict[str | None, list[ListingRow]](list)
    of_these = col(ListingRow.agreement_id).in_(holders) | col(ListingRow.application_id).in_(holders)
    for row in session.exec(select(ListingRow).where(of_these).order_by(col(ListingRow.valid_from))):
        rows[row.agreement_id or row.application_id].append(row)
    return rows


def _counties(listing: ListingRow) -> frozenset[str]:
    place = place_of(listing.state, listing.agency_printed.strip(), listing.agency_type.strip(), listing.county.strip())
    return counties_concerned(listing.state, listing.county, place.county_fips)
