"""Saved lists -> the same record that fetching them on their days would have given, in any order.

First every file is archived and its date noted, which is quick; then the lists are derived in order of publication,
one after the other, so that memory does not grow with the archive. Both parts pick up where a killed run stopped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.derive import Derivation, derive
from flows.lists.sightings import SeenList, note_saved
from flows.sources.ice.dating import Dating, date_of
from flows.sources.ice.document import read_document
from models.errors import MoawatchError, ReadError
from models.record.store import write_session

SUFFIXES = (".xlsx", ".html", ".htm")

# The largest list so far has 0.3 MB; what is a hundred times that is no list.
MAX_BYTES = 30_000_000

# Files noted in one transaction: a commit for each would cost more than hashing them.
PORTION = 50

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Backfill:
    """What a backfill did."""

    files: int
    new: int  # documents that the record had not seen
    derivation: Derivation
    failures: tuple[str, ...]  # one line for each file that is no list; its bytes are in the archive


def backfill(
    engine: sa.Engine, archive: Archive, path: Path, now: datetime, progress: Progress = lambda *_: None
) -> Backfill:
    """Take in a saved list, or all below a folder. Raises MoawatchError where `path` holds nothing to read."""
    files = saved_lists(path)
    if not files:
        raise MoawatchError(f"{path}: no saved lists ({', '.join(SUFFIXES)}); name a file or a folder with some")
    new, failures = 0, []
    remaining = iter(files)
    done = 0
    while portion := list(islice(remaining, PORTION)):
        saved: list[tuple[SeenList, int, Dating | None]] = []
        for file in portion:
            try:
                content = _content(file)
            except ReadError as error:
                failures.append(str(error))
                continue
            seen = SeenList(archive.keep(content), f"backfill of {path.name}", file.name, now)
            try:
                saved.append((seen, len(content), date_of(content, file.name)))
            except ReadError as error:
                saved.append((seen, len(content), None))
                failures.append(_why_no_list(content, file.name) or str(error))
        with write_session(engine) as session:
            new += note_saved(session, saved)
        done += len(portion)
        progress("noting", done, len(files))
    derivation = derive(engine, archive, now, lambda count, of: progress("reading", count, of))
    return Backfill(len(files), new, derivation, (*failures, *derivation.failures))


def saved_lists(path: Path) -> list[Path]:
    """The files below `path` that may be lists; a file that was named is taken whatever its suffix."""
    if path.is_file():
        return [path]
    return sorted(_below(path))


def _below(folder: Path) -> Iterator[Path]:
    # '~$' begins the lock file that Excel leaves beside an open workbook.
    return (
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in SUFFIXES and file.is_file() and not file.name.startswith("~$")
    )


def _why_no_list(content: bytes, name: str) -> str | None:
    """Of a file without a date: what is wrong with it besides, so that nobody dates what is no list at all."""
    try:
        read_document(content, name)
    except ReadError as error:
        return str(error)
    return None


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ReadError(f"{file.name}: larger than {MAX_BYTES // 1_000_000} MB, so no list; left alone")
        return file.read_bytes()
    except OSError as error:
        raise ReadError(f"{file.name}: {error.strerror}; check that it can be read") from error
