"""What a capture holds: a list, a page that links lists, or neither."""

from dataclasses import dataclass, field
from datetime import datetime

from flows.fetching.archive import Archive
from flows.fetching.history.web_archive import FoundCapture, PlayedCapture, digest_of
from flows.lists.past.addresses import to_look_up
from flows.sources.cage.readers import FORMS, read_document, read_page
from flows.sources.ice.dating import date_by
from flows.sources.in_hand import InHand
from models.errors import ReadError
from models.lists.listings import Dating, PublishedList
from models.record.store import Engine, write_session
from models.record.tables.documents import Capture
from models.record.writing.history import note_capture, note_digests
from models.record.writing.sightings import SeenList

SOURCE = "web archive"

# As in a backfill of files: rows read and not yet derived, some 100 MB.
_MAX_IN_HAND = 100_000


@dataclass(slots=True)
class Looking:
    """Looks at each capture and notes what came of it, in one transaction each."""

    engine: Engine
    archive: Archive
    now: datetime
    new: int = 0
    failures: list[str] = field(default_factory=list)
    in_hand: InHand = field(default_factory=InHand)
    by_digest: dict[str, str] = field(default_factory=dict)  # digest -> sha256 of a document that the archive has
    _rows: int = 0

    def look(self, found: FoundCapture, played: PlayedCapture, is_page: bool) -> tuple[str, ...]:
        """Take in the bytes of a capture; the lists that it links."""
        sha256 = self.archive.keep(played.content)
        name = played.file_name or found.address
        published, links, sentence = _read(played.content, name, found.address)
        dating = self._dating(published, name, found, is_page) if published else None
        capture = Capture(
            address=found.address,
            captured_at=found.captured_at,
            document_sha256=sha256,
            forms=FORMS,
            sentence=sentence,
            links=list(links),
        )
        digests = {digest_of(played.content): sha256}
        if published or links:
            # The index may know the bytes as they were packed for the way. Of what is neither list nor page, another
            # capture under that digest may be whole.
            digests[found.digest] = sha256
        seen = SeenList(sha256, SOURCE, name, found.captured_at) if published else None
        with write_session(self.engine) as session:
            self.new += note_capture(session, capture, len(played.content), seen, dating, again=is_page)
            note_digests(session, digests)
        self.by_digest |= digests
        if published and self._rows < _MAX_IN_HAND:
            self._rows += len(published.rows)
            self.in_hand.lists[sha256, name] = published
        if sentence:
            self.failures.append(sentence)
        return links

    def give_up(self, found: FoundCapture, why: str) -> None:
        """Note that a capture cannot be played."""
        capture = Capture(
            address=found.address,
            captured_at=found.captured_at,
            document_sha256=None,
            forms=FORMS,
            sentence=why,
            links=[],
        )
        with write_session(self.engine) as session:
            note_capture(session, capture, 0, None, None, again=False)
        self.failures.append(why)

    def _dating(self, published: PublishedList, name: str, found: FoundCapture, is_page: bool) -> Dating:
        """A page is of its capture; a workbook of its own properties, and was there by its capture."""
        named = None if is_page else name
        return date_by(published.saved_at, named, captured_at=found.captured_at, now=self.now)


def _read(content: bytes, name: str, address: str) -> tuple[PublishedList | None, tuple[str, ...], str]:
    """The list, the links to other lists, and why there is neither."""
    published, refusal = None, ""
    try:
        published = read_document(content, name)
    except ReadError as error:
        refusal = str(error)
    links: tuple[str, ...] = ()
    if not content.startswith(b"PK") and (b"file-download" in content or b".xlsx" in content):
        try:
            page = read_page(content, address)
            links = tuple(filter(None, (to_look_up(link.url) for link in page.links)))
            refusal = ""  # it links lists, be it those that are looked up anyway
        except ReadError:
            pass
    return published, links, "" if published else refusal
