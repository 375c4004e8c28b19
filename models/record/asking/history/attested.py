"""The lists that name agencies and no more."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models.lists.folding import fold_agency
from models.record.tables.agreements import Agency, Spelling
from models.record.tables.lists import Attestation, Snapshot


def attested(session: Session, agency: Agency, known_at: datetime | None, as_of: date | None) -> list[dict[str, Any]]:
    """The lists that name an agency and no more: it took part then, by whatever agreement."""
    names = session.exec(select(Spelling.spelling).where(Spelling.agency_id == agency.id)).all()
    keys = {fold_agency(agency.state, name).key for name in (agency.name, *names)}
    query = (
        select(Attestation, Snapshot)
        .join(Snapshot, col(Snapshot.id) == Attestation.snapshot_id)
        .where(Attestation.state == agency.state, col(Attestation.agency_key).in_(keys))
    )
    if as_of is not None:
        query = query.where(Snapshot.published_on <= as_of)
    if known_at is not None:
        query = query.where(Snapshot.seen_at <= known_at)
    return [
        {
            "list_date": listed.published_on,
            "row": one.row,
            "agency_printed": one.agency_printed,
            "sha256": listed.document_sha256,
        }
        for one, listed in session.exec(query.order_by(col(Snapshot.published_at)))
    ]
