"""What became of each digest: what is ready to send, and the problems that an operator must know."""

import zlib
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.digests.deliveries import CAME_BACK, DeliveryStatus
from models.digests.health import Trouble
from models.digests.inbox.letters import MAX_BOUNCE_AGE
from models.digests.subscriptions import Channel
from models.record.asking import Row
from models.record.asking.digests.pauses import pause_troubles
from models.record.asking.digests.wishes import wish_troubles
from models.record.tables.digests import Delivery, Digest, SubscriberRow

# Relays that refuse for now take the message within hours; after a day the operator should look.
MAX_WAIT = timedelta(days=1)


class Message(NamedTuple):
    """What one delivery needs, read for each in turn so that a thousand of them take no more memory than one."""

    digest_id: str
    channel: Channel
    address: str
    name: str
    payload: bytes
    subscriber_id: int
    sender: str  # of an attempt that may have arrived, else ''
    composed_at: datetime
    link_key: str


def waiting_message(session: Session, digest_id: str) -> Message | None:
    """The message, or None where another process has taken it or its subscriber was removed."""
    found = session.exec(
        select(Digest, SubscriberRow, Delivery)
        .join(Delivery, col(Delivery.digest_id) == Digest.id)
        .join(SubscriberRow, col(Digest.subscriber_id) == SubscriberRow.id)
        .where(Digest.id == digest_id, Delivery.status == DeliveryStatus.WAITING)
    ).first()
    if found is None:
        return None
    digest, subscriber, delivery = found
    return Message(
        digest_id,
        subscriber.channel,
        subscriber.address,
        f"{digest.day}-{digest.id}",
        zlib.decompress(digest.payload),
        digest.subscriber_id,
        delivery.sender,
        digest.composed_at,
        subscriber.link_key,
    )


def mail_of(session: Session, subscriber: SubscriberRow, digest_id: str) -> bytes | None:
    """A digest to this subscriber as its mail was stored; None where it is not theirs, or is not kept."""
    digest = session.get(Digest, digest_id)
    if digest is None or digest.subscriber_id != subscriber.id:
        return None
    return zlib.decompress(digest.payload)


class SentDigest(NamedTuple):
    """A digest that went out by mail, and to whom."""

    digest_id: str
    address_key: str


def sent_digests(session: Session, now: datetime) -> dict[str, SentDigest]:
    """By Message-ID, the mails that were sent lately enough to come back."""
    found = session.exec(
        select(Digest.message_id, Digest.id, SubscriberRow.address_key)
        .join(SubscriberRow, col(Digest.subscriber_id) == SubscriberRow.id)
        .join(Delivery, col(Delivery.digest_id) == Digest.id)
        .where(
            SubscriberRow.channel == Channel.MAIL,
            col(Delivery.status).in_([DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT]),
            col(Delivery.settled_at) >= now - MAX_BOUNCE_AGE,
        )
    )
    return {message_id: SentDigest(digest_id, address_key) for message_id, digest_id, address_key in found}


class MailSubscriber(NamedTuple):
    """A subscriber by mail, and since when."""

    id: int
    since: datetime


def mail_subscribers(session: Session) -> dict[str, MailSubscriber]:
    """By their addresses, in lower case."""
    found = session.exec(
        select(SubscriberRow.address_key, SubscriberRow.id, SubscriberRow.subscribed_at).where(
            SubscriberRow.channel == Channel.MAIL
        )
    )
    return {address: MailSubscriber(id_, since) for address, id_, since in found if id_ is not None}


def deliveries(
    session: Session, status: DeliveryStatus | None = None, subscriber_id: int | None = None, limit: int | None = 50
) -> list[Row]:
    """One row for each digest, the newest first: its subscriber, its subject and its status."""
    query = (
        select(Digest, Delivery, SubscriberRow)
        .join(Delivery, col(Delivery.digest_id) == Digest.id)
        .join(SubscriberRow, col(Digest.subscriber_id) == SubscriberRow.id)
        .order_by(col(Digest.composed_at).desc(), col(Digest.subscriber_id), col(Digest.number).desc())
    )
    if status is not None:
        query = query.where(Delivery.status == status)
    if subscriber_id is not None:
        query = query.where(Digest.subscriber_id == subscriber_id)
    return [
        {
            "digest": digest.id,
            "to": subscriber.address,
            "channel": subscriber.channel.value,
            "status": delivery.status.value,
            "attempts": delivery.attempts,
            "composed_at": digest.composed_at,
            "next_attempt_at": delivery.next_attempt_at if delivery.status is DeliveryStatus.WAITING else None,
            "settled_at": delivery.settled_at,
            "changes": digest.changes,
            "subject": digest.subject,
            "answer": delivery.answer,
            "message_id": digest.message_id,
        }
        for digest, delivery, subscriber in session.exec(query.limit(limit))
    ]


def delivery_troubles(session: Session, now: datetime) -> list[Trouble]:
    """Subscribers whose last digest was refused for good or is in doubt, until a later one arrives; and how many have
    received nothing for longer than a greylisting relay asks for."""
    last = select(Digest.id).where(Digest.subscriber_id == SubscriberRow.id, Digest.number == SubscriberRow.digests)
    rows = session.exec(
        select(SubscriberRow, Delivery)
        .join(Delivery, col(Delivery.subscriber_id) == SubscriberRow.id)
        .where(
            col(Delivery.digest_id).in_(last.correlate(SubscriberRow)),
            col(Delivery.status).in_([DeliveryStatus.REFUSED, DeliveryStatus.IN_DOUBT]),
            SubscriberRow.paused_because == "",  # else that says it
        )
        .order_by(col(SubscriberRow.id))
    )
    troubles = [_trouble(subscriber, delivery) for subscriber, delivery in rows]
    return troubles + channel_troubles(session, now) + pause_troubles(session) + wish_troubles(session)


def channel_troubles(session: Session, now: datetime) -> list[Trouble]:
    """What keeps digests from going out at all, at once where a person has to correct something."""
    troubles = []
    if blocked := _blocked(session):
        troubles.append(Trouble("blocked", "digests cannot be sent", blocked))
    if waiting := _waiting_too_long(session, now):
        words = f"subscribers not reached for a day or more ({waiting}): moawatch digest deliveries --status waiting"
        troubles.append(Trouble("waiting", "digests cannot be sent", words))
    return troubles


def _trouble(subscriber: SubscriberRow, delivery: Delivery) -> Trouble:
    if delivery.status is DeliveryStatus.IN_DOUBT:
        advice = f"if it did not arrive: moawatch digest resend {delivery.digest_id}"
        words = f"digest {delivery.digest_id} to {subscriber.address} is in doubt; {advice}"
        return Trouble(f"in doubt:{delivery.digest_id}", "a digest is in doubt", words)
    paused = "; the subscriber is paused" if subscriber.paused else ""
    words = f"digest {delivery.digest_id} to {subscriber.address} {delivery.answer}{paused}"
    return Trouble(
        f"refused:{delivery.digest_id}",
        "a digest was refused",
        words if delivery.answer.startswith(CAME_BACK) else f"{delivery.answer}{paused}",
    )


def _blocked(session: Session) -> str:
    """The last refusal that a person has to act on, and how many digests it keeps back; '' without one."""
    answers = session.exec(
        select(Delivery.answer)
        .join(SubscriberRow, col(Delivery.subscriber_id) == SubscriberRow.id)
        .where(
            Delivery.status == DeliveryStatus.WAITING,
            col(Delivery.blocked).is_(True),
            col(SubscriberRow.paused).is_(False),
        )
        .order_by(col(Delivery.next_attempt_at).desc(), col(Delivery.digest_id))
    ).all()
    if not answers:
        return ""
    return answers[0] if len(answers) == 1 else f"{answers[0]} (and {len(answers) - 1} more like it)"


def _waiting_too_long(session: Session, now: datetime) -> int:
    waits = select(Delivery.subscriber_id).where(Delivery.status == DeliveryStatus.WAITING)
    arrived = (
        select(sa.func.coalesce(sa.func.max(Digest.number), 0))
        .join(Delivery, col(Delivery.digest_id) == Digest.id)
        .where(
            Digest.subscriber_id == SubscriberRow.id,
            col(Delivery.status).in_([DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT]),
        )
        .correlate(SubscriberRow)
        .scalar_subquery()
    )
    unreached = session.exec(
        select(SubscriberRow.id)
        .join(Digest, col(Digest.subscriber_id) == SubscriberRow.id)
        .where(
            col(SubscriberRow.id).in_(waits),
            col(SubscriberRow.paused).is_(False),
            Digest.number > arrived,
            # What was composed in the future was composed by a clock that was wrong, nobody knows how long ago.
            sa.or_(col(Digest.composed_at) <= now - MAX_WAIT, col(Digest.composed_at) > now + MAX_WAIT),
        )
        .distinct()
    )
    return len(unreached.all())
