"""The folder of an export: nothing else is overwritten, and no half file stands there under its final name."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import ExportError

PACKAGE = "datapackage.json"
SUMS = "SHA256SUMS"
NAME = "moawatch"

# Where files stand until all are whole. What a killed export left here is cleared by the next one.
_UNFINISHED = ".unfinished"


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """An empty folder to write an export into. When it is left, its files take the place of those in `folder`.

    A kill in between leaves whole files, some old and some new, which `SHA256SUMS` tells apart; exporting again mends
    that. Raises ExportError where `folder` holds anything but an export, or another export is being written there.
    """
    is_new = not folder.exists()
    _require_ours(folder)
    unfinished = folder / _UNFINISHED
    if unfinished.is_symlink():  # what it leads to is not ours to empty
        raise ExportError(f"{unfinished}: a link, which no export makes; remove it")
    unfinished.mkdir(parents=True, exist_ok=True)
    lock = os.open(unfinished, os.O_RDONLY)
    try:
        _take(lock, unfinished)
        try:
            _empty(unfinished)
            yield unfinished
            _put_in_place(unfinished, folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
            if is_new and not any(folder.iterdir()):
                folder.rmdir()
    finally:
        os.close(lock)


def write_sums(folder: Path) -> dict[str, str]:
    """Write what `sha256sum -c SHA256SUMS` checks, of all files there; file name -> sha256."""
    sums = {path.name: sha256_of(path) for path in sorted(folder.iterdir()) if path.is_file()}
    (folder / SUMS).write_text("".join(f"{sha256}  {name}\n" for name, sha256 in sums.items()), encoding="utf-8")
    return sums


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _require_ours(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportError(f"{folder}: is a file; name a folder for the export")
    if any(path.name != _UNFINISHED for path in folder.iterdir()) and _package(folder).get("name") != NAME:
        raise ExportError(f"{folder}: holds other files and no export; name an empty folder, or one of an export")


def _package(folder: Path) -> dict[str, object]:
    """The description of the export there; empty where there is none."""
    try:
        package = json.loads((folder / PACKAGE).read_bytes())
    except (OSError, ValueError):
        return {}
    return package if isinstance(package, dict) else {}


def _take(lock: int, unfinished: Path) -> None:
    """Keep others out until the lock is closed, or this process ends in whatever way."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_free = unfinished.exists() and os.path.samestat(os.fstat(lock), unfinished.stat())
    except BlockingIOError:
        is_free = False
    if not is_free:
        raise ExportError(f"{unfinished.parent}: another export is being written there; try again when it is done")


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _put_in_place(unfinished: Path, folder: Path) -> None:
    """The description comes first, so that a kill leaves a folder that the next export knows as its own, and the sums
    last, so that until then the old ones tell that something is amiss."""
    names = sorted(path.name for path in unfinished.iterdir() if path.is_file())
    for name in names:
        _put_on_disk(unfinished / name)
    for gone in _files_of_export(folder) - set(names):
        (folder / gone).unlink(missing_ok=True)
    for name in sorted(names, key=lambda name: (name != PACKAGE, name == SUMS)):
        os.replace(unfinished / name, folder / name)
    _put_on_disk(folder)


def _files_of_export(folder: Path) -> set[str]:
    """The data files in `folder` that the description there names; nothing outside of it."""
    resources = _package(folder).get("resources")
    found = {each.get("path") for each in resources if isinstance(each, dict)} if isinstance(resources, list) else set()
    return {name for name in found if isinstance(name, str) and name and Path(name).name == name}


def _put_on_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
