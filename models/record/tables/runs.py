"""What could not be handled, item by item, and the runs themselves: a run that vanishes must not look healthy."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.record.tables.base import enum_field, json_field


class ItemKind(StrEnum):
    """What sort of thing from outside one attempt is about."""

    SOURCE = "source"
    LIST = "list"  # a link of a page of lists, by its address
    ARTICLE = "article"  # by its address
    MOA = "agreement"  # the document behind a link, by the link's address or by the sha256 of its bytes
    DOCUMENT = "document"  # a list to derive, by the sha256 of its bytes
    DIGEST = "digest"  # by the number of its subscriber
    LETTER = "letter"  # by its name in the box


class FailedItem(SQLModel, table=True):
    """One item that failed, or is being handled at this moment. A success deletes it."""

    __tablename__ = "failed_item"

    id: str = Field(primary_key=True, max_length=12)  # from kind, source and item: the same at each attempt
    kind: ItemKind = enum_field(ItemKind)
    source: str = Field(index=True)
    item: str
    attempts: int  # in a row, counted before each is made
    lost: int  # of these, the last ones that ended with their process
    first_at: datetime
    last_at: datetime
    sentence: str  # why the last attempt failed; empty while one is being made
    trace: str  # the traceback, where the failure was not one that the program states by itself
    set_aside_at: datetime | None  # from then on it is not tried again until a person asks for it
    left_at: datetime | None  # a person decided to leave it at that: it is not told any more


class RunOutcome(StrEnum):
    OK = "ok"
    FAILED = "failed"  # it ended in order, and something failed
    BROKEN = "broken"  # it ended by an exception


class RunRow(SQLModel, table=True):
    """One run, written before it begins. Without an end, it is going on or its process died."""

    __tablename__ = "run"

    id: int | None = Field(default=None, primary_key=True)
    what: str = Field(index=True)
    process: str  # the machine, the process and when that began, so that a later process is not taken for it
    started_at: datetime
    deadline_at: datetime
    ended_at: datetime | None = None
    outcome: RunOutcome | None = enum_field(RunOutcome, nullable=True, default=None)
    failures: list[str] = json_field(default_factory=list)
    trace: str = ""
