"""What the record has of a subscriber's places is read by their own rows, whatever years lie behind it."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.digests.content import PlaceCount
from models.digests.subscriptions import Subscriber
from models.record.asking.digests.owed import JournalEntries
from models.record.asking.digests.place_records import last_changes, place_record
from models.record.store import Session, read_session
from models.vocabulary import SupportType
from tests.support import histories

ANYBODY = Subscriber(id=1, address="reader@example.org")
WISHES = {
    "county": {"counties": frozenset({"13115"})},
    "state": {"states": frozenset({"GA"})},
    "agency": {"agencies": frozenset({"GA-x"})},
}

SLOW = re.compile(r"^SCAN (?!CONSTANT)|superseded_at|change_status|change_kind|stretch_until_day")


@pytest.fixture
def filled(sqlite_record: sa.Engine, tmp_path: Path) -> sa.Engine:
    backfill(
        sqlite_record,
        Archive(str(tmp_path / "archive")),
        histories.save(tmp_path / "lists"),
        datetime(2025, 6, 20, tzinfo=UTC),
    )
    return sqlite_record


def plans(session: Session, subscriber: Subscriber) -> list[str]:
    """How SQLite goes about each question that a digest for this subscriber asks about its places."""
    asked: list[tuple[str, Any]] = []
    engine = session.get_bind()

    def note(connection: object, cursor: object, statement: str, values: Any, *_: object) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.append((statement, values))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        place_record(session, subscriber, first=True)
        last_changes(session, subscriber, JournalEntries())
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    raw = session.connection().connection.cursor()
    return [
        str(row[3])
        for statement, values in asked
        for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
    ]


@pytest.mark.parametrize("wish", [*WISHES])
def test_no_question_reads_a_whole_table_or_all_that_is_believed_now(filled: sa.Engine, wish: str) -> None:
    subscriber = Subscriber(id=1, address="reader@example.org", **WISHES[wish])  # type: ignore[arg-type]
    with read_session(filled) as session:
        found = plans(session, subscriber)
    assert found
    slow = [
        step for step in found if re.search(r"^SCAN (?!CONSTANT)|superseded_at|_status|_kind\b|until_day \(until", step)
    ]
    assert slow == []


def test_the_roster_agrees_with_the_counts(filled: sa.Engine) -> None:
    with read_session(filled) as session:
        whole = place_record(session, ANYBODY, first=True)
        agencies = len({each.agency_id for each in whole.roster})
        assert whole.counts["US", "all"] == PlaceCount(len(whole.roster), agencies)
        for kind in SupportType:
            listed = [each for each in whole.roster if each.support_type is kind]
            assert whole.counts.get(("US", kind.value), PlaceCount(0, 0)).agreements == len(listed)
