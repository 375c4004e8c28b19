"""What the documents behind the rows say, and how that fits the rows: derived."""

from datetime import date

from sqlmodel import Field, SQLModel, col

from models.documents.facts import TextLayer
from models.documents.held_against import Held, LinkedAs
from models.documents.reading import RULES
from models.record.tables.base import enum_field, json_field
from models.vocabulary import SupportType


class MoaReading(SQLModel, table=True):
    """What one document says; `models.documents.facts.MoaFacts` explains the fields. Derived from its bytes."""

    __tablename__ = "moa_reading"

    document_sha256: str = Field(foreign_key="document.sha256", primary_key=True)
    rules: int  # the version of the rules that read it
    failure: str  # why it could not be read; empty where it was
    pages: int
    layer: TextLayer = enum_field(TextLayer)
    support_type: SupportType | None = enum_field(SupportType, nullable=True)
    agency: str | None
    state: str | None = Field(max_length=2)
    revision: date | None = Field(index=True)
    signatories: list[str] = json_field()
    signed: list[str] = json_field()  # days, the earliest first
    evidence: list[str] = json_field()


# A document with pages that are pictures, for which OCR has not had its turn.
IS_SCAN = (
    (col(MoaReading.rules) == RULES)
    & (col(MoaReading.failure) == "")
    & col(MoaReading.layer).in_((TextLayer.PICTURE, TextLayer.PARTLY))
)


class MoaPage(SQLModel, table=True):
    """The text of one page; the database's own index of words is over it. Derived."""

    __tablename__ = "moa_page"

    id: int | None = Field(default=None, primary_key=True)
    document_sha256: str = Field(foreign_key="document.sha256", index=True)
    number: int  # from 1
    text: str


class HeldMoa(SQLModel, table=True):
    """The document behind a link of an agreement, held against its row as that was at the time. Derived."""

    __tablename__ = "held_moa"

    agreement_id: str = Field(primary_key=True)  # no foreign key: the agreements are emptied and filled in a rebuild
    what: LinkedAs = enum_field(LinkedAs, primary_key=True)
    id: str = Field(index=True, max_length=12)  # of the question, where it is one: a ruling names it
    link: str
    document_sha256: str = Field(foreign_key="document.sha256", index=True)
    rules: int
    row_state: str
    row_agency: str
    row_support_type: SupportType | None = enum_field(SupportType, nullable=True)
    row_signed: date | None
    held: Held = enum_field(Held, index=True)
    evidence: list[str] = json_field()


class LinkedMoa(SQLModel, table=True):
    """A document at an address that an agreement's row links or linked: from when to when. Derived."""

    __tablename__ = "linked_moa"

    agreement_id: str = Field(primary_key=True)  # no foreign key, as above
    what: LinkedAs = enum_field(LinkedAs, primary_key=True)
    link: str = Field(primary_key=True)
    document_sha256: str = Field(primary_key=True, foreign_key="document.sha256", max_length=64)
    url: str  # the address as it was printed last
    first_seen: date  # this and the next two are days of the publisher
    replaced_on: date | None
    gone_on: date | None
    current: bool  # whether it is what the agreement's link, as last listed, led to last
