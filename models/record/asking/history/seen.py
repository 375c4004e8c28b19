"""What backfills have seen before."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from models.record.batches import batches
from models.record.tables.documents import Capture, Document, DocumentDigest, Fetch, NoList, Sighting


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


def failed_addresses(session: Session, source: str) -> set[str]:
    """Where a request of the source failed."""
    return set(session.exec(select(Fetch.url).where(Fetch.source == source, col(Fetch.error).is_not(None))))
