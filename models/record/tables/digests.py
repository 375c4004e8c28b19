"""Who asked for what, what was composed for them, and what became of it.

All of these are kept tables: what readers were told is a fact that no rebuild of the record alters. `Digest.id` is the
reader's id and a running number, so that one reader cannot have two digests of the same number.
"""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from models.calendar import ZONE_NAME
from models.digests.deliveries import DeliveryStatus
from models.digests.subscriptions import Cadence, Channel, MailFormat
from models.record.tables.base import enum_field, json_field
from models.vocabulary import ChangeKind, ChangeStatus


class SubscriberRow(SQLModel, table=True):
    """One reader; `models.digests.subscriptions.Subscriber` says what each wish means."""

    __tablename__ = "subscriber"
    __table_args__ = (UniqueConstraint("channel", "address_key"),)

    id: int | None = Field(default=None, primary_key=True)
    address: str
    address_key: str  # the address without regard to case: nobody gets two mails for two spellings
    channel: Channel = enum_field(Channel)
    states: list[str] = json_field(default_factory=list)
    counties: list[str] = json_field(default_factory=list)
    agencies: list[str] = json_field(default_factory=list)
    support_types: list[str] = json_field(default_factory=list)
    kinds: list[str] = json_field(default_factory=list)
    news: bool = True
    cadence: Cadence = enum_field(Cadence, default=Cadence.DAILY)
    hour: int = 7
    weekday: int = 0
    time_zone: str = ZONE_NAME
    mail_format: MailFormat = enum_field(MailFormat, default=MailFormat.HTML)
    heartbeat: bool = False
    operator: bool = False
    paused: bool = False
    subscribed_at: datetime
    served_at: datetime  # when an hour asked for was last dealt with, also where there was nothing to say
    # The last entry of the journal that was weighed for this reader: what it held is told, or was of no concern.
    journal_read: int
    digests: int = 0  # the number of the last digest
    refusals: int = 0  # in a row, for good; see `models.digests.deliveries.MAX_REFUSALS`


class Digest(SQLModel, table=True):
    """One composed report for one reader, as it was or will be sent: every attempt sends these bytes."""

    __table_args__ = (UniqueConstraint("subscriber_id", "number"),)

    id: str = Field(primary_key=True)  # '7-12': the twelfth digest of reader 7
    subscriber_id: int = Field(foreign_key="subscriber.id", index=True)
    number: int
    composed_at: datetime
    day: date  # the reader's own
    subject: str
    message_id: str = Field(unique=True)
    payload: bytes  # compressed by zlib; a whole mail, or the body of a request
    journal_from: int  # the entries of the journal after this one, up to `journal_to`, were weighed for it
    journal_to: int
    figures: dict[str, int] = json_field()  # what it told, by which the next one is measured
    list_date: date | None  # of the participating list in force
    troubles: dict[str, str] = json_field(default_factory=dict)
    changes: int  # how many it tells by name


class Delivery(SQLModel, table=True):
    """The one dispatch of one digest: reserved before it is handed over, marked after the answer."""

    __table_args__ = (UniqueConstraint("subscriber_id", "digest_id"), Index(None, "status", "next_attempt_at"))

    digest_id: str = Field(foreign_key="digest.id", primary_key=True)
    subscriber_id: int = Field(foreign_key="subscriber.id")
    status: DeliveryStatus = enum_field(DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts: int = 0
    next_attempt_at: datetime
    reserved_at: datetime | None = None
    settled_at: datetime | None = None  # when it was sent, refused, found in doubt or superseded
    answer: str = ""  # what the other side said last


class DeliveredChange(SQLModel, table=True):
    """What a reader was told of a change: its reading at the time. It goes when its digest told nothing after all."""

    __tablename__ = "delivered_change"

    subscriber_id: int = Field(foreign_key="subscriber.id", primary_key=True)
    change_id: str = Field(primary_key=True, max_length=12)  # no foreign key, as in the journal
    version: int = Field(primary_key=True)
    digest_id: str = Field(foreign_key="digest.id", index=True)
    kind: ChangeKind = enum_field(ChangeKind)
    status: ChangeStatus = enum_field(ChangeStatus)
    said: str = Field(max_length=12)  # `models.digests.owed.Reading.said`
    told_on: date


class DeliveredNews(SQLModel, table=True):
    """A claim, act or 'still listed' that a reader was told."""

    __tablename__ = "delivered_news"

    subscriber_id: int = Field(foreign_key="subscriber.id", primary_key=True)
    news_id: str = Field(primary_key=True)
    digest_id: str = Field(foreign_key="digest.id", index=True)
