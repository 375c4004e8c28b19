"""What backfills have seen before."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from models.record.batches import batches
from models.record.tables.documents import Sighting
from models.record.tables.history import NoList


def sighted(session: Session, shas: Collection[str]) -> dict[str, set[datetime]]:
    """Of these documents, those that were seen as lists, each with the times of its publication."""
    found: dict[str, set[datetime]] = {}
    for batch in batches(shas):
        seen = select(Sighting.document_sha256, Sighting.published_at).where(col(Sighting.document_sha256).in_(batch))
        for sha256, published_at in session.exec(seen):
            found.setdefault(sha256, set()).add(published_at)
    return found


def no_lists(session: Session, shas: Collection[str], forms: int) -> dict[str, str]:
    """Of these documents, those that readers of this version refused, each with why."""
    found: dict[str, str] = {}
    for batch in batches(shas):
        refused = select(NoList).where(col(NoList.document_sha256).in_(batch), NoList.forms == forms)
        found |= {row.document_sha256: row.sentence for row in session.exec(refused)}
    return found
