"""Subscribers, the digests composed for them, and what became of each.

A rebuild of the record keeps all of these tables: what subscribers were told does not change.
"""

import secrets
from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from models.calendar import ZONE_NAME
from models.digests.deliveries import DeliveryStatus
from models.digests.subscriptions import Cadence, Channel, MailFormat
from models.record.tables.base import enum_field, json_field
from models.vocabulary import ChangeKind, ChangeStatus


def new_link_key() -> str:
    """Random, and kept only as long as the subscriber: it voids the links of whoever had this number before."""
    return secrets.token_hex(8)


class SubscriberRow(SQLModel, table=True):
    """One subscriber; `models.digests.subscriptions.Subscriber` says what each preference means."""

    __tablename__ = "subscriber"
    __table_args__ = (UniqueConstraint("channel", "address_key"),)

    id: int | None = Field(default=None, primary_key=True)
    address: str
    address_key: str  # in lower case: two spellings do not get two mails
    channel: Channel = enum_field(Channel)
    states: list[str] = json_field(default_factory=list)
    counties: list[str] = json_field(default_factory=list)
    agencies: list[str] = json_field(default_factory=list)
    support_types: list[str] = json_field(default_factory=list)
    bodies: list[str] = json_field(default_factory=list)
    kinds: list[str] = json_field(default_factory=list)
    news: bool = True
    nation: bool = True
    threshold: int | None = None
    at_endings: bool = False
    at_switches: bool = False
    cadence: Cadence = enum_field(Cadence, default=Cadence.DAILY)
    hour: int = 7
    weekday: int = 0
    time_zone: str = ZONE_NAME
    mail_format: MailFormat = enum_field(MailFormat, default=MailFormat.HTML)
    heartbeat: bool = False
    operator: bool = False
    paused: bool = False
    paused_because: str = ""  # what came back or was refused; empty if a person paused it
    subscribed_at: datetime
    served_at: datetime  # when a digest was last due, even if it had nothing to say
    # The last entry of the journal considered for this subscriber: all up to it is told or does not concern them.
    journal_read: int
    digests: int = 0  # the number of the last digest
    refusals: int = 0  # in a row, for good; see `models.digests.deliveries.MAX_REFUSALS`
    link_key: str = Field(default_factory=new_link_key, max_length=16)  # what the subscriber's links are signed for
    forms_sent: int = 0  # by those links: each form is good for one change


class Digest(SQLModel, table=True):
    """One composed report for one subscriber. Every attempt sends the same; a mail gets the lines that name sender and
    list when it is sent, since a wrong setting may have been corrected meanwhile."""

    __table_args__ = (UniqueConstraint("subscriber_id", "number"),)

    id: str = Field(primary_key=True)  # '7-12': the twelfth digest of subscriber 7
    subscriber_id: int = Field(foreign_key="subscriber.id", index=True)
    number: int
    composed_at: datetime
    day: date  # the subscriber's own
    subject: str
    message_id: str = Field(unique=True)
    payload: bytes  # compressed by zlib; a whole mail, or the body of a request
    journal_from: int  # it covers the entries of the journal after this one
    figures: dict[str, int] = json_field()  # what the next digest compares itself with
    list_date: date | None  # of the participating list in force
    troubles: dict[str, str] = json_field(default_factory=dict)
    changes: int  # how many it tells by name


class Delivery(SQLModel, table=True):
    """The one dispatch of one digest: reserved before it is sent, marked after the answer."""

    __table_args__ = (UniqueConstraint("subscriber_id", "digest_id"), Index(None, "status", "next_attempt_at"))

    digest_id: str = Field(foreign_key="digest.id", primary_key=True)
    subscriber_id: int = Field(foreign_key="subscriber.id")
    status: DeliveryStatus = enum_field(DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts: int = 0
    next_attempt_at: datetime
    reserved_at: datetime | None = None
    settled_at: datetime | None = None  # when it was sent, refused, found in doubt or superseded
    answer: str = ""  # the other side's last answer
    blocked: bool = False  # it waits until someone corrects a setting or the relay
    sender: str = ""  # the sender's setting, once the mail may have arrived: a repeat is the very same


class DeliveredChange(SQLModel, table=True):
    """What a subscriber was told of a change. Deleted if its digest was never delivered."""

    __tablename__ = "delivered_change"

    subscriber_id: int = Field(foreign_key="subscriber.id", primary_key=True)
    change_id: str = Field(primary_key=True, max_length=12)  # no foreign key, as in the journal
    version: int = Field(primary_key=True)
    digest_id: str = Field(foreign_key="digest.id", index=True)
    kind: ChangeKind = enum_field(ChangeKind)
    status: ChangeStatus = enum_field(ChangeStatus)
    said: str = Field(max_length=12)  # `models.digests.owed.JournalEntry.said`
    told_on: date


class DeliveredNews(SQLModel, table=True):
    """A claim, act or discrepancy that a subscriber was told."""

    __tablename__ = "delivered_news"

    subscriber_id: int = Field(foreign_key="subscriber.id", primary_key=True)
    news_id: str = Field(primary_key=True)
    digest_id: str = Field(foreign_key="digest.id", index=True)


class UsedLink(SQLModel, table=True):
    """A confirmation that was followed, until it would no longer be good anyway: it must not be followed again after
    its subscriber has left."""

    __tablename__ = "used_link"

    fingerprint: str = Field(primary_key=True, max_length=64)
    used_at: datetime = Field(index=True)
