"""What the attempts to fetch a source or an address brought."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.record.tables.documents import Fetch


def last_success(session: Session, source: str) -> datetime | None:
    """When `source` last answered with something that was then noted."""
    noted = select(Fetch.requested_at).where(
        Fetch.source == source, col(Fetch.noted).is_(True), col(Fetch.error).is_(None)
    )
    return session.exec(noted.order_by(col(Fetch.id).desc()).limit(1)).first()


def last_document(session: Session, url: str) -> Fetch | None:
    """The last attempt at `url` that brought a usable document."""
    usable = select(Fetch).where(Fetch.url == url, Fetch.status == 200, col(Fetch.error).is_(None))
    return session.exec(usable.order_by(col(Fetch.id).desc()).limit(1)).first()
