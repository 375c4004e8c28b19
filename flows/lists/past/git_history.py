"""Every version of every list in the history of a Git repository, as mirrors keep them.

Each list is dated as any saved one; the first commit that has it is the latest time at which it can have been
published. Mirrors hold lists under wrong names, saved again, swapped and cut off: what is no list gets no sighting.
"""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from flows.fetching.addresses import without_secrets
from flows.fetching.archive import Archive
from flows.fetching.history.git import FileVersion, Repository
from flows.lists.backfill import MAX_BYTES, PORTION, SUFFIXES, Backfill
from flows.lists.derive import derive
from flows.lists.intake import Intake, Progress, SavedFile
from flows.sources.ice.dating import name_date
from flows.watchdog import BACKFILL, watched
from flows.world import utc_now
from models.errors import MoawatchError
from models.record.store import Engine

PREFIX = "git+"

# Bytes held at once: a portion of ordinary lists has a quarter of it.
_MAX_HELD = 60_000_000

# Before it, git itself did not exist: such a commit comes from a broken clock.
_FIRST_YEAR = 2005


def backfill_git(
    engine: Engine, archive: Archive, address: str, now: datetime, progress: Progress = lambda *_: None
) -> Backfill:
    """Add every list in the history of the repository at `address`, a URL or a folder. Raises MoawatchError where it
    cannot be had, or has no file that may be a list."""
    name = without_secrets(address).rstrip("/").rpartition("/")[2]
    with watched(engine, BACKFILL, utc_now) as notes, tempfile.TemporaryDirectory(prefix="moawatch-git") as folder:
        progress("copying", 0, 1)
        repository = Repository(address, Path(folder) / "copy.git")
        versions = repository.versions(SUFFIXES)
        if not versions:
            raise MoawatchError(f"git+{name}: no file in its history may be a list ({', '.join(SUFFIXES)})")
        intake = Intake(engine, archive, f"backfill of {name}", now, proves=True)
        portion: list[SavedFile] = []
        for number, (version, content) in enumerate(repository.contents(versions, MAX_BYTES), 1):
            if content is None:
                too_large = f"over {MAX_BYTES // 1_000_000} MB, too large for a list; skipped"
                intake.failures.append(f"{_name(version)}: {too_large}")
            else:
                portion.append(SavedFile(content, _name(version), _saved_by(version, now)))
            held = sum(len(file.content) for file in portion)
            if len(portion) == PORTION or held > _MAX_HELD or number == len(versions):
                intake.take(portion)
                portion = []
                progress("reading", number, len(versions))
        derivation = derive(
            engine, archive, now, lambda done, of: progress("resolving", done, of), in_hand=intake.in_hand
        )
        done = Backfill(len(versions), intake.new, derivation, (*intake.failures, *derivation.failures))
        notes.failures += done.failures
    return done


def _name(version: FileVersion) -> str:
    """The first of its names with a date: mirrors keep the newest list as 'latest.xlsx', too."""
    names = [Path(path).name for path in version.paths]
    return next(filter(name_date, names), names[0])


def _saved_by(version: FileVersion, now: datetime) -> datetime | None:
    """When the list was there at the latest; None where the commit's clock cannot be right."""
    possible = version.committed_at.year >= _FIRST_YEAR and version.committed_at <= now + timedelta(days=1)
    return version.committed_at if possible else None
