"""Whether each source still speaks: silence that looks green is one of the worst errors of a watcher."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from flows.sources.registry import Source, read_registry
from models.identity.staleness import PENDING_STALE
from models.record.asking import Row
from models.record.asking.lists import list_in_force
from models.record.tables.documents import Fetch
from models.record.tables.lists import FindingRow
from models.vocabulary import ListKind


def health(session: Session, sources: Path, now: datetime) -> list[Row]:
    """One row per source. `state` is ok, late (older than its maximum age), failing (its last attempt failed)
    or never (it has not been fetched successfully yet). A row of its own, stale, where the pending list is still
    served and no longer moves."""
    return [*(_health_of(session, source, now) for source in read_registry(sources)), *_stale_pending(session, now)]


def _health_of(session: Session, source: Source, now: datetime) -> Row:
    attempts = select(Fetch).where(Fetch.source == source.name).order_by(col(Fetch.id).desc()).limit(1)
    last = session.exec(attempts).first()
    success = session.exec(attempts.where(col(Fetch.error).is_(None))).first()
    failure = session.exec(attempts.where(col(Fetch.error).is_not(None))).first()
    age = now - success.requested_at if success else None
    row: dict[str, Any] = {
        "source": source.name,
        "state": _state(source, last, age),
        "last_success": success.requested_at if success else None,
        "age_hours": round(age.total_seconds() / 3600, 1) if age is not None else None,
        "maximum_hours": source.max_age.total_seconds() / 3600,
        "last_error": failure.error if failure else None,
        "last_error_at": failure.requested_at if failure else None,
    }
    return row


def _stale_pending(session: Session, now: datetime) -> list[Row]:
    """What the newest participating list found of the pending one, unless that has come since."""
    newest = list_in_force(session, ListKind.PARTICIPATING, None)
    pending = list_in_force(session, ListKind.PENDING, None)
    if newest is None or pending is None or pending.published_at > newest.published_at:
        return []
    stale = session.exec(
        select(FindingRow).where(
            FindingRow.snapshot_id == newest.id,
            FindingRow.check_name == PENDING_STALE,
            col(FindingRow.passed).is_(False),
        )
    ).first()
    if stale is None:
        return []
    return [
        {
            "source": "pending list",
            "state": "stale",
            "last_success": pending.published_at,
            "age_hours": round((now - pending.published_at).total_seconds() / 3600, 1),
            "maximum_hours": None,
            "last_error": stale.sentence,
            "last_error_at": newest.published_at,
        }
    ]


def _state(source: Source, last: Fetch | None, age: Any) -> str:
    if age is None:
        return "never"
    if age > source.max_age:
        return "late"
    return "failing" if last is not None and last.error else "ok"
