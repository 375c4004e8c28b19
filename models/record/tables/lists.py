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
    number: int = Field(unique=True)  # in the order in which the lists were decided on, from 1
    frame: int | None = Field(index=True)  # the list whose row numbers those of this one are told from; see `RowNumber`
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
    brief: str  # '' on a list read before there were any; a rebuild gives it one


class ListingRow(SQLModel, table=True):
    """One printed row for as long as it was listed unchanged: from `valid_from` until before `valid_until`.

    The rows of the list at a moment have `valid_from <= moment AND (valid_until IS NULL OR moment < valid_until)`. The
    days say the same in the publisher's days; a row that came and left on one day has no day.
    """

    __tablename__ = "listing"
    __table_args__ = (Index(None, "kind", "valid_from", "valid_until"),)

    id: int = Field(primary_key=True)
    kind: ListKind = enum_field(ListKind)
    first_snapshot_id: str = Field(foreign_key="snapshot.id")
    valid_from: datetime
    valid_until: datetime | None = Field(default=None, index=True)
    from_day: date
    until_day: date | None
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
    application_id: str | None = Field(foreign_key="application.id", index=True)


class Attestation(SQLModel, table=True):
    """An agency that a list names without a support type or a date: it took part then, by whatever agreement."""

    snapshot_id: str = Field(foreign_key="snapshot.id", primary_key=True)
    row: int = Field(primary_key=True)
    state_printed: str
    agency_printed: str
    state: str
    agency_key: str = Field(index=True)  # the folded name, as those of spellings


class RowNumber(SQLModel, table=True):
    """The row number of a listing on one list: on a frame of all its listings, on any other of those that its frame
    lacks. The others stand where they stood on the frame, moved by the shift that counts there."""

    __tablename__ = "row_number"
    __table_args__ = ({"sqlite_with_rowid": False},)

    list_number: int = Field(primary_key=True)
    listing_id: int = Field(foreign_key="listing.id", primary_key=True, index=True)
    row: int


class RowShift(SQLModel, table=True):
    """By how much the rows of a list have moved since its frame, from one row of the frame on to the next shift."""

    __tablename__ = "row_shift"
    __table_args__ = ({"sqlite_with_rowid": False},)

    list_number: int = Field(primary_key=True)
    from_row: int = Field(primary_key=True)
    shift: int


class CountedList(SQLModel, table=True):
    """A list that the record counted, as long as it believed so: from `recorded_at` until `superseded_at`."""

    __tablename__ = "counted_list"
    __table_args__ = (Index(None, "kind", "published_at"),)

    snapshot_id: str = Field(primary_key=True)  # no foreign key: the journal outlives the snapshot
    recorded_at: datetime = Field(primary_key=True)
    superseded_at: datetime | None = Field(default=None, index=True)
    kind: ListKind = enum_field(ListKind)
    list_sha256: str
    published_on: date
    published_at: datetime
    day: date  # from the end of this day on it was in force: its own day, or that of a later list dated before it


class CountRun(SQLModel, table=True):
    """The counts for a scope ('US', a state, or a county's FIPS code) and a support type (or 'all'), from one list on
    until the next run of that slice.

    The record believed a run from `recorded_at` until `superseded_at`; a correction adds a run and overwrites none.
    The days are those of the runs believed now.
    """

    __tablename__ = "count_run"
    __table_args__ = (
        Index(None, "kind", "scope", "support_type", "from_day"),
        Index(None, "kind", "scope_kind", "support_type", "from_day"),
        Index(None, "scope", "until_day"),  # finds the runs in force without those of ten years before them
    )

    kind: ListKind = enum_field(ListKind, primary_key=True)
    scope: str = Field(primary_key=True, max_length=5)
    support_type: str = Field(primary_key=True, max_length=3)
    scope_kind: str = Field(max_length=6)
    snapshot_id: str = Field(primary_key=True)  # no foreign key: superseded runs outlive their snapshot
    recorded_at: datetime = Field(primary_key=True)
    superseded_at: datetime | None = Field(default=None, index=True)
    published_at: datetime
    from_day: date
    until_day: date | None
    agreements: int
    rows: int
    agencies: int
    states: int
    territories: int


class ListDay(SQLModel, table=True):
    """The lists in force at the end of one of the publisher's days, from the first list to the newest."""

    __tablename__ = "list_day"

    day: date = Field(primary_key=True)
    participating_id: str | None = Field(foreign_key="snapshot.id")
    pending_id: str | None = Field(foreign_key="snapshot.id")
