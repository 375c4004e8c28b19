"""Two good sources and one that a test spoils, in a world whose every wait is short."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from sqlmodel import select

from flows.digests.health import health
from flows.fetching.answers import Limits
from flows.run import Run, track
from flows.settings import Settings, load
from flows.world import Allowance, World, open_world
from models.record.asking import Row
from models.record.asking.counts import counts
from models.record.store import read_session
from models.record.tables.news import Article, ArticleStatus
from tests.support.histories import counties_of
from tests.support.news_desk import STATEWIDE
from tests.support.publisher import FakePublisher
from tests.support.workbooks import workbook

SAVED = datetime(2025, 6, 2, 13, tzinfo=UTC)
AGREEMENTS = 24

# Far below what a real run waits: a hostile server takes all that it is given.
SHORT = Limits(
    connect_seconds=0.3, silence_seconds=0.3, whole_seconds=0.3, robots_seconds=0.3, all_seconds=0.8, bytes=3_000_000
)
SOURCE_SECONDS = 4.0

_PAGE, _LIST, _FEED, _STORY = "/287g", "/doclib/participatingAgencies06022025am.xlsx", "/feed", "/story"


def rss(*links: str) -> bytes:
    items = "".join(
        f"<item><title>Sheriffs of {number} counties sign with ICE</title><link>{link}</link>"
        f"<pubDate>{format_datetime(SAVED)}</pubDate></item>"
        for number, link in enumerate(links, 3)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def stanza(name: str, kind: str, url: str, **options: str) -> str:
    more = "".join(f'{key} = "{value}"\n' for key, value in options.items())
    return (
        f'[[source]]\nname = "{name}"\nkind = "{kind}"\ntitle = "{name}"\nurl = "{url}"\n{more}'
        "due_every_hours = 2\nmax_age_hours = 96\n\n"
    )


class WatchedSources:
    """ICE and a newspaper that always answer well, and room for one more source, which is asked first."""

    def __init__(self, folder: Path, publisher: FakePublisher) -> None:
        self.folder, self.publisher = folder, publisher
        self.now = SAVED + timedelta(hours=1)
        publisher.robots()
        link = f'<a href="{_LIST}">View 287(g) Participating Agencies</a>'
        publisher.serve(_PAGE, f"<html><body><h1>287(g)</h1><p>{link}</p></body></html>".encode())
        publisher.serve(_LIST, workbook([*counties_of("TEXAS"), *counties_of("OHIO")], saved_at=SAVED))
        publisher.serve(_FEED, rss(publisher.url(_STORY)))
        publisher.serve(_STORY, f"<html><body><article><p>{STATEWIDE}</p></article></body></html>".encode())
        self.good = stanza("ice", "ice_page", publisher.url(_PAGE)) + stanza("paper", "feed", publisher.url(_FEED))
        self.watch("")

    def watch(self, bad: str) -> None:
        (self.folder / "sources.toml").write_text(bad + self.good)

    @property
    def settings(self) -> Settings:
        return load(
            database=f"sqlite:///{self.folder}/record.db",
            archive=str(self.folder / "archive"),
            outbox=self.folder / "outbox",
            sources=self.folder / "sources.toml",
        )

    def world(self) -> World:
        return open_world(
            self.settings,
            clock=lambda: self.now,
            sleep=lambda _: None,
            allowance=Allowance(SOURCE_SECONDS),
            limits=SHORT,
        )

    def run(self) -> Run:
        """One run of everything, some hours after the last one."""
        self.now += timedelta(hours=3)
        world = self.world()
        try:
            return track(world, everything=True)
        finally:
            world.engine.dispose()

    def status(self) -> dict[str, Row]:
        world = self.world()
        try:
            with read_session(world.engine) as session:
                return {row["source"]: row for row in health(session, self.settings.sources, self.now)}
        finally:
            world.engine.dispose()

    def taken_in(self) -> tuple[int, int, int]:
        """Agreements on record, pages of the newspaper that were read, digests in the outbox."""
        world = self.world()
        try:
            with read_session(world.engine) as session:
                rows = counts(session)
                of_paper = select(Article).where(Article.source == "paper", Article.status == ArticleStatus.READ)
                read = len(session.exec(of_paper).all())
            mails = len(list((self.folder / "outbox").glob("*.eml")))
            return (int(rows[0]["agreements"]) if rows else 0), read, mails
        finally:
            world.engine.dispose()
