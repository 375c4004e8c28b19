"""The lists: snapshots, printed rows as intervals, counts, and the checks of each list."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel

from models.record.tables.base import enum_field, json_field
from models.vocabulary import ListKind, SnapshotStatus, SupportType


class Snapshot(SQLModel, table=True):
    """Our time-stamped record of one list."""

    __table_args__ = (Index(None, "kind", "published_at"),)

    id: str = Field(primary_key=True)  # kind, time of publication and the document's first eight hex digits
    kind: ListKind = enum_field(ListKind)
    document_sha256: str = Field(foreign_key="document.sha256", index=True)
    sighting_id: int = Field(foreign_key="sighting.id", unique=True)
    published_at: datetime
    published_on: date = Field(index=True)  # the publisher's day (US Eastern)
    seen_at: datetime
    dated_by: str
    source: str
    file_name: str | None
    rows: int  # with an agency, duplicates included
    columns: list[str] = json_field()
    remarks: list[str] = json_field()
    headline: str | None  # the page's own sentence
    headline_agreements: int | None
    status: SnapshotStatus = enum_field(SnapshotStatus, index=True)
    row_numbers: bytes  # of the listings on this list; see `models.record.row_numbers`
    recorded_at: datetime


class FindingRow(SQLModel, table=True):
    """One check of one list, with its evidence."""

    __tablename__ = "finding"

    snapshot_id: str = Field(foreign_key="snapshot.id", primary_key=True)
    number: int = Field(primary_key=True)
    check_name: str
    passed: bool
    blocking: bool
    sentence: str


class ListingRow(SQLModel, table=True):
    """One printed row for as long as it was listed unchanged: from `valid_from` until before `valid_until`.

    The rows of the list at a moment have `valid_from <= moment AND (valid_until IS NULL OR moment < valid_until)`.
    """

    __tablename__ = "listing"
    __table_args__ = (Index(None, "kind", "valid_from", "valid_until"),)

    id: str = Field(primary_key=True, max_length=32)
    kind: ListKind = enum_field(ListKind)
    first_snapshot_id: str = Field(foreign_key="snapshot.id", index=True)
    valid_from: datetime
    valid_until: datetime | None = Field(default=None, index=True)
    first_row: int
    state_printed: str
    agency_printed: str
    agency_type: str
    county: str
    support_type_printed: str
    signed: date | None
    signed_printed: str
    moa: str
    moa_url: str
    addendum: str
    addendum_url: str
    state: str = Field(index=True)
    support_type: SupportType | None = enum_field(SupportType, nullable=True)
    agency_id: str = Field(foreign_key="agency.id", index=True)
    agreement_id: str | None = Field(foreign_key="agreement.id", index=True)
    duplicate: bool


class CountRow(SQLModel, table=True):
    """The counts of one list for a scope ('US' or a state) and a support type ('' for all).

    The record believed a row from `recorded_at` until `superseded_at`; a correction adds a row and overwrites none.
    """

    __tablename__ = "count"

    snapshot_id: str = Field(primary_key=True)  # no foreign key: superseded counts outlive their snapshot
    scope: str = Field(primary_key=True, max_length=2)
    support_type: str = Field(primary_key=True, max_length=3)
    recorded_at: datetime = Field(primary_key=True)
    superseded_at: datetime | None = Field(default=None, index=True)
    kind: ListKind = enum_field(ListKind)
    list_sha256: str
    published_on: date
    published_at: datetime = Field(index=True)
    agreements: int
    rows: int
    agencies: int
    states: int
    territories: int
