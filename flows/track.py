"""The scheduled flows: thin Prefect shells around the plain functions.

Prefect sees a task for each source and each list, with readable names, and artifacts; it decides nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.blocks.system import Secret
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.tasks import Task

from flows.digests.compose import tell_by_itself
from flows.lists import backfill as saved
from flows.lists import gather as lists
from flows.lists.verify import verify as look
from flows.run import PLAIN, Run, Steps
from flows.run import track as run_once
from flows.settings import Settings, load
from flows.sources.registry import IcePageSource
from flows.world import World, open_world, utc_now
from models.errors import FetchError, MoawatchError
from models.record.asking import Row
from models.record.asking.changes import changes
from models.record.asking.counts import counts
from models.record.store import read_session

P = ParamSpec("P")
R = TypeVar("R")

# The fetcher has already tried several times within a minute; one more try follows after a longer pause.
RETRIES = 1
RETRY_SECONDS = 120

# Enough for a table in the UI; the record has all rows.
MAX_ROWS = 200


def _track_name() -> str:
    """'track 2026-02-03 15:10': the time the run is about."""
    about = flow_run.parameters.get("now") or flow_run.scheduled_start_time
    return f"track {about:%Y-%m-%d %H:%M}"


@flow(name="track", flow_run_name=_track_name, persist_result=False)
def track(now: datetime | None = None, everything: bool = False, settings: dict[str, str] | None = None) -> State[Any]:
    """Fetch what is due, update the record, report what changed.

    `now` replays a past day, as the demo does; `settings` overrides settings by name. Neither may contain a secret,
    since Prefect stores the parameters of a run: secrets come from the environment.
    """
    try:
        world = open_world(_settings(settings or {}), clock=utc_now if now is None else lambda: now)
        started = world.clock()
        run = run_once(world, PREFECT, everything)
        _log(run)
        _show(world, run, started)
    except MoawatchError as error:
        return _failed([str(error)])
    if run.failures:
        return _failed(run.failures)
    new = sum(one.new for one in run.gathered)
    held = f"; HELD: {', '.join(run.derivation.held)}" if run.derivation.held else ""
    return Completed(message=f"{new} new lists and articles from {len(run.gathered)} sources{held}")


@flow(name="digests", flow_run_name="digests", persist_result=False)
def digests() -> State[Any]:
    """Send each subscriber the digest that is due."""
    try:
        told = tell_by_itself(open_world(_settings({})))
    except MoawatchError as error:
        return _failed([str(error)])
    return _failed(told.failures) if told.failures else Completed(message=told.sentence)


@flow(name="backfill", flow_run_name="backfill {path}", persist_result=False)
def backfill(path: Path) -> State[Any]:
    """Add a folder or file of saved lists to the record, in any order."""
    logger = get_run_logger()
    try:
        world = open_world(_settings({}))
        done = saved.backfill(
            world.engine,
            world.archive,
            path,
            world.clock(),
            lambda doing, count, of: logger.info("%s: %d of %d", doing, count, of),
        )
    except MoawatchError as error:
        return _failed([str(error)])
    if done.failures:
        return _failed(done.failures)
    return Completed(message=f"{done.new} new lists in {done.files} files")


@flow(name="verify", flow_run_name="verify", persist_result=False)
def verify() -> State[Any]:
    """Read every document against its hash, and the record against the archive."""
    try:
        world = open_world(_settings({}))
        found = look(world.engine, world.archive, world.clock())
    except MoawatchError as error:
        return _failed([str(error)])
    if found.damages:
        return _failed([f"{damage.where}: {damage.sentence}" for damage in found.damages])
    return Completed(message=found.sentence)


def _failed(failures: Sequence[str]) -> State[Any]:
    """A run that ends red, with what failed and no traceback: those of what was not foreseen are in the record."""
    return Failed(message="; ".join(failures))


# The blocks with the secrets, for installations that keep theirs in Prefect.
SMTP_SECRET = "moawatch-smtp-password"  # noqa: S105 (the name of the block, not its content)
LINK_SECRET = "moawatch-link-secret"  # noqa: S105


def _settings(overrides: dict[str, str]) -> Settings:
    """The settings, with the secrets from Prefect's Secret blocks where the environment has none."""
    settings = load(**overrides)
    wanted = {
        "smtp_password": SMTP_SECRET if settings.smtp_user and not settings.smtp_password.get_secret_value() else "",
        "link_secret": LINK_SECRET if settings.web_url and not settings.link_secret.get_secret_value() else "",
    }
    found = {name: _secret(block) for name, block in wanted.items() if block}
    return load(**overrides, **found) if any(found.values()) else settings


def _secret(name: str) -> str | None:
    try:
        block = Secret.load(name)
    except ValueError:  # no block has that name
        return None
    assert isinstance(block, Secret), "outside of a coroutine it is the block itself"
    return str(block.get())


def _is_fetch_error(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """Retry only failed fetches: bytes that are not a list will not become one."""
    return isinstance(state.result(raise_on_failure=False), FetchError)


def _task(name: str, run_name: str, step: Callable[P, R], retries: int = 0) -> Task[P, R]:
    made = task(name=name, task_run_name=run_name, cache_policy=NO_CACHE, persist_result=False)(step)
    return made.with_options(
        retries=retries, retry_delay_seconds=RETRY_SECONDS, retry_condition_fn=_is_fetch_error if retries else None
    )


_LISTS = lists.ListSteps(
    fetch_page=_task("page", "page of {source.name}", lists.fetch_page, RETRIES),
    note_table=_task("table", "table of {source.name}", lists.note_table),
    fetch_list=_task("list", "{link.kind} list", lists.fetch_list, RETRIES),
)

# What Prefect runs: the same steps, each as a task; a page of lists has a task for each list.
PREFECT = Steps(
    gather={kind: _task("news", "news of {source.name}", step, RETRIES) for kind, step in PLAIN.gather.items()}
    | {IcePageSource: partial(lists.gather, steps=_LISTS)},
    derive=_task("derive", "derive the record", PLAIN.derive),
    judge=_task("judge", "check the claims", PLAIN.judge),
    tell=_task("tell", "send the digests", PLAIN.tell),
)


def _log(run: Run) -> None:
    """Log what needs attention, as `moawatch run` prints it."""
    logger = get_run_logger()
    for one in run.gathered:
        for remark in one.remarks:
            logger.warning("%s: %s", one.source, remark)
    for snapshot in run.derivation.held:
        logger.warning("HELD: %s; `moawatch review` shows why", snapshot)


def _show(world: World, run: Run, started: datetime) -> None:
    """Show the run as artifacts: counts by state, changes, and the digest."""
    with read_session(world.engine) as session:
        by_state = counts(session, by="state")
        changed = [row for row in changes(session, everything=True) if row["recorded_at"] >= started]
    columns: tuple[str, ...] = ("list_date", "scope", "agreements", "agencies", "pending")
    newest = f", on the list of {by_state[0]['list_date']}, sha256 {by_state[0]['list_sha256']}" if by_state else ""
    create_table_artifact(_cells(by_state, columns), key="counts", description=f"By state{newest}")
    columns = ("list_date", "state", "kind", "status", "agency", "agency_before", "support_type", "signed", "id")
    said = f"{len(changed)} changes recorded by this run"
    create_table_artifact(_cells(changed[:MAX_ROWS], columns), key="changes", description=said)
    if run.told is not None and run.told.written is not None:
        create_link_artifact(run.told.written.as_uri(), link_text="The digest", key="digest")


def _cells(rows: Sequence[Row], columns: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: "" if row[name] is None else str(row[name]) for name in columns} for row in rows]
