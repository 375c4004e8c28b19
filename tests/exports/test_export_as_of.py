"""An export as of a day gives what was on the lists by its end, and agrees with the counts of that day."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.errors import ExportError
from models.record.asking.counts import counts
from models.record.store import read_session
from models.record.views.as_of import MEANINGS, NOT_OF_A_DAY
from models.record.views.dictionary import views
from tests.support import histories
from tests.support.exported_record import LAST_DAY, NOW, contents_of, exported
from tests.support.fresh_records import DATABASES, fresh_record, fresh_sqlite
from tests.support.histories import FIRST_DAY
from tests.support.workbooks import printed_row, workbook

DAYS = [FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)]

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def of_days(filled: sa.Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[date, Rows]:
    return {day: export_of(filled, tmp_path_factory.mktemp("as_of"), day) for day in DAYS}


def export_of(engine: sa.Engine, folder: Path, day: date) -> Rows:
    exported(engine, folder, "json", as_of=day)
    return {path.stem: json.loads(path.read_bytes()) for path in folder.glob("*.json") if path.stem != "datapackage"}


def test_every_view_says_what_it_gives_as_of_a_day_or_is_left_out() -> None:
    assert MEANINGS.keys() | NOT_OF_A_DAY == views().keys()
    assert not MEANINGS.keys() & NOT_OF_A_DAY


def test_views_that_no_list_decides_are_left_out(of_days: dict[date, Rows]) -> None:
    assert all(rows.keys() == MEANINGS.keys() for rows in of_days.values())


@pytest.mark.parametrize("day", DAYS)
def test_the_agreements_listed_are_those_that_are_counted(
    filled: sa.Engine, of_days: dict[date, Rows], day: date
) -> None:
    rows = of_days[day]
    with read_session(filled) as session:
        (counted,) = counts(session, as_of=day)
    listed = [row for row in rows["agreements"] if row["status"] == "listed"]
    open_stretches = [row for row in rows["agreement_stretches"] if row["until_day"] is None]
    (of_nation,) = [
        row
        for row in rows["daily_counts"]
        if (row["day"], row["scope"], row["support_type"]) == (str(day), "US", "all")
    ]
    assert len(listed) == len(open_stretches) == of_nation["agreements"] == counted["agreements"]
    assert len({row["agency_id"] for row in listed}) == counted["agencies"]
    assert sum(row["agreements_now"] for row in rows["agencies"]) == counted["agreements"]


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_of_a_later_day(of_days: dict[date, Rows], day: date) -> None:
    may_be_later = {"settled_day", "published_on", "signed", "signed_before"}
    later = [
        (name, column, row[column])
        for name, rows in of_days[day].items()
        for row in rows
        for column in row
        if views()[name].columns[list(row).index(column)].type == "day"
        and column not in may_be_later
        and row[column] is not None
        and row[column] > str(day)
    ]
    assert later == []


@pytest.mark.parametrize("day", DAYS)
def test_days_are_counted_up_to_the_day(of_days: dict[date, Rows], day: date) -> None:
    for row in of_days[day]["agreement_stretches"]:
        until = date.fromisoformat(row["until_day"]) if row["until_day"] else day + timedelta(days=1)
        assert row["days"] == (until - date.fromisoformat(row["from_day"])).days


def test_an_agreement_that_ends_later_is_listed_and_one_that_returns_later_is_not(of_days: dict[date, Rows]) -> None:
    """The history's Knox County, Florida, is gone from its fourth day on, and Milton's police from the fifth."""

    def status(day: int, agency: str) -> str | None:
        rows = of_days[DAYS[day]]["agreements"]
        return next((row["status"] for row in rows if row["agency_id"] == agency), None)

    assert status(2, "FL-knox-county-sheriff") == "listed"
    assert status(3, "FL-knox-county-sheriff") != "listed"
    assert status(0, "GA-milton-police-department") is None
    assert status(3, "GA-milton-police-department") == "listed"


# Views that one list after another builds up, so that a later list has no say in what an earlier one gave.
_BUILT_UP = ("agreements", "agreement_stretches", "agencies", "agency_history", "counties", "daily_counts", "moa_links")


@pytest.fixture(scope="module", params=DATABASES)
def five_days(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """One MOA is posted on the second day, replaced on the third and put back on the fourth; one agreement is missing
    on the fourth."""
    folder = tmp_path_factory.mktemp("five_days")
    with fresh_record(request, folder) as engine:
        backfill(engine, Archive(str(folder / "archive")), _lists_of(folder / "lists", range(5)), NOW)
        yield engine


@pytest.fixture(scope="module")
def ended_there(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Rows]:
    """What a record gives after each of those lists, while it knows of no later one."""
    folder = tmp_path_factory.mktemp("ended_there")
    given = []
    with fresh_sqlite(sqlite_template, folder) as engine:
        for day in range(5):
            backfill(engine, Archive(str(folder / "archive")), _lists_of(folder / f"list{day}", [day]), NOW)
            given.append(export_of(engine, folder / f"day{day}", FIRST_DAY + timedelta(days=day)))
    return given


@pytest.mark.parametrize("day", range(5))
def test_as_of_a_day_the_rows_are_those_of_a_record_that_ended_there(
    five_days: sa.Engine, ended_there: list[Rows], tmp_path: Path, day: int
) -> None:
    """'MOAs that are not posted' must not know what was posted later."""
    whole = export_of(five_days, tmp_path, FIRST_DAY + timedelta(days=day))
    for name in _BUILT_UP:
        assert whole[name] == ended_there[day][name], name


def _lists_of(folder: Path, days: Iterable[int]) -> Path:
    folder.mkdir()
    others = histories.counties_of("GEORGIA")
    links = (None, "one", "two", "one", "one")
    for number, link in [(day, links[day]) for day in days]:
        posted = ("link", f"https://www.ice.gov/doclib/287gMOA/{link}.pdf") if link else "link pending"
        rows = [printed_row("Milton Police Department", "GEORGIA", TYPE="Municipality", MOA=posted)]
        rows += others[1:] if number == 3 else others
        day = FIRST_DAY + timedelta(days=number)
        saved_at = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
        (folder / f"participatingAgencies{day:%m%d%Y}am.xlsx").write_bytes(_saved(rows, saved_at))
    return folder


_workbooks: dict[datetime, bytes] = {}


def _saved(rows: list[histories.Row], at: datetime) -> bytes:
    """Made once, since a workbook's bytes carry the time of its making."""
    return _workbooks.setdefault(at, workbook(rows, saved_at=at))


def test_a_day_before_the_record_is_refused(filled: sa.Engine, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="as of 2025-06-01: the record begins with the list of 2025-06-02"):
        exported(filled, tmp_path / "out", as_of=date(2025, 6, 1))
    assert not (tmp_path / "out").exists()


def test_as_of_the_newest_day_the_rows_are_those_of_the_record(
    filled: sa.Engine, whole_export: Path, of_days: dict[date, Rows]
) -> None:
    for name, rows in of_days[LAST_DAY].items():
        assert rows == json.loads((whole_export / f"{name}.json").read_bytes()), name


def test_the_readme_says_what_as_of_means(filled: sa.Engine, tmp_path: Path) -> None:
    exported(filled, tmp_path, as_of=DAYS[4])
    readme = contents_of(tmp_path)["README.md"].decode()
    assert f"Everything is as of the end of {DAYS[4]}" in readme
    assert "Left out, since no list decides them: claims, policy_events, sources, stories." in readme
    assert all(meaning in readme for meaning in MEANINGS.values())


@pytest.mark.parametrize("day", DAYS[1:5])
def test_both_databases_agree_as_of_a_day(
    filled: sa.Engine, filled_postgres: sa.Engine, tmp_path: Path, day: date
) -> None:
    for engine, name in ((filled, "ours"), (filled_postgres, "theirs")):
        exported(engine, tmp_path / name, as_of=day)
    assert contents_of(tmp_path / "ours") == contents_of(tmp_path / "theirs")
