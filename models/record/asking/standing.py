"""How the record stands: what needs a decision, what is still to be mailed, and how large it is."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from models.digests.deliveries import DeliveryStatus
from models.documents.held_against import Held
from models.record.asking.runs import failed_items
from models.record.tables.digests import Delivery
from models.record.tables.lists import Snapshot
from models.record.tables.moas.readings import IS_SCAN, HeldMoa, MoaReading
from models.record.tables.review import DoubtRow, Ruling
from models.vocabulary import SnapshotStatus


@dataclass(frozen=True, slots=True)
class RecordStanding:
    """The record at one moment."""

    schema: str
    record_bytes: int
    held_lists: int
    open_doubts: int
    open_documents: int  # that do not fit the row that links them
    unread_scans: int  # whose agency or support type stands on a page that is a picture, and OCR has not read it
    failed_items: int  # those set aside are among them
    set_aside_items: int
    deliveries: Mapping[DeliveryStatus, int]


def standing(session: Session) -> RecordStanding:
    held = select(func.count()).select_from(Snapshot).where(Snapshot.status == SnapshotStatus.HELD)
    doubts = select(func.count()).select_from(DoubtRow).where(col(DoubtRow.id).not_in(select(Ruling.about)))
    documents = (
        select(func.count())
        .select_from(HeldMoa)
        .where(HeldMoa.held == Held.DISAGREES, col(HeldMoa.id).not_in(select(Ruling.about)))
    )
    scans = (
        select(func.count())
        .select_from(MoaReading)
        .where(IS_SCAN, col(MoaReading.agency).is_(None) | col(MoaReading.support_type).is_(None))
    )
    delivered = dict(session.exec(select(Delivery.status, func.count()).group_by(col(Delivery.status))).all())
    failed = failed_items(session)
    return RecordStanding(
        schema=str(session.connection().exec_driver_sql("SELECT version_num FROM alembic_version").scalar()),
        record_bytes=_size(session.connection()),
        held_lists=session.exec(held).one(),
        open_doubts=session.exec(doubts).one(),
        open_documents=session.exec(documents).one(),
        unread_scans=session.exec(scans).one(),
        failed_items=len(failed),
        set_aside_items=sum(each.set_aside_at is not None for each in failed),
        deliveries={status: delivered.get(status, 0) for status in DeliveryStatus},
    )


def _size(connection: sa.Connection) -> int:
    """What the database takes, without its log."""
    if connection.dialect.name == "postgresql":
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
    return int(pages) * int(size)
