"""A placed row of a list and its row in the table, from one to the other."""

from typing import Any

from models.lists.listings import Listing
from models.lists.resolution import Placement
from models.record.tables.lists import ListingRow


def placement_of(row: ListingRow) -> Placement:
    """What the row of the table says; an application's id is not kept there."""
    listing = Listing(
        state=row.state_printed,
        agency=row.agency_printed,
        agency_type=row.agency_type,
        county=row.county,
        support_type=row.support_type_printed,
        signed=row.signed,
        signed_text=row.signed_printed,
        moa=row.moa,
        moa_url=row.moa_url,
        addendum=row.addendum,
        addendum_url=row.addendum_url,
    )
    return Placement(listing, row.state, row.support_type, row.agency_id, row.agreement_id, row.duplicate)


def columns_of(placement: Placement) -> dict[str, Any]:
    """The columns that `placement_of` reads."""
    listing = placement.listing
    return {
        "state_printed": listing.state,
        "agency_printed": listing.agency,
        "agency_type": listing.agency_type,
        "county": listing.county,
        "support_type_printed": listing.support_type,
        "signed": listing.signed,
        "signed_printed": listing.signed_text,
        "moa": listing.moa,
        "moa_url": listing.moa_url,
        "addendum": listing.addendum,
        "addendum_url": listing.addendum_url,
        "state": placement.state,
        "support_type": placement.support_type,
        "agency_id": placement.agency_id,
        "agreement_id": placement.agreement_id,
        "duplicate": placement.duplicate,
    }
