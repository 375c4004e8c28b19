"""`moawatch deploy`: work pool, deployments and automations, put on a Prefect server. Twice does the same as once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import DeploymentApplyError
from prefect.events.schemas.automations import AutomationCore
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.settings import get_current_settings

from flows.deploying.automations import automations
from flows.deploying.plan import ENVIRONMENT, POOL, TAG, Planned, plan
from models.errors import MoawatchError, SettingsError

Say = Callable[[str], None]


class _WorkingFolder:
    """Where the worker runs the flows, in the place of a storage: nothing is pulled."""

    destination = Path()
    pull_interval = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def set_base_path(self, path: Path) -> None:
        """Nothing is put there."""

    async def pull_code(self) -> None:
        """The code is installed where the worker is."""

    def to_pull_step(self) -> dict[str, Any]:
        return {"prefect.deployments.steps.set_working_directory": {"directory": str(self._folder)}}


def require_server(doing: str) -> str:
    """The address of the Prefect server that is set. Raises SettingsError where none is: a temporary one would forget
    everything with the process."""
    if not (url := get_current_settings().api.url):
        raise SettingsError(f"{doing}: needs a Prefect server; start `prefect server start` and set PREFECT_API_URL")
    return str(url)


@contextmanager
def server(doing: str) -> Iterator[SyncPrefectClient]:
    """The Prefect server. Raises MoawatchError, in one line, for what fails at it."""
    url = require_server(doing)
    try:
        with get_client(sync_client=True) as client:
            client.hello().raise_for_status()
            yield client
    except PrefectHTTPStatusError as error:
        said = " ".join(error.response.text.split())[:300]
        raise MoawatchError(f"{doing}: the Prefect server at {url} refused: {said}") from error
    except DeploymentApplyError as error:
        raise MoawatchError(f"{doing}: the Prefect server at {url} refused: {error}") from error
    except httpx.HTTPError as error:
        raise MoawatchError(
            f"{doing}: no Prefect server answers at {url}; start it, or correct PREFECT_API_URL"
        ) from error


def deploy(home: Path, pool: str = POOL, notify: str = "", say: Say = lambda _: None, workers: int = 1) -> None:
    """Put everything on the server: the flows run in the folder `home`, by the workers of `pool`; `notify` names a
    notification block as TYPE/NAME; so many `workers` share the sources of news. Raises MoawatchError where something
    is missing or refused."""
    with server("deploy") as client:
        block = _notification(notify) if notify else None
        _make_pool(client, pool, say)
        ids = {planned.name: _deploy_one(planned, home, pool, say) for planned in plan(workers)}
        wanted = automations(ids, block)
        for automation in wanted:
            _put(client, automation.model_copy(update={"tags": [TAG]}), say)
        for each in client.read_automations():
            if TAG in each.tags and each.name not in {automation.name for automation in wanted}:
                client.delete_automation(each.id)  # an earlier version's
    say(f"Now start a worker, on each machine that is to run them: prefect worker start --pool {pool}")


def _make_pool(client: SyncPrefectClient, name: str, say: Say) -> None:
    """A pool that is there stays as it is: an operator may have made one of containers."""
    try:
        found = client.read_work_pool(name)
        say(f"work pool {name}: there ({found.type})")
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=name, type="process"))
        say(f"work pool {name}: made (process)")


def _deploy_one(planned: Planned, home: Path, pool: str, say: Say) -> UUID:
    deployment = planned.deployment()
    deployment.storage = _WorkingFolder(home)
    deployment.work_pool_name = pool
    deployment.job_variables = {"env": dict(ENVIRONMENT)}
    schedules = [each.model_dump(exclude_unset=True) for each in deployment.schedules or ()]
    made = deployment.apply(schedules=schedules or None)
    assert isinstance(made, UUID), "outside of a coroutine it is the id itself"
    when = "; ".join(planned.crons.values()) or "on demand"
    say(f"deployment {planned.name}/{planned.name}: {when}")
    return made


def _put(client: SyncPrefectClient, automation: AutomationCore, say: Say) -> None:
    """Make an automation, or update the one of its name; one that a person has turned off stays off."""
    found = client.read_automations_by_name(automation.name)
    if not found:
        client.create_automation(automation)
        say(f"automation {automation.name}")
        return
    there, *doubled = found
    client.update_automation(there.id, automation.model_copy(update={"enabled": there.enabled}))
    for each in doubled:
        client.delete_automation(each.id)
    say(f"automation {automation.name}{'' if there.enabled else ' (turned off)'}")


def _notification(name: str) -> UUID:
    """The id of the block that tells people. Raises SettingsError where there is none."""
    how = "make one in Prefect's pages (Blocks) or with `prefect block create`, and name it as TYPE/NAME"
    if "/" not in name:
        raise SettingsError(f"notify: {name!r} is not the name of a block, as in slack-webhook/desk; {how}")
    try:
        block = Block.load(name)
    except ValueError as error:
        raise SettingsError(f"notify: no block {name!r}; {how}") from error
    if not isinstance(block, NotificationBlock) or block._block_document_id is None:
        raise SettingsError(f"notify: block {name!r} sends no notifications; {how}")
    return block._block_document_id
