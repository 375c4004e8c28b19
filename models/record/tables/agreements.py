"""Agencies under all their spellings, and their agreements."""

from datetime import date

from sqlmodel import Field, SQLModel

from models.record.tables.base import enum_field
from models.vocabulary import SupportType


class Agency(SQLModel, table=True):
    """A law-enforcement body in one state, with its attributes as last printed."""

    id: str = Field(primary_key=True)
    state: str = Field(index=True, max_length=2)
    name: str
    agency_type: str
    county: str


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
    moa_url: str
    addendum_url: str
    first_snapshot_id: str = Field(foreign_key="snapshot.id")
    listed_from: date
    listed_until: date | None  # the day of the first list without it; None: on the last list
