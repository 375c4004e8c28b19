"""Who follows the changes asks for those after the last one that they have, and misses none."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models.errors import ExportError
from tests.support.exported_record import exported, fill


def changes_since(engine: sa.Engine, folder: Path, since: str | None) -> list[dict[str, Any]]:
    exported(engine, folder, "json", views=("changes",), since=since)
    rows: list[dict[str, Any]] = json.loads((folder / "changes.json").read_bytes())
    return rows


def note_of(folder: Path) -> dict[str, Any]:
    note: dict[str, Any] = json.loads((folder / "datapackage.json").read_bytes())["moawatch"]
    return note


def journal(engine: sa.Engine) -> list[tuple[str, int]]:
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT change_id, version FROM change_version ORDER BY sequence")
        return [(id_, version) for id_, version in found]


def test_after_the_newest_change_there_is_nothing(filled: sa.Engine, whole_export: Path, tmp_path: Path) -> None:
    assert changes_since(filled, tmp_path, note_of(whole_export)["newest_change"]) == []


def test_after_any_change_there_are_those_that_came_later(filled: sa.Engine, tmp_path: Path) -> None:
    told = journal(filled)
    everything = changes_since(filled, tmp_path, None)
    for place in (0, 3, len(told) // 2):
        id_, version = told[place]
        later = {each for each, _ in told[place + 1 :]}
        rows = changes_since(filled, tmp_path, f"{id_}:{version}")
        assert rows == [row for row in everything if row["change_id"] in later]


def test_a_change_that_is_told_otherwise_since_comes_again(filled: sa.Engine, tmp_path: Path) -> None:
    """A suspected ending, and later the same one confirmed or withdrawn, is one change of two versions."""
    id_, version = next((id_, version) for id_, version in journal(filled) if version > 1)
    ids = [row["change_id"] for row in changes_since(filled, tmp_path, f"{id_}:{version - 1}")]
    assert id_ in ids


def test_an_id_alone_means_when_it_was_first_told_so_that_nothing_is_missed(filled: sa.Engine, tmp_path: Path) -> None:
    id_ = next(id_ for id_, version in journal(filled) if version > 1)
    assert changes_since(filled, tmp_path / "alone", id_) == changes_since(filled, tmp_path / "first", f"{id_}:1")


def test_a_change_that_is_told_no_longer_is_named(record: sa.Engine, tmp_path: Path) -> None:
    fill(record)
    newest = journal(record)[-1]
    with record.begin() as connection:
        gone = connection.exec_driver_sql("SELECT id FROM change ORDER BY id").scalars().first()
        connection.execute(
            sa.text(
                "INSERT INTO change_version (change_id, version, recorded_at, dropped, late, change)"
                " SELECT change_id, 9, recorded_at, :yes, late, change FROM change_version"
                " WHERE change_id = :id AND version = 1"
            ),
            {"id": gone, "yes": True},
        )
        connection.execute(sa.text("DELETE FROM change WHERE id = :id"), {"id": gone})
    out = tmp_path / "out"
    assert changes_since(record, out, ":".join(map(str, newest))) == []
    assert note_of(out)["changes_dropped"] == [gone]
    assert f"Changes no longer told at all since then: {gone}." in (out / "README.md").read_text()


@pytest.mark.parametrize("unknown", ["nonesuch", "nonesuch:1", "{known}:99", "{known}:x", ""])
def test_a_change_that_the_record_never_told_is_refused(filled: sa.Engine, tmp_path: Path, unknown: str) -> None:
    cursor = unknown.replace("{known}", journal(filled)[0][0])
    with pytest.raises(ExportError, match=r"the record never told it; take the id from `moawatch changes"):
        changes_since(filled, tmp_path / "out", cursor)


def test_other_views_cannot_be_asked_for_since_a_change(filled: sa.Engine, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="view lists: only changes can be exported since one of them"):
        exported(filled, tmp_path / "out", views=("lists",), since=journal(filled)[0][0])
