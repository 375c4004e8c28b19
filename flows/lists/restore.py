"""An archive alone -> the record: the lists that its manifest remembers, as they were seen and dated.

Documents of lists that the manifest lost, or that are older than it, are dated by their own properties. Where the
archive is a copy of the record's own, every document that the own one lost or let rot is healed by it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flows.fetching.archive import Archive
from flows.lists.manifest import MANIFEST, remembered
from flows.moas.manifest import restore_moas
from flows.sources.ice.dating import date_by
from flows.sources.ice.workbook_parts import ZIP_MAGIC, properties_modified
from models.errors import ArchiveError, ReadError
from models.record.batches import batches
from models.record.store import Engine, write_session
from models.record.tables.documents import Sighting
from models.record.writing.sightings import note_remembered

# Lists noted in one transaction, as in a backfill of saved files.
_PORTION = 50


@dataclass(slots=True)
class Restored:
    """What an archive gave back."""

    lists: int = 0
    new: int = 0  # to the record
    failures: list[str] = field(default_factory=list)


def is_archive(path: Path) -> bool:
    """Whether a folder is an archive: it has a manifest, or documents under their hashes."""
    return (path / MANIFEST).is_file() or any(path.glob("[0-9a-f][0-9a-f]/" + "[0-9a-f]" * 64))


def restore(
    engine: Engine, archive: Archive, source: Archive, now: datetime, progress: Callable[[str, int, int], None]
) -> Restored:
    """Note every list of the archive `source`, and keep its documents in `archive`, where it is another one."""
    restored = Restored()
    sightings, damaged = remembered(source)
    if damaged:
        lines = "1 line" if damaged == 1 else f"{damaged} lines"
        restored.failures.append(f"{source}/{MANIFEST}: cannot read {lines}; the workbooks there were dated anew")
    sightings += _forgotten(source, archive, {one.document_sha256 for one in sightings}, now)
    restored.lists = len(sightings)
    done = 0
    for portion in batches(sightings, _PORTION):
        sizes: dict[str, int] = {}
        whole = [one for one in portion if _keep(source, archive, one, sizes, restored)]
        with write_session(engine) as session:
            restored.new += note_remembered(session, whole, sizes)
        done += len(portion)
        progress("noting", done, len(sightings))
    restored.failures += restore_moas(engine, source, archive)
    return restored


def _keep(source: Archive, archive: Archive, one: Sighting, sizes: dict[str, int], restored: Restored) -> bool:
    """Keep the document of a sighting, and the page that linked it. False where the document is lost."""
    try:
        content = source.read(one.document_sha256)
    except ArchiveError as error:
        restored.failures.append(str(error))
        return False
    sizes[archive.keep(content)] = len(content)
    if one.page_sha256:
        try:
            page = source.read(one.page_sha256)
        except ArchiveError as error:
            restored.failures.append(f"{error}; its list was taken in without the page's headline")
            one.page_sha256 = None
        else:
            sizes[archive.keep(page)] = len(page)
    return True


def _forgotten(source: Archive, archive: Archive, known: set[str], now: datetime) -> Iterator[Sighting]:
    """Keep all other documents. Of these, the workbooks that carry their own date are lists."""
    for sha256 in source.documents():
        if sha256 in known:
            continue
        try:
            content = source.read(sha256)
            archive.keep(content)
            if not content.startswith(ZIP_MAGIC):
                continue
            dating = date_by(properties_modified(content))
        except (ArchiveError, ReadError):
            continue  # no list, or none that can be placed: `moawatch verify` tells of damaged ones
        yield Sighting(
            document_sha256=sha256,
            source=f"backfill of {str(source).rpartition('/')[2]}",
            file_name=None,
            seen_at=now,
            published_at=dating.published_at,
            published_on=dating.published_on,
            dated_by=dating.dated_by,
        )
