"""The runs: a row before each begins, and its end."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from models.record.tables.runs import RunOutcome, RunRow
from models.record.writing.failures import MAX_TRACE, storable

# One bad publisher may fail a hundred times in a run; the first ones tell why.
MAX_FAILURES = 50


def begin_run(session: Session, what: str, process: str, now: datetime, deadline: datetime) -> int:
    """Note that a run begins; its id."""
    row = RunRow(what=what, process=process, started_at=now, deadline_at=deadline)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def end_run(
    session: Session, run_id: int, outcome: RunOutcome, failures: Sequence[str], trace: str, now: datetime
) -> None:
    row = session.get_one(RunRow, run_id)
    row.ended_at, row.outcome = now, outcome
    row.failures = [storable(failure) for failure in failures[:MAX_FAILURES]]
    row.trace = storable(trace)[-MAX_TRACE:]
