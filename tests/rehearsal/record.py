"""The record of the rehearsal beside that of a quiet run: the same days, one process, nothing in the way."""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pytest_httpserver import HTTPServer
from sqlmodel import select

from flows.demo.page import PAGE_PATH, page
from flows.demo.play import registry_of
from flows.demo.publisher import SamplePublisher
from flows.demo.sample import SampleDay
from flows.fetching.history.paced_requests import WEB_ARCHIVE
from flows.lists.past.choosing import backfill_from
from flows.run import track
from flows.settings import load
from flows.world import open_world
from models.digests.deliveries import DeliveryStatus
from models.digests.subscriptions import Cadence, Channel
from models.record.store import open_engine, read_session, upgrade, write_session
from models.record.tables.digests import DeliveredChange, Delivery, SubscriberRow
from models.record.tables.moas.readings import HeldMoa, LinkedMoa
from models.record.writing.digests.subscribers import add_subscriber
from tests.support.record_contents import contents
from tests.support.web_archive import Archived, FakeWebArchive, Fault

# Who is told: of one state, of the whole country, and of what goes wrong.
READER, DESK, OPERATOR = "jane@example.org", "desk@example.org", "operator@example.org"
_SUBSCRIBERS: dict[str, dict[str, Any]] = {
    READER: {"states": {"TX"}, "cadence": Cadence.AS_IT_HAPPENS},
    DESK: {"cadence": Cadence.AS_IT_HAPPENS},
    OPERATOR: {"cadence": Cadence.AS_IT_HAPPENS, "operator": True},
}


def write_registry(folder: Path, publisher: SamplePublisher) -> Path:
    path = folder / "sources.toml"
    path.write_text(registry_of(publisher), encoding="utf-8")
    return path


def subscribe(engine: sa.Engine, day: SampleDay) -> None:
    with write_session(engine) as session:
        for address, wishes in _SUBSCRIBERS.items():
            add_subscriber(session, address, Channel.MAIL, wishes, day.now)


def captures_of(first: SampleDay) -> list[Archived]:
    """What a web archive has of the page before the first day: without its last two rows, one that it cannot play, and
    as it is on that day."""
    captures = []
    for month, fault, rows_left_out in ((6, Fault.BUSY_ONCE, 2), (9, Fault.NEVER_PLAYED, 0), (12, Fault.NONE, 0)):
        at = datetime(2020, month, 1, 12, tzinfo=UTC)
        html = page(first, at)
        for _ in range(rows_left_out):
            before, _, after = html.rpartition("<tr>")
            html = before + after.partition("</tr>")[2]
        captures.append(Archived("https://www.ice.gov" + PAGE_PATH, at, html.encode(), fault))
    return captures


def quiet_record(folder: Path) -> str:
    """The address of a record of the sample's days, each taken in by one run; mail goes to nobody."""
    folder.mkdir()
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)  # each request to the web archive
    with SamplePublisher() as publisher, HTTPServer() as server:
        settings = load(
            web_archive=FakeWebArchive(server, captures_of(publisher.days[0])).url,
            web_archive_pause=0.01,
            database=f"sqlite:///{folder}/record.db",
            archive=str(folder / "archive"),
            outbox=str(folder / "outbox"),
            sources=str(write_registry(folder, publisher)),
        )
        engine = open_engine(settings.database)
        upgrade(engine)
        subscribe(engine, publisher.days[0])
        backfill_from(open_world(settings), WEB_ARCHIVE)
        for day in publisher.days:
            publisher.publish(day)
            world = open_world(settings, clock=lambda now=day.now: now)  # type: ignore[misc]
            done = track(world, everything=True)
            world.engine.dispose()
            assert done.failures == [], done.failures
    engine.dispose()
    return settings.database


# The sample's runs ask for one document each, and a rehearsal has more runs: after a kill, and by a second worker.
_BY_THE_RUN = {LinkedMoa.__tablename__, HeldMoa.__tablename__}


def differences(engine: sa.Engine, quiet: sa.Engine) -> list[str]:
    """The tables of the record that are not as those of the quiet one."""
    here, there = contents(engine), contents(quiet)
    compared = [name for name in there if name not in _BY_THE_RUN]
    return [f"{name}: {_apart(here[name], there[name])}" for name in compared if here[name] != there[name]]


def _apart(here: Iterable[str], there: Iterable[str]) -> str:
    more, fewer = Counter(here) - Counter(there), Counter(there) - Counter(here)
    return f"{more.total()} rows more, {fewer.total()} fewer, such as {next(iter(more or fewer))[:300]}"


Told = Counter[tuple[str, str, str, str]]


def told(engine: sa.Engine) -> Told:
    """Which subscriber was told which change, as what; the operator's mails depend on what went wrong."""
    with read_session(engine) as session:
        rows = session.exec(
            select(SubscriberRow.address, DeliveredChange)
            .join(DeliveredChange, DeliveredChange.subscriber_id == SubscriberRow.id)  # type: ignore[arg-type]
            .where(SubscriberRow.address.in_((READER, DESK)))  # type: ignore[attr-defined]
        ).all()
    return Counter((address, each.change_id, each.kind, each.said) for address, each in rows)


def deliveries(engine: sa.Engine) -> Counter[DeliveryStatus]:
    """What became of the mails."""
    with read_session(engine) as session:
        found = session.exec(
            select(Delivery.status)
            .join(SubscriberRow, SubscriberRow.id == Delivery.subscriber_id)  # type: ignore[arg-type]
            .where(SubscriberRow.channel == Channel.MAIL)
        ).all()
    return Counter(map(DeliveryStatus, found))
