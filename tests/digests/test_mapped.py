"""Which counties a map marks: those of agreements in force, and those that a list added since the last digest."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.digests.mapped import MAX_MAPS, MappedAgreements, state_maps
from models.digests.subscriptions import Subscriber
from models.record.asking.digests.mapped import mapped_agreements
from models.record.asking.digests.situation import situation
from models.record.store import read_session
from tests.support.workbooks import printed_row, workbook

FIRST_DAY = date(2025, 6, 2)
LAMAR, BOWIE, DELTA, WALTON = "48277", "48037", "48119", "13297"

SHERIFF_OF_LAMAR = printed_row("Lamar County Sheriff's Office", "TEXAS", COUNTY="Lamar County")
SHERIFF_OF_BOWIE = printed_row("Bowie County Sheriff's Office", "TEXAS", COUNTY="Bowie County")
POLICE_OF_PARIS = printed_row("Paris Police Department", "TEXAS", TYPE="Municipality", COUNTY="Lamar County")
STATE_GUARD = printed_row("Texas National Guard", "TEXAS", TYPE="State Agency", COUNTY="")
SHERIFF_OF_WALTON = printed_row("Walton County Sheriff's Office", "GEORGIA", COUNTY="Walton County")


@pytest.fixture
def listed(record: sa.Engine, tmp_path: Path, now: datetime) -> sa.Engine:
    """Four days: Bowie is missing on the second and back on the third; Paris signs on the fourth, Walton leaves."""
    first = [SHERIFF_OF_LAMAR, SHERIFF_OF_BOWIE, STATE_GUARD, SHERIFF_OF_WALTON]
    second = [each for each in first if each is not SHERIFF_OF_BOWIE]
    fourth = [each for each in (*first, POLICE_OF_PARIS) if each is not SHERIFF_OF_WALTON]
    lists = tmp_path / "lists"
    lists.mkdir()
    for number, rows in enumerate((first, second, first, fourth)):
        day = FIRST_DAY + timedelta(days=number)
        at = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
        (lists / f"participatingAgencies{day:%m%d%Y}am.xlsx").write_bytes(workbook(rows, saved_at=at))
    backfill(record, Archive(str(tmp_path / "archive")), lists, now)
    return record


def mapped(engine: sa.Engine, days: int) -> MappedAgreements:
    with read_session(engine) as session:
        return mapped_agreements(session, FIRST_DAY + timedelta(days=days))


def test_the_counties_of_agreements_in_force_are_found_and_those_without_one_are_counted(listed: sa.Engine) -> None:
    assert mapped(listed, 0) == MappedAgreements({LAMAR: None, BOWIE: None, WALTON: None}, {"TX": 1})
    assert mapped(listed, 1).added.keys() == {LAMAR, WALTON}


def test_only_what_a_list_added_is_new_and_not_what_was_missing_for_a_day(listed: sa.Engine) -> None:
    assert mapped(listed, 3) == MappedAgreements({LAMAR: FIRST_DAY + timedelta(days=3), BOWIE: None}, {"TX": 1})


def test_the_situation_of_a_run_has_them(listed: sa.Engine) -> None:
    with read_session(listed) as session:
        assert situation(session).mapped == mapped(listed, 3)
        assert situation(session, FIRST_DAY).mapped == mapped(listed, 0)


def test_what_came_after_the_list_of_the_last_digest_is_new_to_a_subscriber() -> None:
    found = MappedAgreements({LAMAR: date(2026, 1, 26), BOWIE: date(2026, 1, 23), DELTA: None, WALTON: None}, {"TX": 3})
    texan = Subscriber(id=1, address="a@example.org", states=frozenset({"TX"}))
    days = {"since": date(2026, 1, 24), "told_list": date(2026, 1, 23)}
    (texas,) = state_maps(texan, found, date(2026, 1, 26), **days)
    assert (texas.listed, texas.new, texas.unplaced) == ((BOWIE, DELTA, LAMAR), (LAMAR,), 3)
    (first,) = state_maps(texan, found, date(2026, 1, 26))
    assert (first.listed, first.new, first.since) == ((BOWIE, DELTA, LAMAR), (), None)


def test_a_county_asked_for_is_outlined_on_the_map_of_its_state() -> None:
    watcher = Subscriber(id=1, address="a@example.org", counties=frozenset({LAMAR, "99999"}))
    (texas,) = state_maps(watcher, MappedAgreements({BOWIE: None}), date(2026, 1, 26))
    assert (texas.state, texas.asked, texas.listed) == ("TX", (LAMAR,), (BOWIE,))


def test_there_is_no_map_of_the_nation_of_many_states_or_without_a_list() -> None:
    everywhere = Subscriber(id=1, address="a@example.org")
    texan = Subscriber(id=1, address="a@example.org", states=frozenset({"TX"}))
    traveler = Subscriber(id=1, address="a@example.org", states=frozenset(("TX", "FL", "GA", "OH")[: MAX_MAPS + 1]))
    assert state_maps(everywhere, MappedAgreements(), date(2026, 1, 26)) == ()
    assert state_maps(traveler, MappedAgreements(), date(2026, 1, 26)) == ()
    assert state_maps(texan, MappedAgreements(), None) == ()
