"""A run may be killed at any point: run again, it loses and doubles nothing."""

import multiprocessing
import os
import random
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytest_httpserver import HTTPServer
from sqlmodel import func, select

from flows.run import track
from flows.settings import Settings, load
from flows.world import open_world
from models.record.store import open_engine, read_session
from models.record.tables.changes import ChangeVersion
from models.record.tables.digests import DeliveredChange
from models.record.tables.documents import Sighting
from tests.support.histories import counties_of
from tests.support.publisher import FakePublisher
from tests.support.record_contents import contents
from tests.support.workbooks import printed_row, workbook

PAGE = "/identify-and-arrest/287g"
LISTS = 10
KILLS = 50
FIRST = datetime(2025, 6, 2, 13, tzinfo=UTC)

# The publisher's thread lives in this process; the runs are forked from it, with everything imported.
FORK = multiprocessing.get_context("fork")


def list_path(number: int) -> str:
    day = FIRST + timedelta(days=number)
    return f"/doclib/participatingAgencies{day:%m%d%Y}am.xlsx"


def published(number: int) -> bytes:
    newcomers = [
        printed_row(f"Newcomer {each} Police Department", "OHIO", TYPE="Municipality") for each in range(number)
    ]
    rows = [*counties_of("TEXAS"), *counties_of("OHIO"), *newcomers]
    return workbook(rows[1:] if number > 5 else rows, saved_at=FIRST + timedelta(days=number))


@pytest.fixture(scope="module")
def workbooks() -> list[bytes]:
    return [published(number) for number in range(LISTS)]


@pytest.fixture
def publisher(httpserver: HTTPServer) -> FakePublisher:
    publisher = FakePublisher(httpserver)
    publisher.robots()
    return publisher


def show(publisher: FakePublisher, number: int, content: bytes) -> None:
    link = f'<a href="{list_path(number)}">View 287(g) Participating Agencies</a>'
    publisher.serve(PAGE, f"<html><body><p>{link}</p></body></html>".encode(), etag=f"page-{number}")
    publisher.serve(list_path(number), content, etag=f"list-{number}")


def settings_in(folder: Path, publisher: FakePublisher) -> Settings:
    folder.mkdir()
    registry = folder / "sources.toml"
    registry.write_text(
        f'[[source]]\nname = "ice"\nkind = "ice_page"\ntitle = "x"\nurl = "{publisher.url(PAGE)}"\n'
        "due_every_hours = 2\nmax_age_hours = 96\n"
    )
    return load(
        database=f"sqlite:///{folder}/record.db",
        archive=str(folder / "archive"),
        outbox=str(folder / "outbox"),
        sources=str(registry),
    )


def run(settings: Settings, number: int) -> None:
    now = FIRST + timedelta(days=number, hours=3)
    world = open_world(settings, clock=lambda: now, sleep=lambda _: None)
    assert track(world).failures == []
    world.engine.dispose()


def forked(settings: Settings, number: int, seconds: float | None) -> None:
    """Run in a process of its own; kill it after `seconds`, or let it end."""
    process = FORK.Process(target=run, args=(settings, number))
    process.start()
    process.join(seconds)
    if process.is_alive():
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    elif seconds is None:
        assert process.exitcode == 0


def numbers_of(engine: sa.Engine) -> dict[str, int]:
    with read_session(engine) as session:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in (Sighting, ChangeVersion, DeliveredChange)
        }


def test_fifty_killed_runs_lose_and_double_nothing(
    publisher: FakePublisher, workbooks: list[bytes], tmp_path: Path
) -> None:
    chance = random.Random(287)
    undisturbed, disturbed = (settings_in(tmp_path / name, publisher) for name in ("undisturbed", "disturbed"))
    for number, content in enumerate(workbooks):
        show(publisher, number, content)
        started = datetime.now(UTC)
        forked(undisturbed, number, None)
        usual = (datetime.now(UTC) - started).total_seconds()
        for _ in range(KILLS // LISTS):
            forked(disturbed, number, chance.uniform(0, usual))
        forked(disturbed, number, None)
    engines = [open_engine(settings.database) for settings in (undisturbed, disturbed)]
    without, after = (contents(engine) for engine in engines)
    assert after == without
    assert numbers_of(engines[1]) == numbers_of(engines[0])
    for engine in engines:
        engine.dispose()
