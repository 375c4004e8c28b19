"""What was fetched, when, and under which name: everything else is derived from these facts. At the end, what backfills
remember of it, so that they read and ask for nothing twice."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.record.tables.base import json_field


class Document(SQLModel, table=True):
    """Bytes that were fetched; the archive keeps them under their sha256."""

    sha256: str = Field(primary_key=True, max_length=64)
    bytes: int
    first_seen_at: datetime


class Fetch(SQLModel, table=True):
    """One attempt to fetch one URL, successful or not."""

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(index=True)
    url: str = Field(index=True)
    final_url: str
    requested_at: datetime = Field(index=True)
    status: int | None  # None: no answer
    etag: str | None
    last_modified: str | None
    file_name: str | None
    charset: str | None  # of the text, as the publisher's header named it
    bytes: int
    document_sha256: str | None = Field(foreign_key="document.sha256", index=True)
    seconds: float
    error: str | None  # also where an answer came but was unusable
    noted: bool = False  # whether what it brought is in the record; if not, a killed run's successor fetches again
    redirects: list[str] = json_field(default_factory=list)


class Sighting(SQLModel, table=True):
    """A document seen as a list at a source; each becomes a snapshot when the record is derived.

    A source that keeps serving the same bytes adds fetches, not sightings. A document without a list has no sighting.
    """

    __table_args__ = (UniqueConstraint("document_sha256", "published_at"),)

    id: int | None = Field(default=None, primary_key=True)
    document_sha256: str = Field(foreign_key="document.sha256", index=True)
    source: str
    file_name: str | None
    seen_at: datetime
    published_at: datetime  # the order of the lists, by the stamp that `dated_by` names
    published_on: date  # the publisher's day (US Eastern)
    dated_by: str
    page_sha256: str | None = Field(default=None, foreign_key="document.sha256")  # the page that linked it


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
