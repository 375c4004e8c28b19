"""What one list costs that is added to a record of one year, of three, of ten; and what such a record weighs.

python -m tests.bench.years 1 3 10

The lists are made up (`tests.support.ten_years`): one a day, of 3,000 rows, of which 3 in 100 change in a month. The
floor is calamine reading the cells of the list that is added. A year takes some ten seconds to make.
"""

import argparse
import math
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flows.fetching.archive import Archive
from flows.lists.derive import derive
from flows.lists.manifest import remember
from models.record.asking.sightings import every_sighting
from models.record.store import Engine, open_engine, read_session, upgrade, write_session
from tests.bench.lists import beside, cells_only, seconds_of, show
from tests.support.ten_years import FIRST, GrowingRecord, daily_lists, note, workbook_of

TIMES = 5
LARGEST = 8  # tables shown


@dataclass(frozen=True, slots=True)
class Stage:
    """A record after so many years, and the list that comes next."""

    growing: GrowingRecord
    folder: Path
    record: Path

    @property
    def workbook(self) -> Path:
        return self.folder / "next.xlsx"

    def prepare(self) -> None:
        """Archive the next list, with the manifest of all before it."""
        self.workbook.write_bytes(workbook_of(self.growing.coming))
        archive = Archive(f"{self.folder}/archive")
        archive.keep(self.workbook.read_bytes())
        engine = open_engine(f"sqlite:///{self.record}")
        with read_session(engine) as session:
            remember(archive, every_sighting(session))
        engine.dispose()

    def beside_its_cells(self) -> tuple[float, float]:
        """Seconds to add the list, and how many times the reading of its cells that is."""
        ((seconds, ratio),) = beside(lambda: cells_only([self.workbook]), lambda: [self.seconds_to_add()], TIMES)
        return seconds, ratio

    def seconds_to_add(self) -> float:
        """Seconds from the archived document to the record, in a copy of it."""
        with tempfile.TemporaryDirectory() as scratch:
            shutil.copy(self.record, f"{scratch}/record.db")
            shutil.copytree(self.folder / "archive", f"{scratch}/archive")
            engine, archive = open_engine(f"sqlite:///{scratch}/record.db"), Archive(f"{scratch}/archive")
            with write_session(engine) as session:
                note(session, self.growing.coming, archive.keep(self.workbook.read_bytes()))
            now = self.growing.coming.published_at + timedelta(hours=2)
            seconds = seconds_of(lambda: _added(engine, archive, now))
            engine.dispose()
        return seconds


def _added(engine: Engine, archive: Archive, now: datetime) -> None:
    done = derive(engine, archive, now)
    assert (done.lists, done.rebuilt, done.failures, done.held) == (1, False, [], []), "an ordinary list was added"


def weights(record: Path) -> list[tuple[str, float]]:
    """MB by table with its indexes, the heaviest first."""
    with sqlite3.connect(record) as connection:
        return connection.execute(
            "SELECT tbl_name, sum(pgsize) / 1e6 FROM dbstat JOIN sqlite_master USING (name) GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("years", nargs="+", type=float)
    years = sorted(parser.parse_args().years)
    taken = {}
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.db"
        engine = open_engine(f"sqlite:///{record}")
        upgrade(engine)
        growing = GrowingRecord(engine, daily_lists())
        for number in years:
            growing.grow(FIRST + timedelta(days=round(number * 365)))
            engine.dispose()
            stage = Stage(growing, Path(folder), record)
            stage.prepare()
            seconds, taken[number] = stage.beside_its_cells()
            size = f"record of {record.stat().st_size / 1e6:,.0f} MB"
            show(
                f"one list added after {number:g} year{'s' * (number != 1)}, {size}",
                seconds,
                taken[number],
                "bar: 10 x",
            )
        if len(years) > 1:
            first, last = years[0], years[-1]
            exponent = math.log(taken[last] / taken[first]) / math.log(last / first)
            print(f"{'it grows with the years to the power of':<52}{exponent:>10.3f}{'':>15}bar: 0.05")
            for table, weight in weights(record)[:LARGEST]:
                print(f"  {table:<50}{weight:>10.1f} MB")


if __name__ == "__main__":
    main()
