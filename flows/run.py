"""One run, from what is due to the digest: the sentence that `moawatch run` and the Prefect flow both carry out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flows.digests.compose import tell
from flows.digests.dispatch import DeliveryReport
from flows.lists.derive import Derivation, derive
from flows.lists.gather import Gathered, ListSteps, gather, is_due
from flows.news.gather import gather_news
from flows.news.judge import judge
from flows.sources.registry import Source, SourceKind
from flows.world import World
from models.errors import MoawatchError
from models.record.store import read_session


@dataclass(slots=True)
class Run:
    """What one run did. It failed where a source did; what the others brought is in the record all the same."""

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

    lists: ListSteps
    news: Callable[[World, Source], Gathered]
    derive: Callable[[World], Derivation]
    tell: Callable[[World], DeliveryReport]


def derive_and_judge(world: World) -> Derivation:
    """Derive the record from what was gathered, and hold the news's claims against it."""
    derivation = derive(world.engine, world.archive, world.clock())
    judge(world.engine, world.clock())
    return derivation


PLAIN = Steps(
    lists=ListSteps(),
    news=gather_news,
    derive=derive_and_judge,
    tell=tell,
)


def track(
    world: World, steps: Steps = PLAIN, everything: bool = False, say: Callable[[str], None] = lambda _: None
) -> Run:
    """Gather what is due (or everything), derive the record, write what is to be told; `say` hears what is begun."""
    run = Run()
    for source in due_sources(world, everything):
        say(f"Asking {source.title}")
        run.gathered.append(_gather(world, source, steps))
    run.derivation = steps.derive(world)
    run.told = steps.tell(world)
    return run


def due_sources(world: World, everything: bool) -> list[Source]:
    with read_session(world.engine) as session:
        return [source for source in world.sources if everything or is_due(session, source, world.clock())]


def _gather(world: World, source: Source, steps: Steps) -> Gathered:
    """One source of lists or of news. Whatever fails in it is stated, and the next source is still run."""
    try:
        return gather(world, source, steps.lists) if source.kind is SourceKind.ICE_PAGE else steps.news(world, source)
    except MoawatchError as error:
        return Gathered(source.name, failures=[str(error)])
