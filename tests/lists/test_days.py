"""What was in force at the end of a day: several lists on one day, a list dated before the one before it, moves."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.record.asking.counts import counts
from models.record.store import read_session
from tests.support.record_contents import contents
from tests.support.workbooks import Cell, printed_row, workbook

Row = dict[str, Cell]
SAVED = datetime(2025, 6, 2, 14, tzinfo=UTC)


def sheriff(county: str, state: str = "TEXAS", **cells: Cell) -> Row:
    signed = cells.pop("SIGNED", date(2025, 5, 1))
    moa = ("link", f"https://www.ice.gov/doclib/287gMOA/{county}.pdf")
    name = f"{county} County Sheriff's Office"
    return printed_row(name, state, COUNTY=f"{county} County", SIGNED=signed, MOA=moa, **cells)


BASE = [sheriff(county) for county in ("Lamar", "Hunt", "Wise", "Bee", "Kerr", "Llano", "Mason", "Upton")]


def saved(*lists: tuple[str, float, Sequence[Row]]) -> dict[str, bytes]:
    """Workbooks by name: each list with the digits of its name and the days after `SAVED` at which it was saved."""
    return {
        f"participatingAgencies{digits}.xlsx": workbook(rows, saved_at=SAVED + timedelta(days=days))
        for digits, days, rows in lists
    }


def fill(record: sa.Engine, tmp_path: Path, workbooks: Mapping[str, bytes], each_alone: bool = False) -> None:
    archive = Archive(str(tmp_path / "archive"))
    for number, (name, content) in enumerate(workbooks.items()):
        folder = tmp_path / (str(number) if each_alone else "all")
        folder.mkdir(exist_ok=True, parents=True)
        (folder / name).write_bytes(content)
        if each_alone:
            backfill(record, archive, folder, SAVED + timedelta(days=100))
    if not each_alone:
        backfill(record, archive, tmp_path / "all", SAVED + timedelta(days=100))


def asked(record: sa.Engine, sql: str) -> list[tuple[Any, ...]]:
    with record.connect() as connection:
        return [
            tuple(str(each) if isinstance(each, date) else each for each in row)
            for row in connection.execute(sa.text(sql))
        ]


@pytest.mark.parametrize("each_alone", [False, True])
class TestDays:
    def test_an_agreement_away_for_part_of_a_day_has_one_stretch(
        self, record: sa.Engine, tmp_path: Path, each_alone: bool
    ) -> None:
        workbooks = saved(
            ("06022025", 0, BASE),
            ("06032025am", 1, BASE[1:]),
            ("06032025pm", 1.2, BASE),
            ("06042025", 2, [*BASE, sheriff("Zavala")]),
        )
        fill(record, tmp_path, workbooks, each_alone)
        rows = asked(
            record, "SELECT number, from_day, until_day, days FROM agreement_stretches WHERE county_fips = '48277'"
        )
        assert rows == [(1, "2025-06-02", None, 3)]

    def test_an_agreement_that_comes_and_leaves_on_one_day_was_in_force_on_none(
        self, record: sa.Engine, tmp_path: Path, each_alone: bool
    ) -> None:
        more = [*BASE, sheriff("Zavala")]
        workbooks = saved(("06022025", 0, BASE), ("06032025am", 1, more), ("06032025pm", 1.2, BASE))
        fill(record, tmp_path, workbooks, each_alone)
        assert asked(record, "SELECT * FROM agreement_stretches WHERE agency LIKE 'Zav%'") == []
        assert asked(record, "SELECT days_listed, stretches FROM agreements WHERE agency LIKE 'Zav%'") == [(0, 0)]
        counted = "SELECT day, agreements FROM daily_counts WHERE scope = 'US' AND support_type = 'all' ORDER BY day"
        assert asked(record, counted) == [("2025-06-02", 8), ("2025-06-03", 8)]

    def test_a_list_dated_before_the_one_before_it_takes_the_days_back(
        self, record: sa.Engine, tmp_path: Path, each_alone: bool
    ) -> None:
        """A file saved on June 3 is posted under the name of June 20, after others were saved and posted."""
        more = [*BASE, sheriff("Zavala")]
        workbooks = saved(
            ("06022025", 0, BASE),
            ("06202025", 1, more),
            ("06052025", 3, [*more, sheriff("Young")]),
            ("06062025", 4, more),
        )
        fill(record, tmp_path, workbooks, each_alone)
        counted = "SELECT day, agreements FROM daily_counts WHERE scope = 'US' AND support_type = 'all' ORDER BY day"
        by_day = asked(record, counted)
        assert by_day == [
            ("2025-06-02", 8),
            ("2025-06-03", 8),
            ("2025-06-04", 8),
            ("2025-06-05", 10),
            ("2025-06-06", 9),
        ]
        with read_session(record) as session:
            for day, agreements in by_day:
                assert counts(session, as_of=date.fromisoformat(day))[0]["agreements"] == agreements
        rows = asked(record, "SELECT from_day, until_day FROM agreement_stretches WHERE agency LIKE 'You%'")
        assert rows == [("2025-06-05", "2025-06-06")]

    def test_a_misprinted_state_moves_the_agency_for_all_its_days_once_it_is_corrected(
        self, record: sa.Engine, tmp_path: Path, each_alone: bool
    ) -> None:
        wrong = sheriff("Baker", "GEORGIA", SIGNED=date(2025, 6, 1))
        right = wrong | {"STATE": "FLORIDA"}
        workbooks = saved(
            ("06022025", 0, BASE),
            ("06032025", 1, [*BASE, wrong]),
            ("06042025", 2, [*BASE, wrong]),
            ("06052025", 3, [*BASE, right]),
        )
        fill(record, tmp_path, workbooks, each_alone)
        by_state = (
            "SELECT day, scope, agreements FROM daily_counts"
            " WHERE scope_kind = 'state' AND scope <> 'TX' AND support_type = 'all' AND agreements > 0 ORDER BY day"
        )
        assert asked(record, by_state) == [(f"2025-06-0{day}", "FL", 1) for day in (3, 4, 5)]
        printed = "SELECT value, from_day, until_day FROM agency_history WHERE attribute = 'state' AND value <> 'TX'"
        assert sorted(asked(record, printed)) == [("FL", "2025-06-05", None), ("GA", "2025-06-03", "2025-06-05")]


def test_lists_one_by_one_give_the_tables_that_all_at_once_give(
    sqlite_record: sa.Engine, postgres_record: sa.Engine, tmp_path: Path
) -> None:
    wrong = sheriff("Baker", "GEORGIA", SIGNED=date(2025, 6, 1))
    workbooks = saved(
        ("06022025", 0, BASE),
        ("06202025", 1, [*BASE, wrong]),
        ("06052025", 3, [*BASE[1:], wrong]),
        ("06062025", 4, [*BASE, wrong | {"STATE": "FLORIDA"}]),
    )
    fill(sqlite_record, tmp_path / "a", workbooks)
    fill(postgres_record, tmp_path / "b", workbooks, each_alone=True)
    assert contents(sqlite_record) == contents(postgres_record)
