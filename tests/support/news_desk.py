"""A world with one source of news on real HTTP, for the tests of what is read from it."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeVar

from pytest_httpserver import HTTPServer
from sqlmodel import SQLModel, select

from flows.fetching.archive import Archive
from flows.news.gather import gather_news
from flows.served import Gathered
from flows.settings import Settings
from flows.sources.registry import FeedSource, NewsSource
from flows.world import World
from models.record.asking import Row
from models.record.asking.news.stories import stories
from models.record.store import open_engine, read_session
from tests.support.publisher import FakePublisher

Table = TypeVar("Table", bound=SQLModel)

DAY = datetime(2025, 6, 3, 15, tzinfo=UTC)

STATEWIDE = (
    "TYLER, Texas - The sheriff of Ada County said that 12 agencies in Texas hold a 287(g) agreement with ICE as of "
    "June 3, 2025. Training takes five days, he said, and the county pays for nothing. Commissioners will hear from "
    "him again in the fall, when the first report on the work is due at the courthouse."
)


class Desk:
    """A world with one news source, and a clock that the test sets."""

    def __init__(self, folder: Path, server: HTTPServer, template: Path) -> None:
        settings = Settings(database=f"sqlite:///{folder}/record.db", archive=str(folder / "archive"))
        self.now = DAY
        shutil.copy(template, folder / "record.db")
        engine = open_engine(settings.database)
        self.world = World(settings, engine, Archive(settings.archive), (), lambda: self.now, lambda _: None)
        self.publisher = FakePublisher(server)
        self.publisher.robots()
        self.source: NewsSource = self.source_of(FeedSource)

    def source_of(self, kind: type[NewsSource], **options: str) -> NewsSource:
        url = self.publisher.url("/feed")
        return kind(name="ledger", title="Ledger", url=url, due_every_hours=6, max_age_hours=48, **options)

    def gather(self) -> Gathered:
        return gather_news(self.world, self.source)

    def feed(self, *items: str) -> None:
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{"".join(items)}</channel></rss>'
        self.publisher.serve("/feed", body.encode())

    def item(self, path: str, title: str, more: str = "", published: datetime = DAY) -> str:
        date = f"<pubDate>{format_datetime(published)}</pubDate>" if published else ""
        return f"<item><title>{title}</title><link>{self.publisher.url(path)}</link>{date}{more}</item>"

    def page(self, path: str, title: str, text: str) -> None:
        article = f"<article><h1>{title}</h1><p>{text}</p></article>"
        body = f"<html><head><title>{title}</title></head><body>{article}</body></html>"
        self.publisher.serve(path, body.encode())

    def rows(self, table: type[Table]) -> Sequence[Table]:
        with read_session(self.world.engine) as session:
            return session.exec(select(table)).all()

    def stories(self, **asked: Any) -> list[Row]:
        with read_session(self.world.engine) as session:
            return stories(session, **asked)

    def asked(self, path: str) -> int:
        return sum(request.path == path for request in self.publisher.requests)
