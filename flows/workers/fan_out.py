"""The sources of a run shared with other workers: each other share is a run of the deployment `gather`.

The run that shares gathers the first share itself, so that no worker only waits. A share that no worker has begun by
then is taken back; one that does not come to its end is left, and its sources are due again in the next run.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, fields, replace
from uuid import UUID

import httpx
from prefect import get_client, get_run_logger
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run
from prefect.states import Cancelled
from pydantic import StrictBool, StrictFloat, StrictInt

from flows.run import Say, Steps, gather_in_turn
from flows.served import Gathered
from flows.sources.registry import FeedSource, GdeltSource, LinkPageSource, Source
from flows.workers.shares import host_of, hosts_of, shares
from flows.world import SOURCE_SECONDS, World
from models.record.asking.news.waiting import waiting_articles
from models.record.store import read_session

GATHER = "gather/gather"

# On the run of a share: what each source brought, for the run that shared. Prefect's results would need a storage that
# all machines see.
BROUGHT = "moawatch.gathered"

# On the run of a share that the run which shared has taken back.
TAKEN_BACK = "moawatch.taken-back"
LATE = "No worker began it in time: the run that shares its sources gathers them itself"

_NEWS: tuple[type[Source], ...] = (FeedSource, LinkPageSource, GdeltSource)

_NOT_BEGUN = (StateType.SCHEDULED, StateType.PENDING)

# At the server, a second apart.
LABEL_TRIES = 5

# Between two looks at a share.
POLL_SECONDS = 1.0

# A worker looks for runs every 15 seconds, and takes some ten to start one.
BEGIN_SECONDS = 60.0


def gather_shared(workers: int, world: World, steps: Steps, sources: Sequence[Source], say: Say) -> Iterator[Gathered]:
    """Gather the sources with as many workers; what each brought, as if one had asked them in turn."""
    divided = shares(sources, workers)
    if len(divided) < 2:
        yield from gather_in_turn(world, steps, sources, say)
        return
    mine, *others = divided
    begun = [(share, _begin(share)) for share in others]
    begin_by = time.monotonic() + BEGIN_SECONDS
    found = [*gather_in_turn(of_share(world, mine), steps, mine, say)]
    still_asked: set[str] = set()  # the hosts of shares that did not come to their end
    for share, run in begun:
        ended = None if run is None or _is_taken_back(run, begin_by) else _ended(run, len(share))
        if run is None or ended is None or (ended.state_type is StateType.CANCELLED and TAKEN_BACK in ended.labels):
            found += gather_in_turn(of_share(world, share), steps, share, say)
        else:
            found += _brought(share, ended)
            if ended.state is None or not ended.state.is_final():
                still_asked |= hosts_of(share)
    _read_left(world, steps, divided, still_asked, found)
    yield from found


def of_share(world: World, share: Sequence[Source]) -> World:
    """The world of a worker that gathers this share: it reads the articles on the share's own hosts."""
    own = hosts_of(share)
    return replace(world, reads=lambda address: host_of(address) in own)


def _off(world: World, hosts: frozenset[str]) -> World:
    return replace(world, reads=lambda address: host_of(address) not in hosts)


def _read_left(
    world: World, steps: Steps, divided: Iterable[Sequence[Source]], still_asked: set[str], found: Sequence[Gathered]
) -> None:
    """Read the articles that each share left, and add what failed to what their sources brought."""
    brought = {one.source: one for one in found}
    left = replace(steps, gather=dict.fromkeys(_NEWS, steps.read_left))
    for share in divided:
        rest = _off(world, hosts_of(share) | still_asked)
        for one in gather_in_turn(rest, left, [source for source in share if _has_left(rest, source)]):
            brought[one.source].failures += one.failures


def _has_left(world: World, source: Source) -> bool:
    with read_session(world.engine) as session:
        return type(source) in _NEWS and bool(waiting_articles(session, source.name, 1, world.reads))


def report(gathered: Iterable[Gathered]) -> None:
    """Leave what a share brought on its run, for the run that shared. The record has it in any case."""
    if flow_run.id is not None:
        _label(UUID(flow_run.id), {BROUGHT: json.dumps([asdict(one) for one in gathered])})


def is_taken_back() -> bool:
    """Whether the run that shared has taken this share back, and gathers it itself."""
    found = _look(UUID(flow_run.id)) if flow_run.id is not None else None
    return found is not None and TAKEN_BACK in found.labels


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


def _label(run: UUID, labels: dict[str, StrictBool | StrictInt | StrictFloat | str]) -> bool:
    """Whether the server took the labels: it refuses now and then, while another holds its database."""
    for _ in range(LABEL_TRIES):
        with suppress(httpx.HTTPError), get_client(sync_client=True) as client:
            client.update_flow_run_labels(run, labels)
            return True
        time.sleep(POLL_SECONDS)
    return False


def _is_taken_back(run: UUID, begin_by: float) -> bool:
    """Whether no worker began the share in time, so that it was taken back."""
    while (found := _look(run)) is None or found.state_type in _NOT_BEGUN:
        if time.monotonic() > begin_by:
            return _take_back(run)
        time.sleep(POLL_SECONDS)
    return False


def _take_back(run: UUID) -> bool:
    """Label the run as taken back, which it looks for when it begins; whether it had not begun by then."""
    if not _label(run, {TAKEN_BACK: True}):
        return False
    found = _look(run)
    if found is None or found.state_type not in _NOT_BEGUN:
        return False
    with suppress(httpx.HTTPError), get_client(sync_client=True) as client:
        client.set_flow_run_state(run, Cancelled(message=LATE))
    return True


def _ended(run: UUID, sources: int) -> FlowRun | None:
    """The run at its end, or as it is after the time that its sources may take; None where no server answers."""
    ends_at = time.monotonic() + SOURCE_SECONDS * sources
    while (found := _look(run)) is None or found.state is None or not found.state.is_final():
        if time.monotonic() > ends_at:
            break
        time.sleep(POLL_SECONDS)
    return found


def _brought(share: Sequence[Source], run: FlowRun) -> Iterator[Gathered]:
    said = run.labels.get(BROUGHT)
    known = {each.name for each in fields(Gathered)}
    rows = json.loads(said) if isinstance(said, str) else []
    found = {row["source"]: Gathered(**{key: row[key] for key in row.keys() & known}) for row in rows}
    for source in share:
        lost = f"its worker did not come to its end (run {run.name}: {run.state_name}); the next run asks again"
        yield found.get(source.name) or Gathered(source.name, failures=[lost])
