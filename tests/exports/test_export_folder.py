"""The folder of an export: whose it is, how it is replaced, and what a kill or a full disk leaves."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.exports import folder as folder_module
from flows.exports.folder import replacing
from models.errors import ExportError
from tests.support.exported_record import contents_of, exported
from tests.support.paths import ROOT


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(filled: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ExportError, match="holds other files and no export; name an empty folder"):
        exported(filled, tmp_path)
    assert contents_of(tmp_path) == {"thesis.txt": b"mine"}


@pytest.mark.parametrize("package", [b"{}", b"[]", b"not JSON", b'{"name": "another"}'])
def test_the_package_of_another_program_is_no_export(filled: sa.Engine, tmp_path: Path, package: bytes) -> None:
    (tmp_path / "datapackage.json").write_bytes(package)
    with pytest.raises(ExportError, match="holds other files"):
        exported(filled, tmp_path)


def test_a_file_is_no_folder(filled: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ExportError, match="is a file; name a folder"):
        exported(filled, tmp_path / "file")


def test_an_export_replaces_an_earlier_one_and_what_it_no_longer_holds(filled: sa.Engine, tmp_path: Path) -> None:
    exported(filled, tmp_path, "csv", "xlsx")
    (tmp_path / "notes.txt").write_text("mine")
    exported(filled, tmp_path, "json", views=("lists",))
    assert contents_of(tmp_path).keys() == {
        "lists.json", "datapackage.json", "README.md", "CITATION.cff", "SHA256SUMS", "notes.txt",
    }  # fmt: skip


def test_only_files_of_the_folder_itself_are_taken_away(filled: sa.Engine, tmp_path: Path) -> None:
    """A description that somebody altered names files elsewhere."""
    (tmp_path / "precious").write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    elsewhere = [{"path": path} for path in ("../precious", f"{tmp_path}/precious", 1)]
    (out / "datapackage.json").write_text(json.dumps({"name": "moawatch", "resources": elsewhere}))
    exported(filled, out, views=("record",))
    assert (tmp_path / "precious").read_text() == "mine"


def test_a_failure_on_the_way_leaves_the_earlier_export_as_it_was(
    filled: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(filled, tmp_path, views=("lists",))
    before = contents_of(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flows.exports.export.describe", full)
    with pytest.raises(ExportError, match="No space left on device; check its permissions and the free space"):
        exported(filled, tmp_path)
    assert contents_of(tmp_path) == before


def test_a_failure_in_a_new_folder_leaves_no_folder(
    filled: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flows.exports.export.describe", full)
    with pytest.raises(ExportError):
        exported(filled, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said(filled: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="Not a directory; check its permissions"):
        exported(filled, tmp_path / "file" / "out")


_KILLED = """
import os, signal, sys
from pathlib import Path
from flows.exports import folder
real, left = os.replace, int(sys.argv[2])
def replace(*names):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    real(*names)
folder.os.replace = replace
with folder.replacing(Path(sys.argv[1])) as unfinished:
    for name in ("a.csv", "b.csv", "datapackage.json"):
        (unfinished / name).write_text('{"name": "moawatch", "resources": []}' if name[0] == "d" else "whole")
    folder.write_sums(unfinished)
"""


@pytest.mark.parametrize("moves", range(4))
def test_a_kill_leaves_whole_files_and_a_folder_that_the_next_export_takes(
    filled: sa.Engine, tmp_path: Path, moves: int
) -> None:
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path), str(moves)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    there = {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()}
    assert "SHA256SUMS" not in there
    assert all(text == "whole" or "moawatch" in text for text in there.values())
    exported(filled, tmp_path, views=("record",))
    assert not (tmp_path / ".unfinished").exists()
    assert "SHA256SUMS" in contents_of(tmp_path)


def test_two_exports_into_one_folder_at_once_are_refused(filled: sa.Engine, tmp_path: Path) -> None:
    with (
        replacing(tmp_path / "out") as unfinished,
        pytest.raises(ExportError, match="another export is being written there; try again when it is done"),
    ):
        (unfinished / "half").write_text("")
        exported(filled, tmp_path / "out", views=("record",))


def test_sums_are_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert folder_module.write_sums(tmp_path) == {
        "empty": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    }


def test_files_are_on_the_disk_before_they_take_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def note(name: str, real: Callable[..., None]) -> Callable[..., None]:
        def noted(*given: object) -> None:
            done.append(name)
            real(*given)

        return noted

    monkeypatch.setattr(os, "fsync", note("fsync", os.fsync))
    monkeypatch.setattr(os, "replace", note("replace", os.replace))
    with replacing(tmp_path / "out") as unfinished:
        (unfinished / "a.csv").write_text("a")
    assert done == ["fsync", "replace", "fsync"]
