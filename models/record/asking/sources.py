"""How the sources are doing: their last attempts, what those brought, and whether the pending list still moves."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from models.identity.staleness import PENDING_STALE
from models.record.asking.lists import list_in_force
from models.record.tables.documents import Fetch
from models.record.tables.lists import FindingRow, Snapshot
from models.vocabulary import ListKind


class Attempts(NamedTuple):
    """The last attempt to fetch one source, the last that succeeded and the last that failed."""

    last: Fetch | None
    success: Fetch | None
    failure: Fetch | None


class StalePending(NamedTuple):
    """The pending list in force, and what the newest participating list found wrong with it."""

    pending: Snapshot
    newest: Snapshot
    sentence: str


def last_attempts(session: Session, source: str) -> Attempts:
    attempts = select(Fetch).where(Fetch.source == source).order_by(col(Fetch.id).desc()).limit(1)
    return Attempts(
        session.exec(attempts).first(),
        session.exec(attempts.where(col(Fetch.error).is_(None))).first(),
        session.exec(attempts.where(col(Fetch.error).is_not(None))).first(),
    )


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


def stale_pending(session: Session) -> StalePending | None:
    """None unless the newest participating list found the pending one stale and no pending list has come since."""
    newest = list_in_force(session, ListKind.PARTICIPATING, None)
    pending = list_in_force(session, ListKind.PENDING, None)
    if newest is None or pending is None or pending.published_at > newest.published_at:
        return None
    finding = session.exec(
        select(FindingRow).where(
            FindingRow.snapshot_id == newest.id,
            FindingRow.check_name == PENDING_STALE,
            col(FindingRow.passed).is_(False),
        )
    ).first()
    return StalePending(pending, newest, finding.sentence) if finding else None
