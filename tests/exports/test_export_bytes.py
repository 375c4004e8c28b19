"""The same record gives the same bytes: again, on the other database, and in an order that no database decides."""

import json
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.exports.export import FORMATS
from models.record.store import write_session
from models.record.tables.agreements import Agency
from models.record.views.dictionary import views
from tests.support.exported_record import contents_of, exported, fill


def test_both_databases_give_the_same_bytes(
    filled: sa.Engine, whole_export: Path, postgres_record: sa.Engine, tmp_path: Path
) -> None:
    fill(postgres_record)
    exported(postgres_record, tmp_path / "out", *FORMATS)
    ours, theirs = contents_of(whole_export), contents_of(tmp_path / "out")
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_exporting_again_gives_the_same_bytes(filled: sa.Engine, whole_export: Path, tmp_path: Path) -> None:
    exported(filled, tmp_path / "out", *FORMATS)
    again, before = contents_of(tmp_path / "out"), contents_of(whole_export)
    assert [name for name in before if before[name] != again[name]] == []


def test_a_workbook_carries_no_time_of_its_making(whole_export: Path) -> None:
    with zipfile.ZipFile(whole_export / "moawatch.xlsx") as workbook:
        assert {part.date_time[0] for part in workbook.infolist()} == {1980}
        assert b"2020-01-01T00:00:00Z" in workbook.read("docProps/core.xml")


@pytest.mark.parametrize("name", views())
def test_rows_stand_in_the_order_of_their_key_each_once(whole_export: Path, name: str) -> None:
    rows = json.loads((whole_export / f"{name}.json").read_bytes())
    keys = [tuple(row[column] for column in views()[name].key) for row in rows]
    assert keys, "every view has rows in this record"
    assert keys == sorted(set(keys))


def test_names_beyond_ascii_stand_in_the_order_of_their_letters_numbers(record: sa.Engine, tmp_path: Path) -> None:
    """A language's order would put 'a-b' beside 'ab', and 'Ö' beside 'O'."""
    fill(record)
    names = ["OH-Zebra", "OH-a-b", "OH-aa", "OH-ab", "OH-Öst", "OH-ast", "OH-a b"]
    with write_session(record) as session:
        template = session.connection().execute(sa.select(Agency.__table__).limit(1)).mappings().one()  # type: ignore[attr-defined]
        session.connection().execute(
            sa.insert(Agency),
            [dict(template) | {"id": name} for name in names],
        )
        moved = sorted(session.connection().exec_driver_sql("SELECT id FROM agreement").scalars())[: len(names)]
        for agreement, name in zip(moved, names, strict=True):
            session.connection().execute(
                sa.text("UPDATE agreement SET agency_id = :name WHERE id = :id"), {"name": name, "id": agreement}
            )
    exported(record, tmp_path / "out", "json", views=("agencies",))
    ids = [row["agency_id"] for row in json.loads((tmp_path / "out" / "agencies.json").read_bytes())]
    assert [each for each in ids if each in names] == sorted(names)
