"""The documents of lists, read one ahead: while the rules are busy with one list, the next is read in the cage."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from flows.fetching.archive import Archive
from flows.sources.cage.readers import read_document, read_headline
from flows.sources.in_hand import InHand
from models.record.tables.documents import Sighting
from models.record.writing.lists import ListFacts


@dataclass(frozen=True, slots=True)
class Documents:
    """The archive, and what of it this run has already read."""

    archive: Archive
    in_hand: InHand

    def each(self, sightings: Sequence[Sighting]) -> Iterator[tuple[Sighting, Callable[[], ListFacts]]]:
        """Each sighting with its list, in order. Asking for the list raises ReadError where the document is none, and
        ArchiveError where it is gone."""
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents") as reader:
            reads = (reader.submit(self._facts, sighting) for sighting in sightings)
            coming = next(reads, None)
            for sighting in sightings:
                current, coming = coming, next(reads, None)
                assert current is not None, "there is a read for each sighting"
                yield sighting, current.result

    def _facts(self, sighting: Sighting) -> ListFacts:
        seen = (sighting.document_sha256, sighting.file_name)
        published = self.in_hand.lists.pop(seen, None)
        if published is None:
            published = read_document(self.archive.read(sighting.document_sha256), sighting.file_name)
        page = sighting.page_sha256
        headlines = self.in_hand.headlines
        if page and page not in headlines:
            headlines.clear()  # the lists of one page follow each other; a rebuild needs no older page again
            headlines[page] = read_headline(self.archive.read(page))
        return ListFacts(sighting, published, headlines[page] if page else None)
