"""Agencies under all their spellings, their agreements and when each was listed, and their applications."""

from datetime import date

from sqlmodel import Field, Index, SQLModel

from models.places.bodies import Body
from models.places.finding import FoundBy
from models.record.tables.base import enum_field
from models.vocabulary import SupportType


class Agency(SQLModel, table=True):
    """A law-enforcement body in one state, with its attributes as last printed."""

    id: str = Field(primary_key=True)
    state: str = Field(index=True, max_length=2)
    name: str
    agency_type: str
    county: str
    body: Body = enum_field(Body, index=True)
    state_fips: str | None = Field(max_length=2)
    county_fips: str | None = Field(index=True, max_length=5)
    county_found_by: FoundBy = enum_field(FoundBy)
    place_doubt: str  # why the county is not sure; empty where it is
    place_runner_up: str  # the FIPS code of the next best county


class Spelling(SQLModel, table=True):
    """A name ever printed for an agency; its dates follow from the listings."""

    agency_id: str = Field(foreign_key="agency.id", primary_key=True)
    spelling: str = Field(primary_key=True)
    first_snapshot_id: str = Field(foreign_key="snapshot.id")


class Agreement(SQLModel, table=True):
    """One signed instrument. `signed` is the current date; earlier ones are in the changes."""

    id: str = Field(primary_key=True)
    agency_id: str = Field(foreign_key="agency.id", index=True)
    support_type: SupportType | None = enum_field(SupportType, nullable=True)
    signed: date | None
    moa_url: str  # as linked now, or when it was last listed
    moa_since: date | None  # the day from which that link was listed
    addendum_url: str
    first_snapshot_id: str = Field(foreign_key="snapshot.id")
    first_row: int
    first_day: date


class Stretch(SQLModel, table=True):
    """An agreement for one unbroken time on the lists, in the publisher's days.

    It was listed at the end of each day D with `from_day <= D AND (until_day IS NULL OR D < until_day)`. One that came
    and left on the same day has no such day.
    """

    __table_args__ = (Index(None, "from_day", "until_day"),)

    agreement_id: str = Field(foreign_key="agreement.id", primary_key=True)
    number: int = Field(primary_key=True)  # from 1
    from_day: date
    until_day: date | None = Field(index=True)  # the first day without it; None while it is listed


class ApplicationRow(SQLModel, table=True):
    """One application on the pending list. A list that left it out for a while does not end it."""

    __tablename__ = "application"

    id: str = Field(primary_key=True)
    agency_id: str = Field(foreign_key="agency.id", index=True)
    support_type: SupportType | None = enum_field(SupportType, nullable=True)
    first_snapshot_id: str = Field(foreign_key="snapshot.id")
    first_row: int
    first_day: date
    until_day: date | None  # the first day without it; None while it is pending
