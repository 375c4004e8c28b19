"""Runs, backfills, rebuilds and upgrades that are killed at random points, until one may end: nothing lost or doubled.

    python -m tests.support.kill_storm --kills 300

A fifth of the kills go to each kind of work, and a fifth to the digests of `tests.support.delivery_storm`.
"""

import argparse
import logging
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa
from pytest_httpserver import HTTPServer
from sqlmodel import col, func, select

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.rebuild import rebuild
from flows.lists.verify import verify
from flows.run import track
from flows.settings import Settings, load
from flows.world import open_world
from models.record.store import open_engine, read_session, upgrade
from models.record.tables.changes import ChangeVersion
from models.record.tables.digests import DeliveredChange
from models.record.tables.documents import Sighting
from tests.support import histories
from tests.support.delivery_storm import storm as digest_storm
from tests.support.publisher import FakePublisher
from tests.support.record_contents import contents
from tests.support.workbooks import printed_row, workbook

PAGE = "/identify-and-arrest/287g"
LISTS = 10
FIRST = datetime(2025, 6, 2, 13, tzinfo=UTC)

# A record is begun anew after so many kills, so that each moment of its life is hit.
_KILLS_A_RECORD = 5

# The publisher's thread lives in this process; the work is forked from it, with everything imported.
_FORK = multiprocessing.get_context("fork")


Work = Callable[[], object]


@dataclass(slots=True)
class Damages:
    """What a storm did, and what it left otherwise than a calm day."""

    kills: int = 0
    found: list[str] = field(default_factory=list)


def published_on(number: int) -> bytes:
    """The list of a day: some come each day, one goes on the sixth."""
    newcomers = [
        printed_row(f"Newcomer {each} Police Department", "OHIO", TYPE="Municipality") for each in range(number)
    ]
    rows = [*histories.counties_of("TEXAS"), *histories.counties_of("OHIO"), *newcomers]
    return workbook(rows[1:] if number > 5 else rows, saved_at=FIRST + timedelta(days=number))


def storm_of_runs(publisher: FakePublisher, folder: Path, kills: int, chance: random.Random) -> Damages:
    """Each day's run is killed a few times before it may end; a second record beside it is left alone."""
    publisher.robots()
    calm, stormy, first = (_settings(folder / name, publisher) for name in ("calm", "stormy", "first"))
    damages = Damages()
    _show(publisher, 0, published_on(0))
    _run(first, 0)  # here, for what it imports: each fork would do so again
    for number in range(LISTS):
        _show(publisher, number, published_on(number))
        usual = _seconds(partial(_run, calm, number))
        _disturb(partial(_run, stormy, number), kills // LISTS, usual, chance, damages)
    _compare(damages, "runs", stormy, calm)
    return damages


def storm_of_backfills(folder: Path, kills: int, chance: random.Random) -> Damages:
    """A backfill of the later lists, and then of all of them."""
    folders = histories.save(folder / "late", [*histories.files()][4:]), histories.save(folder / "all")
    return _storm_of_many("backfills", lambda settings: partial(_backfill, settings, *folders), folder, kills, chance)


def storm_of_upgrades(folder: Path, kills: int, chance: random.Random) -> Damages:
    """A record is made by running again, wherever its making was cut off."""
    return _storm_of_many("upgrades", lambda settings: partial(_upgrade, settings), folder, kills, chance)


def _storm_of_many(
    name: str, work: Callable[[Settings], Work], folder: Path, kills: int, chance: random.Random
) -> Damages:
    """Work on one new record after the other, each disturbed a few times and then let through."""
    calm, damages = _settings(folder / "calm"), Damages()
    usual = _seconds(work(calm))
    while damages.kills < kills:
        stormy = _settings(folder / f"stormy{damages.kills}")
        _disturb(work(stormy), _KILLS_A_RECORD, usual, chance, damages)
        _compare(damages, name, stormy, calm)
    return damages


def storm_of_rebuilds(folder: Path, kills: int, chance: random.Random) -> Damages:
    """A rebuild changes nothing of a record that is as the rules want it, ended or not."""
    stormy, calm = _settings(folder / "stormy"), _settings(folder / "calm")
    saved, damages = histories.save(folder / "all"), Damages()
    for settings in (stormy, calm):
        _seconds(partial(_backfill, settings, saved))
    usual = _seconds(partial(_rebuild, stormy))
    while damages.kills < kills:
        _disturb(partial(_rebuild, stormy), _KILLS_A_RECORD, usual, chance, damages)
        _compare(damages, "rebuilds", stormy, calm)
    return damages


def _disturb(work: Work, kills: int, usual: float, chance: random.Random, damages: Damages) -> None:
    """Kill the work a few times at random points of its usual time, and then let it end."""
    for _ in range(kills):
        damages.kills += _killed(work, chance.uniform(0, usual))
    _seconds(work)


def _settings(folder: Path, publisher: FakePublisher | None = None) -> Settings:
    folder.mkdir(exist_ok=True)
    registry = folder / "sources.toml"
    url = publisher.url(PAGE) if publisher else "http://127.0.0.1:9/"
    registry.write_text(
        f'[[source]]\nname = "ice"\nkind = "ice_page"\ntitle = "x"\nurl = "{url}"\n'
        "due_every_hours = 2\nmax_age_hours = 96\n"
    )
    return load(
        database=f"sqlite:///{folder}/record.db",
        archive=str(folder / "archive"),
        outbox=str(folder / "outbox"),
        sources=str(registry),
    )


def _show(publisher: FakePublisher, number: int, content: bytes) -> None:
    path = f"/doclib/participatingAgencies{FIRST + timedelta(days=number):%m%d%Y}am.xlsx"
    link = f'<a href="{path}">View 287(g) Participating Agencies</a>'
    publisher.serve(PAGE, f"<html><body><p>{link}</p></body></html>".encode(), etag=f"page-{number}")
    publisher.serve(path, content, etag=f"list-{number}")


def _run(settings: Settings, number: int) -> None:
    now = FIRST + timedelta(days=number, hours=3)
    world = open_world(settings, clock=lambda: now, sleep=lambda _: None)
    assert track(world).failures == []
    world.engine.dispose()


def _backfill(settings: Settings, *folders: Path) -> None:
    engine = open_engine(settings.database)
    upgrade(engine)
    for folder in folders:
        backfill(engine, Archive(settings.archive), folder, FIRST + timedelta(days=90))
    engine.dispose()


def _upgrade(settings: Settings) -> None:
    engine = open_engine(settings.database)
    upgrade(engine)
    engine.dispose()


def _rebuild(settings: Settings) -> None:
    engine = open_engine(settings.database)
    rebuild(engine, Archive(settings.archive), FIRST + timedelta(days=99), accept=lambda _: True)
    engine.dispose()


def _seconds(work: Work) -> float:
    """Seconds of the work in a process of its own, which must succeed."""
    started = time.monotonic()
    process = _FORK.Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == 0, "the work failed by itself"
    return time.monotonic() - started


def _killed(work: Work, seconds: float) -> bool:
    """Kill the work after so many seconds; false where it had ended."""
    process = _FORK.Process(target=work)
    process.start()
    process.join(seconds)
    if not process.is_alive():
        assert process.exitcode == 0, "the work failed by itself"
        return False
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return True


def _compare(damages: Damages, work: str, stormy: Settings, calm: Settings) -> None:
    engines = [open_engine(settings.database) for settings in (stormy, calm)]
    after, without = ([contents(engine), _numbers(engine)] for engine in engines)
    if after != without:
        damages.found.append(f"{work}: {stormy.database} is not as {calm.database}")
    found = verify(engines[0], Archive(stormy.archive), FIRST + timedelta(days=90))
    damages.found += (f"{work}: {damage.sentence}" for damage in found.damages)
    for engine in engines:
        engine.dispose()


def _numbers(engine: sa.Engine) -> dict[str, int]:
    """Rows of the tables that only grow: a second telling would show.

    After a kill, lists are taken in one by one, so the journal has a version for each list where a calm day has one
    for all of them, and some that were dropped again. None may say the same as the version before it.
    """
    with read_session(engine) as session:
        numbers = {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in (Sighting, DeliveredChange)
        }
        journal = session.exec(select(ChangeVersion).order_by(col(ChangeVersion.change_id), col(ChangeVersion.version)))
        told = [(each.change_id, each.dropped, each.change) for each in journal]
        return numbers | {
            "changes": len({change_id for change_id, _, _ in told} - _dropped(told)),
            "versions told twice": sum(earlier == later for earlier, later in pairwise(told)),
        }


def _dropped(journal: Iterable[tuple[str, bool, object]]) -> set[str]:
    """The changes whose last version says that they are derived no longer."""
    last = {change_id: dropped for change_id, dropped, _ in journal}
    return {change_id for change_id, dropped in last.items() if dropped}


def _main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--kills", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=287)
    given = arguments.parse_args()
    for name in ("werkzeug", "mail.log"):  # each request, and each connection that a kill cuts off
        logging.getLogger(name).setLevel(logging.CRITICAL)
    chance, each = random.Random(given.seed), given.kills // 5
    found: list[str] = []
    with tempfile.TemporaryDirectory() as name, HTTPServer() as server:
        folder = Path(name)
        for work in ("runs", "backfills", "rebuilds", "upgrades", "digests"):
            (folder / work).mkdir()
        storms: dict[str, Callable[[], Damages]] = {
            "runs": lambda: storm_of_runs(FakePublisher(server), folder / "runs", each, chance),
            "backfills": lambda: storm_of_backfills(folder / "backfills", each, chance),
            "rebuilds": lambda: storm_of_rebuilds(folder / "rebuilds", each, chance),
            "upgrades": lambda: storm_of_upgrades(folder / "upgrades", each, chance),
        }
        for work, storm in storms.items():
            damages = storm()
            print(f"{work}: killed {damages.kills} times, {len(damages.found)} damages", flush=True)
            found += damages.found
        url, outbox = f"sqlite:///{folder}/digests/record.db", folder / "digests" / "outbox"
        told = digest_storm(url, runs=each * 2, subscribers=50, seed=given.seed, folder=outbox, say=lambda _: None)
        print(f"digests: killed {told.killed} times, {len(told.twice)} told twice, {len(told.lost)} lost")
        found += told.failures
        found += (f"digests: {pair} told twice or lost" for pair in [*told.twice, *told.lost])
    for each_found in found:
        print(each_found)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(_main())
