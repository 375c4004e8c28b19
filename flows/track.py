"""The scheduled flows: thin shells of Prefect around the plain functions.

Prefect sees a task for each source and each list, readable names, and artifacts; it decides nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
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

from flows.lists import backfill as saved
from flows.lists.gather import ListSteps
from flows.run import PLAIN, Run, Steps
from flows.run import track as run_once
from flows.settings import Settings, load
from flows.world import World, open_world, utc_now
from models.errors import FetchError
from models.record.asking import Row
from models.record.asking.changes import changes
from models.record.asking.counts import counts
from models.record.store import read_session

P = ParamSpec("P")
R = TypeVar("R")

# The fetcher has tried several times within its minute; what is still down is tried once more after a longer pause.
RETRIES = 1
RETRY_SECONDS = 120

# A table in the UI is read by a person; the whole is in the record.
MAX_ROWS = 200


def _track_name() -> str:
    """'track 2026-02-03 15:10': the time that the run is about."""
    about = flow_run.parameters.get("now") or flow_run.scheduled_start_time
    return f"track {about:%Y-%m-%d %H:%M}"


@flow(name="track", flow_run_name=_track_name, persist_result=False)
def track(now: datetime | None = None, everything: bool = False, settings: dict[str, str] | None = None) -> State[Any]:
    """Fetch what is due, take it in, tell what changed.

    `now` plays a day of the past, as the demo does; `settings` overrides settings by name. Neither may hold a
    secret, since Prefect keeps the parameters of a run: secrets come from the environment.
    """
    world = open_world(_settings(settings or {}), clock=utc_now if now is None else lambda: now)
    before = world.clock()
    run = run_once(world, PREFECT, everything)
    _log(run)
    _show(world, run, since=before)
    if run.failures:
        return Failed(message="; ".join(run.failures))
    new = sum(one.new for one in run.gathered)
    held = f"; HELD: {', '.join(run.derivation.held)}" if run.derivation.held else ""
    return Completed(message=f"{new} new lists and articles from {len(run.gathered)} sources{held}")


@flow(name="digests", flow_run_name="digests", persist_result=False)
def digests() -> State[Any]:
    """Send each subscriber the digest that is due."""
    world = open_world(_settings({}))
    told = PREFECT.tell(world)
    return Failed(message="; ".join(told.failures)) if told.failures else Completed(message=told.sentence)


@flow(name="backfill", flow_run_name="backfill {path}", persist_result=False)
def backfill(path: Path) -> State[Any]:
    """Take in a folder or file of saved lists, in any order."""
    world = open_world(_settings({}))
    logger = get_run_logger()
    done = saved.backfill(
        world.engine,
        world.archive,
        path,
        world.clock(),
        lambda doing, count, of: logger.info("%s: %d of %d", doing, count, of),
    )
    if done.failures:
        return Failed(message="; ".join(done.failures))
    return Completed(message=f"{done.new} new lists in {done.files} files")


# The block that may hold the mail relay's password, for installations that keep their secrets in Prefect.
SMTP_SECRET = "moawatch-smtp-password"  # noqa: S105 (the name of the block, not what is in it)


def _settings(overrides: dict[str, str]) -> Settings:
    """The settings in force, the relay's password from Prefect's Secret block where the environment has none."""
    settings = load(**overrides)
    if not settings.smtp_user or settings.smtp_password.get_secret_value():
        return settings
    try:
        block = Secret.load(SMTP_SECRET)
    except ValueError:  # there is no such block
        return settings
    assert isinstance(block, Secret), "outside of a coroutine it is the block itself"
    return load(**overrides, smtp_password=block.get())


def _is_fetch_error(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """Only a publisher that does not answer is asked again; bytes that are no list stay no list."""
    return isinstance(state.result(raise_on_failure=False), FetchError)


def _asking(name: str, run_name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A task around a step that asks a publisher."""
    return task(
        name=name,
        task_run_name=run_name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=RETRIES,
        retry_delay_seconds=RETRY_SECONDS,
        retry_condition_fn=_is_fetch_error,
    )


# What Prefect runs: the same steps, each as a task.
PREFECT = Steps(
    lists=ListSteps(
        fetch_page=_asking("page", "page of {source.name}")(PLAIN.lists.fetch_page),
        note_table=_asking("table", "table of {source.name}")(PLAIN.lists.note_table),
        fetch_list=_asking("list", "{link.kind} list")(PLAIN.lists.fetch_list),
    ),
    news=_asking("news", "news of {source.name}")(PLAIN.news),
    derive=task(name="derive", task_run_name="derive the record", cache_policy=NO_CACHE, persist_result=False)(
        PLAIN.derive
    ),
    tell=task(name="tell", task_run_name="tell the subscribers", cache_policy=NO_CACHE, persist_result=False)(
        PLAIN.tell
    ),
)


def _log(run: Run) -> None:
    """What a person should know of what came, as `moawatch run` prints it."""
    logger = get_run_logger()
    for one in run.gathered:
        for remark in one.remarks:
            logger.warning("%s: %s", one.source, remark)
    for snapshot in run.derivation.held:
        logger.warning("HELD: %s; `moawatch review` shows why", snapshot)


def _show(world: World, run: Run, since: datetime) -> None:
    """The run as artifacts: counts by state, what changed, and the digest."""
    with read_session(world.engine) as session:
        by_state = counts(session, by="state")
        changed = [row for row in changes(session, everything=True) if row["recorded_at"] >= since]
    columns: tuple[str, ...] = ("list_date", "scope", "agreements", "agencies", "pending")
    newest = f", on the list of {by_state[0]['list_date']}, sha256 {by_state[0]['list_sha256']}" if by_state else ""
    create_table_artifact(_cells(by_state, columns), key="counts", description=f"By state{newest}")
    columns = ("list_date", "state", "kind", "status", "agency", "agency_before", "support_type", "signed", "id")
    said = f"{len(changed)} changes came into the record with this run"
    create_table_artifact(_cells(changed[:MAX_ROWS], columns), key="changes", description=said)
    if run.told is not None and run.told.written is not None:
        create_link_artifact(run.told.written.as_uri(), link_text="The digest", key="digest")


def _cells(rows: Sequence[Row], columns: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: "" if row[name] is None else str(row[name]) for name in columns} for row in rows]
