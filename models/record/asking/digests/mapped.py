"""The counties of the agreements on a list, for the maps of digests."""

from collections import Counter
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.digests.mapped import MappedAgreements
from models.record.tables.agreements import Agency, Agreement, Stretch
from models.record.tables.changes import ChangeRow
from models.vocabulary import ChangeKind, ChangeStatus


def mapped_agreements(session: Session, on: date) -> MappedAgreements:
    """Where the agreements are that were listed at the end of the day `on`.

    An agreement that a list left out and the next one has again is not new: what counts is the change that added it.
    """
    listed = col(Stretch.from_day) <= on, col(Stretch.until_day).is_(None) | (col(Stretch.until_day) > on)
    addition = sa.and_(
        col(ChangeRow.agreement_id) == Agreement.id,
        col(ChangeRow.kind) == ChangeKind.AGREEMENT_ADDED,
        col(ChangeRow.status) == ChangeStatus.CONFIRMED,
    )
    rows = session.exec(
        select(
            Agency.state,
            Agency.county_fips,
            sa.func.count(sa.distinct(col(Agreement.id))),
            sa.func.max(ChangeRow.list_date),
        )
        .join(Agreement, col(Agreement.agency_id) == Agency.id)
        .join(Stretch, col(Stretch.agreement_id) == Agreement.id)
        .outerjoin(ChangeRow, addition)
        .where(*listed)
        .group_by(col(Agency.state), col(Agency.county_fips))
    )
    added: dict[str, date | None] = {}
    unplaced = Counter[str]()
    for state, fips, agreements, day in rows:
        if fips is None:
            unplaced[state] += agreements
        else:
            added[fips] = max(filter(None, (added.get(fips), day)), default=None)
    return MappedAgreements(added, dict(unplaced))
