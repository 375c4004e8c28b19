"""Sightings: each says that a document was seen as a list, and its snapshot is derived from that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.lists.listings import Dating, is_ahead
from models.record.asking.sightings import underived
from models.record.tables.documents import Document, Sighting
from models.record.tables.lists import Snapshot
from models.vocabulary import ListKind

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class SeenList:
    """A document that is, or claims to be, a list; where and when it was seen."""

    document_sha256: str
    source: str
    file_name: str | None
    seen_at: datetime
    page_sha256: str | None = None  # the page that linked it, for its headline


def note_saved(session: Session, saved: Sequence[tuple[SeenList, int, Dating | None]]) -> int:
    """Note saved documents with their sizes, each as a list of its own date unless it was seen before. One without a
    date is kept, but not as a list. Returns how many lists were added."""
    shas = {seen.document_sha256 for seen, _, _ in saved}
    known = set(session.exec(select(col(Document.sha256)).where(col(Document.sha256).in_(shas))))
    sighted = set(session.exec(select(col(Sighting.document_sha256)).where(col(Sighting.document_sha256).in_(shas))))
    documents: dict[str, Document] = {}
    sightings: dict[str, Sighting] = {}
    for seen, size, dating in saved:
        sha256 = seen.document_sha256
        if sha256 not in known:
            documents[sha256] = Document(sha256=sha256, bytes=size, first_seen_at=seen.seen_at)
        if dating is not None and sha256 not in sighted:
            sightings.setdefault(sha256, sighting_of(seen, dating))
    for rows in (documents, sightings):
        session.add_all(rows.values())
        session.flush()
    return len(sightings)


def note_remembered(session: Session, remembered: Sequence[Sighting], sizes: Mapping[str, int]) -> int:
    """Note sightings as an archive remembers them, with the sizes of their documents and pages. Returns how many were
    new."""
    known = set(session.exec(select(col(Document.sha256)).where(col(Document.sha256).in_(sizes))))
    first_seen = {
        sha256: one.seen_at for one in reversed(remembered) for sha256 in (one.document_sha256, one.page_sha256)
    }
    for sha256, size in sizes.items():
        if sha256 not in known:
            session.add(Document(sha256=sha256, bytes=size, first_seen_at=first_seen[sha256]))
    session.flush()
    lists = select(col(Sighting.document_sha256), col(Sighting.published_at))
    sighted = set(session.exec(lists.where(col(Sighting.document_sha256).in_(sizes))))
    new = [one for one in remembered if (one.document_sha256, one.published_at) not in sighted]
    session.add_all(Sighting.model_validate(one.model_dump(exclude={"id"})) for one in new)
    return len(new)


def date_when_seen(session: Session) -> None:
    """Date lists that are dated after they were seen to when they were: such a date came from a wrong clock."""
    for one in session.exec(select(Sighting).where(Sighting.published_at > Sighting.seen_at)):
        if is_ahead(one.published_at, one.seen_at):
            dating = Dating.when_seen(one.seen_at)
            one.published_at, one.published_on = dating.published_at, dating.published_on
            one.dated_by = dating.dated_by
    session.flush()


def note_served(session: Session, seen: SeenList, kind: ListKind, dating: Dating) -> bool:
    """Note what a publisher serves now, its newest list whatever date the bytes have. Returns whether it is new.

    Bytes served again after others are an older copy posted again. They, and bytes with an older date inside, are
    dated to when they were seen, so that the order of the lists is the order of publication.
    """
    same = select(Sighting.id).where(Sighting.document_sha256 == seen.document_sha256).limit(1)
    if session.exec(same.where(underived())).first() is not None:
        return False  # noted by a run that was killed before it derived the snapshot
    newest = select(Snapshot).order_by(col(Snapshot.published_at).desc()).limit(1)
    of_kind = session.exec(newest.where(Snapshot.kind == kind)).first()
    of_any = session.exec(newest).first()
    if of_kind is not None and of_any is not None:
        if of_kind.document_sha256 == seen.document_sha256:
            return False
        if session.exec(same).first() is not None or dating.published_at <= of_kind.published_at:
            dating = Dating.when_seen(seen.seen_at)
        elif dating.published_at < of_any.published_at:
            # Saved before the other list, and linked after it.
            dating = replace(dating, published_at=of_any.published_at + A_MOMENT)
    session.add(sighting_of(seen, dating))
    return True


def sighting_of(seen: SeenList, dating: Dating) -> Sighting:
    return Sighting(
        document_sha256=seen.document_sha256,
        source=seen.source,
        file_name=seen.file_name,
        seen_at=seen.seen_at,
        published_at=dating.published_at,
        published_on=dating.published_on,
        dated_by=dating.dated_by,
        page_sha256=seen.page_sha256,
    )
