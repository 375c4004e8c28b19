"""Attempts to fetch, the documents they brought, and what came of them."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from models.record.tables.documents import Document, Fetch


def note_document(session: Session, sha256: str, size: int, seen_at: datetime) -> None:
    if session.get(Document, sha256) is None:
        session.add(Document(sha256=sha256, bytes=size, first_seen_at=seen_at))
        session.flush()


def note_fetch(session: Session, fetch: Fetch) -> None:
    """Write one attempt, and its document where that is new."""
    if fetch.document_sha256 is not None:
        note_document(session, fetch.document_sha256, fetch.bytes, fetch.requested_at)
    session.add(fetch)


def mark_noted(session: Session, source: str) -> None:
    """Everything `source` brought is in the record, so it is not due again before its time."""
    session.exec(update(Fetch).where(col(Fetch.source) == source, col(Fetch.noted).is_(False)).values(noted=True))


def mark_failed(session: Session, source: str, why: str) -> None:
    """Write on the last attempt at `source` that what it brought was unusable, whatever its status."""
    last = select(Fetch).where(Fetch.source == source).order_by(col(Fetch.id).desc()).limit(1)
    session.exec(last).one().error = why


def mark_unusable(session: Session, url: str, why: str) -> None:
    """Write on the last attempt at `url` that what it brought was unusable, whatever its status."""
    last = select(Fetch).where(Fetch.url == url).order_by(col(Fetch.id).desc()).limit(1)
    session.exec(last).one().error = why
