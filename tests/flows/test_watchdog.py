"""A run that breaks, is killed or never ends is seen by `status` and told to the operator."""

import multiprocessing
import os
import signal
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
import sqlalchemy as sa

from flows.digests.scene import read_situation
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.past.git_history import backfill_git
from flows.run import PLAIN, Steps, track
from flows.watchdog import BACKFILL, DIGESTS, RUN, RunState, is_gone, run_troubles, this_process, watched
from flows.world import World, utc_now
from models.errors import MoawatchError, RecordError
from models.record.asking.runs import last_runs
from models.record.store import read_session
from models.record.tables.runs import RunOutcome, RunRow
from tests.support import histories
from tests.support.watched_sources import WatchedSources

FORK = multiprocessing.get_context("fork")


def steps(**changed: object) -> Steps:
    return Steps(
        **{name: getattr(PLAIN, name) for name in ("gather", "derive", "judge", "tell", "gather_all")} | changed
    )


def last_run(sources: WatchedSources) -> RunRow:
    world = sources.world()
    with read_session(world.engine) as session:
        row = last_runs(session, RUN)[0]
    world.engine.dispose()
    return row


def run_with(sources: WatchedSources, changed: Steps) -> list[str]:
    world = sources.world()
    try:
        return track(world, changed, everything=True).failures
    finally:
        world.engine.dispose()


def test_a_run_that_ends_well_is_noted_with_its_times(sources: WatchedSources) -> None:
    assert sources.run().failures == []
    row = last_run(sources)
    assert (row.outcome, row.failures, row.started_at, row.ended_at) == (RunOutcome.OK, [], sources.now, sources.now)
    assert "last run" not in sources.status()


@pytest.mark.parametrize("step", ["derive", "judge", "tell"])
def test_a_step_that_breaks_fails_the_run_in_one_line_and_the_others_are_done(
    sources: WatchedSources, step: str
) -> None:
    def broken(_: World) -> NoReturn:
        raise ZeroDivisionError("in a rule")

    (failure,) = run_with(sources, steps(**{step: broken}))
    assert failure.startswith(f"{step}: ZeroDivisionError: in a rule;")
    row = last_run(sources)
    assert (row.outcome, row.failures) == (RunOutcome.FAILED, [failure])
    assert "in broken" in row.trace
    assert sources.status()["last run"]["last_error"] == failure
    assert sources.taken_in()[0] == (24 if step != "derive" else 0)
    assert sources.run().failures == []
    assert "last run" not in sources.status()


def test_a_record_that_fails_in_the_middle_ends_the_run_in_one_line(sources: WatchedSources) -> None:
    def locked(_: World) -> NoReturn:
        raise RecordError("record: database is locked")

    with pytest.raises(RecordError, match="locked"):
        run_with(sources, steps(derive=locked))
    assert last_run(sources).outcome is RunOutcome.BROKEN
    assert sources.status()["last run"]["state"] == "vanished"
    assert "database is locked" in str(sources.status()["last run"]["last_error"])


def test_what_nobody_foresaw_between_the_steps_is_one_line_too(sqlite_record: sa.Engine, now: object) -> None:
    with (
        pytest.raises(MoawatchError, match=r"^run: KeyError: 'x'; not foreseen"),
        watched(sqlite_record, RUN, lambda: now),  # type: ignore[arg-type, return-value]
    ):
        raise KeyError("x")


def kill_while_deriving(sources: WatchedSources) -> None:
    def kill(_: World) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("dead")

    run_with(sources, steps(derive=kill))


def test_a_run_that_was_killed_is_a_failure_until_one_ends_well(sources: WatchedSources) -> None:
    sources.run()
    process = FORK.Process(target=kill_while_deriving, args=(sources,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    row = sources.status()["last run"]
    assert row["state"] == "vanished"
    assert "its process ended before it did; the next run picks up what it left" in str(row["last_error"])
    world = sources.world()
    with read_session(world.engine) as session:
        told = read_situation(session, sources.settings, sources.now).troubles
    world.engine.dispose()
    assert [(one.key, one.headline) for one in told] == [("source:last run", "a run did not come to its end")]
    sources.run()
    assert "last run" not in sources.status()


def test_a_run_in_progress_is_no_failure_until_its_deadline(sqlite_record: sa.Engine, sources: WatchedSources) -> None:
    with watched(sqlite_record, RUN, lambda: sources.now), read_session(sqlite_record) as session:
        assert run_troubles(session, sources.now + timedelta(hours=5)) == []
        (late,) = run_troubles(session, sources.now + timedelta(hours=7))
    assert "not done after 6 hours; end process" in late.sentence


def kill_while_backfilling(engine: sa.Engine) -> None:
    with watched(engine, BACKFILL, utc_now):
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_backfill_that_ended_was_told_to_its_caller_and_only_a_vanished_one_is_a_trouble(
    sqlite_record: sa.Engine, tmp_path: Path, now: datetime
) -> None:
    def troubles() -> list[str]:
        with read_session(sqlite_record) as session:
            return [one.sentence for one in run_troubles(session, utc_now())]

    with pytest.raises(MoawatchError, match="no such folder"):
        backfill_git(sqlite_record, Archive(str(tmp_path / "archive")), str(tmp_path / "mistyped"), now)
    assert troubles() == []
    process = FORK.Process(target=kill_while_backfilling, args=(sqlite_record,))
    process.start()
    process.join()
    (told,) = troubles()
    assert "its process ended before it did" in told


def test_a_backfill_is_noted_with_its_real_times(sqlite_record: sa.Engine, tmp_path: Path, now: datetime) -> None:
    begun = utc_now()
    backfill(sqlite_record, Archive(str(tmp_path / "archive")), histories.save(tmp_path / "saved"), now)
    with read_session(sqlite_record) as session:
        (row,) = last_runs(session, BACKFILL)
    assert row.ended_at is not None
    assert begun <= row.started_at < row.ended_at <= utc_now()


def test_a_later_process_of_the_same_number_is_not_taken_for_the_run() -> None:
    mine = this_process()
    host, number, began = mine.rsplit(" ", 2)
    assert not is_gone(mine)
    assert is_gone(f"{host} {number} {int(began) - 1}")
    assert is_gone(f"{host} 4194304999 {began}")
    assert not is_gone(f"elsewhere {number} {began}"), "of another machine nobody knows here"


def test_operators_hear_of_runs_that_fail_three_times_in_a_row_if_no_source_says_why(
    sources: WatchedSources,
) -> None:
    def broken(_: World) -> NoReturn:
        raise ZeroDivisionError("in a rule")

    def told() -> list[str]:
        world = sources.world()
        with read_session(world.engine) as session:
            troubles = read_situation(session, sources.settings, sources.now).troubles
        world.engine.dispose()
        return [one.headline for one in troubles]

    for _ in range(2):
        run_with(sources, steps(judge=broken))
    assert told() == []
    run_with(sources, steps(judge=broken))
    assert sources.status()["last run"]["state"] == "repeated"
    assert told() == ["the runs fail one after the other"]
    sources.run()
    assert told() == []


def test_lists_that_nobody_fetches_are_told_only_while_the_rest_of_the_schedule_runs(
    sqlite_record: sa.Engine, sources: WatchedSources
) -> None:
    def run_at(what: str, moment: datetime) -> None:
        with watched(sqlite_record, what, lambda: moment):
            pass

    def found(moment: datetime) -> list[RunState]:
        with read_session(sqlite_record) as session:
            return [one.state for one in run_troubles(session, moment)]

    later = sources.now + timedelta(hours=27)
    run_at(RUN, sources.now)
    assert found(later) == [], "who runs it by hand has no schedule"
    run_at(DIGESTS, later)
    assert found(later) == [RunState.OVERDUE]
    assert found(later - timedelta(hours=2)) == [], "a weekend's pause"
    with watched(sqlite_record, RUN, lambda: later):
        assert found(later) == [], "one is going on"
    assert found(later) == []
