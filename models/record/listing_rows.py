"""Converts a placed row of a list to its row in the table, and back."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from models.lists.counts import CountedRow
from models.lists.listings import Listing
from models.lists.resolution import Placement
from models.record.tables.agreements import Agency, Agreement
from models.record.tables.lists import ListingRow
from models.vocabulary import ListKind

# The columns in the order of the fields of `Listing`, then of those of `Placement`; the agreement has its own date.
_PRINTED = (
    "state_printed", "agency_printed", "agency_type", "county", "support_type_printed", "signed", "signed_printed",
    "moa", "moa_url", "addendum", "addendum_url",
)  # fmt: skip
_PLACED = ("state", "support_type", "agency_id", "agreement_id", "duplicate", "application_id")
_printed, _placed = attrgetter(*_PRINTED), attrgetter(*_PLACED)


def placement_of(row: ListingRow) -> Placement:
    return Placement(Listing._make(_printed(row)), *_placed(row))


def listings_in_force(session: Session, kind: ListKind) -> Iterator[tuple[int, Placement]]:
    """The rows of the last list by the ids of their listings, in that order. Columns, not objects: a list has thousands
    of rows, and an object costs as much as reading its row from a workbook four times."""
    columns = [col(getattr(ListingRow, name)) for name in ("id", *_PRINTED, *_PLACED)]
    # An agreement has the link of its own row, corrected; that of a row which repeats it is as printed.
    own = sa.func.coalesce(Agreement.moa_url, "")
    link = sa.case((col(ListingRow.duplicate), col(ListingRow.moa_url)), else_=own)
    stored = (
        sa.select(*columns, col(Agreement.signed).label("agreement_signed"), link.label("agreement_link"))
        .select_from(ListingRow)
        .join(Agreement, col(Agreement.id) == col(ListingRow.agreement_id), isouter=True)
        .where(col(ListingRow.kind) == kind, col(ListingRow.valid_until).is_(None))
    )
    for id_, *cells in session.connection().execute(stored.order_by(col(ListingRow.id))):
        yield id_, Placement(Listing._make(cells[: len(_PRINTED)]), *cells[len(_PRINTED) :])


def counted_in_force(session: Session, kind: ListKind) -> Iterator[CountedRow]:
    """What counts of the rows of the last list. Reading all their agreements would take six times as long."""
    listing = map(col, (ListingRow.agency_id, ListingRow.support_type, ListingRow.duplicate))
    holder = sa.func.coalesce(Agreement.agency_id, ListingRow.agency_id)
    rows = (
        sa.select(*listing, col(Agency.state), col(Agency.county_fips))
        .select_from(ListingRow)
        .join(Agreement, col(Agreement.id) == col(ListingRow.agreement_id), isouter=True)
        .join(Agency, col(Agency.id) == holder)
        .where(col(ListingRow.kind) == kind, col(ListingRow.valid_until).is_(None))
    )
    yield from (CountedRow(*row) for row in session.connection().execute(rows))


def columns_of(placement: Placement) -> dict[str, Any]:
    return dict(zip((*_PRINTED, *_PLACED), (*placement.listing, *placement[1 : 1 + len(_PLACED)]), strict=True))
