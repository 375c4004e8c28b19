"""Counties that subscribers watched by the letters of a name are FIPS codes after an upgrade."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from flows.digests.health import sending
from models.record.asking.digests.deliveries import delivery_troubles
from models.record.store import migration_config, open_engine, read_session, upgrade
from models.record.writing.digests.subscribers import all_subscribers, subscriber_of

NOW = datetime(2026, 2, 3, tzinfo=UTC)
WISHES: dict[str, tuple[list[str], list[str]]] = {
    "a@example.org": (["TX:lamar"], ["48277"]),
    "b@example.org": ([], []),
    "c@example.org": (["NM:doña ana", "FL:st johns", "LA:orleans"], ["12109", "22071", "35013"]),
    "d@example.org": (["VA:roanoke"], ["51161", "51770"]),  # the county and the city
    "e@example.org": (["TX:nowhere", "TX:lamar"], ["48277", "TX:nowhere"]),
    "f@example.org": (["ZZ:lamar"], ["ZZ:lamar"]),
}


def at_the_schema_before(engine: sa.Engine) -> None:
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for number, (address, (wishes, _)) in enumerate(WISHES.items(), 1):
            connection.execute(
                sa.text(
                    "INSERT INTO subscriber (id, address, address_key, channel, states, counties, agencies,"
                    " support_types, bodies, kinds, news, cadence, hour, weekday, time_zone, mail_format, heartbeat,"
                    " operator, paused, subscribed_at, served_at, journal_read, digests, refusals)"
                    " VALUES (:id, :address, :address, 'mail', '[]', :counties, '[]', '[]', '[]', '[]', true, 'daily',"
                    " 7, 0, 'UTC', 'html', false, false, false, :now, :now, 0, 0, 0)"
                ),
                {"id": number, "address": address, "counties": json.dumps(wishes), "now": NOW},
            )


@pytest.fixture
def upgraded(tmp_path: Path) -> sa.Engine:
    engine = open_engine(f"sqlite:///{tmp_path}/record.db")
    at_the_schema_before(engine)
    upgrade(engine)
    return engine


def test_each_wish_becomes_the_code_of_its_county_and_the_others_stay(upgraded: sa.Engine) -> None:
    with read_session(upgraded) as session:
        found = {row.address: row.counties for row in all_subscribers(session)}
    assert found == {address: after for address, (_, after) in WISHES.items()}


def test_a_wish_that_names_no_county_restricts_and_is_told_to_operators(upgraded: sa.Engine) -> None:
    with read_session(upgraded) as session:
        lost = subscriber_of(all_subscribers(session)[-1])
        told = [trouble.sentence for trouble in delivery_troubles(session, NOW)]
        shown = [row["last_error"] for row in sending(session, NOW)]
    assert (lost.everywhere, lost.watched_states) == (False, ())
    assert told == shown
    assert told == [
        "subscriber 5 (e@example.org) watches TX:nowhere (unknown county): moawatch subscribers edit 5 --county",
        "subscriber 6 (f@example.org) watches ZZ:lamar (unknown county): moawatch subscribers edit 6 --county",
    ]


def test_upgrading_again_changes_nothing(upgraded: sa.Engine) -> None:
    upgrade(upgraded)
    with read_session(upgraded) as session:
        assert [row.counties for row in all_subscribers(session)] == [after for _, after in WISHES.values()]
