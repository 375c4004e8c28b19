"""Saved lists -> the same record that fetching them on their days would have given, in any order.

First every file is archived and its date noted, which is quick; then the lists are derived one by one in order of
publication, so that memory does not grow with the archive. Both parts resume where a killed run stopped.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.fetching.archive import Archive
from flows.lists.derive import derive
from flows.lists.fold import Derivation
from flows.lists.intake import Intake, Progress, SavedFile
from flows.lists.restore import is_archive, restore
from flows.moas.reading import read_unread
from flows.watchdog import BACKFILL, watched
from flows.world import utc_now
from models.errors import MoawatchError, ReadError
from models.record.asking import Row
from models.record.batches import batches
from models.record.store import Engine
from models.vocabulary import SnapshotStatus, counted

SUFFIXES = (".xlsx", ".html", ".htm")

# A hundred times the size of the largest list so far (0.3 MB).
MAX_BYTES = 30_000_000

_SAID = {SnapshotStatus.ATTESTING.value: "of names alone"}

# Files noted in one transaction: a commit for each would take longer than hashing them.
PORTION = 50


@dataclass(frozen=True, slots=True)
class Backfill:
    """What a backfill did."""

    files: int
    new: int  # documents new to the record
    derivation: Derivation
    failures: tuple[str, ...]  # one line for each file that is not a list; its bytes are in the archive
    left_out: tuple[Row, ...] = ()  # the lists that it holds or rejects, each with why

    @property
    def statuses(self) -> dict[str, int]:
        """How many lists were accepted, unchanged, held, ..., in this order."""
        became = Counter(self.derivation.statuses.values())
        return {status.value: became[status] for status in SnapshotStatus}

    @property
    def sentence(self) -> str:
        new, lists = counted(self.new, "new document"), counted(self.derivation.lists, "list")
        return f"{counted(self.files, 'file')}, {new}, {lists} processed"

    @property
    def in_short(self) -> str:
        """'9 accepted, 2 unchanged, 1 rejected'."""
        return ", ".join(f"{count:,} {_SAID.get(status, status)}" for status, count in self.statuses.items() if count)

    @property
    def why(self) -> list[str]:
        """'REJECTED: participating list of 2025-06-09: 12 of 37 agreements missing', and so on."""
        return [
            f"{str(each['status']).upper()}: {each['kind']} list of {each['list_date']}: {each['why']}"
            + (f"; see `moawatch review` ({each['id']})" if each["status"] == SnapshotStatus.HELD else "")
            for each in self.left_out
        ]


def backfill(
    engine: Engine, archive: Archive, path: Path | Archive, now: datetime, progress: Progress = lambda *_: None
) -> Backfill:
    """Add a saved list, all below a folder, or all of an archive to the record. Raises MoawatchError where there is
    nothing to read."""
    archive.remove_partials(now)
    if isinstance(path, Archive) or is_archive(path):
        source = path if isinstance(path, Archive) else Archive(str(path))
        if not source.documents():
            raise MoawatchError(f"{source}: no documents of an archive there; correct its name")
        restored = restore(engine, archive, source, now, progress)
        unread = read_unread(engine, archive, lambda: now, most=None)  # the lists are resolved by what they say
        derivation = derive(engine, archive, now, lambda count, of: progress("reading", count, of))
        failures = (*restored.failures, *unread, *derivation.failures)
        return Backfill(restored.lists, restored.new, derivation, failures)
    files = saved_lists(path)
    if not files:
        raise MoawatchError(f"{path}: no saved lists ({', '.join(SUFFIXES)}); name a file, or a folder of lists")
    with watched(engine, BACKFILL, utc_now) as notes:
        done = _take_in(engine, archive, path, files, now, progress)
        notes.failures += done.failures
    return done


def _take_in(
    engine: Engine, archive: Archive, path: Path, files: Sequence[Path], now: datetime, progress: Progress
) -> Backfill:
    intake = Intake(engine, archive, f"backfill of {path.name}", now)
    done = 0
    for portion in batches(files, PORTION):
        saved: list[SavedFile] = []
        for file in portion:
            try:
                saved.append(SavedFile(_content(file), file.name))
            except ReadError as error:
                intake.failures.append(str(error))
        intake.take(saved)
        done += len(portion)
        progress("noting", done, len(files))
    derivation = derive(engine, archive, now, lambda count, of: progress("reading", count, of))
    return Backfill(len(files), intake.new, derivation, (*intake.failures, *derivation.failures))


def saved_lists(path: Path) -> list[Path]:
    """The files below `path` that may be lists. A file named directly is taken whatever its suffix."""
    if path.is_file():
        return [path]
    # '~$' begins the lock file that Excel leaves beside an open workbook.
    return sorted(
        file
        for file in path.rglob("*")
        if file.suffix.lower() in SUFFIXES and file.is_file() and not file.name.startswith("~$")
    )


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ReadError(f"{file.name}: over {MAX_BYTES // 1_000_000} MB, too large for a list; skipped")
        return file.read_bytes()
    except OSError as error:
        raise ReadError(f"{file.name}: {error.strerror}; check that it can be read") from error
