"""One run, from what is due to the digest; `moawatch run` and the Prefect flow both do this."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.digests.compose import tell
from flows.digests.dispatch import DeliveryReport
from flows.lists.derive import derive
from flows.lists.fold import Derivation
from flows.lists.gather import gather
from flows.moas.gather import gather_moas
from flows.moas.reading import read_and_hold
from flows.news.gather import gather_news, read_left_articles
from flows.news.judge import judge
from flows.seam import ItemFailedError, TriedItem, is_of_the_record, seam, stated, trace_of
from flows.served import Gathered, is_due
from flows.sources.registry import FeedSource, GdeltSource, IcePageSource, LinkPageSource, MoaSource, Source
from flows.watchdog import NEWS, RUN, Watched, watched
from flows.world import World
from models.record.store import read_session
from models.record.tables.runs import ItemKind


@dataclass(slots=True)
class Run:
    """What one run did. If one source failed, the record still has what the others brought."""

    gathered: list[Gathered] = field(default_factory=list)
    derivation: Derivation = field(default_factory=Derivation)
    told: DeliveryReport | None = None
    broken: list[str] = field(default_factory=list)  # steps that did not come to their end, and why

    @property
    def failures(self) -> list[str]:
        stated_ones = [f"{one.source}: {failure}" for one in self.gathered for failure in one.failures]
        return stated_ones + self.derivation.failures + self.broken + (self.told.failures if self.told else [])


Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a run, as plain functions or as Prefect tasks around them."""

    gather: Mapping[type[Source], Callable[[World, Any], Gathered]]  # one way of gathering for each kind of source
    derive: Callable[[World], Derivation]
    read_left: Callable[[World, Any], Gathered]  # of a source of news, what workers that shared it left
    judge: Callable[[World], int]
    tell: Callable[[World], DeliveryReport]
    gather_all: "GatherAll"


# How all sources of a run are gathered: one after the other, or by several workers.
GatherAll = Callable[[World, Steps, Sequence[Source], Say], Iterable[Gathered]]


def gather_in_turn(
    world: World, steps: Steps, sources: Sequence[Source], say: Say = lambda _: None
) -> Iterator[Gathered]:
    """Each source within its time, behind its seam."""
    for source in sources:
        say(f"Fetching {source.title}")
        world.allowance.begin()
        try:
            with seam(world.engine, world.clock, TriedItem(ItemKind.SOURCE, source.name)):
                gathered = steps.gather[type(source)](world, source)
        except ItemFailedError as error:
            gathered = Gathered(source.name, failures=[str(error)])
        yield gathered


def derive_gathered(world: World) -> Derivation:
    """Derive the record from what was gathered, and hold the documents behind the rows against them."""
    derivation = derive(world.engine, world.archive, world.clock(), in_hand=world.in_hand)
    derivation.failures += read_and_hold(world.engine, world.archive, world.clock)
    return derivation


def judge_claims(world: World) -> int:
    """Check the claims in the news against the record."""
    return judge(world.engine, world.clock())


PLAIN = Steps(
    gather={
        IcePageSource: gather,
        MoaSource: gather_moas,
        FeedSource: gather_news,
        LinkPageSource: gather_news,
        GdeltSource: gather_news,
    },
    derive=derive_gathered,
    read_left=read_left_articles,
    judge=judge_claims,
    tell=tell,
    gather_all=gather_in_turn,
)


def track(
    world: World,
    steps: Steps = PLAIN,
    everything: bool = False,
    say: Say = lambda _: None,
    *,
    lists_only: bool = False,
) -> Run:
    """Gather what is due (or everything), derive the record, send the digests; `say` hears each step begin.

    The lists come first and are derived at once: no source of news, however slow, keeps them out of the record.
    What fails is in the run's failures, and what is left goes on. Raises MoawatchError where nothing can go on.
    """
    run = Run()
    with watched(world.engine, RUN, world.clock) as notes:
        run.gathered += steps.gather_all(world, steps, _due(world, everything, _has_lists), say)
        _step(run, notes, "derive", lambda: _derived(run, steps.derive(world)))
        if not lists_only:
            run.gathered += steps.gather_all(world, steps, _due(world, everything, _has_news), say)
        _step(run, notes, "judge", lambda: steps.judge(world))
        _step(run, notes, "tell", lambda: _told(run, steps.tell(world)))
        notes.failures += run.failures
    return run


def track_news(world: World, steps: Steps = PLAIN, everything: bool = False) -> Run:
    """Gather the news that is due (or all) and check its claims: what needs no list and waits for none."""
    run = Run()
    with watched(world.engine, NEWS, world.clock) as notes:
        run.gathered += steps.gather_all(world, steps, _due(world, everything, _has_news), lambda _: None)
        _step(run, notes, "judge", lambda: steps.judge(world))
        notes.failures += run.failures
    return run


def _has_lists(source: Source) -> bool:
    return isinstance(source, IcePageSource)


def _has_news(source: Source) -> bool:
    return not _has_lists(source)


def _due(world: World, everything: bool, wanted: Callable[[Source], bool]) -> list[Source]:
    with read_session(world.engine) as session:
        return [
            source
            for source in world.sources
            if wanted(source) and (everything or is_due(session, source, world.clock()))
        ]


def _derived(run: Run, derivation: Derivation) -> None:
    run.derivation = derivation


def _told(run: Run, report: DeliveryReport) -> None:
    run.told = report


def _step(run: Run, notes: Watched, name: str, step: Callable[[], object]) -> None:
    """One step for all sources together: where it breaks, the following ones are tried with what there is."""
    try:
        step()
    except Exception as error:
        if is_of_the_record(error):
            raise
        run.broken.append(stated(error, name))
        notes.traces.append(trace_of(error))
