"""What backfills have seen before, and what the oldest lists attest."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.lists.folding import fold_agency
from models.record.asking import Row
from models.record.batches import batches
from models.record.tables.agreements import Agency, Spelling
from models.record.tables.documents import Document, Fetch, Sighting
from models.record.tables.history import Capture, DocumentDigest, NoList
from models.record.tables.lists import Attestation, Snapshot


def sighted(session: Session, shas: Collection[str]) -> dict[str, set[datetime]]:
    """Of these documents, those that were seen as lists, each with the times of its publication."""
    found: dict[str, set[datetime]] = {}
    for batch in batches(shas):
        seen = select(Sighting.document_sha256, Sighting.published_at).where(col(Sighting.document_sha256).in_(batch))
        for sha256, published_at in session.exec(seen):
            found.setdefault(sha256, set()).add(published_at)
    return found


def no_lists(session: Session, shas: Collection[str], forms: int) -> dict[str, str]:
    """Of these documents, those that readers of this version refused, each with why."""
    found: dict[str, str] = {}
    for batch in batches(shas):
        refused = select(NoList).where(col(NoList.document_sha256).in_(batch), NoList.forms == forms)
        found |= {row.document_sha256: row.sentence for row in session.exec(refused)}
    return found


def captures_taken(session: Session) -> dict[tuple[str, datetime], Capture]:
    """Every capture that was looked at, by its address and time."""
    return {(row.address, row.captured_at): row for row in session.exec(select(Capture))}


def documents_by_digest(session: Session) -> dict[str, str]:
    """Every document by the digests that web archives know it by."""
    return dict(session.exec(select(DocumentDigest.digest, DocumentDigest.document_sha256)).all())


def without_digest(session: Session) -> list[str]:
    """The documents whose digest was never computed."""
    named = select(DocumentDigest.document_sha256)
    return sorted(session.exec(select(Document.sha256).where(col(Document.sha256).not_in(named))))


def answer_since(session: Session, url: str, since: datetime) -> str | None:
    """The sha256 of the last usable answer at `url`, if it is no older."""
    last = select(Fetch.document_sha256).where(
        Fetch.url == url, Fetch.status == 200, col(Fetch.error).is_(None), Fetch.requested_at >= since
    )
    return session.exec(last.order_by(col(Fetch.id).desc()).limit(1)).first()


def attested(session: Session, agency: Agency, known_at: datetime | None, as_of: date | None) -> list[Row]:
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
