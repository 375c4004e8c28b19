"""A list dated into the future by a wrong clock does not stay the newest one for ever."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.record.asking.lists import lists
from models.record.asking.news.record_view import record_view
from models.record.store import read_session, write_session
from models.record.tables.lists import RowNumber
from tests.support.histories import counties_of
from tests.support.workbooks import workbook

NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "day"),
    [("participatingAgencies01302026am.xlsx", date(2026, 1, 30)), ("participatingAgencies.xlsx", date(2026, 2, 3))],
)
def test_a_saved_list_from_the_future_is_dated_by_its_name_or_when_it_was_taken_in(
    sqlite_record: sa.Engine, tmp_path: Path, name: str, day: date
) -> None:
    saved = tmp_path / "lists"
    saved.mkdir()
    (saved / name).write_bytes(workbook(counties_of("TEXAS"), saved_at=datetime(2062, 6, 10, tzinfo=UTC)))
    backfill(sqlite_record, Archive(f"{tmp_path}/archive"), saved, NOW)
    with read_session(sqlite_record) as session:
        (listed,) = lists(session)
    assert listed["list_date"] == day
    assert listed["published_at"] <= NOW


def test_lists_that_a_wrong_clock_dated_ahead_and_that_came_together_can_all_be_read_back(
    sqlite_record: sa.Engine, tmp_path: Path
) -> None:
    """Each is dated to the moment at which all were taken in, and the rows of two lists of one moment are those of the
    later."""
    saved = tmp_path / "lists"
    saved.mkdir()
    texas, ohio = counties_of("TEXAS"), counties_of("OHIO")
    for number, rows in enumerate((texas, texas[:-1], texas[2:] + ohio[:1]), 1):
        ahead = workbook(rows, saved_at=datetime(2062, 6, number, tzinfo=UTC))
        (saved / f"participatingAgencies_{'abc'[number - 1]}.xlsx").write_bytes(ahead)
    backfill(sqlite_record, Archive(f"{tmp_path}/archive"), saved, NOW)
    with read_session(sqlite_record) as session:
        counted = [each.count().of("US", None).rows for each in record_view(session, (), ()).participating]
    assert counted == [len(texas), len(texas) - 1, len(texas) - 1]


def test_a_list_whose_rows_are_damaged_is_still_counted_and_stops_no_verdict(
    sqlite_record: sa.Engine, tmp_path: Path
) -> None:
    saved = tmp_path / "lists"
    saved.mkdir()
    (saved / "participatingAgencies01302026am.xlsx").write_bytes(workbook(counties_of("TEXAS")))
    backfill(sqlite_record, Archive(f"{tmp_path}/archive"), saved, NOW)
    with write_session(sqlite_record) as session:
        session.exec(sa.delete(RowNumber))
    with read_session(sqlite_record) as session:
        (each,) = record_view(session, (), ()).participating
        assert each.count().of("US", None).agreements == len(counties_of("TEXAS"))
        assert each.agreements is not None
        assert each.agreements() is None
