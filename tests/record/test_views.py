"""The contract: the views are what their dictionary says, on both databases, and are made anew when it changes."""

import csv
import io
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import DATA
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.errors import RecordError
from models.record.store import read_session, require_views, upgrade
from models.record.views.dialects import in_dialect
from models.record.views.dictionary import View, views
from tests.support import histories
from tests.support.paths import ROOT

VIEWS = list(views().values())
README = (ROOT / "data" / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def filled(record: sa.Engine, tmp_path: Path, now: object) -> sa.Engine:
    backfill(record, Archive(str(tmp_path / "archive")), histories.save(tmp_path / "lists"), now)  # type: ignore[arg-type]
    return record


def test_each_view_has_the_columns_of_its_dictionary_and_a_key_without_repeats(filled: sa.Engine) -> None:
    with filled.connect() as connection:
        for view in VIEWS:
            found = connection.execute(sa.select(view.table))
            assert tuple(found.keys()) == tuple(column.name for column in view.columns)
            rows = [tuple(getattr(row, name) for name in view.key) for row in found]
            assert len(rows) == len(set(rows)), f"{view.name} repeats its key"
            assert all(None not in row for row in rows), f"{view.name} has a key without a value"


def test_both_databases_give_the_same_rows(
    sqlite_record: sa.Engine, postgres_record: sa.Engine, tmp_path: Path, now: object
) -> None:
    folder = histories.save(tmp_path / "lists")
    for engine in (sqlite_record, postgres_record):
        backfill(engine, Archive(str(tmp_path / engine.dialect.name)), folder, now)  # type: ignore[arg-type]
    with sqlite_record.connect() as first, postgres_record.connect() as second:
        for view in VIEWS:
            here, there = (
                sorted(map(repr, connection.execute(sa.select(view.table)))) for connection in (first, second)
            )
            assert here == there, view.name


def test_postgresql_shows_what_each_column_means(postgres_record: sa.Engine) -> None:
    with postgres_record.connect() as connection:
        for view in VIEWS:
            said = connection.execute(sa.text(f"SELECT obj_description('{view.name}'::regclass)")).scalar()
            assert said == view.row_is
            (first, *_) = view.columns
            column = connection.execute(sa.text(f"SELECT col_description('{view.name}'::regclass, 1)")).scalar()
            assert first.meaning in str(column)


def test_views_of_another_version_are_said_and_made_anew(record: sa.Engine) -> None:
    with record.begin() as connection:
        connection.exec_driver_sql("UPDATE contract SET digest = 'of another version'")
        connection.exec_driver_sql("DROP VIEW changes")
    stated = "another version of moawatch made its views; `moawatch run` makes them anew"
    with pytest.raises(RecordError, match=stated), read_session(record) as session:
        require_views(session)
    upgrade(record)
    with read_session(record) as session:
        require_views(session)
        assert session.connection().execute(sa.text("SELECT count(*) FROM changes")).scalar() == 0


def test_the_record_has_every_county_with_its_people(record: sa.Engine) -> None:
    with (DATA / "reference" / "counties.csv").open(encoding="utf-8", newline="") as table:
        shipped = list(csv.DictReader(table))
    with record.connect() as connection:
        people = connection.execute(sa.text("SELECT count(population), sum(population) FROM counties")).one()
        named = connection.execute(sa.text("SELECT county FROM counties WHERE county_fips = '48277'")).scalar()
        neighbors = connection.execute(
            sa.text("SELECT county FROM county_neighbors JOIN counties ON counties.county_fips = neighbor_fips"
                    " WHERE county_neighbors.county_fips = '48277' ORDER BY county")
        ).scalars().all()  # fmt: skip
    assert len(shipped) > 3_200
    assert tuple(people) == (3_144, 334_914_895)
    assert named == "Lamar County"
    assert neighbors == ["Bryan County", "Choctaw County", "Delta County", "Fannin County", "Red River County"]


def test_macros_stand_in_one_another() -> None:
    sql = "SELECT DAYS(a, COALESCE(b, DAY_AFTER(c)))"
    assert in_dialect(sql, "postgresql") == "SELECT ((COALESCE(b, ((c) + 1))) - (a))"
    assert in_dialect(sql, "sqlite").startswith("SELECT CAST(julianday(COALESCE(b, date(c, '+1 day')))")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_the_dictionary_tells_each_column(view: View) -> None:
    section = README.split(f"\n## {view.name}\n")[1].split("\n## ")[0]
    assert view.row_is in section
    assert section.startswith(f"\n{view.row_is} Key: {', '.join(f'`{name}`' for name in view.key)}.\n")
    table = section.split("| column | type | meaning |\n|---|---|---|\n")[1].split("\n\n")[0]
    told = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(table), delimiter="|")]
    assert told == [
        ["", f"`{one.name}`", f"{one.type}, {one.unit}" if one.unit else one.type, one.meaning, ""]
        for one in view.columns
    ]


def test_the_dictionary_has_no_view_that_is_not_there() -> None:
    told = {line.removeprefix("## ") for line in README.splitlines() if line.startswith("## ")}
    assert told == set(views())
