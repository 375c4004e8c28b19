"""ICE's lists of January and February 2026 in the shape of their counts: rows with a stray space in the state cell,
agencies under several spellings, a name with a stray space or another county beside it."""

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from itertools import count, cycle, islice
from typing import NamedTuple

from models.lists.counts import AgencyType, ListCounts, tally
from models.lists.listings import Listing
from models.lists.resolution import Placement
from models.places.bodies import Body
from models.verdicts.record_view import AgreementOnList, ListOnDate, RecordView
from models.vocabulary import PLACE_NAMES, STATE_NAMES, SupportType
from tests.support.verdict_record import BASELINES

FIVE_STATES = ("FL", "TX", "TN", "PA", "AL")
# 39 states and 2 territories are listed; the others share what the five above leave.
_NOT_LISTED = ("CA", "CO", "CT", "DC", "DE", "HI", "IL", "NJ", "OR", "RI", "VT", "WA")
_OTHERS = [state for state in STATE_NAMES if state not in (*FIVE_STATES, *_NOT_LISTED)]
_TERRITORIES = ["GU", "MP"]


class FebruaryList(NamedTuple):
    """The counts of one list."""

    day: str
    rows: int
    agencies: int  # under one name each
    spelt: int
    spelt_with_county: int
    printed: int
    printed_with_county: int
    by_state: tuple[int, ...]  # of FL, TX, TN, PA and AL, without stray spaces
    stray: tuple[int, ...]  # of those the rows whose state cell has one


LISTS = (
    FebruaryList("2026-01-20", 1316, 1093, 1101, 1102, 1107, 1115, (340, 265, 59, 51, 47), (0, 5, 0, 3, 0)),
    FebruaryList("2026-01-22", 1315, 1092, 1100, 1101, 1106, 1114, (340, 265, 59, 50, 47), (0, 5, 0, 2, 0)),
    FebruaryList("2026-01-26", 1372, 1147, 1155, 1156, 1161, 1169, (341, 287, 63, 54, 49), (0, 5, 0, 2, 0)),
    FebruaryList("2026-01-30", 1371, 1146, 1154, 1155, 1160, 1168, (341, 287, 63, 54, 49), (0, 5, 0, 2, 0)),
    FebruaryList("2026-02-02", 1381, 1154, 1162, 1163, 1168, 1176, (341, 291, 63, 55, 50), (0, 5, 0, 2, 0)),
    FebruaryList("2026-02-03", 1380, 1153, 1161, 1162, 1167, 1175, (341, 291, 63, 55, 50), (0, 5, 0, 2, 0)),
    FebruaryList("2026-02-06", 1378, 1151, 1159, 1160, 1165, 1173, (341, 291, 63, 55, 50), (0, 5, 0, 2, 0)),
    FebruaryList("2026-02-10", 1376, 1149, 1157, 1158, 1163, 1171, (341, 291, 63, 55, 49), (0, 5, 0, 2, 0)),
    FebruaryList("2026-02-11", 1414, 1182, 1190, 1191, 1196, 1204, (342, 301, 63, 60, 51), (0, 5, 0, 2, 0)),
    FebruaryList("2026-02-17", 1425, 1193, 1201, 1202, 1207, 1215, (342, 304, 63, 62, 52), (0, 5, 0, 2, 0)),
)


def placements(of: FebruaryList) -> list[Placement]:
    """The rows of one list. Agencies in other states have a second row, some of them under another spelling."""
    rows = [
        _row(state, number, stray=number < stray)
        for state, total, stray in zip(FIVE_STATES, of.by_state, of.stray, strict=True)
        for number in range(total)
    ]
    second = of.rows - of.agencies
    singles = of.agencies - len(rows)
    elsewhere = list(islice(cycle([*_OTHERS, *_TERRITORIES]), singles))
    numbers = {state: count() for state in elsewhere}
    first_rows = [_row(state, next(numbers[state])) for state in elsewhere]
    odd = iter(_spellings(of))
    twins = (_twin(row, next(odd, None)) for row in islice(first_rows, second))
    return [*rows, *first_rows, *twins]


def february_record(known_until: date = date(2026, 2, 20)) -> RecordView:
    lists = [
        ListOnDate(
            date.fromisoformat(each.day), f"{number:064x}", partial(_counts, each), None, partial(_agreements, each)
        )
        for number, each in enumerate(LISTS)
    ]
    return RecordView(lists, (), BASELINES, known_until=known_until)


@cache
def _counts(of: FebruaryList) -> ListCounts:
    return tally(placements(of))


def _agreements(of: FebruaryList) -> list[AgreementOnList]:
    return [
        AgreementOnList(row.agency_id, row.state, row.support_type, Body.SHERIFF, AgencyType.COUNTY, None)
        for row in placements(of)
    ]


def _spellings(of: FebruaryList) -> Iterator[str]:
    """What is odd about each second row: how many of each kind follows from the counts."""
    yield from ["name"] * (of.spelt - of.agencies)
    yield from ["county"] * (of.spelt_with_county - of.spelt)
    yield from ["space"] * (of.printed - of.spelt)
    stray_counties = of.printed_with_county - of.printed - (of.spelt_with_county - of.spelt)
    yield from ["space in county"] * stray_counties


def _row(state: str, number: int, stray: bool = False) -> Placement:
    name = f"{PLACE_NAMES[state]} Number {number} Sheriff's Office"
    return _placed(state, name, f"County {number}", f"{state}-{number}", SupportType.TFM, stray)


def _twin(row: Placement, odd: str | None) -> Placement:
    name, county = row.listing.agency, row.listing.county
    if odd == "name":
        name = name.replace("Office", "Department")
    elif odd == "space":
        name += " "
    elif odd == "county":
        county = "Another"
    elif odd == "space in county":
        county += " "
    return _placed(row.state, name, county, row.agency_id, SupportType.WSO)


def _placed(
    state: str, name: str, county: str, agency_id: str, support_type: SupportType, stray: bool = False
) -> Placement:
    printed = PLACE_NAMES[state].upper() + " " * stray
    listing = Listing(printed, name, "County", county, "", None, "", "link", "", "", "")
    return Placement(listing, state, support_type, agency_id, f"{agency_id}-{support_type}", False)
