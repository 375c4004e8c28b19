"""The same record gives the same bytes: again, on the other database, and in an order that no database decides."""

import json
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.exports.export import FORMATS
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


def test_postgresql_is_asked_for_the_order_of_bytes_not_that_of_a_language(
    postgres_record: sa.Engine, tmp_path: Path
) -> None:
    """Most installs order 'a-b' beside 'ab', and 'Ö' beside 'O'; that of the tests knows no language to try it with."""
    asked: list[str] = []
    sa.event.listen(postgres_record, "before_cursor_execute", lambda *given: asked.append(given[2]))
    exported(postgres_record, tmp_path / "out")
    orders = [sql.rpartition("ORDER BY")[2] for sql in asked if "ORDER BY" in sql and "FROM change_version" not in sql]
    keys = {f"{name}.{key}" for name, view in views().items() for key in view.key}
    ordered = {key.strip() for order in orders for key in order.replace("(", "").replace(")", "").split(",")}
    assert len(orders) == len(views())
    assert {key.partition(" ")[0] for key in ordered} == keys
    of_texts = {f"{view.name}.{each.name}" for view in views().values() for each in view.columns if each.type == "text"}
    assert {key for key in ordered if key.partition(" ")[0] in of_texts and not key.endswith('COLLATE "C"')} == set()
