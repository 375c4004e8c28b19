"""What needs a person's review: held lists with the evidence against them, doubts, and rulings that no longer apply."""

from sqlmodel import Session, col, select

from models.lists.rulings import Decision, Rulings
from models.record.asking import Row
from models.record.asking.lists import list_in_force, placements
from models.record.listing_rows import placement_of
from models.record.tables.changes import ChangeRow
from models.record.tables.lists import FindingRow, ListingRow, Snapshot
from models.record.tables.moas.readings import HeldMoa
from models.record.tables.review import DoubtRow, Ruling
from models.vocabulary import ListKind, SnapshotStatus

FOR_LISTS = frozenset({Decision.RELEASE, Decision.REJECT})
FOR_DOCUMENTS = frozenset({Decision.ACCEPT, Decision.REJECT})
FOR_CHANGES = frozenset({Decision.ACCEPT, Decision.REJECT, Decision.SAME, Decision.DISTINCT})


def held_lists(session: Session) -> list[Row]:
    """Each held list with all its checks, the failed ones first."""
    held = select(Snapshot).where(Snapshot.status == SnapshotStatus.HELD).order_by(col(Snapshot.published_at))
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
            "findings": _findings(session, snapshot.id),
        }
        for snapshot in session.exec(held)
    ]


def _findings(session: Session, snapshot_id: str) -> list[Row]:
    found = select(FindingRow).where(FindingRow.snapshot_id == snapshot_id)
    in_order = session.exec(found.order_by(col(FindingRow.passed), col(FindingRow.number)))
    return [{"check": each.check_name, "passed": each.passed, "sentence": each.sentence} for each in in_order]


def open_doubts(session: Session) -> list[Row]:
    """Each doubt without a ruling, the newest first."""
    doubts = session.exec(
        select(DoubtRow, Snapshot)
        .join(Snapshot, col(DoubtRow.snapshot_id) == Snapshot.id)
        .where(col(DoubtRow.id).not_in(select(Ruling.about)))
        .order_by(col(Snapshot.published_at).desc(), col(DoubtRow.id))
    )
    return [
        {"id": doubt.id, "list_date": snapshot.published_on}
        | {name: getattr(doubt, name) for name in ("question", "assumed", "confidence", "evidence", "change_ids")}
        | {"sha256": snapshot.document_sha256}
        for doubt, snapshot in doubts
    ]


def unused_rulings(session: Session, rulings: Rulings) -> tuple[str, ...]:
    """The corrections and aliases that match nothing on the newest lists but did on earlier ones, in words. One that
    ships may speak of a list that this record does not have, or not yet."""
    newest = (list_in_force(session, kind, None) for kind in ListKind)
    now = rulings.matching(one.listing for snapshot in newest if snapshot for one in placements(session, snapshot))
    ever = rulings.matching(placement_of(row).listing for row in session.exec(select(ListingRow)))
    return tuple(each for each in ever if each not in now)


def possible_decisions(session: Session, about: str) -> frozenset[Decision]:
    """What a person can decide about the change, doubt, document or list with that id; empty for an unknown id."""
    if session.get(Snapshot, about) is not None:
        return FOR_LISTS
    if session.exec(select(HeldMoa.id).where(HeldMoa.id == about)).first() is not None:
        return FOR_DOCUMENTS
    if session.get(ChangeRow, about) is not None or session.get(DoubtRow, about) is not None:
        return FOR_CHANGES
    return frozenset()


def status_of(session: Session, about: str) -> SnapshotStatus | None:
    """The status of a list; None if `about` is the id of something else."""
    snapshot = session.get(Snapshot, about)
    return snapshot.status if snapshot else None
