"""What a backfill of years remembers, so that it reads and asks for nothing twice. All of it is kept, not derived."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.record.tables.base import json_field


class NoList(SQLModel, table=True):
    """A document that no reader knew as a list. Readers with more forms read it again."""

    __tablename__ = "no_list"

    document_sha256: str = Field(primary_key=True, foreign_key="document.sha256", max_length=64)
    forms: int  # the version of the readers that refused it
    sentence: str


class DocumentDigest(SQLModel, table=True):
    """The name by which web archives know a document: SHA-1 in base 32, of its bytes as they were sent."""

    __tablename__ = "document_digest"

    digest: str = Field(primary_key=True, max_length=32)
    document_sha256: str = Field(foreign_key="document.sha256", index=True, max_length=64)


class Capture(SQLModel, table=True):
    """One capture of a web archive, with what came of it. It is not asked for again."""

    address: str = Field(primary_key=True)
    captured_at: datetime = Field(primary_key=True)
    document_sha256: str | None = Field(foreign_key="document.sha256", max_length=64)  # None: it cannot be played
    forms: int  # the version of the readers that looked at it
    sentence: str  # why it is no list; empty where it is one, or a page that links lists
    links: list[str] = json_field()  # the lists that a page links
