"""The documents of lists, read one ahead: while the rules are busy with one list, the cage reads the next."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from flows.fetching.archive import Archive
from flows.sources.cage.process import BegunReading
from flows.sources.cage.readers import begin_document, read_headline
from flows.sources.in_hand import InHand
from models.lists.listings import Headline, PublishedList
from models.record.tables.documents import Sighting
from models.record.writing.lists import ListFacts

# A list that this run has read already, a reading that has begun, or why there is neither.
_Coming = PublishedList | BegunReading | Exception


@dataclass(frozen=True, slots=True)
class Documents:
    """The archive, and what of it this run has already read."""

    archive: Archive
    in_hand: InHand

    def each(self, sightings: Sequence[Sighting]) -> Generator[tuple[Sighting, ListFacts | Exception]]:
        """Each sighting with its list, or with why it cannot be had: ReadError where the document is none, ArchiveError
        where it is gone. Close the iterator where it is left early."""
        coming = self._begun(sightings[0]) if sightings else None
        try:
            for sighting, following in zip_longest(sightings, sightings[1:]):
                facts = self._facts(sighting, coming)
                coming = self._begun(following) if following else None
                yield sighting, facts
        finally:
            if isinstance(coming, BegunReading):
                coming.give_up()

    def _begun(self, sighting: Sighting) -> _Coming:
        """The list where this run has it, or a reading of it that has begun."""
        published = self.in_hand.lists.pop((sighting.document_sha256, sighting.file_name), None)
        if published is not None:
            return published
        try:
            return begin_document(self.archive.read(sighting.document_sha256), sighting.file_name)
        except Exception as error:  # noqa: BLE001 - it is this sighting's, and told when its turn comes
            return error

    def _facts(self, sighting: Sighting, coming: _Coming | None) -> ListFacts | Exception:
        try:
            published = coming.value() if isinstance(coming, BegunReading) else coming
            if isinstance(published, PublishedList):
                return ListFacts(sighting, published, self._headline(sighting.page_sha256))
        except Exception as error:  # noqa: BLE001 - as above
            return error
        assert isinstance(published, Exception), "a list, or why there is none"
        return published

    def _headline(self, page: str | None) -> Headline | None:
        headlines = self.in_hand.headlines
        if page and page not in headlines:
            headlines.clear()  # the lists of one page follow each other; a rebuild needs no older page again
            headlines[page] = read_headline(self.archive.read(page))
        return headlines[page] if page else None
