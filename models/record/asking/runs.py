"""What failed and is not settled, and how the last runs ended."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.record.asking import Row
from models.record.tables.runs import FailedItem, ItemKind, RunRow

# More runs than this never go on at once.
LAST_RUNS = 20


def failed_items(session: Session, source: str | None = None) -> Sequence[FailedItem]:
    """Every item (of one source) whose last attempt failed and which nobody left at that; first what is set aside."""
    failed = select(FailedItem).where(FailedItem.sentence != "", col(FailedItem.left_at).is_(None))
    if source is not None:
        failed = failed.where(FailedItem.source == source)
    rows = session.exec(failed.order_by(col(FailedItem.first_at), col(FailedItem.id))).all()
    return sorted(rows, key=lambda row: row.set_aside_at is None)


def set_aside_ids(session: Session, kind: ItemKind) -> set[str]:
    """The ids of what is not to be tried."""
    aside = select(FailedItem.id).where(FailedItem.kind == kind, col(FailedItem.set_aside_at).is_not(None))
    return set(session.exec(aside))


def under_way_ids(session: Session, kind: ItemKind) -> set[str]:
    """The ids of what is being tried at this moment, or was when its process died."""
    return set(session.exec(select(FailedItem.id).where(FailedItem.kind == kind, FailedItem.sentence == "")))


def failed_rows(session: Session) -> list[Row]:
    """The failed items for people and programs, with their tracebacks."""
    return [
        {
            "id": row.id,
            "kind": row.kind.value,
            "source": row.source,
            "item": row.item,
            "attempts": row.attempts,
            "first_at": row.first_at,
            "last_at": row.last_at,
            "set_aside_at": row.set_aside_at,
            "reason": row.sentence,
            "trace": row.trace,
        }
        for row in failed_items(session)
    ]


def last_runs(session: Session, what: str) -> Sequence[RunRow]:
    """The last runs of one sort, the newest first."""
    return session.exec(
        select(RunRow).where(RunRow.what == what).order_by(col(RunRow.id).desc()).limit(LAST_RUNS)
    ).all()
