"""Wishes that cannot be met: they are told to whoever runs moawatch, and hold up nobody else."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from flows.digests.compose import compose_due
from flows.digests.dispatch import DeliveryReport
from flows.settings import Settings
from models.digests.content import PlaceRecord
from models.digests.subscriptions import Cadence
from models.digests.telling.places import agency_place
from models.record.asking.digests.wishes import wish_troubles
from models.record.store import read_session, write_session
from models.record.tables.digests import Digest, SubscriberRow
from tests.support.digest_record import FIRST_DAY, days, new_agreements, publish_changes, subscribe


@pytest.mark.parametrize(
    "wish", [{"time_zone": "US/Gone"}, {"hour": 99}, {"bodies": ["wizards"]}, {"kinds": ["vanished"]}]
)
def test_a_wish_that_no_longer_reads_holds_up_nobody_else(
    sqlite_record: sa.Engine, tmp_path: Path, wish: dict[str, Any]
) -> None:
    """Systems drop time zones, and a later moawatch may drop a word."""
    publish_changes(sqlite_record)
    odd, other = (subscribe(sqlite_record, f"{name}@example.org", cadence=Cadence.DAILY) for name in ("odd", "other"))
    with write_session(sqlite_record) as session:
        session.get_one(SubscriberRow, odd).sqlmodel_update(wish)
    report = DeliveryReport()
    compose_due(sqlite_record, Settings(outbox=tmp_path), FIRST_DAY + days(1), report)
    (failure,) = report.failures
    assert failure.startswith(f"digests: digest: {odd}: ")
    with read_session(sqlite_record) as session:
        assert other in set(session.exec(select(Digest.subscriber_id)))


def test_an_agency_that_is_no_longer_on_record_is_told_to_operators(sqlite_record: sa.Engine) -> None:
    """A rebuild may give it another id, under which nothing would ever be told."""
    publish_changes(sqlite_record, new_agreements([1]))
    subscribe(sqlite_record, "jane@example.org", agencies=["TX-1"])
    with read_session(sqlite_record) as session:
        assert wish_troubles(session) == []
    number = subscribe(sqlite_record, "june@example.org", agencies=["TX-1", "TX-gone"])
    with read_session(sqlite_record) as session:
        (trouble,) = wish_troubles(session)
    assert trouble.sentence == (
        f"subscriber {number} (june@example.org) watches TX-gone, not on record: "
        f"moawatch subscribers edit {number} --agency"
    )


def test_a_digest_says_of_such_an_agency_that_it_is_not_on_record() -> None:
    record = PlaceRecord(agencies={"TX-1": "Lamar County Sheriff's Office"})
    assert agency_place("TX-1", record).name == "Lamar County Sheriff's Office, Texas"
    assert agency_place("TX-gone", record).name == "TX-gone (not on record), Texas"
