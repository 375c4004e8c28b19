"""Mutated documents through the readers, and mutated headers through the fetcher, as gathering calls them: each is
read, or refused in one line, in bounds.

What is a fault: anything raised but an error of ours; an error of ours that only reports a fault of its reader; more
than ten seconds; more memory than the cage allows; a text that no database takes; a listing with a cell that an
independent reading of the same bytes does not find.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flows.sources.cage.process import CAGE
from flows.sources.cage.readers import read_article, read_document, read_feed, read_gdelt, read_moa, read_page
from models.errors import MoawatchError, ReadError
from models.lists.listings import PublishedList
from tests.fuzz.heads import fetched_under
from tests.fuzz.independent import cells_not_in
from tests.fuzz.mutations import Kind, mutated

MAX_SECONDS = 10.0
MAX_MEGABYTES = 500
KINDS: tuple[Kind, ...] = ("workbook", "page", "feed", "gdelt", "article", "headers", "pdf")

_NOW = datetime(2026, 2, 3, 15, 0, tzinfo=UTC)
_PAGE = "https://www.ice.gov/identify-and-arrest/287g"
_ARTICLE = "https://outlet.example/a"
_LIST = "participatingAgencies02032026am.xlsx"

_READERS: dict[Kind, tuple[Callable[[bytes], object], ...]] = {
    "workbook": (lambda content: read_document(content, _LIST),),
    "page": (lambda content: read_page(content, _PAGE), lambda content: read_document(content, "page.html")),
    "feed": (lambda content: read_feed(content, "https://outlet.example/feed", _NOW),),
    "gdelt": (lambda content: read_gdelt(content, "https://api.gdelt.example/doc"),),
    "article": (lambda content: read_article(content, _ARTICLE, _NOW),),
    "headers": (fetched_under,),
    "pdf": (read_moa,),
}
# In the ASCII form of a value: NUL and half a pair, but not a backslash that the text itself has.
_UNFIT = re.compile(r"(?<!\\)(?:\\\\)*\\(?:x00|ud[89a-f])", re.IGNORECASE)


@dataclass(slots=True)
class Fuzz:
    """What so many documents came to."""

    read: Counter[Kind] = field(default_factory=Counter)
    refused: Counter[Kind] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    megabytes: float = 0.0
    faults: list[str] = field(default_factory=list)


def fuzz(first_seed: int, count: int, progress: Callable[[int, Fuzz], None] = lambda *_: None) -> Fuzz:
    """Read so many mutated documents, the kinds in turn."""
    found = Fuzz()
    for number in range(count):
        kind, seed = KINDS[number % len(KINDS)], first_seed + number // len(KINDS)
        content = mutated(kind, seed)
        for read in _READERS[kind]:
            start = time.monotonic()
            for fault in _faults(read, content, kind, found):
                found.faults.append(f"{kind} {seed}: {fault}")
            found.slowest = max(found.slowest, (time.monotonic() - start, f"{kind} {seed}"))
        progress(number + 1, found)
    found.megabytes = max(found.megabytes, _megabytes())
    if found.slowest[0] > MAX_SECONDS:
        found.faults.append(f"{found.slowest[1]}: took {found.slowest[0]:.1f} s")
    if found.megabytes > MAX_MEGABYTES:
        found.faults.append(f"the cage took {found.megabytes:.0f} MB")
    return found


def _faults(read: Callable[[bytes], object], content: bytes, kind: Kind, found: Fuzz) -> Iterator[str]:
    found.megabytes = max(found.megabytes, _megabytes())
    try:
        value = read(content)
    except MoawatchError as error:
        found.refused[kind] += 1
        if isinstance(error, ReadError) and (error.trace or "it was stopped" in str(error)):
            yield f"{error}\n{error.trace}"
        if not str(error).isprintable():
            yield f"an error that is no plain line: {error!a}"
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        yield f"raised {error!r}"
        return
    found.read[kind] += 1
    if _UNFIT.search(ascii(value)):
        yield "a text that no database takes"
    if isinstance(value, PublishedList) and kind == "workbook":
        yield from cells_not_in(content, value)


def _megabytes() -> float:
    """The most that the cage has taken so far."""
    process = CAGE._process
    try:
        status = Path(f"/proc/{process.pid if process else 0}/status").read_text()
    except OSError:
        return 0.0
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(peak[1]) / 1024 if peak else 0.0
