"""The sources of a run shared with other workers: each other share is a run of the deployment `gather`.

The run that shares gathers the first share itself, so that no worker only waits. A share that no worker has begun by
then is taken back; one that does not come to its end is left, and its sources are due again in the next run.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from uuid import UUID

import httpx
from prefect import get_client, get_run_logger
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run
from prefect.states import Cancelled

from flows.run import Say, Steps, gather_in_turn
from flows.served import Gathered
from flows.sources.registry import Source
from flows.workers.shares import shares
from flows.world import SOURCE_SECONDS, World

GATHER = "gather/gather"

# On the run of a share: what each source brought, for the run that shared. Prefect's results would need a storage that
# all machines see.
BROUGHT = "moawatch.gathered"

# Between two looks at a share.
POLL_SECONDS = 1.0

# A worker looks for runs every 15 seconds, and takes some ten to start one.
BEGIN_SECONDS = 60.0


def gather_shared(workers: int, world: World, steps: Steps, sources: Sequence[Source], say: Say) -> Iterator[Gathered]:
    """Gather the sources with as many workers; what each brought, as if one had asked them in turn."""
    mine, *others = shares(sources, workers) or [[]]
    begun = [(share, _begin(share)) for share in others]
    begin_by = time.monotonic() + BEGIN_SECONDS
    yield from gather_in_turn(world, steps, mine, say)
    for share, run in begun:
        if run is None or _is_taken_back(run, begin_by):
            yield from gather_in_turn(world, steps, share, say)
        else:
            yield from _brought(share, _ended(run, len(share)))


def report(gathered: Iterable[Gathered]) -> None:
    """Leave what a share brought on its run, for the run that shared. The record has it in any case."""
    if flow_run.id is not None:
        with suppress(httpx.HTTPError), get_client(sync_client=True) as client:
            client.update_flow_run_labels(UUID(flow_run.id), {BROUGHT: json.dumps([asdict(one) for one in gathered])})


def _begin(share: Sequence[Source]) -> UUID | None:
    """The run of a share; None where the server takes none, as from a deployment older than this program."""
    names = [source.name for source in share]
    about = {name: flow_run.parameters.get(name) for name in ("now", "settings")}
    try:
        begun = run_deployment(GATHER, parameters={"sources": names, **about}, timeout=0)
    except (ObjectNotFound, httpx.HTTPError) as error:
        get_run_logger().warning("%s: cannot be begun (%s); this run gathers all itself", GATHER, error)
        return None
    assert isinstance(begun, FlowRun), "outside of a coroutine it is the run itself"
    return begun.id


def _look(run: UUID) -> FlowRun | None:
    """The run as it is now; None while the server does not answer, as when it restarts."""
    try:
        with get_client(sync_client=True) as client:
            return client.read_flow_run(run)
    except httpx.HTTPError:
        return None


def _is_taken_back(run: UUID, begin_by: float) -> bool:
    """Whether no worker began the share in time, so that it was taken back."""
    while (found := _look(run)) is None or found.state_type is StateType.SCHEDULED:
        if time.monotonic() > begin_by:
            return found is not None and _cancel(run)
        time.sleep(POLL_SECONDS)
    return False


def _cancel(run: UUID) -> bool:
    """Whether the run is cancelled now, and not begun by a worker a moment before."""
    taken_back = "No worker began it in time; the run that shares its sources has taken them back"
    with suppress(httpx.HTTPError), get_client(sync_client=True) as client:
        client.set_flow_run_state(run, Cancelled(message=taken_back))
    found = _look(run)
    return found is not None and found.state_type is StateType.CANCELLED


def _ended(run: UUID, sources: int) -> FlowRun | None:
    """The run at its end, or as it is after the time that its sources may take."""
    ends_at = time.monotonic() + SOURCE_SECONDS * sources
    while (found := _look(run)) is None or found.state is None or not found.state.is_final():
        if time.monotonic() > ends_at:
            break
        time.sleep(POLL_SECONDS)
    return found


def _brought(share: Sequence[Source], run: FlowRun | None) -> Iterator[Gathered]:
    said = run.labels.get(BROUGHT) if run else None
    found = {one["source"]: Gathered(**one) for one in json.loads(said)} if isinstance(said, str) else {}
    for source in share:
        state = f"run {run.name}: {run.state_name}" if run else "the server does not answer"
        lost = f"its worker did not come to its end ({state}); the next run asks again"
        yield found.get(source.name) or Gathered(source.name, failures=[lost])
