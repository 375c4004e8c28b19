"""The archive: kept once, found again, whole or not at all."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.fetching.archive import Archive
from models.errors import ArchiveError, SettingsError

CONTENT = b"some bytes that a publisher served"
NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def documents(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_is_read_again_by_its_hash(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path / "archive"))
    assert documents(tmp_path) == []
    assert archive.keep(CONTENT) == SHA256
    assert documents(tmp_path) == [SHA256]
    assert archive.read(SHA256) == CONTENT


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.keep(CONTENT)
    written = next(tmp_path.rglob(SHA256)).stat().st_mtime_ns
    archive.keep(CONTENT)
    assert documents(tmp_path) == [SHA256]
    assert next(tmp_path.rglob(SHA256)).stat().st_mtime_ns == written


def test_an_empty_document_is_a_document(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    assert archive.read(archive.keep(b"")) == b""


def test_any_place_that_fsspec_knows_will_do() -> None:
    archive = Archive("memory://moawatch-test")
    assert archive.read(archive.keep(CONTENT)) == CONTENT
    assert Archive("memory://moawatch-test").read(SHA256) == CONTENT


def test_an_unknown_place_is_a_wrong_setting() -> None:
    with pytest.raises(SettingsError, match="setting archive: nowhere://a/b cannot be opened"):
        Archive("nowhere://somebody:secret@a/b")


def test_a_half_document_of_a_killed_run_is_written_again(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.keep(CONTENT)
    next(tmp_path.rglob(SHA256)).write_bytes(CONTENT[:5])
    archive.keep(CONTENT)
    assert archive.read(SHA256) == CONTENT


def stopped_at_the_disk(error: BaseException) -> Callable[[int], None]:
    """What `os.fsync` does when the machine or the disk gives up after the bytes were written."""

    def fsync(_: int) -> None:
        raise error

    return fsync


def test_a_kill_while_writing_leaves_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is interrupted before the rename stands under another name."""
    monkeypatch.setattr(os, "fsync", stopped_at_the_disk(KeyboardInterrupt()))
    archive = Archive(str(tmp_path))
    with pytest.raises(KeyboardInterrupt):
        archive.keep(CONTENT)
    (left,) = documents(tmp_path)
    assert left.endswith(".partial")
    assert archive.documents() == []
    monkeypatch.undo()
    assert archive.read(archive.keep(CONTENT)) == CONTENT


def test_what_a_killed_run_was_writing_is_removed_after_an_hour_and_not_while_it_is_written(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.keep(CONTENT)
    for name, age in (("old", timedelta(minutes=61)), ("new", timedelta(minutes=59))):
        partial = tmp_path / SHA256[:2] / f"{SHA256}.{name}.partial"
        partial.write_bytes(CONTENT[:5])
        os.utime(partial, ((NOW - age).timestamp(),) * 2)
    assert archive.remove_partials(NOW) == 1
    assert sorted(documents(tmp_path)) == [SHA256, f"{SHA256}.new.partial"]


def test_a_document_is_on_the_disk_before_it_has_its_name_and_its_name_before_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut keeps what was synced: the bytes first, then the folder that names them."""
    synced: list[tuple[bool, list[str]]] = []

    def fsync(opened: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(opened).st_mode), documents(tmp_path)))

    monkeypatch.setattr(os, "fsync", fsync)
    Archive(str(tmp_path)).keep(CONTENT)
    assert [folder for folder, _ in synced] == [False, True, True]
    assert synced[0][1][0].endswith(".partial")
    assert synced[1][1] == [SHA256]


def test_a_full_disk_is_stated_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", stopped_at_the_disk(OSError(errno.ENOSPC, "No space left on device")))
    archive = Archive(str(tmp_path))
    with pytest.raises(ArchiveError, match=r"document of 34 bytes \(No space left on device\); free some space"):
        archive.keep(CONTENT)
    assert documents(tmp_path) == []


def test_a_document_that_rotted_is_healed_by_keeping_it_again(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.keep(CONTENT)
    next(tmp_path.rglob(SHA256)).write_bytes(CONTENT.replace(b"bytes", b"lies!"))
    archive.keep(CONTENT)
    assert archive.read(SHA256) == CONTENT


def test_lines_beside_the_documents_begin_anew_after_a_torn_one(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    assert archive.text("notes") == ""
    archive.append("notes", "one")
    with (tmp_path / "notes").open("ab") as notes:
        notes.write(b"tw\xff")
    archive.append("notes", "three")
    assert archive.text("notes").split() == ["one", "tw\ufffd", "three"]
    assert archive.documents() == []


def test_a_folder_that_cannot_be_made_is_stated(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file stands where the folder should be")
    with pytest.raises(ArchiveError, match="cannot keep a document"):
        Archive(str(tmp_path / "archive")).keep(CONTENT)


def test_a_damaged_document_is_not_handed_out(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.keep(CONTENT)
    next(tmp_path.rglob(SHA256)).write_bytes(CONTENT.replace(b"bytes", b"lies!"))
    with pytest.raises(ArchiveError, match=f"document {SHA256} is damaged"):
        archive.read(SHA256)


def test_a_missing_document_is_stated(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=f"no document {SHA256}"):
        Archive(str(tmp_path)).read(SHA256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", SHA256.upper(), SHA256 + "0"])
def test_only_a_hash_names_a_document(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="is not a sha256"):
        Archive(str(tmp_path)).read(name)
