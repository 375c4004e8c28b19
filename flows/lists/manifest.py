"""The archive's own note of the lists in it, from which the record can be made again where its database is lost.

One line for each sighting: name, dates, source, and the page that linked the list.
"""

from collections.abc import Iterable

from flows.fetching.archive import Archive
from flows.noted_rows import note_rows, noted_rows, unnoted
from models.record.tables.documents import Sighting

MANIFEST = "manifest.jsonl"


def remember(archive: Archive, sightings: Iterable[Sighting]) -> None:
    """Add the sightings that the manifest does not have yet, and put them on the disk."""
    note_rows(archive, MANIFEST, sightings)


def remembered(archive: Archive) -> tuple[list[Sighting], int]:
    """The sightings, and the number of lines that are torn or damaged. Of two lines about one sighting the later
    counts: it was dated anew."""
    rows = noted_rows(archive, MANIFEST, Sighting)
    whole = [one for one in rows if one is not None and one.seen_at.tzinfo and one.published_at.tzinfo]
    found = {(one.document_sha256, one.source, one.seen_at, one.file_name): one for one in whole}
    return list(found.values()), len(rows) - len(whole)


def missing(archive: Archive, sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings that the manifest does not have."""
    return unnoted(archive, MANIFEST, sightings)
