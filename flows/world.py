"""The edge of the world, opened once per run and passed to everything that touches it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.fetching.client import Attempt, Fetcher
from flows.fetching.robots import Courtesy
from flows.lists.sightings import note_document
from flows.settings import Settings
from flows.sources.registry import Source, read_registry
from models.record.store import open_engine, upgrade, write_session
from models.record.tables.documents import Fetch

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class World:
    """The record, the archive, the network and the clock, and the settings that they were opened by."""

    settings: Settings
    engine: sa.Engine
    archive: Archive
    sources: tuple[Source, ...]
    clock: Clock
    sleep: Callable[[float], None]
    _courtesy: Courtesy = field(default_factory=Courtesy)
    _fetchers: dict[str, Fetcher] = field(default_factory=dict)

    def fetcher(self, source: str) -> Fetcher:
        """The source's fetcher, whose every attempt becomes a row of the record, in a transaction of its own."""
        if source not in self._fetchers:
            self._fetchers[source] = Fetcher(
                agent=self.settings.agent,
                archive=self.archive,
                on_attempt=lambda attempt: self._keep(source, attempt),
                clock=self.clock,
                sleep=self.sleep,
                courtesy=self._courtesy,
            )
        return self._fetchers[source]

    def _keep(self, source: str, attempt: Attempt) -> None:
        with write_session(self.engine) as session:
            if attempt.sha256 is not None:
                note_document(session, attempt.sha256, attempt.bytes, attempt.requested_at)
            session.add(
                Fetch(
                    source=source,
                    url=attempt.url,
                    final_url=attempt.final_url,
                    requested_at=attempt.requested_at,
                    status=attempt.status,
                    etag=attempt.etag,
                    last_modified=attempt.last_modified,
                    file_name=attempt.file_name,
                    bytes=attempt.bytes,
                    document_sha256=attempt.sha256,
                    seconds=attempt.seconds,
                    error=attempt.error,
                    redirects=list(attempt.redirects),
                )
            )


def open_world(settings: Settings, clock: Clock = utc_now, sleep: Callable[[float], None] = time.sleep) -> World:
    """Open the record (bringing its schema up to date) and the archive."""
    engine = open_engine(settings.database)
    upgrade(engine)
    return World(settings, engine, Archive(settings.archive), read_registry(settings.sources), clock, sleep)
