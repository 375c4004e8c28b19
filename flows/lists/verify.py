"""Everything that was kept is still there and whole: each document against its hash, the record against the archive."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flows.fetching.archive import Archive
from flows.lists.manifest import remember
from flows.moas.manifest import remember as remember_moas
from models.errors import ArchiveError, DamagedDocumentError, DamagedRecordError, RecordError
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

# A store that is away takes up to two minutes for each document; the next one fares no better.
_GIVE_UP = 5


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as it was kept, or that could not be looked at."""

    where: str  # 'archive' or 'record'
    sha256: str | None  # of the document, where it is about one
    sentence: str
    unread: bool = False  # nobody could look: it may be whole

    def __str__(self) -> str:
        return f"{'not read' if self.unread else self.where}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What one look at everything found."""

    documents: int
    found: tuple[Damage, ...]
    missing_together: int = 0  # documents that one of the damages tells of at once

    @property
    def damages(self) -> tuple[Damage, ...]:
        return tuple(one for one in self.found if not one.unread)

    @property
    def unread(self) -> tuple[Damage, ...]:
        return tuple(one for one in self.found if one.unread)

    @property
    def sentence(self) -> str:
        number = len(self.damages) + max(0, self.missing_together - 1)
        said = [f"{number:,} damaged or missing"] if number else []
        said += ["not all could be read"] if self.unread else []
        return f"{self.documents:,} documents and the record: {', '.join(said) or 'all whole'}"


def verify(engine: Engine, archive: Archive, now: datetime, progress: Progress = lambda *_: None) -> Verification:
    """Read every document and the whole record. What a killed run left half written is removed, and the archive is
    reminded of lists and linked documents that only the record knows."""
    found: list[Damage] = []
    relied: list[str] = []
    missing_together = 0
    seen: list[Sighting] = []
    linked: list[MoaSighting] = []
    try:
        with read_session(engine) as session:
            require_schema(session)
            found += (Damage("record", None, f"{fault}; {_ANEW}") for fault in faults(session))
            relied, seen, linked = relied_on(session), every_sighting(session), moa_sightings(session)
    except RecordError as error:
        found.append(Damage("record", None, str(error), unread=not isinstance(error, DamagedRecordError)))
    try:
        there = archive.documents()
        if relied and not there and _is_gone(archive, relied[0]):
            missing_together = len({*relied})
            found.append(Damage("archive", None, _elsewhere(archive, missing_together)))
        else:
            found += _lost(archive, there, relied, _names(seen), progress)
            archive.remove_partials(now)
            remember(archive, seen)
            remember_moas(archive, linked)
    except ArchiveError as error:
        found.append(Damage("archive", None, str(error), unread=True))
        there = []
    return Verification(len({*there, *relied}), tuple(found), missing_together)


def _lost(
    archive: Archive, there: list[str], relied: list[str], names: dict[str, str], progress: Progress
) -> Iterator[Damage]:
    """What is missing, damaged, or cannot be read. The listing of a folder leaves out what may not be read, so each
    document is asked for."""
    unlisted, in_a_row = {*relied} - {*there}, 0
    every = [*sorted(unlisted), *there]
    for number, sha256 in enumerate(every, 1):
        try:
            archive.read(sha256)
            in_a_row = 0
        except DamagedDocumentError:
            how = "missing" if sha256 in unlisted else "damaged"
            yield Damage("archive", sha256, f"{names.get(sha256, 'a document')} is {how} ({sha256}); {_HEAL}")
            in_a_row = 0
        except ArchiveError as error:
            yield Damage("archive", sha256, str(error), unread=True)
            in_a_row += 1
        if in_a_row == _GIVE_UP and number < len(every):
            rest = f"{counted(len(every) - number, 'document')} after {_GIVE_UP} in a row that could not be read"
            yield Damage("archive", None, f"{rest}; run again once these can", unread=True)
            return
        progress("reading", number, len(every))


def _is_gone(archive: Archive, sha256: str) -> bool:
    """Whether a document is not there. Raises ArchiveError where nobody can tell."""
    try:
        archive.read(sha256)
    except DamagedDocumentError:
        return True
    return False


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
