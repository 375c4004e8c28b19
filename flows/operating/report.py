"""Everything that an operator, or a machine on their behalf, wants to know at one look."""

from dataclasses import dataclass
from datetime import datetime

from flows import __version__
from flows.digests.health import health, sending
from flows.fetching.archive import Archive
from flows.settings import Settings
from flows.watchdog import WATCHED
from models.errors import ArchiveError
from models.record.asking import Row
from models.record.asking.runs import last_runs
from models.record.asking.standing import RecordStanding, standing
from models.record.store import Session


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How everything stands."""

    at: datetime
    rows: tuple[Row, ...]  # of each source, and of whatever else is wrong
    runs: tuple[Row, ...]  # the last one of each sort
    standing: RecordStanding
    archive_documents: int | None  # None where the archive cannot be read
    archive_bytes: int | None

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong. A held list, a doubt or a document that needs a decision stops nothing."""
        return all(row["state"] == "ok" for row in self.rows)

    def as_row(self) -> Row:
        """For programs."""
        return {
            "healthy": self.healthy,
            "at": self.at,
            "version": __version__,
            "schema": self.standing.schema,
            "sources": list(self.rows),
            "runs": list(self.runs),
            "held_lists": self.standing.held_lists,
            "open_doubts": self.standing.open_doubts,
            "open_documents": self.standing.open_documents,
            "unread_scans": self.standing.unread_scans,
            "failed_items": self.standing.failed_items,
            "set_aside_items": self.standing.set_aside_items,
            "deliveries": {status.value: number for status, number in self.standing.deliveries.items()},
            "record_bytes": self.standing.record_bytes,
            "archive_documents": self.archive_documents,
            "archive_bytes": self.archive_bytes,
        }


def status_report(session: Session, settings: Settings, now: datetime) -> StatusReport:
    """One look at the record, at the archive, and at what the last runs left."""
    rows = health(session, settings.sources, now) + sending(session, now)
    runs = [_of_last(session, what) for what in WATCHED]
    documents: int | None = None
    size: int | None = None
    try:
        sizes = Archive(settings.archive).sizes()
        documents, size = len(sizes), sum(sizes.values())
    except ArchiveError as error:
        rows.append(_unreadable(str(error), now))
    return StatusReport(
        now, tuple(rows), tuple(row for row in runs if row is not None), standing(session), documents, size
    )


def _of_last(session: Session, what: str) -> Row | None:
    """The last run of one sort, unless there was none yet."""
    for run in last_runs(session, what)[:1]:
        return {
            "run": what,
            "started_at": run.started_at,
            "ended_at": run.ended_at,
            "seconds": round((run.ended_at - run.started_at).total_seconds(), 1) if run.ended_at else None,
            "outcome": run.outcome.value if run.outcome else None,
            "failures": len(run.failures),
        }
    return None


def _unreadable(sentence: str, now: datetime) -> Row:
    return {
        "source": "archive",
        "state": "failing",
        "last_success": None,
        "age_hours": None,
        "maximum_hours": None,
        "last_error": sentence,
        "last_error_at": now,
    }
