"""What waits for a person: held lists with the evidence against them, and doubts with the reading taken."""

from sqlmodel import Session, col, select

from models.lists.rulings import Decision, Rulings
from models.record.asking import Row
from models.record.asking.lists import list_in_force, placements
from models.record.tables.changes import ChangeRow
from models.record.tables.lists import FindingRow, Snapshot
from models.record.tables.review import DoubtRow, HumanVerdict
from models.vocabulary import ListKind, SnapshotStatus

ON_LISTS = frozenset({Decision.RELEASE, Decision.REJECT})
ON_READINGS = frozenset({Decision.ACCEPT, Decision.REJECT, Decision.SAME, Decision.DISTINCT})


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


def decisions_on(session: Session, about: str) -> frozenset[Decision]:
    """What can be decided about the change, the doubt or the list of that id; nothing where there is none."""
    if session.get(Snapshot, about) is not None:
        return ON_LISTS
    if session.get(ChangeRow, about) is not None or session.get(DoubtRow, about) is not None:
        return ON_READINGS
    return frozenset()


def status_of(session: Session, about: str) -> SnapshotStatus | None:
    """What has become of a list; None where `about` is the id of something else."""
    snapshot = session.get(Snapshot, about)
    return snapshot.status if snapshot else None
