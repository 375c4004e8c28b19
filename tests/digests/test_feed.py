"""The Atom feed: stable ids, one entry for each change, updated when the change is read anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
import sqlalchemy as sa

from flows.digests.feeds.folder import FILE_NAME, write_feeds
from flows.settings import Settings
from models.record.store import read_session
from models.vocabulary import ChangeKind, ChangeStatus
from tests.support.digest_record import FIRST_DAY, days, new_agreements, publish_changes
from tests.support.digest_samples import ENDING

SUSPECTED = replace(ENDING, agreement_id=None, snapshot_id="", status=ChangeStatus.SUSPECTED)


@pytest.fixture
def feed(record: sa.Engine, tmp_path: Path) -> Callable[[], Any]:
    def parsed() -> Any:
        with read_session(record) as session:
            write_feeds(session, Settings(outbox=tmp_path))
        read = feedparser.parse((tmp_path / FILE_NAME).read_bytes())
        assert (read.bozo, read.version) == (False, "atom10")
        return read

    return parsed


def test_an_entry_says_what_changed_where_and_by_which_list(record: sa.Engine, feed: Callable[[], Any]) -> None:
    publish_changes(record, new_agreements([1]))
    (entry,) = feed().entries
    assert entry.title == "Texas: new agreement: TX County 1 Sheriff's Office"
    assert "First seen on the participating list of Jan 5, 2026, row 17, sha256 2026010515" in entry.content[0].value
    assert [tag.term for tag in entry.tags] == ["agreement_added", "confirmed", "TX"]


def test_an_entry_keeps_its_id_and_is_updated_when_its_change_is_read_anew(
    record: sa.Engine, feed: Callable[[], Any]
) -> None:
    publish_changes(record, [SUSPECTED])
    (before,) = feed().entries
    first_list = f"participating-{FIRST_DAY:%Y%m%dT%H%M}"
    confirmed = replace(SUSPECTED, status=ChangeStatus.CONFIRMED, snapshot_id=first_list)
    publish_changes(record, [confirmed], FIRST_DAY + days(3))
    (after,) = feed().entries
    assert after.id == before.id
    assert before.title.startswith("Texas: missing from the latest list; not confirmed as ended")
    assert after.title.startswith("Texas: agreement ended")
    assert after.published == before.published
    assert after.updated > before.updated


def test_a_document_fetched_since_moves_no_entry_and_one_that_is_not_there_has_none(
    record: sa.Engine, feed: Callable[[], Any]
) -> None:
    posted = new_agreements([1], kind=ChangeKind.MOA_POSTED)
    publish_changes(record, posted)
    publish_changes(record, new_agreements([2]), FIRST_DAY + days(1))
    first_list = f"participating-{FIRST_DAY:%Y%m%dT%H%M}"
    (fetched,) = (
        replace(each, snapshot_id=first_list, evidence=("sha256 5f, first seen 2026-01-06",)) for each in posted
    )
    publish_changes(record, [fetched], FIRST_DAY + days(2))
    before = feed().entries
    assert [entry.title.partition(": ")[2] for entry in before] == [
        "new agreement: TX County 2 Sheriff's Office",
        "agreement document posted: TX County 1 Sheriff's Office",
    ]
    publish_changes(record, [replace(fetched, status=ChangeStatus.SUSPECTED)], FIRST_DAY + days(3))
    assert len(feed().entries) == 1


def test_a_withdrawn_change_stays_and_says_so(record: sa.Engine, feed: Callable[[], Any]) -> None:
    publish_changes(record, new_agreements([1]))
    publish_changes(record, [], FIRST_DAY + days(1), whole=True)
    (entry,) = feed().entries
    assert entry.title == "Texas: withdrawn: new agreement: TX County 1 Sheriff's Office"


def test_the_cosmetic_is_left_out_unless_it_was_told_as_something_else(
    record: sa.Engine, feed: Callable[[], Any]
) -> None:
    publish_changes(record, new_agreements([1], kind=ChangeKind.AGENCY_RESPELLED) + new_agreements([2]))
    first_list = f"participating-{FIRST_DAY:%Y%m%dT%H%M}"
    publish_changes(
        record, new_agreements([2], kind=ChangeKind.AGENCY_RESPELLED, snapshot_id=first_list), FIRST_DAY + days(1)
    )
    (entry,) = feed().entries
    assert entry.title == "Texas: agency spelling corrected: TX County 2 Sheriff's Office"


def test_a_feed_without_changes_is_a_feed(record: sa.Engine, feed: Callable[[], Any]) -> None:
    assert feed().entries == []


def test_it_is_written_only_when_it_changes(record: sa.Engine, feed: Callable[[], Any], tmp_path: Path) -> None:
    publish_changes(record, new_agreements([1]))
    feed()
    before = (tmp_path / FILE_NAME).stat()
    feed()
    after = (tmp_path / FILE_NAME).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    publish_changes(record, new_agreements([2]), FIRST_DAY + timedelta(hours=1))
    assert len(feed().entries) == 2
