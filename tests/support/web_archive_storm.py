"""A backfill from a web archive of ten years, a fifth of it faulty, that is killed again and again.

    python -m tests.support.web_archive_storm --captures 2000 --kills 30

In the end the record is the one that the files give; nothing was asked for twice but what was in flight when a kill
came; no two requests were closer than the pause.
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
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa
from pytest_httpserver import HTTPServer

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.past.addresses import FOLDERS, PAGES, WORKBOOKS_SINCE
from flows.lists.past.web_archive import backfill_web_archive
from flows.settings import Settings, load
from flows.world import open_world
from models.record.store import open_engine, upgrade
from tests.support.record_contents import contents
from tests.support.web_archive import LOST, ONCE, Archived, FakeWebArchive, Fault
from tests.support.workbooks import printed_row, workbook

FIRST = datetime(2015, 7, 1, 12, tzinfo=UTC)
LAST = datetime(2025, 7, 1, 12, tzinfo=UTC)
PAUSE = 0.004
FAULTY = 0.2
SAME_AGAIN = 0.1

_FORK = multiprocessing.get_context("fork")
_NAMES = ("Ada", "Boone", "Cass", "Dallas", "Elk", "Floyd", "Grant", "Howard", "Iron", "Jasper", "Knox", "Lake")
_FOLDER = FOLDERS[0].address.rstrip("*")


@dataclass(slots=True)
class Evening:
    """What a storm did, and what it found wrong."""

    kills: int
    requests: int
    seconds: float
    asked_again: int
    closest: float
    found: list[str]


def ten_years(number: int, chance: random.Random) -> list[Archived]:
    """Captures of pages and, in the last months, of workbooks. Every tenth has the bytes of the one before it."""
    step, captures = (LAST - FIRST) / number, list[Archived]()
    agencies = 20
    for each in range(number):
        at = (FIRST + each * step).replace(microsecond=0)
        agencies += each % 9 == 0
        fault = chance.choice([*Fault][1:]) if chance.random() < FAULTY else Fault.NONE
        last = captures[-1] if captures else None
        if at.date() >= WORKBOOKS_SINCE:
            name = f"participatingAgencies{at:%m%d%Y}{'am' if each % 2 else 'pm'}_{each % 7}.xlsx"
            captures.append(Archived(f"{_FOLDER}{each}/{name}", at, _workbook(agencies, at), fault))
        elif last and chance.random() < SAME_AGAIN:
            captures.append(Archived(last.address, at, last.content, last.fault))
        else:
            captures.append(Archived(_address_on(at.date()), at, _page(agencies, each), fault))
    return captures


def disturbed_evening(
    server: HTTPServer, folder: Path, captures: Sequence[Archived], kills: int, chance: random.Random
) -> Evening:
    """Kill the backfill at random moments, let the last one end, and compare."""
    archive = FakeWebArchive(server, captures, page_rows=100)
    settings = _settings(folder / "stormy", archive.url)
    usual, killed, started = len(captures) * (PAUSE + 0.1), 0, time.monotonic()
    for _ in range(kills):
        killed += _killed(settings, chance.uniform(0.5, 0.5 + 1.5 * usual / (kills + 1)))
    process = _FORK.Process(target=_backfill, args=(settings,))
    process.start()
    process.join()
    seconds = time.monotonic() - started
    expected = {f"/web/{each.stamp}id_/{each.address}": 2 if each.fault in ONCE else 1 for each in captures}
    asked_again = sum(max(0, count - expected[url]) for url, count in archive.plays().items())
    closest = min(later - earlier for (earlier, _), (later, _) in pairwise(archive.asked))
    found = [] if process.exitcode == 0 else ["the last backfill failed by itself"]
    if asked_again > killed:
        found.append(f"{asked_again} asked for again, after {killed} kills")
    if closest < PAUSE:
        found.append(f"two requests within {closest:.4f} s")
    if _record(settings) != _record(_from_files(folder, captures)):
        found.append(f"{settings.database} is not the record of the files")
    return Evening(killed, len(archive.asked), seconds, asked_again, closest, found)


def _address_on(day: date) -> str:
    """Where the page stood."""
    return next(page.address for page in PAGES if page.until is None or (page.until.year - 1, 1) >= (day.year, 1))


def _page(agencies: int, number: int) -> bytes:
    cells = "".join(f"<th>{name}</th>" for name in ("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED"))
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in _row(each))}</tr>" for each in _listed(agencies))
    return f"<html><title>287(g)</title><p>{number}</p><table><tr>{cells}</tr>{rows}</table>".encode()


def _workbook(agencies: int, at: datetime) -> bytes:
    rows = [
        printed_row(name, state, SIGNED=date.fromisoformat(signed), **{"SUPPORT TYPE": model})
        for state, name, model, signed in map(_row, _listed(agencies))
    ]
    return workbook(rows, saved_at=at - timedelta(hours=2))


def _listed(agencies: int) -> range:
    """Some agencies join, and now and then the first ones leave."""
    return range(agencies // 40 * 5, agencies)


def _row(number: int) -> tuple[str, str, str, str]:
    state = ("TEXAS", "FLORIDA", "GEORGIA", "OHIO")[number // len(_NAMES) % 4]
    kind = ("Sheriff's Office", "Police Department", "Constable")[number // 48 % 3]
    signed = date(2014, 1, 1) + timedelta(days=7 * (number % 60))
    return state, f"{_NAMES[number % len(_NAMES)]} County {kind}", "Jail Enforcement Model", signed.isoformat()


def _settings(folder: Path, archive: str) -> Settings:
    folder.mkdir()
    return load(
        database=f"sqlite:///{folder}/record.db",
        archive=str(folder / "archive"),
        web_archive=archive,
        web_archive_pause=PAUSE,
    )


def _backfill(settings: Settings) -> None:
    world = open_world(settings)
    backfill_web_archive(world, None, None)
    world.engine.dispose()


def _killed(settings: Settings, seconds: float) -> bool:
    process = _FORK.Process(target=_backfill, args=(settings,))
    process.start()
    process.join(seconds)
    if not process.is_alive():
        return False
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return True


def _from_files(folder: Path, captures: Sequence[Archived]) -> Settings:
    """The record of the captures that can be played, saved as files."""
    saved, seen = folder / "saved", set[bytes]()
    saved.mkdir()
    for each in captures:
        if each.content in seen:  # collapsed in the index, whatever became of the first
            continue
        seen.add(each.content)
        if each.fault not in LOST:
            name = each.address.rpartition("/")[2]
            (saved / (name if name.endswith(".xlsx") else f"{each.stamp}_287g.html")).write_bytes(each.content)
    settings = _settings(folder / "calm", "http://127.0.0.1:9")
    engine = open_engine(settings.database)
    upgrade(engine)
    backfill(engine, Archive(settings.archive), saved, datetime.now(UTC))
    engine.dispose()
    return settings


def _record(settings: Settings) -> dict[str, list[str]]:
    """All but the names of files, which saved pages have and captured ones lack."""
    engine = open_engine(settings.database)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE snapshot SET file_name = NULL"))
    held = contents(engine)
    engine.dispose()
    return held


def _main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--captures", type=int, default=2_000)
    arguments.add_argument("--kills", type=int, default=30)
    arguments.add_argument("--seed", type=int, default=287)
    given = arguments.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)  # each request
    chance = random.Random(given.seed)
    captures = ten_years(given.captures, chance)
    faulty = sum(each.fault is not Fault.NONE for each in captures)
    print(f"{len(captures):,} captures, {faulty:,} of them faulty", flush=True)
    with tempfile.TemporaryDirectory() as name, HTTPServer() as server:
        evening = disturbed_evening(server, Path(name), captures, given.kills, chance)
    print(
        f"killed {evening.kills} times in {evening.seconds:.0f} s; {evening.requests:,} requests,"
        f" {evening.asked_again} asked for again, the closest two {evening.closest * 1000:.1f} ms apart"
    )
    for each in evening.found:
        print(each)
    return int(bool(evening.found))


if __name__ == "__main__":
    sys.exit(_main())
