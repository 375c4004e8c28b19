"""The outside world, opened once per run and passed to everything that touches it."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from flows.fetching.archive import Archive
from flows.fetching.attempts import Attempt
from flows.fetching.client import Fetcher
from flows.fetching.robots import Courtesy
from flows.settings import Settings
from flows.sources.in_hand import InHand
from flows.sources.registry import Source, read_registry
from models.record.store import Engine, open_engine, upgrade, write_session
from models.record.tables.documents import Fetch
from models.record.writing.fetches import note_fetch

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


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
    _courtesy: Courtesy = field(default_factory=Courtesy)
    _fetchers: dict[str, Fetcher] = field(default_factory=dict)

    def fetcher(self, source: str) -> Fetcher:
        """The source's fetcher. It writes every attempt to the record, each in its own transaction."""
        if source not in self._fetchers:
            self._fetchers[source] = Fetcher(
                agent=self.settings.agent,
                archive=self.archive,
                on_attempt=lambda attempt: self._note(source, attempt),
                clock=self.clock,
                sleep=self.sleep,
                courtesy=self._courtesy,
            )
        return self._fetchers[source]

    def _note(self, source: str, attempt: Attempt) -> None:
        with write_session(self.engine) as session:
            note_fetch(session, Fetch(source=source, **asdict(attempt)))


def open_world(settings: Settings, clock: Clock = utc_now, sleep: Callable[[float], None] = time.sleep) -> World:
    """Open the record (bringing its schema up to date) and the archive."""
    engine = open_engine(settings.database)
    upgrade(engine)
    return World(settings, engine, Archive(settings.archive), read_registry(settings.sources), clock, sleep)
