"""What links led to and what the documents there say, for the rules of identity; and whether that is news to them."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from models.documents.facts import TextLayer
from models.documents.linked import LinkedDocuments, SeenBytes
from models.documents.links.stays import NO_PDF
from models.record.asking.moas.linked import facts_of
from models.record.batches import batches
from models.record.tables.checkpoint import AskedDocument
from models.record.tables.moas.readings import MoaReading
from models.record.tables.moas.sightings import MoaSighting


def is_told_otherwise(session: Session) -> bool:
    """Whether a question of the rules has another answer now than when the lists were resolved."""
    asked = session.exec(select(AskedDocument)).all()
    documents = behind(session, *{one.link for one in asked})
    for one in asked:
        answer = documents.led_to(one.link, one.at)
        if one.answer != (answer.digest if answer else ""):
            return True
    return False


def behind(session: Session, *links: str) -> LinkedDocuments:
    """What is known of the documents behind these links: of a scan only its bytes, so that the record is the same
    whether or not there is OCR where it is made."""
    found: dict[int | None, MoaSighting] = {}
    for some in batches(sorted(links)):
        found |= {one.id: one for one in session.exec(select(MoaSighting).where(col(MoaSighting.link).in_(some)))}
    readings: dict[str, MoaReading] = {}
    for some in batches(sorted({one.document_sha256 for one in found.values() if one.document_sha256})):
        read = select(MoaReading).where(col(MoaReading.document_sha256).in_(some))
        readings |= {one.document_sha256: one for one in session.exec(read)}
        elsewhere = select(MoaSighting).where(col(MoaSighting.document_sha256).in_(some))
        found |= {one.id: one for one in session.exec(elsewhere)}  # the other links that lead to the same
    return LinkedDocuments(
        _by_link(sorted(found.values(), key=lambda one: one.seen_at), readings),
        {sha256: facts_of(one) for sha256, one in readings.items() if not one.failure and one.layer is TextLayer.TEXT},
    )


def _by_link(sightings: Iterable[MoaSighting], readings: Mapping[str, MoaReading]) -> dict[str, list[SeenBytes]]:
    by_link: dict[str, list[SeenBytes]] = {}
    for one in sightings:
        reading = readings.get(one.document_sha256 or "")
        # Earlier versions noted an error page as what a link leads to, and archives remember it.
        if one.document_sha256 is not None and not (reading and reading.failure == NO_PDF):
            by_link.setdefault(one.link, []).append(SeenBytes(one.link, one.seen_at, one.document_sha256))
    return by_link
