"""Lists taken in day by day with a clock of the past, and every mail that its subscribers get, with what was true."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from flows.digests.compose import tell
from flows.lists.backfill import backfill
from flows.settings import Settings
from flows.world import World, open_world
from models.digests.subscriptions import Channel
from models.record.store import write_session
from models.record.tables.documents import Fetch
from models.record.writing.digests.subscribers import add_subscriber
from models.record.writing.fetches import note_fetch
from tests.replay.facts import FactReader, Facts
from tests.replay.schedule import RunDay
from tests.replay.wishes import OUTBOX_WISH, Wish, knows_monthly, preferences

# As a source registry has it: the replay asks nobody, and notes instead what asking would have brought.
SOURCE = "ice-287g"
_REGISTRY = """
[[source]]
name = "ice-287g"
kind = "ice_page"
title = "ICE: Partner With ICE Through the 287(g) Program"
url = "https://www.ice.gov/identify-and-arrest/287g"
due_every_hours = 2
max_age_hours = 96
"""


@dataclass(frozen=True, slots=True)
class SentMail:
    """One mail as it left, to whom, and what the record said at that moment."""

    wish: Wish
    number: int  # the subscriber's first digest is number 1
    content: bytes
    facts: Facts
    joined: Facts  # the record as the subscriber joined it


@dataclass(slots=True)
class Replay:
    """A record of its own in `folder`, to which the lists come day by day."""

    folder: Path
    world: World
    wishes: dict[int, Wish]
    now: datetime
    joined: dict[int, Facts] = field(default_factory=dict)
    reader: FactReader = field(default_factory=lambda: FactReader([], {}))
    refused: frozenset[date] = frozenset()  # the days on which the publisher answers 403

    def run(self, day: RunDay) -> list[SentMail]:
        """One run: the lists of the day into the record, and the mails that follow."""
        self.now = day.at
        self._note_fetch(day.at)
        if day.files:
            inbox = self.folder / "inbox"
            inbox.mkdir()
            for file in day.files:
                (inbox / file.name).symlink_to(file.resolve())
            done = backfill(self.world.engine, self.world.archive, inbox, day.at)
            assert done.failures == (), done.failures
            shutil.rmtree(inbox)
        told = tell(self.world)
        assert told.failures == [], told.failures
        facts = self.reader.read(self.world.engine, day.at)
        return [
            SentMail(
                self.wishes.get(subscriber, OUTBOX_WISH), number, file.read_bytes(), facts, self._joined(subscriber)
            )
            for subscriber, number, file in self._outbox()
        ]

    def subscribe(self, wish: Wish, now: datetime) -> None:
        with write_session(self.world.engine) as session:
            row = add_subscriber(session, wish.address, Channel.MAIL, preferences(session, wish), now)
            self.wishes[row.id or 0] = wish
            self.joined[row.id or 0] = self.reader.read(self.world.engine, now)

    def _joined(self, subscriber: int) -> Facts:
        """The record as a subscriber joined it; whoever runs moawatch was there before anything."""
        return self.joined.get(subscriber) or Facts(self.now, (), (), {}, (), frozenset(), [], 0)

    def _outbox(self) -> list[tuple[int, int, Path]]:
        """The mails written since the last look, which takes them away: subscriber, number of the digest, file."""
        found = []
        for file in sorted(self.world.settings.outbox.glob("*.eml")):
            *_, subscriber, number = file.stem.split("-")
            kept = self.folder / "mails" / f"{file.stem}.eml"
            kept.parent.mkdir(exist_ok=True)
            found.append((int(subscriber), int(number), file.rename(kept)))
        return found

    def _note_fetch(self, at: datetime) -> None:
        refused = at.date() in self.refused
        url = "https://www.ice.gov/identify-and-arrest/287g"
        fetch = Fetch(
            source=SOURCE, url=url, final_url=url, requested_at=at, status=403 if refused else 304, etag=None,
            last_modified=None, file_name=None, charset=None, bytes=0, document_sha256=None, seconds=0.2,
            error="403 Forbidden" if refused else None, noted=not refused,
        )  # fmt: skip
        with write_session(self.world.engine) as session:
            note_fetch(session, fetch)


def open_replay(
    folder: Path, begin: datetime, refused: frozenset[date] = frozenset(), record: Path | None = None
) -> Replay:
    """An empty record below `folder`; `record` is the file of an empty one to copy, which is faster than making it.
    On the days `refused` the publisher answers 403."""
    folder.mkdir(parents=True, exist_ok=True)
    registry = folder / "sources.toml"
    registry.write_text(_REGISTRY)
    if record is not None:
        shutil.copy(record, folder / "record.db")
    settings = Settings(
        database=f"sqlite:///{folder}/record.db",
        archive=str(folder / "archive"),
        outbox=folder / "outbox",
        sources=registry,
        mail_from="moawatch <digests@moawatch.example>",
    )
    replay = Replay(folder, open_world(settings, sleep=lambda _: None), {}, begin, refused=refused)
    replay.world = open_world(settings, clock=lambda: replay.now, sleep=lambda _: None)
    return replay


def play(
    replay: Replay, days: Sequence[RunDay], wishes: Sequence[Wish], say: Callable[[str], None] = lambda _: None
) -> list[SentMail]:
    """Every mail of the replay, in the order in which they left."""
    coming = [wish for wish in wishes if wish.asks.get("cadence") != "monthly" or knows_monthly()]
    mails: list[SentMail] = []
    try:
        for day in days:
            for wish in [each for each in coming if each.joins <= day.at.date()]:
                replay.subscribe(wish, replay.now)
                coming.remove(wish)
            mails += replay.run(day)
            say(f"{day.at:%Y-%m-%d}: {len(day.files)} lists, {len(mails)} mails so far")
    finally:
        replay.world.engine.dispose()
    return mails
