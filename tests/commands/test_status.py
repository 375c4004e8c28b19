"""What an operator is told of the sources: which speak, which are late, failing or were never reached."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from flows.cli import moawatch
from flows.digests.health import health
from flows.digests.scene import read_situation
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.settings import load
from models.record.asking import Row
from models.record.store import open_engine, read_session, upgrade, write_session
from models.record.tables.documents import Fetch
from tests.support import histories
from tests.support.workbooks import PENDING, workbook

NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """One source, due every two hours and late after four days."""
    registry = tmp_path / "sources.toml"
    registry.write_text(
        '[[source]]\nname = "ice"\nkind = "ice_page"\ntitle = "The page"\nurl = "https://www.ice.gov/"\n'
        "due_every_hours = 2\nmax_age_hours = 96\n"
    )
    return registry


def attempt(record: sa.Engine, hours_ago: float, error: str | None = None, now: datetime = NOW) -> None:
    with write_session(record) as session:
        session.add(
            Fetch(
                source="ice", url="https://www.ice.gov/", final_url="https://www.ice.gov/",
                requested_at=now - timedelta(hours=hours_ago), status=503 if error else 200, etag=None, charset=None,
                last_modified=None, file_name=None, bytes=0, document_sha256=None, seconds=0.1, error=error,
            )
        )  # fmt: skip


def of_the_source(record: sa.Engine, sources: Path) -> Row:
    with read_session(record) as session:
        (row,) = health(session, sources, NOW)
    return row


def test_a_source_that_was_never_reached_says_so(record: sa.Engine, sources: Path) -> None:
    row = of_the_source(record, sources)
    assert (row["state"], row["last_success"], row["age_hours"], row["maximum_hours"]) == ("never", None, None, 96)


def test_a_source_is_ok_until_it_is_older_than_it_may_be(record: sa.Engine, sources: Path) -> None:
    attempt(record, 96)
    assert (of_the_source(record, sources)["state"], of_the_source(record, sources)["age_hours"]) == ("ok", 96)
    with record.begin() as connection:
        connection.execute(sa.update(Fetch).values(requested_at=NOW - timedelta(hours=96.1)))
    assert of_the_source(record, sources)["state"] == "late"


def test_a_failed_attempt_is_told_with_its_error_and_is_over_with_the_next_success(
    record: sa.Engine, sources: Path
) -> None:
    attempt(record, 4)
    attempt(record, 2, "status 503")
    row = of_the_source(record, sources)
    assert (row["state"], row["age_hours"], row["last_error"]) == ("failing", 4, "status 503")
    attempt(record, 0)
    assert of_the_source(record, sources)["state"] == "ok"


def of_the_pending_list(record: sa.Engine, sources: Path) -> list[Row]:
    with read_session(record) as session:
        return [row for row in health(session, sources, NOW) if row["source"] == "pending list"]


def test_a_pending_list_that_stops_while_the_other_one_moves_is_told_until_it_moves_again(
    record: sa.Engine, sources: Path, tmp_path: Path
) -> None:
    archive, first = Archive(str(tmp_path / "archive")), datetime(2025, 6, 2, 14, tzinfo=UTC)
    counties = histories.counties_of("TEXAS")

    def save(folder: str, days: range, *, pending: bool) -> None:
        """On each day a list with one county more than on the day before."""
        (tmp_path / folder).mkdir()
        for number in days:
            at = first + timedelta(days=number)
            if pending:
                waiting = [row | {"STATE": "OHIO"} for row in counties[: 1 + number % 11]]
                name, content = f"pendingAgencies{at:%m%d%Y}am.xlsx", workbook(waiting, PENDING, saved_at=at)
            else:
                listed = [*histories.counties_of("GEORGIA"), *counties[: number - 10]]
                name, content = f"participatingAgencies{at:%m%d%Y}am.xlsx", workbook(listed, saved_at=at)
            (tmp_path / folder / name).write_bytes(content)
        backfill(record, archive, tmp_path / folder, NOW)

    save("both", range(8), pending=True)
    save("one", range(12, 18), pending=False)
    (row,) = of_the_pending_list(record, sources)
    assert (row["state"], row["last_success"].date()) == ("stale", first.date() + timedelta(days=7))
    assert "has not changed for 10 days while the participating list changed" in row["last_error"]
    with read_session(record) as session:
        told = read_situation(session, load(sources=sources), NOW).troubles
    assert [one.sentence for one in told if one.key == "source:pending list"] == [f"pending list: {row['last_error']}"]
    save("again", range(19, 20), pending=True)
    assert of_the_pending_list(record, sources) == []


def ask(tmp_path: Path, *words: str) -> Result:
    return CliRunner().invoke(
        moawatch,
        ["--database", f"sqlite:///{tmp_path}/record.db", "status", *words],
        env={"MOAWATCH_SOURCES": str(tmp_path / "sources.toml")},
        catch_exceptions=False,
        standalone_mode=False,
    )


def test_the_exit_status_says_whether_something_is_wrong(tmp_path: Path, sources: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/record.db")
    upgrade(engine)
    assert ask(tmp_path).return_value == 1
    attempt(engine, 1, now=datetime.now(UTC))
    assert ask(tmp_path).return_value == 0
    attempt(engine, 0, "status 503", now=datetime.now(UTC))
    shown = ask(tmp_path, "--format", "json")
    assert shown.return_value == 1
    (row,) = json.loads(shown.output)
    assert (row["source"], row["state"], row["last_error"]) == ("ice", "failing", "status 503")
    engine.dispose()
