"""The archive's own note of the documents that lists link: what each address led to, and since when."""

from collections.abc import Iterable

from flows.fetching.archive import Archive
from flows.noted_rows import note_rows, noted_rows
from models.errors import ArchiveError
from models.record.store import Engine, write_session
from models.record.tables.moas.sightings import MoaSighting
from models.record.writing.fetches import note_document
from models.record.writing.moas import note_remembered_moas

MANIFEST = "moas.jsonl"


def remember(archive: Archive, sightings: Iterable[MoaSighting]) -> None:
    """Add the sightings that the manifest does not have yet, and put them on the disk."""
    note_rows(archive, MANIFEST, sightings)


def restore_moas(engine: Engine, source: Archive, archive: Archive) -> list[str]:
    """Note what the archive `source` remembers, with its documents kept in `archive`. Returns what was lost."""
    failures: list[str] = []
    whole: list[MoaSighting] = []
    sizes: dict[str, tuple[int, MoaSighting]] = {}
    for one in noted_rows(source, MANIFEST, MoaSighting):
        if one is None or one.seen_at.tzinfo is None:
            failures.append(f"{MANIFEST}: cannot read a line; what it said of a linked document is lost")
            continue
        if one.document_sha256 is not None:
            try:
                content = source.read(one.document_sha256)
            except ArchiveError as error:
                failures.append(str(error))
                continue
            sizes.setdefault(archive.keep(content), (len(content), one))
        whole.append(one)
    with write_session(engine) as session:
        for sha256, (size, one) in sizes.items():
            note_document(session, sha256, size, one.seen_at)
        note_remembered_moas(session, whole)
    return failures
