"""The schedules in one process, for an installation without a worker: the same deployments, run where this runs.

It needs a real Prefect server (PREFECT_API_URL): a temporary one would forget its schedules with the process.
"""

from prefect import serve as serve_deployments
from prefect.exceptions import ObjectNotFound

from flows.deploying.deploy import server
from flows.deploying.plan import PLAN
from models.errors import MoawatchError


def serve() -> None:
    """Serve every deployment until the process ends. Raises MoawatchError where no server answers, or where it has
    deployments of these names for workers: serving would take them over and pause their schedules when it stops."""
    with server("serve") as client:
        taken = []
        for planned in PLAN:
            name = f"{planned.name}/{planned.name}"
            try:
                if client.read_deployment_by_name(name).work_pool_name:
                    taken.append(name)
            except ObjectNotFound:
                continue
    if taken:
        raise MoawatchError(
            f"serve: {', '.join(taken)} {'is' if len(taken) == 1 else 'are'} deployed for workers already; start "
            "`prefect worker start --pool moawatch` instead, or first delete them with `prefect deployment delete NAME`"
        )
    serve_deployments(*(planned.deployment() for planned in PLAN), limit=len(PLAN))
