"""`make bench`: how long the work takes beside its floor and its peers, measured in one run.

The floor of reading is python-calamine reading the cells alone; the peer is openpyxl, which reads the hyperlinks too.
The floor is run beside each figure, and the median of the ratios is shown. Lists are those of the
folder given, of ../shared/lists where it is, or else the sample publisher's. Articles are those of ../shared/news, or
else the paragraphs of the tests.
"""

import argparse
import io
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineWorkbook

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.rebuild import rebuild
from flows.sources.ice.document import read_document
from models.claims.extraction import extract
from models.claims.stated import ArticleText
from models.identity.resolve import resolve
from models.identity.state import RecordState
from models.lists.listings import Listing, PublishedList
from models.lists.resolution import IncomingList
from models.record.store import open_engine, upgrade
from tests.support.claims_paragraphs import PARAGRAPHS
from tests.support.paths import SHARED

Result = TypeVar("Result")
LISTS = SHARED / "lists"


def best(run: Callable[[], Result], times: int = 3) -> tuple[float, Result]:
    """The shortest wall time of `times` runs in seconds, and the last result."""
    shortest = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest, result


def participating_workbooks(folder: Path) -> list[Path]:
    return sorted(folder.glob("**/participating/*.xlsx")) or sorted(folder.glob("**/participating*.xlsx"))


def cells_only(paths: list[Path]) -> int:
    rows = 0
    for path in paths:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        rows += len(workbook.get_sheet_by_index(0).to_python())
    return rows


def read_whole(paths: list[Path]) -> int:
    return sum(len(read_document(path.read_bytes(), path.name).listings) for path in paths)


def read_with_openpyxl(path: Path) -> int:
    import openpyxl

    sheet = openpyxl.load_workbook(path).worksheets[0]
    return sum(1 for row in sheet.iter_rows() for cell in row if cell.hyperlink)


def backfilled(folder: Path) -> tuple[float, float]:
    """Seconds for a backfill of `folder` into a fresh record, and for a rebuild of that record."""
    with tempfile.TemporaryDirectory() as scratch:
        engine = open_engine(f"sqlite:///{scratch}/record.db")
        upgrade(engine)
        archive = Archive(f"{scratch}/archive")
        now = datetime.now(UTC)
        start = time.perf_counter()
        backfill(engine, archive, folder, now)
        middle = time.perf_counter()
        rebuild(engine, archive, now, accept=lambda _: True)
        end = time.perf_counter()
        engine.dispose()
    return middle - start, end - middle


def peak_memory(folder: Path) -> float:
    """MB at the peak of a process that does nothing but the backfill."""
    script = f"from pathlib import Path; import tests.bench.lists as b; b.backfilled(Path({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", script], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def resolving_seconds(path: Path) -> tuple[int, float]:
    """Rows of a list of about 2,000 made from the one at `path`, and seconds to resolve its successor, in which
    one name in fifty is respelled, one row in a hundred is gone and one in a hundred is new."""
    printed = read_document(path.read_bytes(), path.name)
    twice = [*printed.listings, *(row._replace(agency=f"{row.agency} Annex") for row in printed.listings)]
    rows = dict(enumerate(twice, 2))
    altered = {
        number: row._replace(agency=row.agency.replace("e", "a", 1)) if number % 50 == 0 else row
        for number, row in rows.items()
        if number % 100 != 1
    } | {9_000 + number: row._replace(agency=f"New {row.agency}") for number, row in enumerate(twice[::100])}
    state = resolve(RecordState(), _in_hand(printed, rows, 1)).state
    return len(rows), best(lambda: resolve(state, _in_hand(printed, altered, 2)), 7)[0]


def _in_hand(printed: PublishedList, rows: dict[int, Listing], day: int) -> IncomingList:
    published = PublishedList(printed.kind, rows, printed.columns)
    return IncomingList(f"{printed.kind}-{day}", str(day) * 64, datetime(2026, 2, day, tzinfo=UTC), published, None)


def articles_per_second(folder: Path) -> tuple[int, float]:
    """How many texts were read, and how many a second of processor time: the articles of the folder, or where it is
    not there those of the tests, two paragraphs each (some 600 characters, as the articles have)."""
    saved = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    texts = [ArticleText(each["title"] or "", each["text"], each["published"], "", "") for each in saved]
    paragraphs = [] if texts else [paragraph.text for paragraph in PARAGRAPHS]
    texts += (ArticleText("", "\n\n".join(pair), "2026-01-26", "", "") for pair in itertools.pairwise(paragraphs))
    rounds = []
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            extract(text)
        rounds.append(time.process_time() - start)
    return len(texts), len(texts) / min(rounds)


def asking_seconds() -> list[float]:
    """Seconds of a whole process that asks an empty record."""
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/record.db"
        upgrade(open_engine(url))
        script = f"import sys; sys.argv[1:] = ['--database', {url!r}, 'counts']; from flows.cli import main; main()"
        return [seconds_of(lambda: subprocess.run([sys.executable, "-c", script], check=True, capture_output=True))]


def seconds_of(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def beside(floor: Callable[[], object], run: Callable[[], Sequence[float]], times: int) -> list[tuple[float, float]]:
    """For each of the seconds that `run` returns, the median of them and of their ratios to the floor.

    The floor is run before and after each, since a shared machine is twice as fast in one minute as in the next.
    """
    measured = []
    before = seconds_of(floor)
    for _ in range(times):
        taken = run()
        after = seconds_of(floor)
        measured.append([(seconds, seconds / ((before + after) / 2)) for seconds in taken])
        before = after
    return [tuple(map(statistics.median, zip(*column, strict=True))) for column in zip(*measured, strict=True)]


def show(label: str, seconds: float, ratio: float, bound: str = "") -> None:
    print(f"{label:<52}{seconds * 1000:>10.1f} ms {ratio:>8.2f} x   {bound}".rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lists", nargs="?", type=Path, default=LISTS)
    folder = parser.parse_args().lists
    paths = participating_workbooks(folder)
    if not paths:
        parser.error(f"no participating workbooks below {folder}; name a folder of saved lists")

    def floor() -> int:
        return cells_only(paths)

    print(f"{len(paths)} participating lists, {floor():,} rows; ratios are to calamine reading their cells alone")
    show("cells alone (calamine)", best(floor)[0], 1)
    ((seconds, ratio),) = beside(floor, lambda: [seconds_of(lambda: read_whole(paths))], 5)
    show("the reader: cells, hyperlinks, proof of content", seconds, ratio)
    newest = max(paths, key=lambda path: path.stat().st_size)
    ((seconds, ratio),) = beside(
        lambda: cells_only([newest]), lambda: [seconds_of(lambda: read_with_openpyxl(newest))], 3
    )
    show("the largest list by openpyxl, to calamine's cells of it", seconds, ratio)
    whole, again = beside(floor, lambda: backfilled(paths[0].parent), 3)
    show("backfill: read, resolve, store", *whole, "bar: 5 x")
    show("rebuild", *again, "bar: 4 x")
    print(f"{'peak memory of the backfill':<52}{peak_memory(paths[0].parent):>10.0f} MB {'':>10}   bar: 300 MB")
    rows_resolved, seconds = resolving_seconds(newest)
    print(f"{f'resolve a list of {rows_resolved:,} rows':<52}{seconds * 1000:>10.1f} ms {'':>10}   bar: 50 ms")
    texts, speed = articles_per_second(LISTS.parent / "news" / "articles")
    print(f"{f'claims and events, {texts} texts':<52}{speed:>10.0f} a second of one core   bar: 200")
    importing = [sys.executable, "-c", "import sqlmodel"]
    ((seconds, ratio),) = beside(lambda: subprocess.run(importing, check=True), asking_seconds, 7)
    show("moawatch counts, whole process, to import sqlmodel", seconds, ratio, "bar: 1.5 x")


if __name__ == "__main__":
    main()
