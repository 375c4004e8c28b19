"""One agency: its spellings, agreements, history, and the documents that name it, with the rows."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models.questions import Row
from models.questions.changes import changes
from models.questions.lists import numbered_rows
from models.tables.agreements import Agency, Agreement, Spelling
from models.tables.lists import ListingRow, Snapshot
from models.vocabulary import SnapshotStatus


def agencies_like(session: Session, text: str) -> list[Agency]:
    """The agencies whose id is `text`, or one of whose spellings has all its words, in any case."""
    exact = session.get(Agency, text)
    if exact is not None:
        return [exact]
    words = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in text.split()]
    spelt = select(col(Spelling.agency_id)).where(
        *(col(Spelling.spelling).ilike(f"%{word}%", escape="\\") for word in words)
    )
    return list(session.exec(select(Agency).where(col(Agency.id).in_(spelt)).order_by(col(Agency.id))))


def dossier(
    session: Session, agency: Agency, known_at: datetime | None = None, as_of: date | None = None
) -> dict[str, Any]:
    """All that the record has of one agency: by the lists up to the day `as_of`, as believed at `known_at`."""
    last_day = as_of or date.max
    listings = session.exec(
        select(ListingRow)
        .join(Snapshot, col(ListingRow.first_snapshot_id) == Snapshot.id)
        .where(ListingRow.agency_id == agency.id, Snapshot.published_on <= last_day)
        .order_by(col(ListingRow.valid_from))
    ).all()
    agreements = session.exec(
        select(Agreement)
        .where(Agreement.agency_id == agency.id, Agreement.listed_from <= last_day)
        .order_by(col(Agreement.listed_from))
    ).all()
    return {
        "id": agency.id,
        "name": agency.name,
        "state": agency.state,
        "agency_type": agency.agency_type,
        "county": agency.county,
        "spellings": _spellings(session, listings),
        "agreements": [
            agreement.model_dump(include={"id", "signed", "moa_url", "addendum_url", "listed_from", "listed_until"})
            | {"support_type": agreement.support_type.value if agreement.support_type else None}
            for agreement in agreements
        ],
        "history": changes(session, agency_id=agency.id, everything=True, known_at=known_at, until=as_of),
        "documents": [document for listing in listings if (document := _last_document(session, listing)) is not None],
    }


def _spellings(session: Session, listings: Any) -> list[Row]:
    """Each name as printed, from the first list with it to the last one before it was gone."""
    spans: dict[str, dict[str, Any]] = {}
    for listing in listings:
        name = listing.agency_printed.strip()
        span = spans.setdefault(name, {"spelling": name, "first_listed": listing.valid_from, "gone_at": None})
        span["gone_at"] = listing.valid_until
    return list(spans.values())


def _last_document(session: Session, listing: ListingRow) -> Row | None:
    """The first and the last list on which the row stood, with its row number on the last one."""
    stood = (
        select(Snapshot)
        .where(
            Snapshot.kind == listing.kind,
            Snapshot.status == SnapshotStatus.ACCEPTED,
            Snapshot.published_at >= listing.valid_from,
        )
        .order_by(col(Snapshot.published_at).desc())
    )
    if listing.valid_until is not None:
        stood = stood.where(Snapshot.published_at < listing.valid_until)
    last = session.exec(stood.limit(1)).first()
    if last is None:
        return None
    return {
        "list_date": last.published_on,
        "kind": listing.kind.value,
        "row": numbered_rows(session, last)[listing.id],
        "agency_printed": listing.agency_printed,
        "support_type_printed": listing.support_type_printed,
        "signed_printed": listing.signed_printed,
        "moa_url": listing.moa_url,
        "first_listed": listing.valid_from,
        "sha256": last.document_sha256,
    }
