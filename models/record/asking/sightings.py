"""The lists that were seen, in the order of their publication."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.record.tables.documents import Sighting
from models.record.tables.lists import Snapshot
from models.vocabulary import ListKind


def place(one: Sighting | Snapshot) -> tuple[datetime, str, str]:
    """The order of the lists: by publication, then by name (of two lists saved in one second 'participating...' comes
    before 'pending...'), then by bytes. Sorted here, since databases differ in how they sort texts."""
    return one.published_at, one.file_name or "", one.document_sha256


def every_sighting(session: Session) -> list[Sighting]:
    return sorted(session.exec(select(Sighting)), key=place)


def waiting_sightings(session: Session) -> list[Sighting]:
    """The lists seen but not yet in the record."""
    return sorted(session.exec(select(Sighting).where(underived())), key=place)


def derived_ids(session: Session) -> frozenset[int]:
    """The ids of the sightings that the record rests on."""
    return frozenset(session.exec(select(Snapshot.sighting_id)))


def underived() -> sa.ColumnElement[bool]:
    return col(Sighting.id).not_in(select(Snapshot.sighting_id))


def newest_snapshot(session: Session) -> Snapshot | None:
    newest = [one for kind in ListKind for one in session.exec(_newest_of(kind))]
    return max(newest, key=place, default=None)


def latest_of(session: Session, kind: ListKind) -> datetime | None:
    """When the newest list of a kind was published."""
    return session.exec(select(sa.func.max(Snapshot.published_at)).where(col(Snapshot.kind) == kind)).one()


def _newest_of(kind: ListKind) -> SelectOfScalar[Snapshot]:
    """By kind, as the index has it: the last time of all lists would be looked for in every one of them."""
    last_time = sa.select(sa.func.max(Snapshot.published_at)).where(col(Snapshot.kind) == kind).scalar_subquery()
    return select(Snapshot).where(col(Snapshot.kind) == kind, col(Snapshot.published_at) == last_time)
