"""What waits for a person: held lists with the evidence against them, and doubts with the reading taken."""

from sqlmodel import Session, col, select

from models.questions import Row
from models.questions.lists import list_in_force, placements
from models.rulings import Rulings
from models.tables.changes import ChangeRow
from models.tables.lists import FindingRow, Snapshot
from models.tables.review import DoubtRow, HumanVerdict
from models.vocabulary import ListKind, SnapshotStatus


def held_lists(session: Session) -> list[Row]:
    """Each held list with every check that it was put to, the failed ones first."""
    held = session.exec(
        select(Snapshot).where(Snapshot.status == SnapshotStatus.HELD).order_by(col(Snapshot.published_at))
    )
    return [
        {
            "id": snapshot.id,
            "list_date": snapshot.published_on,
            "kind": snapshot.kind.value,
            "rows": snapshot.rows,
            "sha256": snapshot.document_sha256,
            "headline": snapshot.headline,
            "seen_at": snapshot.seen_at,
            "source": snapshot.source,
            "findings": [
                {"check": finding.check_name, "passed": finding.passed, "sentence": finding.sentence}
                for finding in session.exec(
                    select(FindingRow)
                    .where(FindingRow.snapshot_id == snapshot.id)
                    .order_by(col(FindingRow.passed), col(FindingRow.number))
                )
            ],
        }
        for snapshot in held
    ]


def open_doubts(session: Session) -> list[Row]:
    """Each doubt that no verdict has settled, the newest first."""
    settled = select(HumanVerdict.about)
    doubts = session.exec(
        select(DoubtRow, Snapshot)
        .join(Snapshot, col(DoubtRow.snapshot_id) == Snapshot.id)
        .where(col(DoubtRow.id).not_in(settled))
        .order_by(col(Snapshot.published_at).desc(), col(DoubtRow.id))
    )
    return [
        {
            "id": doubt.id,
            "list_date": snapshot.published_on,
            "question": doubt.question,
            "reading": doubt.reading,
            "confidence": doubt.confidence,
            "evidence": doubt.evidence,
            "change_ids": doubt.change_ids,
            "sha256": snapshot.document_sha256,
        }
        for doubt, snapshot in doubts
    ]


def idle_rulings(session: Session, rulings: Rulings) -> tuple[str, ...]:
    """The rows of the two tables of corrections that match nothing on the newest lists any more, in words."""
    newest = (list_in_force(session, kind, None) for kind in ListKind)
    listings = [one.listing for snapshot in newest if snapshot for one in placements(session, snapshot)]
    return rulings.idle(listings) if listings else ()


def is_reviewable(session: Session, about: str) -> bool:
    """Whether `about` is the id of a change, a doubt or a snapshot."""
    return any(session.get(table, about) is not None for table in (ChangeRow, DoubtRow, Snapshot))
