"""What backfills remember: documents that are no lists, digests, and captures of web archives."""

from collections.abc import Mapping

from sqlmodel import Session, select

from models.lists.listings import Dating
from models.record.tables.documents import Capture, DocumentDigest, NoList, Sighting
from models.record.writing.fetches import note_document
from models.record.writing.sightings import SeenList, sighting_of


def note_no_lists(session: Session, refused: Mapping[str, str], forms: int) -> None:
    """Note why documents are no lists, by their sha256."""
    for sha256, sentence in refused.items():
        session.merge(NoList(document_sha256=sha256, forms=forms, sentence=sentence))
    session.flush()


def note_digests(session: Session, digests: Mapping[str, str]) -> None:
    """Note documents, by their sha256, under the digests that name them."""
    for digest, sha256 in digests.items():
        if session.get(DocumentDigest, digest) is None:
            session.add(DocumentDigest(digest=digest, document_sha256=sha256))
    session.flush()


def note_capture(
    session: Session, capture: Capture, size: int, seen: SeenList | None, dating: Dating | None, again: bool
) -> bool:
    """Note a capture and, where it is a list, its sighting. `again`: bytes that were seen before are another sighting,
    as the page has no date but that of its capture. Returns whether the record did not have it."""
    if capture.document_sha256 is not None:
        note_document(session, capture.document_sha256, size, capture.captured_at)
    session.merge(capture)
    if seen is None or dating is None:
        return False
    same = select(Sighting.id).where(Sighting.document_sha256 == seen.document_sha256).limit(1)
    if again:
        same = same.where(Sighting.published_at == dating.published_at)
    if session.exec(same).first() is not None:
        return False
    session.add(sighting_of(seen, dating))
    return True
