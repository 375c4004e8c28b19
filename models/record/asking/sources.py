"""How the sources are doing: their last attempts, what those brought, and whether the pending list still moves."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from models.digests.alerts import Tried
from models.identity.staleness import PENDING_STALE
from models.record.asking.lists import list_in_force
from models.record.tables.documents import Fetch
from models.record.tables.lists import FindingRow, Snapshot
from models.vocabulary import ListKind

# A run asks a page and two workbooks, each up to four times.
_TRIED = 60


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


def last_tried(session: Session, source: str) -> list[Tried]:
    """The last attempts at one source, the newest first: enough to see several runs."""
    rows = session.exec(select(Fetch).where(Fetch.source == source).order_by(col(Fetch.id).desc()).limit(_TRIED))
    return [Tried(row.requested_at, row.url, row.status, row.error, row.noted) for row in rows]


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
