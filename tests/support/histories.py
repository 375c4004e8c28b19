"""A short history of small lists, in which most kinds of change occur, as files with ICE's names."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from tests.support.workbooks import PENDING, Cell, printed_row, workbook

Row = dict[str, Cell]

_COUNTIES = ("Ada", "Boone", "Cass", "Dallas", "Elk", "Floyd", "Grant", "Howard", "Iron", "Jasper", "Knox", "Lake")
_STATES = ("TEXAS", "FLORIDA", "GEORGIA")
FIRST_DAY = date(2025, 6, 2)


def counties_of(state: str) -> list[Row]:
    return [
        printed_row(
            f"{county} County Sheriff's Office",
            state,
            COUNTY=f"{county} County",
            SIGNED=date(2025, 3, 1) + timedelta(days=number),
            MOA=("link", f"https://www.ice.gov/doclib/287gMOA/{state.lower()}_{county.lower()}.pdf"),
        )
        for number, county in enumerate(_COUNTIES)
    ]


def lists() -> list[list[Row]]:
    """The participating list of nine days; each entry alters the one before it. That of the eighth is held, and the
    last one speaks against it."""
    first = [each for state in _STATES for each in counties_of(state)]
    days = [first]

    def then(rows: Sequence[Row]) -> None:
        days.append(list(rows))

    newcomer = printed_row(
        "Milton Police Department", "GEORGIA", TYPE="Municipality", SIGNED=date(2025, 6, 2), MOA="link pending"
    )
    then([*days[-1], newcomer])
    then([_altered(each, "Ada County", "Adda County") if number == 0 else each for number, each in enumerate(days[-1])])
    then([each for each in days[-1] if "Knox" not in str(each["LAW ENFORCEMENT AGENCY"]) or each["STATE"] != "FLORIDA"])
    then([*first[:1], *days[-1][1:]])
    then([*days[-1], newcomer])
    then([*days[-2], printed_row("Union County Sheriff's Office", "OHIO", SIGNED=date(2025, 6, 9))])
    then([each for each in days[-1] if each["STATE"] != "TEXAS"])
    then(list(reversed(days[-2])))
    return days


def _altered(each: Row, old: str, new: str) -> Row:
    return each | {"LAW ENFORCEMENT AGENCY": str(each["LAW ENFORCEMENT AGENCY"]).replace(old, new)}


def applications() -> list[list[Row]]:
    """The pending list of the first three days."""
    milton = printed_row("Milton Police Department", "GEORGIA", TYPE="Municipality")
    union = printed_row("Union County Sheriff's Office", "OHIO")
    return [[milton], [union], [union, printed_row("Pine Police Department", "OHIO", TYPE="Municipality")]]


@cache
def files() -> dict[str, bytes]:
    """Name -> bytes, in the order of publication; made once, since a workbook's bytes carry the time of its making."""
    saved = {}
    pending = applications()
    for number, rows in enumerate(lists()):
        day = FIRST_DAY + timedelta(days=number)
        at = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
        saved[f"participatingAgencies{day:%m%d%Y}am.xlsx"] = workbook(rows, saved_at=at)
        if number < len(pending):
            waiting = workbook(pending[number], PENDING, saved_at=at + timedelta(minutes=5))
            saved[f"pendingAgencies{day:%m%d%Y}am.xlsx"] = waiting
    return saved


def save(folder: Path, names: Sequence[str] | None = None) -> Path:
    """Write the history, or the named files of it, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        if names is None or name in names:
            (folder / name).write_bytes(content)
    return folder
