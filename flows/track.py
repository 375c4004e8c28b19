"""The flows: thin Prefect shells around the plain functions. Prefect sees what they do and decides nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Cancelled, Completed

from flows.digests.compose import tell_by_itself
from flows.lists import rebuild as again
from flows.lists.past.choosing import backfill_from, check_source
from flows.lists.verify import verify as look
from flows.news.judge import judge
from flows.run import Run, gather_in_turn, track_news
from flows.run import track as run_once
from flows.story.artifacts import progress, show, show_changes, show_digest
from flows.story.brought import find
from flows.story.endings import (
    ending,
    ending_of_backfill,
    failed,
    in_short,
    name_of_backfill,
    partly,
    rename,
    started_name,
)
from flows.story.secrets import settings_of_run
from flows.story.steps import PREFECT
from flows.workers.fan_out import LATE, gather_shared, is_taken_back, of_share, report
from flows.world import World, open_world, utc_now
from models.errors import MoawatchError
from models.record.store import read_session, write_session
from models.record.writing.news.articles import read_out_again


@flow(name="track", flow_run_name=partial(started_name, "track"), persist_result=False)
def track(
    now: datetime | None = None,
    everything: bool = False,
    settings: dict[str, str] | None = None,
    lists_only: bool = False,
) -> State[Any]:
    """Fetch what is due, update the record, send the digests, report what changed.

    Args:
        now: A past moment to run at, as the demo does. Empty: now.
        everything: Also fetch sources that are not due yet.
        settings: Settings by name, instead of those of the worker. No secrets: Prefect stores what is given here.
        lists_only: Leave the news to the deployment of that name.
    """
    return _tracked(now, settings, lambda world: run_once(world, PREFECT, everything, lists_only=lists_only))


@flow(name="news", flow_run_name=partial(started_name, "news"), persist_result=False)
def news(
    now: datetime | None = None, everything: bool = False, settings: dict[str, str] | None = None, workers: int = 1
) -> State[Any]:
    """Fetch the news that is due, and check what it states against the record.

    Args:
        now: A past moment to run at. Empty: now.
        everything: Also fetch sources that are not due yet.
        settings: Settings by name, instead of those of the worker. No secrets: Prefect stores what is given here.
        workers: Among how many workers the sources are shared, those of one host together.
    """
    shared = replace(PREFECT, gather_all=partial(gather_shared, workers)) if workers > 1 else PREFECT
    return _tracked(now, settings, lambda world: track_news(world, shared, everything))


@flow(name="gather", flow_run_name=partial(started_name, "gather"), persist_result=False)
def gather(sources: list[str], now: datetime | None = None, settings: dict[str, str] | None = None) -> State[Any]:
    """Fetch some sources for a run that shares them among workers, due or not.

    Args:
        sources: Their names in the registry.
        now: As of the run that shares.
        settings: As of the run that shares.
    """
    if is_taken_back():
        return Cancelled(message=LATE)
    try:
        world = open_world(settings_of_run(settings or {}), clock=utc_now if now is None else lambda: now)
        wanted = [source for source in world.sources if source.name in sources]
        gathered = list(gather_in_turn(of_share(world, wanted), PREFECT, wanted))
    except MoawatchError as error:
        return failed([str(error)])
    report(gathered)
    failures = [f"{one.source}: {failure}" for one in gathered for failure in one.failures]
    seen = sum(one.seen for one in gathered)
    return partly(f"{sum(one.new for one in gathered)} new of {seen} seen", failures, came=seen > 0)


def _tracked(now: datetime | None, overrides: Mapping[str, str] | None, run: Callable[[World], Run]) -> State[Any]:
    """One run with its story."""
    try:
        world = open_world(settings_of_run(overrides or {}), clock=utc_now if now is None else lambda: now)
        started = world.clock()
        done = run(world)
        _log(done)
        with read_session(world.engine) as session:
            found = find(session, done, started)
        show(world, done, found)
    except MoawatchError as error:
        return failed([str(error)])
    rename(in_short(done, found))
    return ending(done, found)


def _log(run: Run) -> None:
    """Log what needs attention, as `moawatch run` prints it."""
    logger = get_run_logger()
    for one in run.gathered:
        for remark in one.remarks:
            logger.warning("%s: %s", one.source, remark)
    for snapshot in run.derivation.held:
        logger.warning("HELD: %s; `moawatch review` shows why", snapshot)


@flow(name="digests", flow_run_name=partial(started_name, "digests"), persist_result=False)
def digests() -> State[Any]:
    """Send each subscriber the digest that is due."""
    try:
        told = tell_by_itself(open_world(settings_of_run({})))
    except MoawatchError as error:
        return failed([str(error)])
    if told.written is not None:
        show_digest(told.written)
    rename(f"{told.sent} sent" if told.sent else "nothing due")
    return partly(told.sentence, told.failures, came=bool(told.composed or told.sent))


@flow(name="backfill", flow_run_name=name_of_backfill, persist_result=False)
def backfill(source: str, since: date | None = None, until: date | None = None) -> State[Any]:
    """Add the lists of the past, in any order. Stopped, it goes on where it was when it is run again.

    Args:
        source: `https://web.archive.org` for every capture of ICE's page and lists (an evening). Or a Git repository
            (`git+URL`, `git+FOLDER`), an archive of documents (`s3://BUCKET/PREFIX`), or a file, folder or archive by
            its path on the worker. No passwords: Prefect stores what is given here.
        since: Of the web archive's captures only those from this day on.
        until: Of the web archive's captures only those up to this day.
    """
    try:
        check_source(source, since, until)
        world = open_world(settings_of_run({}))
        done = backfill_from(world, source, since, until, progress("backfill"), get_run_logger().info)
    except MoawatchError as error:
        return failed([str(error)])
    rename(done.in_short or "nothing new")
    return ending_of_backfill(done)


@flow(name="rebuild", flow_run_name="rebuild (keep: {keep})", persist_result=False)
def rebuild(keep: bool = False) -> State[Any]:
    """Derive the record again from the documents, and show the difference in the artifact 'changes'.

    Args:
        keep: Keep the difference. Otherwise it is only shown.
    """
    try:
        world = open_world(settings_of_run({}))
        report = progress("rebuild")
        found = again.rebuild(
            world.engine, world.archive, world.clock(), lambda _: keep, lambda done, of: report("reading", done, of)
        )
        if keep:
            with write_session(world.engine) as session:
                read_out_again(session)
            judge(world.engine, world.clock(), everything=True)
    except MoawatchError as error:
        return failed([str(error)])
    said = f"{len(found.added):,} changes added, {len(found.dropped):,} dropped, {len(found.altered):,} altered"
    if found:
        show_changes(said, (*found.added, *found.dropped, *(after for _, after in found.altered)))
    if not found:
        return Completed(message="The record is what its documents give")
    return Completed(message=f"{said}; {'kept' if keep else 'nothing was kept: run it with `keep` to keep this'}")


@flow(name="verify", flow_run_name=partial(started_name, "verify"), persist_result=False)
def verify() -> State[Any]:
    """Read every document against its hash, and the record against the archive."""
    try:
        world = open_world(settings_of_run({}))
        found = look(world.engine, world.archive, world.clock())
    except MoawatchError as error:
        return failed([str(error)])
    if found.found:
        return failed([str(one) for one in found.found])
    return Completed(message=found.sentence)
