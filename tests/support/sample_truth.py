"""What the record must hold after each day of the sample: counts, and what changed since the day before."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from flows.demo.sample import days, in_force
from models.vocabulary import ChangeKind, SupportType
from tests.support.paths import ROOT

# Kind, state, agency and support type after the change; for an ending, as they were before it. The agency is named
# as printed, without stray spaces.
ExpectedChange = tuple[ChangeKind, str, str, SupportType]


@dataclass(frozen=True, slots=True)
class Expected:
    """The truth of one day. Where the list of the day must be held, the counts are those of the day before."""

    rows: int  # of the published list, held or not
    headline: int | None  # what the page's headline says; None where the page carries a table
    agreements: int
    agencies: int
    states: int
    territories: int
    pending: int
    held: bool = False


EXPECTED = {
    1: Expected(150, None, 150, 147, 26, 0, 0),
    2: Expected(135, None, 135, 133, 21, 0, 0),
    3: Expected(957, 958, 957, 796, 40, 0, 36),
    4: Expected(1372, 1372, 1372, 1147, 39, 2, 41),
    5: Expected(1378, 1379, 1378, 1152, 39, 2, 38),
    6: Expected(1382, 1382, 1382, 1155, 39, 2, 35),
    7: Expected(291, 1382, 1382, 1155, 39, 2, 35, held=True),
    8: Expected(1393, 1394, 1393, 1166, 39, 2, 28),
    9: Expected(1402, 1402, 1402, 1174, 39, 2, 22),
    10: Expected(1412, 1413, 1412, 1184, 39, 2, 12),
}
DAYS = days()


def count_by(field: str, number: int) -> dict[str, int]:
    """The agreements in force on a day by `state` or `support_type`."""
    counts: dict[str, int] = defaultdict(int)
    for row in in_force(DAYS[number - 1]):
        counts[getattr(row, field)] += 1
    return dict(counts)


@cache
def changes(number: int, status: str = "new") -> frozenset[ExpectedChange]:
    """The changes of a day from 5 on that are `new` (endings among them are only suspected), or the earlier endings
    that its list has `confirmed` or `withdrawn`."""
    with (ROOT / "tests/demo/changes.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(
            (ChangeKind(line["kind"]), line["state"], line["agency"], SupportType(line["support_type"]))
            for line in csv.DictReader(file)
            if (line["day"], line["status"]) == (str(number), status)
        )
