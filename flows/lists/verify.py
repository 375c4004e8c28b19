"""Everything that was kept is still there and whole: each document against its hash, the record against the archive."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flows.fetching.archive import Archive
from flows.lists.manifest import remember
from flows.moas.manifest import remember as remember_moas
from models.errors import ArchiveError, RecordError
from models.record.asking.integrity import faults, relied_on
from models.record.asking.moas.linked import moa_sightings
from models.record.asking.sightings import every_sighting
from models.record.store import Engine, read_session, require_schema
from models.record.tables.documents import Sighting
from models.record.tables.moas.sightings import MoaSighting
from models.vocabulary import counted

# What can be done about a document is the same for all.
_HEAL = "`moawatch backfill FOLDER` puts it back from a good copy"
_ANEW = "restore a backup, or make a new record with `moawatch backfill ARCHIVE`"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as it was kept."""

    where: str  # 'archive' or 'record'
    sha256: str | None  # of the document, where it is about one
    sentence: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What one look at everything found."""

    documents: int
    damages: tuple[Damage, ...]
    missing_together: int = 0  # documents that one of the damages tells of at once

    @property
    def sentence(self) -> str:
        number = len(self.damages) + max(0, self.missing_together - 1)
        found = f"{number:,} damaged or missing" if number else "all whole"
        return f"{self.documents:,} documents and the record: {found}"


def verify(engine: Engine, archive: Archive, now: datetime, progress: Progress = lambda *_: None) -> Verification:
    """Read every document and the whole record. What a killed run left half written is removed, and the archive is
    reminded of lists and linked documents that only the record knows."""
    damages: list[Damage] = []
    relied: list[str] = []
    missing_together = 0
    seen: list[Sighting] = []
    linked: list[MoaSighting] = []
    try:
        with read_session(engine) as session:
            require_schema(session)
            damages += (Damage("record", None, f"{fault}; {_ANEW}") for fault in faults(session))
            relied, seen, linked = relied_on(session), every_sighting(session), moa_sightings(session)
    except RecordError as error:
        damages.append(Damage("record", None, str(error)))
    try:
        there = archive.documents()
        if relied and not there:
            missing_together = len({*relied})
            damages.append(Damage("archive", None, _elsewhere(archive, missing_together)))
        else:
            archive.remove_partials(now)
            remember(archive, seen)
            remember_moas(archive, linked)
            damages += _damaged(archive, there, relied, _names(seen), progress)
    except ArchiveError as error:
        damages.append(Damage("archive", None, str(error)))
        there = []
    return Verification(len({*there, *relied}), tuple(damages), missing_together)


def _damaged(
    archive: Archive, there: list[str], relied: list[str], names: dict[str, str], progress: Progress
) -> Iterator[Damage]:
    for sha256 in sorted({*relied} - {*there}):
        yield Damage("archive", sha256, f"{names.get(sha256, 'a document')} is missing ({sha256}); {_HEAL}")
    for number, sha256 in enumerate(there, 1):
        try:
            archive.read(sha256)
        except ArchiveError:
            yield Damage("archive", sha256, f"{names.get(sha256, 'a document')} is damaged ({sha256}); {_HEAL}")
        progress("reading", number, len(there))


def _elsewhere(archive: Archive, documents: int) -> str:
    """Nothing is written there: a folder without one document is more likely the wrong one than an empty archive."""
    return (
        f"{archive} holds none of the {counted(documents, 'document')} of this record; if it is the wrong folder, set"
        " MOAWATCH_ARCHIVE to the right one, or work in the folder of your moawatch.toml; if the documents are lost,"
        " `moawatch backfill FOLDER` puts them back from good copies"
    )


def _names(seen: list[Sighting]) -> dict[str, str]:
    """What a person calls the documents that are lists, and the pages that linked them."""
    names = {one.page_sha256: f"the page of {one.published_on}" for one in seen if one.page_sha256}
    return names | {one.document_sha256: one.file_name or f"the list of {one.published_on}" for one in seen}
