"""Converts a placed row of a list to its row in the table, and back."""

from operator import attrgetter
from typing import Any

from models.lists.listings import Listing
from models.lists.resolution import Placement
from models.record.tables.lists import ListingRow

# The columns in the order of the fields of `Listing`, then of those of `Placement`; the agreement has its own date.
_PRINTED = (
    "state_printed", "agency_printed", "agency_type", "county", "support_type_printed", "signed", "signed_printed",
    "moa", "moa_url", "addendum", "addendum_url",
)  # fmt: skip
_PLACED = ("state", "support_type", "agency_id", "agreement_id", "duplicate", "application_id")
_printed, _placed = attrgetter(*_PRINTED), attrgetter(*_PLACED)


def placement_of(row: ListingRow) -> Placement:
    return Placement(Listing._make(_printed(row)), *_placed(row))


def columns_of(placement: Placement) -> dict[str, Any]:
    return dict(zip((*_PRINTED, *_PLACED), (*placement.listing, *placement[1 : 1 + len(_PLACED)]), strict=True))
