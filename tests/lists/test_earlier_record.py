"""A record made by the first schema is upgraded: what was kept stays, and the next run derives the rest again."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import select

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.derive import derive
from models.record.asking import Row
from models.record.asking.counts import counts
from models.record.store import migration_config, open_engine, read_session, upgrade
from models.record.tables.lists import CountedList, CountRun
from tests.support import histories
from tests.support.record_contents import contents

THEN = datetime(2025, 7, 1, tzinfo=UTC)
_KEPT = ("document", "fetch", "sighting", "ruling")
_SNAPSHOT = (
    "id, kind, document_sha256, sighting_id, published_at, published_on, seen_at, dated_by, source, file_name, rows,"
    " columns, remarks, headline, headline_agreements, status, recorded_at"
)
# As the first schema kept them: for each list a row for each slice.
_COUNTS = """
    INSERT INTO count
    SELECT s.id, r.scope, r.support_type, s.recorded_at, NULL, s.kind, s.document_sha256, s.published_on,
        s.published_at, r.agreements, r.rows, r.agencies, r.states, r.territories
    FROM today.snapshot AS s
    JOIN today.count_run AS r ON r.kind = s.kind AND length(r.scope) = 2
    WHERE s.status = 'accepted' AND r.agreements > 0 AND r.published_at = (
        SELECT max(o.published_at) FROM today.count_run AS o
        WHERE o.kind = r.kind AND o.scope = r.scope AND o.support_type = r.support_type
            AND o.published_at <= s.published_at
    )
"""


@pytest.fixture
def today(tmp_path: Path, now: datetime) -> sa.Engine:
    engine = open_engine(f"sqlite:///{tmp_path}/today.db")
    upgrade(engine)
    backfill(engine, Archive(str(tmp_path / "archive")), histories.save(tmp_path / "lists"), THEN)
    return engine


@pytest.fixture
def earlier(tmp_path: Path, today: sa.Engine) -> sa.Engine:
    """A record of the same lists by the first schema."""
    engine = open_engine(f"sqlite:///{tmp_path}/earlier.db")
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    raw = sa.create_engine(engine.url)
    with raw.connect() as connection:
        connection.exec_driver_sql(f"ATTACH '{tmp_path}/today.db' AS today")
        for table in _KEPT:
            connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM today.{table}")
        connection.exec_driver_sql(
            f"INSERT INTO snapshot ({_SNAPSHOT}, row_numbers) SELECT {_SNAPSHOT}, x'00' FROM today.snapshot"
        )
        connection.exec_driver_sql(_COUNTS)
        connection.exec_driver_sql("INSERT INTO checkpoint VALUES (1, 'x', 1, x'00')")
        connection.commit()
    raw.dispose()
    return engine


def test_it_is_derived_again_and_equals_a_record_made_today(
    earlier: sa.Engine, today: sa.Engine, tmp_path: Path, now: datetime
) -> None:
    upgrade(earlier)
    derivation = derive(earlier, Archive(str(tmp_path / "archive")), now)
    assert (derivation.rebuilt, derivation.failures) == (True, [])
    assert contents(earlier) == contents(today)


def test_its_counts_become_runs_and_keep_when_they_were_believed(
    earlier: sa.Engine, tmp_path: Path, now: datetime
) -> None:
    def by_state(**when: Any) -> list[Row]:
        with read_session(earlier) as session:
            return counts(session, by="state", **when)

    upgrade(earlier)
    converted = by_state()
    derive(earlier, Archive(str(tmp_path / "archive")), now)
    assert by_state(known_at=THEN) == converted == by_state()
    with read_session(earlier) as session:
        kept = session.exec(select(CountedList.recorded_at).distinct()).all()
        runs = session.exec(select(CountRun.scope, CountRun.recorded_at).distinct()).all()
    assert kept == [THEN]
    assert all(at == (THEN if len(scope) == 2 else now) for scope, at in runs), "counties are new to the record"
