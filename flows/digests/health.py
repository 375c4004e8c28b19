"""Whether each source still responds and each run comes to its end: silence must never look healthy."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from flows.sources.registry import IcePageSource, Source, read_registry
from flows.watchdog import RunState, RunTrouble, run_troubles
from models.digests.alerts import HEADLINES, alert
from models.digests.health import Trouble
from models.record.asking import Row
from models.record.asking.digests.deliveries import channel_troubles
from models.record.asking.digests.pauses import pause_troubles
from models.record.asking.digests.wishes import wish_troubles
from models.record.asking.runs import failed_items
from models.record.asking.sources import Attempts, last_attempts, last_tried, stale_pending
from models.record.store import Session
from models.record.tables.runs import FailedItem

# The clocks of two machines differ by seconds; more than this is a clock that was wrong.
CLOCKS_DIFFER = timedelta(minutes=1)

# What is wrong with a run whatever its sources do. What failed in one that ended, its source mostly says better.
RUNS_ALONE = (RunState.VANISHED, RunState.OVERDUE)


def health(session: Session, sources: Path, now: datetime) -> list[Row]:
    """One row per source. `state` is ok, late (older than its maximum age), failing (its last attempt or one of its
    items failed) or never (not fetched successfully yet).

    Rows of their own get: a pending list that is still served but no longer changes, stale; what failed elsewhere than
    at a source; and the last run, if it vanished or is overdue, or if only that says what failed.
    """
    items: dict[str, list[FailedItem]] = defaultdict(list)
    for item in failed_items(session):
        items[item.source].append(item)
    rows = [
        _health_of(source, last_attempts(session, source.name), items.pop(source.name, []), now)
        for source in read_registry(sources)
    ]
    if stale := stale_pending(session):
        pending, newest = stale.pending.published_at, stale.newest.published_at
        rows.append(_row("pending list", "stale", pending, stale.sentence, newest, age=now - pending))
    for source, failed in items.items():
        rows.append(_row(source, "failing", None, _words(failed), failed[0].last_at))
    troubles = run_troubles(session, now)
    wrong = any(row["state"] != "ok" for row in rows)
    rows += [_of_run(trouble) for trouble in troubles if trouble.state in RUNS_ALONE or not wrong]
    return rows


def list_sources(sources: Path) -> frozenset[str]:
    """The names of the sources of lists: without them, what a digest says is no longer so."""
    return frozenset(source.name for source in read_registry(sources) if isinstance(source, IcePageSource))


def source_alerts(session: Session, sources: Path) -> dict[str, Trouble]:
    """By the names of failing sources, what operators are told before the source is late."""
    found = {}
    for source in read_registry(sources):
        page = source.url if isinstance(source, IcePageSource) else ""
        if told := alert(last_tried(session, source.name), page, sources.name):
            words = f"{source.name}: {told.words}"
            found[source.name] = Trouble(f"source:{source.name}", HEADLINES[told.cause], words)
    return found


def sending(session: Session, now: datetime) -> list[Row]:
    """A row like those of the sources for each reason why digests cannot be sent, or not as they were asked for."""
    troubles = [("digests", trouble) for trouble in channel_troubles(session, now)]
    troubles += [("subscribers", trouble) for trouble in (*pause_troubles(session), *wish_troubles(session))]
    return [
        {
            "source": source,
            "state": "failing",
            "last_success": None,
            "age_hours": None,
            "maximum_hours": None,
            "last_error": trouble.sentence,
            "last_error_at": None,
        }
        for source, trouble in troubles
    ]


def _health_of(source: Source, attempts: Attempts, items: Sequence[FailedItem], now: datetime) -> Row:
    last, success, failure = attempts
    age = now - success.requested_at if success else None
    error, error_at = (failure.error, failure.requested_at) if failure else (None, None)
    state = "failing" if last is not None and last.error else "ok"
    if items:
        state, error, error_at = "failing", _words(items), items[0].last_at
    if age is not None and age < -CLOCKS_DIFFER:
        state, error = "failing", "last fetched in the future: the clock was wrong; the next run fetches it again"
        error_at = success.requested_at if success else None
    elif age is not None and age > source.max_age:
        state = "late"
    elif age is None:
        state = "never"
    at = success.requested_at if success else None
    return _row(source.name, state, at, error, error_at, age=age, maximum=source.max_age)


def _words(items: Sequence[FailedItem]) -> str:
    """The first failed item, and how many more there are."""
    first = items[0]
    aside = f"set aside after {first.attempts} attempts (moawatch review): " if first.set_aside_at else ""
    return aside + first.sentence + (f" (and {len(items) - 1} more)" if len(items) > 1 else "")


def _of_run(trouble: RunTrouble) -> Row:
    return _row(f"last {trouble.what}", trouble.state.value, None, trouble.sentence, trouble.started_at)


def _row(
    source: str,
    state: str,
    last_success: datetime | None,
    error: str | None,
    error_at: datetime | None,
    *,
    age: timedelta | None = None,
    maximum: timedelta | None = None,
) -> Row:
    return {
        "source": source,
        "state": state,
        "last_success": last_success,
        "age_hours": _hours(age) if age is not None else None,
        "maximum_hours": _hours(maximum) if maximum is not None else None,
        "last_error": error,
        "last_error_at": error_at,
    }


def _hours(age: timedelta) -> float:
    return round(age.total_seconds() / 3600, 1)
