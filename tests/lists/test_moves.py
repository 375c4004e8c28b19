"""Agencies that a list moves: counted where they are, on both kinds of list, however the lists arrive."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.rebuild import rebuild
from tests.support.record_contents import contents
from tests.support.workbooks import PENDING, Cell, printed_row, workbook

Row = dict[str, Cell]
NOW = datetime(2026, 2, 3, tzinfo=UTC)
TERRY, WISE = "48445", "48497"


def sheriff(county: str, number: int) -> Row:
    return printed_row(
        f"{county} County Sheriff's Office",
        COUNTY=f"{county} County",
        SIGNED=date(2025, 3, 1) + timedelta(days=number),
        MOA=("link", f"https://www.ice.gov/doclib/287gMOA/{county}.pdf"),
    )


COUNTIES = ("Hunt", "Bee", "Kerr", "Llano", "Mason", "Upton", "Young", "Lamar")
GROUND = [sheriff(county, number) for number, county in enumerate(COUNTIES)]
TOWN: Row = {"TYPE": "Municipality", "COUNTY": "Terry County", "SIGNED": date(2025, 6, 2), "MOA": "link pending"}
IN_TERRY = printed_row("Zorbville Police Department") | TOWN
IN_WISE = IN_TERRY | {"COUNTY": "Wise County"}
WAITING = [printed_row("Zapata County Sheriff's Office", COUNTY="Zapata County")]


def listed(day: int, rows: Sequence[Row], named: int | None = None) -> tuple[str, bytes]:
    saved_at = datetime(2025, 6, day, 14, tzinfo=UTC)
    return f"participatingAgencies06{named or day:02d}2025.xlsx", workbook(rows, saved_at=saved_at)


def pending(day: int, rows: Sequence[Row]) -> tuple[str, bytes]:
    saved_at = datetime(2025, 6, day, 13, tzinfo=UTC)
    return f"pendingAgencies06{day:02d}2025.xlsx", workbook(rows, PENDING, saved_at=saved_at)


HISTORIES = {
    "an applicant is listed elsewhere": [
        listed(2, GROUND), pending(2, [IN_TERRY, *WAITING]), listed(4, [*GROUND, IN_WISE]), pending(5, WAITING),
        listed(6, [*GROUND[1:], IN_WISE]),
    ],
    "one that was gone for a list is listed elsewhere": [
        listed(2, [*GROUND, IN_TERRY]), listed(3, GROUND), listed(4, [*GROUND, IN_WISE]),
    ],
    "the pending list begins a day earlier": [
        pending(1, [IN_TERRY, *WAITING]), listed(2, GROUND), listed(3, GROUND[1:]),
    ],
    "a document is linked on two rows": [
        listed(2, GROUND),
        listed(3, [*GROUND, GROUND[0] | {"LAW ENFORCEMENT AGENCY": "Webb County Sheriff", "COUNTY": "Webb County"}]),
    ],
    "a list is dated back": [
        listed(2, GROUND), listed(3, [*GROUND, IN_TERRY], named=5), listed(4, [*GROUND, IN_WISE]),
    ],
}  # fmt: skip


def fill(record: sa.Engine, folder: Path, files: Sequence[tuple[str, bytes]], each_alone: bool) -> Archive:
    archive = Archive(str(folder / "archive"))
    for number, (name, content) in enumerate(files):
        place = folder / (f"list{number}" if each_alone else "lists")
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
        if each_alone:
            backfill(record, archive, place, NOW)
    if not each_alone:
        backfill(record, archive, folder / "lists", NOW)
    return archive


def asked(record: sa.Engine, sql: str) -> list[Mapping[str, Any]]:
    with record.connect() as connection:
        return [dict(row) for row in connection.execute(sa.text(sql)).mappings()]


@pytest.mark.parametrize("history", HISTORIES)
def test_lists_one_by_one_all_at_once_and_derived_again_give_the_same_tables(
    sqlite_record: sa.Engine, postgres_record: sa.Engine, tmp_path: Path, history: str
) -> None:
    fill(sqlite_record, tmp_path / "at_once", HISTORIES[history], each_alone=False)
    archive = fill(postgres_record, tmp_path / "alone", HISTORIES[history], each_alone=True)
    live = contents(postgres_record)
    assert contents(sqlite_record) == live
    runs = asked(postgres_record, "SELECT count(*) AS number FROM count_run")
    rebuild(postgres_record, archive, NOW + timedelta(days=1), lambda _: True)
    assert contents(postgres_record) == live
    assert asked(postgres_record, "SELECT count(*) AS number FROM count_run") == runs, "what is the same stays"


def test_an_applicant_that_is_listed_elsewhere_waits_there_too(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    fill(sqlite_record, tmp_path, HISTORIES["an applicant is listed elsewhere"], each_alone=True)
    of_both = f"SELECT day, scope, agreements, pending FROM daily_counts WHERE scope IN ('{TERRY}', '{WISE}')"
    rows = asked(sqlite_record, f"{of_both} AND support_type = 'all' ORDER BY day")
    assert [(row["day"][-2:], row["scope"], row["agreements"], row["pending"]) for row in rows] == [
        ("02", WISE, 0, 1), ("03", WISE, 0, 1), ("04", WISE, 1, 1), ("05", WISE, 1, 0), ("06", WISE, 1, 0),
    ]  # fmt: skip


def test_the_first_pending_list_is_the_first_whatever_the_order(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    fill(sqlite_record, tmp_path, HISTORIES["the pending list begins a day earlier"], each_alone=True)
    rows = asked(sqlite_record, "SELECT first_day, began_before_record FROM applications")
    assert {tuple(row.values()) for row in rows} == {("2025-06-01", 1)}
