"""The watchdog: each run is in the record before it begins, so that one which breaks or vanishes is seen."""

import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from flows.seam import stated, trace_of
from flows.world import Clock
from models.calendar import EASTERN
from models.errors import MoawatchError
from models.record.asking.runs import last_runs
from models.record.store import Engine, Session, write_session
from models.record.tables.runs import RunOutcome, RunRow
from models.record.writing.runs import begin_run, end_run

# What is watched. The words are those of the commands.
RUN, NEWS, DIGESTS, BACKFILL = "run", "news", "digests", "backfill"
WATCHED = (RUN, NEWS, DIGESTS, BACKFILL)

# Each source has ten minutes, and a mailing takes an hour; the lists of twenty years take less than a day.
DEADLINES = {name: timedelta(hours=6) for name in (RUN, NEWS, DIGESTS)} | {BACKFILL: timedelta(hours=24)}

# The longest pause of the schedule is from noon to noon on a weekend, 25 hours when the clocks go back.
MAX_AGE = {RUN: timedelta(hours=26)}

# News and digests run every hour on the schedule. Who runs moawatch by hand has no schedule that could stand still.
SCHEDULED = timedelta(hours=3)

# One failure may be the publisher's, two a bad morning.
IN_A_ROW = 3


@dataclass(slots=True)
class Watched:
    """What a run reports of itself before it ends."""

    failures: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)


class RunState(StrEnum):
    """How the runs of one sort go wrong."""

    FAILING = "failing"  # the last one ended in order, and something failed
    REPEATED = "repeated"  # so did those before it
    VANISHED = "vanished"  # the last one did not come to its end
    OVERDUE = "overdue"  # there was none, while others of the schedule ran


@dataclass(frozen=True, slots=True)
class RunTrouble:
    """How the last run of one sort went wrong."""

    what: str
    started_at: datetime
    sentence: str
    state: RunState


@contextmanager
def watched(engine: Engine, what: str, clock: Clock) -> Iterator[Watched]:
    """Note a run before it begins and when it ends, whatever ends it.

    Raises MoawatchError, in one line, also for what nobody foresaw; its traceback is in the record.
    """
    now = clock()
    with write_session(engine) as session:
        run_id = begin_run(session, what, this_process(), now, now + DEADLINES[what])
    notes = Watched()
    try:
        yield notes
    except BaseException as error:
        sentence = stated(error, what) if isinstance(error, Exception) else f"{what}: stopped by a person or the system"
        with suppress(MoawatchError), write_session(engine) as session:
            failures = [*notes.failures, sentence]
            end_run(session, run_id, RunOutcome.BROKEN, failures, trace_of(error), clock())
        if isinstance(error, MoawatchError) or not isinstance(error, Exception):
            raise
        raise MoawatchError(sentence) from error
    outcome = RunOutcome.FAILED if notes.failures else RunOutcome.OK
    with write_session(engine) as session:
        end_run(session, run_id, outcome, notes.failures, "\n".join(notes.traces), clock())


def run_troubles(session: Session, now: datetime) -> list[RunTrouble]:
    """What is wrong with the last run of each sort."""
    last = {what: last_runs(session, what) for what in WATCHED}
    troubles = (_trouble(rows, now) for rows in last.values())
    return [trouble for trouble in (*troubles, _overdue(last, now)) if trouble is not None]


def _trouble(runs: Sequence[RunRow], now: datetime) -> RunTrouble | None:
    for number, row in enumerate(runs):
        if row.ended_at is not None:
            return _of_ended(row, runs[number:])
        if is_gone(row.process):
            return _vanished(row, "its process ended before it did; the next run picks up what it left")
        if now > row.deadline_at:
            hours = (row.deadline_at - row.started_at).total_seconds() / 3600
            return _vanished(row, f"not done after {hours:.0f} hours; end process {row.process} if it still runs")
    return None  # none yet, or all are going on


def _of_ended(row: RunRow, runs: Sequence[RunRow]) -> RunTrouble | None:
    """The trouble of a run that ended; `runs` are it and those before it."""
    if row.what == BACKFILL:  # however it ended, whoever ran it was told; only the schedules are watched for failures
        return None
    if row.outcome is RunOutcome.BROKEN:
        return _vanished(row, row.failures[-1] if row.failures else "it broke")
    if row.outcome is RunOutcome.OK or not row.failures:
        return None
    more = f" (and {len(row.failures) - 1} more)" if len(row.failures) > 1 else ""
    said = row.failures[0] + more
    before = [each.outcome for each in runs if each.ended_at is not None][:IN_A_ROW]
    if len(before) == IN_A_ROW and RunOutcome.OK not in before:
        said = f"failed {IN_A_ROW} times in a row; the last time: {said}"
        return RunTrouble(row.what, row.started_at, said, RunState.REPEATED)
    return RunTrouble(row.what, row.started_at, said, RunState.FAILING)


def _overdue(last: Mapping[str, Sequence[RunRow]], now: datetime) -> RunTrouble | None:
    """Lists that nobody fetches while the rest of the schedule runs; if all of it stands still, Prefect tells."""
    ended = [row for row in last[RUN] if row.ended_at is not None]
    going_on = any(row.ended_at is None and now <= row.deadline_at and not is_gone(row.process) for row in last[RUN])
    others = [row for what in (NEWS, DIGESTS) for row in last[what][:1]]
    if not ended or going_on or not any(now - row.started_at <= SCHEDULED for row in others):
        return None
    age = now - ended[0].started_at
    if age <= MAX_AGE[RUN]:
        return None
    when = f"{ended[0].started_at.astimezone(EASTERN):%Y-%m-%d %H:%M} ET"
    said = f"the lists were last fetched {age.total_seconds() / 3600:.0f} hours ago, on {when}; look at the schedule"
    return RunTrouble(RUN, ended[0].started_at, said, RunState.OVERDUE)


def _vanished(row: RunRow, why: str) -> RunTrouble:
    said = f"the {row.what} of {row.started_at:%Y-%m-%d %H:%M} UTC: {why}"
    return RunTrouble(row.what, row.started_at, said, RunState.VANISHED)


def this_process() -> str:
    return f"{socket.gethostname()} {os.getpid()} {_began(os.getpid())}"


def is_gone(process: str) -> bool:
    """Whether that process certainly runs no more; of another machine's only its deadline can tell."""
    host, number, began = process.rsplit(" ", 2)
    return host == socket.gethostname() and _began(int(number)) != began


def _began(number: int) -> str:
    """When a process began, in Linux's ticks since the machine did; '-' for none of that number."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return "-"
    return stat.rpartition(")")[2].split()[19]  # the name, in brackets, may hold anything
