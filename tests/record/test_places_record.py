"""The agencies in doubt and the counts by body, asked of the record."""

from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.record.asking.counts import counts
from models.record.asking.places import doubtful_places
from models.record.store import read_session
from tests.support.workbooks import PENDING, printed_row, workbook

LISTED = (
    printed_row("Lamar County Sheriff's Office", "TEXAS", COUNTY="Lamar County"),
    printed_row("Paris Police Department", "TEXAS", TYPE="Municipality", COUNTY="#NA"),
    printed_row("Monroe Police Department ", "GEORGIA", TYPE="Municipality", COUNTY="Monroe County "),
    printed_row("Newberry County Sheriff's Office", "FLORIDA", COUNTY="Newberry County"),
    printed_row("City of Anadarko", "OKLAHOMA", TYPE="Municipality", COUNTY="Caddo County"),
    printed_row("Texas National Guard", "TEXAS", TYPE="State Agency", COUNTY=""),
)
WAITING = (printed_row("Galveston County Constable Precinct 2", "TEXAS", COUNTY="Galveston"), LISTED[1])


@pytest.fixture
def listed(record: sa.Engine, tmp_path: Path, now: datetime) -> sa.Engine:
    """A record of one participating and one pending list."""
    lists = tmp_path / "lists"
    lists.mkdir()
    saved_at = datetime.fromisoformat("2025-06-02T14:00:00+00:00")
    (lists / "participatingAgencies06022025am.xlsx").write_bytes(workbook(LISTED, saved_at=saved_at))
    (lists / "pendingAgencies06022025am.xlsx").write_bytes(workbook(WAITING, columns=PENDING, saved_at=saved_at))
    backfill(record, Archive(str(tmp_path / "archive")), lists, now)
    return record


def test_the_agencies_in_doubt_come_by_state_with_what_was_found(listed: sa.Engine) -> None:
    with read_session(listed) as session:
        rows = doubtful_places(session)
    brief = [(row["state"], row["agency"], row["county_fips"], row["found_by"], row["runner_up"]) for row in rows]
    assert brief == [
        ("FL", "Newberry County Sheriff's Office", None, "nothing", "Newberry County"),
        ("GA", "Monroe Police Department", "13297", "town", "Monroe County"),
        ("OK", "City of Anadarko", "40015", "printed", None),
    ]
    assert rows[2]["doubt"] == "The name does not say what sort of body this is."


def test_the_counts_by_body_add_up(listed: sa.Engine) -> None:
    with read_session(listed) as session:
        rows = {row["body"]: row for row in counts(session, by="body")}
        (whole,) = counts(session)
    assert list(rows) == ["other", "police", "sheriff"]
    assert sum(row["agreements"] for row in rows.values()) == whole["agreements"] == 6
    assert [row["pending"] for row in rows.values()] == [0, 1, 0]
    assert {row["list_sha256"] for row in rows.values()} == {whole["list_sha256"]}


def test_the_counts_by_body_of_a_state_have_its_bodies_only(listed: sa.Engine) -> None:
    with read_session(listed) as session:
        rows = counts(session, by="body", state="TX")
        none = counts(session, by="body", as_of=date(2020, 1, 1))
    assert [(row["scope"], row["body"], row["agencies"]) for row in rows] == [
        ("TX", "other", 1),
        ("TX", "police", 1),
        ("TX", "sheriff", 1),
    ]
    assert none == []
