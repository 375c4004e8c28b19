"""The news: articles with their versions, stories, claims, events and verdicts.

Articles and versions are kept, because a page may change or disappear. Claims, events and stories are derived from the
versions' texts, and verdicts from claims and lists; a verdict is superseded, never overwritten.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Index, SQLModel

from models.claims.stated import EventKind, Metric, Role, Unit
from models.record.tables.base import enum_field, json_field
from models.vocabulary import SupportType, VerdictKind


class ArticleStatus(StrEnum):
    """How far an article was read."""

    READ = "read"
    TITLE_ONLY = "title_only"  # refused, behind a paywall, or its address is an aggregator's redirect
    WAITING = "waiting"  # no answer yet; the next run tries again


class Story(SQLModel, table=True):
    """The pages that tell the same story; its id is that of its first page."""

    id: str = Field(primary_key=True, max_length=16)
    title: str
    first_published: date | None = Field(index=True)
    articles: int
    topics: list[str] = json_field(default_factory=list)


class Article(SQLModel, table=True):
    """One page of news, at one address."""

    id: str = Field(primary_key=True, max_length=16)  # from `key`
    key: str = Field(unique=True)  # the address as it is compared, or title and outlet if it is opaque
    title_key: str = Field(index=True)
    url: str
    source: str = Field(index=True)  # the first to list it
    title: str
    outlet: str
    author: str
    summary: str
    published_at: datetime | None
    published_on: date | None = Field(index=True)  # set even if only the day is known
    updated_at: datetime | None
    seen_at: datetime
    status: ArticleStatus = enum_field(ArticleStatus, index=True)
    attempts: int = 0
    remark: str  # why there is no text, or what is unusual about it
    story_id: str | None = Field(default=None, foreign_key="story.id", index=True)
    relation: str = "first"  # to the first page of its story, a `StoryRelation`

    @property
    def day(self) -> date:
        """When it was published, or first seen if it has no date."""
        return self.published_on or self.seen_at.date()

    @property
    def story_key(self) -> str:
        """The same for all pages that tell one story."""
        return self.story_id or self.id


class ArticleVersion(SQLModel, table=True):
    """The text of an article at one time."""

    __tablename__ = "article_version"

    article_id: str = Field(foreign_key="article.id", primary_key=True)
    number: int = Field(primary_key=True)  # from 1
    document_sha256: str | None = Field(foreign_key="document.sha256", index=True)  # the page, or the feed that held it
    read_at: datetime
    title: str
    text: str
    text_sha256: str
    relevant: bool  # about the program; otherwise no claims or events were extracted
    changed_numbers: list[list[str]] = json_field(default_factory=list)  # against the version before: [['39', '38']]
    remarks: list[str] = json_field(default_factory=list)


class ClaimRow(SQLModel, table=True):
    """A claim of the newest version of an article."""

    __tablename__ = "claim"
    __table_args__ = (Index(None, "metric", "scope"),)

    id: str = Field(primary_key=True, max_length=16)
    article_id: str = Field(foreign_key="article.id", index=True)
    version: int
    metric: Metric = enum_field(Metric, index=True)
    value: float
    value_high: float | None
    unit: Unit | None = enum_field(Unit, nullable=True)
    qualifier: str | None
    scope: str
    support_type: SupportType | None = enum_field(SupportType, nullable=True)
    as_of: str | None
    baseline_value: float | None
    baseline_what: str | None
    baseline_as_of: str | None
    said_by: str | None
    role: Role = enum_field(Role)
    sentence: str
    start_offset: int
    end_offset: int
    # What decided each part, as `models.record.claim_rows` writes it; empty for a claim read before there was evidence.
    evidence: list[dict[str, Any]] = json_field(sa_column_kwargs={"server_default": "[]"}, default_factory=list)


class EventRow(SQLModel, table=True):
    """A policy event of the newest version of an article."""

    __tablename__ = "policy_event"

    id: str = Field(primary_key=True, max_length=16)
    article_id: str = Field(foreign_key="article.id", index=True)
    version: int
    kind: EventKind = enum_field(EventKind, index=True)
    actor: str | None
    place: str
    happened: str | None  # YYYY, YYYY-MM or YYYY-MM-DD
    proposed: bool
    sentence: str
    start_offset: int
    end_offset: int
    # The row that found it, and what settled its actor and date; empty for an event read before they were kept.
    reasons: list[str] = json_field(sa_column_kwargs={"server_default": "[]"}, default_factory=list)


class VerdictRow(SQLModel, table=True):
    """What was believed of a claim from `recorded_at` until `superseded_at`."""

    __tablename__ = "verdict"

    claim_id: str = Field(primary_key=True, max_length=16)  # no foreign key: a verdict outlives its claim
    recorded_at: datetime = Field(primary_key=True)
    superseded_at: datetime | None = Field(default=None, index=True)
    kind: VerdictKind = enum_field(VerdictKind, index=True)
    sentence: str
    list_date: date | None
    list_sha256: str | None
    list_value: float | None
    difference: float | None
    way: str | None
    computed: list[float] = json_field(default_factory=list)
    said_before: list[str] = json_field(default_factory=list)
