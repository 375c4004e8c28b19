"""Whether each source still responds: a silent source must never look healthy."""

from datetime import datetime, timedelta
from pathlib import Path

from flows.sources.registry import Source, read_registry
from models.record.asking import Row
from models.record.asking.digests.deliveries import channel_troubles
from models.record.asking.sources import Attempts, last_attempts, stale_pending
from models.record.store import Session


def health(session: Session, sources: Path, now: datetime) -> list[Row]:
    """One row per source. `state` is ok, late (older than its maximum age), failing (its last attempt failed) or never
    (not fetched successfully yet). A pending list that is still served but no longer changes gets a row of its own,
    stale."""
    rows = [_health_of(source, last_attempts(session, source.name), now) for source in read_registry(sources)]
    if stale := stale_pending(session):
        rows.append(
            {
                "source": "pending list",
                "state": "stale",
                "last_success": stale.pending.published_at,
                "age_hours": _hours(now - stale.pending.published_at),
                "maximum_hours": None,
                "last_error": stale.sentence,
                "last_error_at": stale.newest.published_at,
            }
        )
    return rows


def sending(session: Session, now: datetime) -> list[Row]:
    """A row like those of the sources for each reason why digests cannot be sent."""
    return [
        {
            "source": "digests",
            "state": "failing",
            "last_success": None,
            "age_hours": None,
            "maximum_hours": None,
            "last_error": trouble.sentence,
            "last_error_at": None,
        }
        for trouble in channel_troubles(session, now)
    ]


def _health_of(source: Source, attempts: Attempts, now: datetime) -> Row:
    last, success, failure = attempts
    age = now - success.requested_at if success else None
    failing = "failing" if last is not None and last.error else "ok"
    return {
        "source": source.name,
        "state": "never" if age is None else "late" if age > source.max_age else failing,
        "last_success": success.requested_at if success else None,
        "age_hours": _hours(age) if age is not None else None,
        "maximum_hours": source.max_age.total_seconds() / 3600,
        "last_error": failure.error if failure else None,
        "last_error_at": failure.requested_at if failure else None,
    }


def _hours(age: timedelta) -> float:
    return round(age.total_seconds() / 3600, 1)
