"""What the rules know after the last list, so that the next list can continue from there."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Checkpoint(SQLModel, table=True):
    """The part of it that every list needs: what is open, and the last lists."""

    id: int = Field(default=1, primary_key=True)
    snapshot_id: str
    rules_version: int
    state: bytes
    rows: bytes  # the row number of each listing in force on the participating list, in the order of their ids


class KnownEntry(SQLModel, table=True):
    """The part of it that grows with the years: one entry of one mapping of `models.identity.state.RecordState`. A list
    reads those that it touches and writes those that it alters."""

    __tablename__ = "known_entry"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True)  # the mapping's name and the key in it: 'names NC|alamance county sheriff'
    value: str  # as JSON


class AskedDocument(SQLModel, table=True):
    """What the rules asked of the documents behind the links. Where an answer is another one by now, the lists are
    resolved again."""

    __tablename__ = "asked_document"

    link: str = Field(primary_key=True)  # folded
    at: datetime = Field(primary_key=True)
    answer: str  # its digest; empty where nothing was known
