"""The schedules in one process, for an installation without a worker: deploy/prefect.yaml in Python.

It needs a real Prefect server (PREFECT_API_URL): a temporary one would forget its schedules with the process.
"""

import os

from prefect import serve as serve_deployments
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from flows.track import backfill, digests, track, verify
from models.calendar import ZONE_NAME
from models.errors import SettingsError

# ICE posts lists in the morning and in the afternoon of working days ('am' and 'pm' in their names). Digests are
# checked each hour, since each subscriber chooses an hour. Disks rot slowly: a look a month, at night.
SCHEDULES = {
    "track": ("10 8,10,12,14,16,18 * * 1-5", "10 12 * * 0,6"),
    "digests": ("0 * * * *",),
    "backfill": (),
    "verify": ("30 3 1 * *",),
}


def serve() -> None:
    """Serve every deployment until the process ends. Raises SettingsError where no server is named."""
    if not os.environ.get("PREFECT_API_URL"):
        raise SettingsError("serve: needs a Prefect server; start `prefect server start` and set PREFECT_API_URL")
    # The next run is skipped while one is still going: a later run finds the same.
    one_at_a_time = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    deployments = []
    for flow in (track, digests, backfill, verify):
        deployment = flow.to_deployment(
            name=flow.name,
            schedules=[Cron(cron, timezone=ZONE_NAME) for cron in SCHEDULES[flow.name]],
            concurrency_limit=one_at_a_time,
        )
        assert isinstance(deployment, RunnerDeployment), "outside of a coroutine it is the deployment itself"
        deployments.append(deployment)
    serve_deployments(*deployments, limit=len(deployments))
