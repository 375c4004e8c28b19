"""Changes as believed now, and the journal of what was believed when."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from models.record.tables.base import enum_field, json_field
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType


class ChangeRow(SQLModel, table=True):
    """One change as believed now; `models.lists.changes.Change` explains the fields."""

    __tablename__ = "change"
    __table_args__ = (Index(None, "state", "list_date"),)

    id: str = Field(primary_key=True, max_length=12)
    kind: ChangeKind = enum_field(ChangeKind, index=True)
    status: ChangeStatus = enum_field(ChangeStatus, index=True)
    list_kind: ListKind = enum_field(ListKind)
    snapshot_id: str = Field(foreign_key="snapshot.id", index=True)
    list_sha256: str
    list_date: date = Field(index=True)
    settled_by: str | None
    state: str
    state_before: str | None
    agency_id: str = Field(foreign_key="agency.id", index=True)
    agency: str
    agency_before: str | None
    agreement_id: str | None = Field(foreign_key="agreement.id", index=True)
    agreement_before: str | None = Field(index=True)
    application_id: str | None = Field(foreign_key="application.id", index=True)
    support_type: SupportType | None = enum_field(SupportType, nullable=True)
    support_type_before: SupportType | None = enum_field(SupportType, nullable=True)
    signed: date | None
    signed_before: date | None
    row: int | None
    confidence: float
    evidence: list[str] = json_field()
    version: int
    recorded_at: datetime  # when this version came into the record


class ChangeVersion(SQLModel, table=True):
    """Append-only: every version of every change, in the order in which it came into the record.

    Digests count by `sequence`: a subscriber has been told everything up to some number. A version that is `dropped`
    says that the change is no longer derived at all; the next digest tells those who were told of it.
    """

    __tablename__ = "change_version"

    sequence: int | None = Field(default=None, primary_key=True)
    change_id: str = Field(index=True, max_length=12)  # no foreign key: the journal outlives the change
    version: int
    recorded_at: datetime = Field(index=True)
    dropped: bool
    late: bool  # the list was published before one that the record already held
    change: dict[str, Any] = json_field()  # as `models.record.change_json` writes it
