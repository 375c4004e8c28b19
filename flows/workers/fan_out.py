"""The sources of a run shared with other workers: each other share is a run of the deployment `gather`.

The run that shares gathers the first share itself, so that no worker only waits. A share that no worker has begun by
then is taken back; one that does not come to its end is left, and its sources are due again in the next run.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from uuid import UUID

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.deployments import run_deployment
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
    with get_client(sync_client=True) as client:
        for share, run in begun:
            if _is_taken_back(client, run, begin_by):
                yield from gather_in_turn(world, steps, share, say)
            else:
                yield from _brought(share, _ended(client, run, len(share)))


def report(gathered: Iterable[Gathered]) -> None:
    """Leave what a share brought on its run, for the run that shared."""
    if flow_run.id is not None:
        with get_client(sync_client=True) as client:
            client.update_flow_run_labels(UUID(flow_run.id), {BROUGHT: json.dumps([asdict(one) for one in gathered])})


def _begin(share: Sequence[Source]) -> UUID:
    names = [source.name for source in share]
    about = {name: flow_run.parameters.get(name) for name in ("now", "settings")}
    begun = run_deployment(GATHER, parameters={"sources": names, **about}, timeout=0)
    assert isinstance(begun, FlowRun), "outside of a coroutine it is the run itself"
    return begun.id


def _is_taken_back(client: SyncPrefectClient, run: UUID, begin_by: float) -> bool:
    """Whether no worker began the share in time, so that it was taken back."""
    while client.read_flow_run(run).state_type is StateType.SCHEDULED:
        if time.monotonic() > begin_by:
            taken_back = "No worker began it in time; the run that shares its sources has taken them back"
            client.set_flow_run_state(run, Cancelled(message=taken_back))
            return client.read_flow_run(run).state_type is StateType.CANCELLED
        time.sleep(POLL_SECONDS)
    return False


def _ended(client: SyncPrefectClient, run: UUID, sources: int) -> FlowRun:
    """The run at its end, or as it is after the time that its sources may take."""
    ends_at = time.monotonic() + SOURCE_SECONDS * sources
    while not (found := client.read_flow_run(run)).state or not found.state.is_final():
        if time.monotonic() > ends_at:
            break
        time.sleep(POLL_SECONDS)
    return found


def _brought(share: Sequence[Source], run: FlowRun) -> Iterator[Gathered]:
    said = run.labels.get(BROUGHT)
    found = {one["source"]: Gathered(**one) for one in json.loads(said)} if isinstance(said, str) else {}
    for source in share:
        lost = f"its worker did not come to its end (run {run.name}: {run.state_name}); the next run asks again"
        yield found.get(source.name) or Gathered(source.name, failures=[lost])
