"""What is deployed, with every schedule: the one place for both; deploy/prefect.yaml says the same, and a test holds it
to that."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows import __version__
from flows.track import backfill, digests, gather, news, rebuild, track, verify
from models.calendar import ZONE_NAME

POOL = "moawatch"

# On every deployment and so on every run: the automations know ours by it on a server that has others.
TAG = "moawatch"

# A run is alive as long as it says so: 30 seconds is the shortest that Prefect takes, 180 its default, with which a
# killed run would look alive for nine minutes.
HEARTBEAT_SECONDS = 30

ENVIRONMENT = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS)}

# Far more than sources need: most of a run's time is the pause between two requests to a host.
MAX_WORKERS = 64

# The next scheduled run is skipped while one is still going, as it finds the same. What a person asks for waits.
SKIP, WAIT = ConcurrencyLimitStrategy.CANCEL_NEW, ConcurrencyLimitStrategy.ENQUEUE


def zone_of(cron: str) -> str:
    """The publisher's, but for every hour: in the night in which New York's clocks go back, an hour comes twice, and
    Prefect runs one of the two."""
    return "UTC" if cron.split()[1] == "*" else ZONE_NAME


@dataclass(frozen=True, slots=True)
class Planned:
    """One deployment: its flow, when it runs, and with what."""

    flow: Flow[..., Any]
    description: str
    crons: Mapping[str, str] = field(default_factory=dict)  # by slug, under which Prefect updates a schedule in place
    parameters: Mapping[str, Any] = field(default_factory=dict)
    at_once: int = 1  # runs at the same time

    @property
    def name(self) -> str:
        return self.flow.name

    @property
    def collision(self) -> ConcurrencyLimitStrategy:
        return SKIP if self.crons else WAIT

    def deployment(self) -> RunnerDeployment:
        """As Prefect takes it. The flow is named as a module, so that it runs wherever moawatch is installed."""
        made = self.flow.to_deployment(
            name=self.name,
            description=self.description,
            schedules=[Cron(cron, timezone=zone_of(cron), slug=slug) for slug, cron in self.crons.items()] or None,
            concurrency_limit=ConcurrencyLimitConfig(limit=self.at_once, collision_strategy=self.collision),
            parameters=dict(self.parameters),
            tags=[TAG],
            version=__version__,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        assert isinstance(made, RunnerDeployment), "outside of a coroutine it is the deployment itself"
        return made


PLAN = (
    Planned(
        track,
        "Fetch the lists that are due, update the record, send the digests.",
        # ICE posts lists in the morning and in the afternoon of working days ('am' and 'pm' in their names).
        {"weekdays": "10 8,10,12,14,16,18 * * 1-5", "weekends": "10 12 * * 0,6"},
        {"lists_only": True},
    ),
    Planned(
        news,
        "Fetch the news that is due and check what it states; the lists are not waited for.",
        {"hourly": "25 * * * *"},  # each source says itself how often it is due; not while the lists are fetched
    ),
    Planned(gather, "Fetch some sources for a run that shares them among workers.", at_once=MAX_WORKERS),
    Planned(
        digests,
        "Send each subscriber the digest that is due.",
        {"hourly": "0 * * * *"},  # each subscriber chooses an hour
    ),
    Planned(
        verify,
        "Read every document against its hash, and the record against the archive.",
        {"monthly": "30 3 1 * *"},  # disks rot slowly: a look a month, at night
    ),
    Planned(backfill, "Add the lists of the past: the web archive's, a Git mirror's, or saved ones."),
    Planned(rebuild, "Derive the record again from the documents; keep the difference only where asked to."),
)


def plan(workers: int = 1) -> tuple[Planned, ...]:
    """What is deployed where so many workers share the sources of news."""
    shared = {"workers": workers}
    return tuple(replace(each, parameters=shared) if each.flow is news and workers > 1 else each for each in PLAN)
