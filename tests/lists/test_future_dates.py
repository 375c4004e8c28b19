"""A list dated into the future by a wrong clock does not stay the newest one for ever."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.record.asking.lists import lists
from models.record.store import read_session
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
