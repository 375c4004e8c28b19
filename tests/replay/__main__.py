"""`python -m tests.replay ../shared/lists`: the lists day by day, the mails that follow, and every number in them."""

import argparse
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.mails.checking import Fault, check, summary
from tests.replay.cells import counts_like_cells, unlike_cells
from tests.replay.labels import untold_labels
from tests.replay.replaying import open_replay, play
from tests.replay.schedule import run_days
from tests.replay.wishes import REAL_REFUSALS, REAL_WISHES, SMALL_REFUSALS, SMALL_WISHES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", type=Path, help="a folder of saved lists")
    parser.add_argument("--keep", type=Path, help="a new folder for the record and the mails (default: thrown away)")
    parser.add_argument("--small", action="store_true", help="with the readers of the small lists of the tests")
    parser.add_argument("--examples", type=int, default=50, help="how many kinds of fault to show")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as thrown_away:
        folder = chosen.keep or Path(thrown_away)
        begun, days = time.perf_counter(), run_days(chosen.lists)
        wishes, refused = (SMALL_WISHES, SMALL_REFUSALS) if chosen.small else (REAL_WISHES, REAL_REFUSALS)
        mails = play(open_replay(folder, days[0].at, refused), days, wishes, _tell)
        played = time.perf_counter()
        faults = check(mails)
        labelled = chosen.lists / "labelled_changes.csv"
        if labelled.exists():
            faults += untold_labels(mails, labelled) + unlike_cells(mails, chosen.lists)
            print(counts_like_cells(mails, chosen.lists))
    took = f"{played - begun:.0f} s, read in {time.perf_counter() - played:.0f} s"
    print(f"{len(mails)} mails of {len(days)} runs in {took}")
    print(summary(faults))
    for number, first in _kinds(faults)[: chosen.examples]:
        print(f"{number} x {first}")
    sys.exit(bool(faults))


def _kinds(faults: Sequence[Fault]) -> list[tuple[int, Fault]]:
    """Faults that differ in their numbers alone are of one kind: how many there are, and the first."""
    kinds: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for each in faults:
        kinds[each.what, re.sub(r"\d[\d,]*", "0", each.truth)].append(each)
    return sorted(((len(each), each[0]) for each in kinds.values()), key=lambda one: -one[0])


def _tell(said: str) -> None:
    print(said, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
