"""What backfills remember of documents that are no lists."""

from collections.abc import Mapping

from sqlmodel import Session

from models.record.tables.history import NoList


def note_no_lists(session: Session, refused: Mapping[str, str], forms: int) -> None:
    """Note why documents are no lists, by their sha256."""
    for sha256, sentence in refused.items():
        session.merge(NoList(document_sha256=sha256, forms=forms, sentence=sentence))
    session.flush()
