"""One run, from what is due to the digest; `moawatch run` and the Prefect flow both do this."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.digests.compose import tell
from flows.digests.dispatch import DeliveryReport
from flows.lists.derive import Derivation, derive
from flows.lists.gather import gather
from flows.news.gather import gather_news
from flows.news.judge import judge
from flows.served import Gathered, is_due
from flows.sources.registry import FeedSource, GdeltSource, IcePageSource, LinkPageSource, Source
from flows.world import World
from models.errors import MoawatchError
from models.record.store import read_session


@dataclass(slots=True)
class Run:
    """What one run did. If one source failed, the record still has what the others brought."""

    gathered: list[Gathered] = field(default_factory=list)
    derivation: Derivation = field(default_factory=Derivation)
    told: DeliveryReport | None = None

    @property
    def failures(self) -> list[str]:
        stated = [f"{one.source}: {failure}" for one in self.gathered for failure in one.failures]
        return stated + self.derivation.failures + (self.told.failures if self.told else [])


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a run, as plain functions or as Prefect tasks around them."""

    gather: Mapping[type[Source], Callable[[World, Any], Gathered]]  # one way of gathering for each kind of source
    derive: Callable[[World], Derivation]
    tell: Callable[[World], DeliveryReport]


def derive_and_judge(world: World) -> Derivation:
    """Derive the record from what was gathered, and check the claims in the news against it."""
    derivation = derive(world.engine, world.archive, world.clock(), in_hand=world.in_hand)
    judge(world.engine, world.clock())
    return derivation


PLAIN = Steps(
    gather={IcePageSource: gather, FeedSource: gather_news, LinkPageSource: gather_news, GdeltSource: gather_news},
    derive=derive_and_judge,
    tell=tell,
)


def track(
    world: World, steps: Steps = PLAIN, everything: bool = False, say: Callable[[str], None] = lambda _: None
) -> Run:
    """Gather what is due (or everything), derive the record, send the digests; `say` hears each step begin."""
    run = Run()
    with read_session(world.engine) as session:
        due = [source for source in world.sources if everything or is_due(session, source, world.clock())]
    for source in due:
        say(f"Fetching {source.title}")
        try:
            run.gathered.append(steps.gather[type(source)](world, source))
        except MoawatchError as error:
            run.gathered.append(Gathered(source.name, failures=[str(error)]))
    run.derivation = steps.derive(world)
    run.told = steps.tell(world)
    return run
