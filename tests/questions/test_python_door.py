"""`from models.record import ...`: what a program of one's own gets."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import get_type_hints

import pytest
import sqlalchemy as sa

import models.record
from models.errors import RecordError
from models.record import (
    agencies,
    agency,
    agreements,
    answers,
    ask,
    changes,
    counts,
    daily_counts,
    open_record,
    stretches,
)
from models.record.views.dictionary import views
from tests.questions.made_up import history, take_in


@pytest.fixture
def address(record: sa.Engine, tmp_path: Path) -> str:
    published = history()
    take_in(record, published, published, tmp_path)
    return record.url.render_as_string(hide_password=False)


def keys(answer: type) -> set[str]:
    return set(get_type_hints(answer))


def test_each_answer_has_the_keys_that_are_promised(address: str) -> None:
    day = date(2025, 5, 31)
    with open_record(address) as record:
        assert {frozenset(row) for row in agreements(record, as_of=day)} == {frozenset(keys(answers.AgreementAnswer))}
        assert {frozenset(row) for row in stretches(record)} == {frozenset(keys(answers.StretchAnswer))}
        assert {frozenset(row) for row in agencies(record)} == {frozenset(keys(answers.AgencyAnswer))}
        assert {frozenset(row) for row in daily_counts(record)} == {frozenset(keys(answers.DayAnswer))}
        assert {frozenset(row) for row in changes(record)} == {frozenset(keys(answers.ChangeAnswer))}
        assert keys(answers.CountAnswer) - {"agency_type"} == set(counts(record)[0])
        assert set(counts(record, by="agency-type")[0]) == keys(answers.CountAnswer)
        assert set(agency(record, "bowie")) == keys(answers.AgencyFile)


@pytest.mark.parametrize(
    ("view", "answer", "more"),
    [
        ("agreements", answers.AgreementAnswer, {"list_day", "list_sha256"}),
        ("agreement_stretches", answers.StretchAnswer, set()),
        ("agencies", answers.AgencyAnswer, set()),
        ("daily_counts", answers.DayAnswer, set()),
    ],
)
def test_an_answer_of_a_view_has_its_columns(view: str, answer: type, more: set[str]) -> None:
    assert keys(answer) - more == {column.name for column in views()[view].columns}


def test_the_roster_of_a_day_is_what_was_listed_then(address: str) -> None:
    with open_record(address) as record:
        then = agreements(record, as_of=date(2025, 5, 31), state="TX", body="sheriff", support_type="WSO")
        (county,) = agreements(record, county_fips=["48037"], support_type="JEM")
        ended = agreements(record, status="ended")
        superseded = agreements(record, status="superseded")
        assert len(agreements(record, status="all")) == len(agreements(record)) + len(ended) + len(superseded)
        assert agreements(record, as_of=date(2020, 1, 1)) == []
        with pytest.raises(ValueError, match="whatever became of them"):
            agreements(record, as_of=date(2025, 5, 31), status="ended")
    assert [row["agency_id"].split("-")[1] for row in then] == ["bowie", "collin", "fannin", "lamar"]
    assert {row["list_day"] for row in then} == {date(2025, 5, 31)}
    assert [(row["status"], row["replaced_how"]) for row in then if row["replaced_by"]] == [("superseded", "switched")]
    assert county["signed"] == date(2025, 4, 10)
    assert [row["agency"] for row in ended] == ["Harris County Constable Precinct 1"]
    assert [row["agency"] for row in superseded] == ["Collin County Sheriff's Office"]


def test_days_are_dates_and_days_without_change_have_rows(address: str) -> None:
    with open_record(address) as record:
        texas = daily_counts(record, scope="TX", since=date(2025, 5, 30), until=date(2025, 6, 1))
        assert [(row["day"], row["agreements"]) for row in texas] == [
            (date(2025, 5, 30), 9),
            (date(2025, 5, 31), 8),
            (date(2025, 6, 1), 8),
        ]
        (miami,) = {row["agency_id"] for row in stretches(record) if row["number"] == 2}
        assert [(row["from_day"], row["until_day"]) for row in stretches(record, agency_id=miami)] == [
            (date(2025, 5, 27), date(2025, 5, 30)),
            (date(2025, 6, 2), None),
        ]


def test_nothing_can_be_written(address: str) -> None:
    with open_record(address) as record, pytest.raises(RecordError, match=r"read-?only"):
        ask(record, "DELETE FROM stretch")


def test_a_mistake_in_the_sql_is_told(address: str) -> None:
    with open_record(address) as record, pytest.raises(RecordError, match="no_such_column"):
        ask(record, "SELECT no_such_column FROM agreements")
    with open_record(address) as record, pytest.raises(RecordError, match="day"):
        ask(record, "SELECT * FROM agreements WHERE first_day = :day")


def test_an_agency_that_is_none_or_several_is_told(address: str) -> None:
    with open_record(address) as record:
        with pytest.raises(RecordError, match="no agencies match 'nowhere'"):
            agency(record, "nowhere")
        with pytest.raises(RecordError, match=r"\d+ agencies match 'sheriff': .* \.\.\."):
            agency(record, "sheriff")


def test_a_record_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="does not exist"), open_record(tmp_path / "none.db"):
        pass
    assert not list(tmp_path.iterdir())


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        models.record.nothing  # noqa: B018


def test_the_package_itself_loads_nothing() -> None:
    loaded = "import sys, models.record; print(sorted({'sqlalchemy', 'sqlmodel', 'pydantic'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"
