"""The archive's own note of the lists in it, from which the record can be made again where its database is lost.

One line of JSON for each sighting, beside the documents: name, dates, source, and the page that linked the list.
"""

import json
from collections.abc import Iterable

from flows.fetching.archive import Archive
from models.record.tables.documents import Sighting

MANIFEST = "manifest.jsonl"


def remember(archive: Archive, sightings: Iterable[Sighting]) -> None:
    """Add the sightings that the manifest does not have yet, and put them on the disk."""
    known = set(archive.text(MANIFEST).splitlines())
    new = [line for line in map(_line, sightings) if line not in known]
    if new:
        archive.append(MANIFEST, "\n".join(new))


def remembered(archive: Archive) -> tuple[list[Sighting], int]:
    """The sightings, and the number of lines that are torn or damaged. Of two lines about one sighting the later
    counts: it was dated anew."""
    found: dict[tuple[object, ...], Sighting] = {}
    damaged = 0
    for line in filter(str.strip, archive.text(MANIFEST).splitlines()):
        one = _sighting(line)
        if one is None:
            damaged += 1
            continue
        found[one.document_sha256, one.source, one.seen_at, one.file_name] = one
    return list(found.values()), damaged


def missing(archive: Archive, sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings that the manifest does not have."""
    known = set(archive.text(MANIFEST).splitlines())
    return [one for one in sightings if _line(one) not in known]


def _sighting(line: str) -> Sighting | None:
    if not line.isascii():  # as every line is written
        return None
    try:
        one = Sighting.model_validate(json.loads(line))
    except (ValueError, RecursionError):
        return None
    return one if one.seen_at.tzinfo and one.published_at.tzinfo else None


def _line(one: Sighting) -> str:
    return json.dumps(one.model_dump(mode="json", exclude={"id"}), sort_keys=True)
