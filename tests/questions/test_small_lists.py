"""Each question over lists that one can count by hand, on both databases."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.record import open_record
from models.record.store import Engine
from tests.questions.asked import SQL, Answer, answer, columns
from tests.questions.made_up import GROUND, history, take_in, tell_of_a_law

BOWIE = "Bowie County Sheriff's Office"
COLLIN = "Collin County Sheriff's Office"
FANNIN = "Fannin County Sheriff's Office"
MIAMI = "Miami Police Department"

AT_FIRST = ["12086", "36059", "48037", "48085", "48147", "48201", "48277"]

JUNE = ["2025-06-01", "2025-06-02", "2025-06-03"]

# Question -> its rows without the documents' sha256, or what `SHORT` makes of them.
EXPECTED: dict[int, Any] = {
    1: [(33, 31, 3, 0)],
    2: sorted([*((fips, "2025-05-27", 1, None) for fips in AT_FIRST), ("48223", "2025-05-29", 0, "2025-05-28")]),
    3: [(0, 1, 5, 3, 5.0, 7), (1, 0, 3, 3, 4.0, 5), (1, 1, 29, 9, 9.0, 9)],
    4: {"FL": 0, "NY": 1_381_715, "TX": 91_687 + 1_195_359 + 37_571 + 38_172 + 51_127},
    5: [
        ("agencies", "other", 1),
        ("agencies", "sheriff", 5),
        ("agreements", "JEM", 1),
        ("agreements", "TFM", 3),
        ("agreements", "WSO", 4),
    ],
    6: [("2025-05-31", 1, 3, 29), ("2025-06-04", 1, 5, 28)],
    7: [("TX", "2025-05", 1, "2025-04")],
    8: [(1.0, 1)],
    9: [("FL", "2025-06-04", 1), ("GA", "2025-06-04", 0), ("NY", "2025-06-04", 0), ("TX", "2025-06-04", 0)],
    10: 254 - len(["48037", "48085", "48147", "48223", "48277"]),
    11: [("TX-bowie-county-sheriff", BOWIE, "TX", "Bowie County")],
    12: [("TX-texas-national-guard/TFM/2025-04-10", "Texas National Guard", "TX", "TFM", "2025-05-27", 9)],
    13: [
        ("TX-lamar-county-sheriff/WSO/2025-04-10", "lamar-2.pdf", "2025-06-03", None, 1),
        ("TX-lamar-county-sheriff/WSO/2025-04-10", "lamar.pdf", "2025-05-29", "2025-06-03", 1),
    ],
    14: [(COLLIN, "TX", "switched", "WSO", "2025-04-10", "TFM", "2025-05-31", "2025-06-01")],
    15: [("2025-06-01", COLLIN, "TX", "WSO", "TFM", "2025-04-10", "2025-05-31")],
    16: [(MIAMI, "FL", "2025-05-30", "2025-06-02", 3)],
    17: [
        ("2025-05-28", "participating", "unchanged"),
        ("2025-06-04", "participating", "unchanged"),
        ("2025-06-05", "participating", "held"),
    ],
    18: [("36103", "NY", "Suffolk County", 1)],
    19: [
        ("12086", 2.5, "FL", "Miami-Dade County", 2_686_867, 1, 1),
        ("48113", 1.5, "TX", "Dallas County", 2_606_358, 0, 0),
        ("99999", 3.5, None, None, None, None, None),
    ],
    20: [(25.5, 25.5, 0, 4)],
    21: [("2025-05-31", FANNIN, "TX", "WSO", "2025-04-10", "2025-04-14", 4)],
    22: [("sheriff", 30, 32, 0), ("national guard", 1, 1, 1), ("police", 1, 1, 0)],
    23: [("2025-05-26", 3, 2)],
    24: {"2025-05-27": 1, "2025-05-29": 1} | dict.fromkeys(["2025-05-30", "2025-05-31", *JUNE], 3),
    25: {"2025-05-31": (1, 2, 5), "2025-06-04": (1, 4, 4)},
}  # fmt: skip


def _links_that_changed(rows: Answer) -> Answer:
    return sorted((id_, url.rpartition("/")[2], *rest) for id_, _, _, _, url, *rest in rows if rest[-1])


def _rows_by_day(rows: Answer) -> dict[str, int]:
    days = columns(rows, 0)
    return {day: days.count(day) for day in days}


def _panel_by_day(rows: Answer) -> dict[str, tuple[int, ...]]:
    """The sum over all counties; each has a row for each month."""
    assert len(rows) == 3_233 * len({day for _, day, *_ in rows})
    return {
        day: tuple(sum(row[number] for row in rows if row[1] == day) for number in (2, 3, 4))
        for day in columns(rows, 1)
    }


SHORT: dict[int, Any] = {
    1: lambda rows: columns(rows, 0, 1, 2, 3),
    2: lambda rows: sorted(columns(rows, 0, 3, 4, 5)),
    4: lambda rows: {state: covered for state, _, covered, _, _ in rows if state in ("FL", "NY", "TX")},
    10: len,
    13: _links_that_changed,
    15: lambda rows: [row[:-2] for row in rows],
    17: lambda rows: columns(rows, 0, 1, 2),
    21: lambda rows: [row[:-2] for row in rows],
    24: _rows_by_day,
    25: lambda rows: _panel_by_day(rows),
}


@pytest.fixture
def taken_in(record: Engine, tmp_path: Path) -> str:
    """The address of a record with the short history."""
    published = history()
    take_in(record, published, published, tmp_path)
    tell_of_a_law(record)
    return record.url.render_as_string(hide_password=False)


def test_each_question_is_answered(taken_in: str) -> None:
    with open_record(taken_in) as record:
        for number, expected in EXPECTED.items():
            rows = answer(record, number, day=date(2025, 5, 31), state="TX", agency_id="TX-bowie-county-sheriff")
            assert SHORT.get(number, list)(rows) == expected, f"question {number}"


def test_agencies_in_no_known_county_are_named_beside_the_counties_without(taken_in: str) -> None:
    with open_record(taken_in) as record:
        georgia = answer(record, 10, state="GA")
    assert len(georgia) == 159, "no county of Georgia is known to have an agreement"
    assert set(columns(georgia, 3)) == {len(GROUND)}


def test_a_question_is_a_sentence_and_at_most_five_lines() -> None:
    assert len(SQL) == 25
    for name, text in SQL.items():
        question, *lines = text.strip().split("\n")
        assert question.startswith("-- "), name
        assert len(lines) <= 5, name
        assert max(map(len, lines)) <= 150, name
