"""The outside world, opened once per run and passed to everything that touches it."""

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from flows.fetching.answers import Limits
from flows.fetching.archive import Archive
from flows.fetching.attempts import Attempt
from flows.fetching.client import Fetcher
from flows.fetching.robots import Courtesy
from flows.settings import Settings
from flows.sources.in_hand import InHand
from flows.sources.registry import Source, read_registry
from models.errors import FetchError
from models.record.store import Engine, open_engine, upgrade, write_session
from models.record.tables.documents import Fetch
from models.record.writing.fetches import note_fetch

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


# An article takes seconds and a slow list two minutes; one source must not use up the time of the others.
SOURCE_SECONDS = 600.0


@dataclass(slots=True)
class Allowance:
    """The time that one source has in a run. It counts real seconds, whatever clock the run goes by."""

    seconds: float = SOURCE_SECONDS
    _ends: float = math.inf

    def begin(self) -> None:
        """The next source's time begins."""
        self._ends = time.monotonic() + self.seconds

    @property
    def left(self) -> float:
        return self._ends - time.monotonic()

    def require(self, seconds: float = 0.0) -> None:
        """Raises FetchError unless so many seconds are left."""
        if self.left <= seconds:
            raise FetchError(
                f"not asked for: the source has used up its {self.seconds:g} seconds; the next run goes on"
            )


@dataclass(frozen=True, slots=True)
class World:
    """The record, the archive, the network and the clock, with the settings they were opened by."""

    settings: Settings
    engine: Engine
    archive: Archive
    sources: tuple[Source, ...]
    clock: Clock
    sleep: Callable[[float], None]
    in_hand: InHand = field(default_factory=InHand)
    allowance: Allowance = field(default_factory=Allowance)
    limits: Limits = field(default_factory=Limits)
    # Whether articles at an address are read now: of a run that workers share, another may be asking that host.
    reads: Callable[[str], bool] = lambda _: True
    _courtesy: Courtesy = field(default_factory=Courtesy)

    def fetcher(self, source: str) -> Fetcher:
        """A fetcher for the source, within the time that it has left. It writes every attempt to the record, each in
        its own transaction."""
        seconds = min(self.limits.all_seconds, max(self.allowance.left, 0.0))
        return Fetcher(
            agent=self.settings.agent,
            archive=self.archive,
            on_attempt=lambda attempt: self._note(source, attempt),
            clock=self.clock,
            sleep=self._pause,
            courtesy=self._courtesy,
            limits=replace(self.limits, all_seconds=seconds),
        )

    def _pause(self, seconds: float) -> None:
        """A pause between two requests, as far as the source's time allows."""
        self.allowance.require(seconds)
        self.sleep(seconds)

    def _note(self, source: str, attempt: Attempt) -> None:
        with write_session(self.engine) as session:
            note_fetch(session, Fetch(source=source, **asdict(attempt)))


def open_world(
    settings: Settings,
    clock: Clock = utc_now,
    sleep: Callable[[float], None] = time.sleep,
    allowance: Allowance | None = None,
    limits: Limits | None = None,
) -> World:
    """Open the record (bringing its schema up to date) and the archive."""
    engine = open_engine(settings.database)
    upgrade(engine)
    return World(
        settings,
        engine,
        Archive(settings.archive),
        read_registry(settings.sources),
        clock,
        sleep,
        allowance=allowance or Allowance(),
        limits=limits or Limits(),
    )
