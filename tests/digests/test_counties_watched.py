"""Whom the changes of a list concern: by the county that the agency is in, not by how it is printed."""

from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copy

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.digests.subscriptions import Subscriber
from models.record.asking.digests.owed import JournalEntries, due_to, journal_end
from models.record.store import open_engine, read_session
from models.vocabulary import ChangeKind
from tests.support.workbooks import Cell, printed_row, workbook

LAMAR, BOWIE, PASCO, PINELLAS = "48277", "48037", "12101", "12103"

NEW: dict[str, Cell] = {"SIGNED": date(2025, 6, 2), "MOA": None}
FIRST = (
    printed_row("Rivertown Police Department", TYPE="Municipality", COUNTY="Lamar County"),
    printed_row("Bowie County Sheriff's Office", COUNTY="Bowie County"),
)
SECOND = (
    FIRST[0] | {"COUNTY": "Bowie County"},
    FIRST[1],
    printed_row("Lamar County Sheriff's Office", COUNTY="\nLamar Conty") | NEW,
    printed_row("Paris Police Department", TYPE="Municipality", COUNTY="#NA") | NEW,
    printed_row("Regional Task Group", "FLORIDA", TYPE="Municipality", COUNTY="Pasco and Pinellas") | NEW,
)


@pytest.fixture(scope="module")
def record(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> sa.Engine:
    """Two lists; the second corrects the county of the Rivertown police."""
    folder = tmp_path_factory.mktemp("counties")
    engine = open_engine(f"sqlite:///{copy(sqlite_template, folder / 'record.db')}")
    (folder / "lists").mkdir()
    for day, rows in ((2, FIRST), (3, SECOND)):
        saved_at = datetime(2025, 6, day, 14, tzinfo=UTC)
        (folder / "lists" / f"participatingAgencies06{day:02}2025am.xlsx").write_bytes(
            workbook(rows, saved_at=saved_at)
        )
    backfill(engine, Archive(str(folder / "archive")), folder / "lists", datetime(2025, 6, 4, tzinfo=UTC))
    return engine


def told(record: sa.Engine, county: str) -> set[tuple[str, ChangeKind]]:
    subscriber = Subscriber(id=1, address="a@example.org", counties=frozenset({county}))
    with read_session(record) as session:
        due = due_to(session, subscriber, 0, journal_end(session), JournalEntries())
    return {(each.entry.change.agency, each.entry.change.kind) for each in due.owed}


def test_a_county_is_told_of_its_agencies_however_the_list_prints_it(record: sa.Engine) -> None:
    agencies = {agency for agency, kind in told(record, LAMAR) if kind is ChangeKind.AGREEMENT_ADDED}
    assert agencies == {"Lamar County Sheriff's Office", "Paris Police Department"}


def test_an_agency_in_no_known_county_concerns_each_that_the_list_prints(record: sa.Engine) -> None:
    added = {("Regional Task Group", ChangeKind.AGREEMENT_ADDED)}
    assert told(record, PASCO) == told(record, PINELLAS) == added


def test_a_move_between_counties_concerns_both(record: sa.Engine) -> None:
    moved = ("Rivertown Police Department", ChangeKind.COUNTY_CORRECTED)
    assert moved in told(record, LAMAR)
    assert moved in told(record, BOWIE)
    assert moved not in told(record, PASCO)
