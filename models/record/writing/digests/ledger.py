"""The ledger of deliveries: composed, stored, reserved, handed over, marked, in that order and each in its own
transaction. Every function is one step of it, to be called inside `models.record.store.write_session`.

Whoever hands a message over must hold its reservation. It is taken by a conditional update just before the message
leaves, so that of two processes only one gets it, and marked after the answer. A process that dies in between leaves
the reservation behind: that is the one window in which nobody can know whether the message arrived.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, delete, insert, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models.digests.content import Before
from models.digests.deliveries import MAX_REFUSALS, MAX_RESERVATION, TELLING, DeliveryStatus, next_attempt
from models.digests.owed import Owed
from models.digests.subscriptions import Channel
from models.errors import RecordError
from models.record.tables.digests import DeliveredChange, DeliveredNews, Delivery, Digest, SubscriberRow
from models.vocabulary import ChangeStatus

# Whoever failed to hand one of these over may say so.
_IN_HAND = (DeliveryStatus.WAITING, DeliveryStatus.RESERVED)


def store(session: Session, digest: Digest, told: Iterable[Owed], news_ids: Iterable[str], now: datetime) -> None:
    """Keep a composed digest, what it tells, and its delivery that waits to be made."""
    session.add(digest)
    session.flush()
    session.add(Delivery(digest_id=digest.id, subscriber_id=digest.subscriber_id, next_attempt_at=now))
    rows = [_told_row(digest, each) for each in told]
    if rows:  # one statement: a backfill may tell a thousand changes at once
        session.exec(insert(DeliveredChange), params=rows)
    for news_id in news_ids:
        session.add(DeliveredNews(subscriber_id=digest.subscriber_id, news_id=news_id, digest_id=digest.id))
    session.flush()


def _told_row(digest: Digest, each: Owed) -> dict[str, Any]:
    reading = each.reading
    return {
        "subscriber_id": digest.subscriber_id,
        "change_id": reading.change.id,
        "version": reading.version,
        "digest_id": digest.id,
        "kind": reading.change.kind,
        "status": ChangeStatus.WITHDRAWN if reading.withdrawn else reading.change.status,
        "said": reading.said,
        "told_on": digest.day,
    }


def before(session: Session, subscriber_id: int, as_of: date | None = None) -> Before | None:
    """What the last digest said (the last before the day `as_of`) that reached this reader, may have, or is on its
    way; None where there was none."""
    query = (
        select(Digest)
        .join(Delivery, col(Delivery.digest_id) == Digest.id)
        .where(Digest.subscriber_id == subscriber_id, col(Delivery.status).in_(TELLING))
    )
    if as_of is not None:
        query = query.where(Digest.day < as_of)
    last = session.exec(query.order_by(col(Digest.number).desc()).limit(1)).first()
    if last is None:
        return None
    return Before(on=last.day, figures=last.figures, troubles=last.troubles, list_date=last.list_date)


def journal_read(session: Session, row: SubscriberRow, as_of: date | None = None) -> int:
    """How far the journal has been read for this reader, now or when the day `as_of` began."""
    if as_of is None:
        return row.journal_read
    next_digest = session.exec(
        select(Digest).where(Digest.subscriber_id == row.id, Digest.day >= as_of).order_by(col(Digest.number)).limit(1)
    ).first()
    return next_digest.journal_from if next_digest else row.journal_read


def told_news(session: Session, subscriber_id: int, as_of: date | None = None) -> frozenset[str]:
    """The ids of the news that this reader was told, before the day `as_of` where one is given."""
    query = select(DeliveredNews.news_id).where(DeliveredNews.subscriber_id == subscriber_id)
    if as_of is not None:
        query = query.join(Digest, col(DeliveredNews.digest_id) == Digest.id).where(Digest.day < as_of)
    return frozenset(session.exec(query))


def is_waiting(session: Session, subscriber_id: int) -> bool:
    """Whether a digest for this reader has not left yet."""
    return session.exec(_waiting_for(subscriber_id).limit(1)).first() is not None


def _waiting_for(subscriber_id: int) -> SelectOfScalar[str]:
    return select(Delivery.digest_id).where(
        Delivery.subscriber_id == subscriber_id, Delivery.status == DeliveryStatus.WAITING
    )


def waiting(session: Session, now: datetime) -> list[str]:
    """The digests to hand over now, those that wait longest first; readers who paused are left in peace."""
    return list(
        session.exec(
            select(Delivery.digest_id)
            .join(SubscriberRow, col(Delivery.subscriber_id) == SubscriberRow.id)
            .where(
                Delivery.status == DeliveryStatus.WAITING,
                Delivery.next_attempt_at <= now,
                col(SubscriberRow.paused).is_(False),
            )
            .order_by(col(Delivery.next_attempt_at), col(Delivery.digest_id))
        )
    )


def reserve(session: Session, digest_id: str, now: datetime) -> bool:
    """Take the right to hand this digest over. False: another process has it, or it waits no longer."""
    taken = session.exec(
        update(Delivery)
        .where(col(Delivery.digest_id) == digest_id, col(Delivery.status) == DeliveryStatus.WAITING)
        .values(status=DeliveryStatus.RESERVED, reserved_at=now, attempts=Delivery.attempts + 1)
    )
    return taken.rowcount == 1


def mark_sent(session: Session, digest_id: str, answer: str, now: datetime) -> None:
    delivery = session.get(Delivery, digest_id)
    if delivery is None:
        return  # its reader was removed while it was handed over
    _settle(delivery, DeliveryStatus.SENT, answer, now)
    _subscriber(session, delivery).refusals = 0


def mark_in_doubt(session: Session, digest_id: str, answer: str, now: datetime) -> None:
    """It was handed over and no answer came: perhaps it arrived."""
    delivery = session.get(Delivery, digest_id)
    if delivery is not None:
        _settle(delivery, DeliveryStatus.IN_DOUBT, answer, now)


def put_off(session: Session, digest_id: str, answer: str, now: datetime) -> None:
    """It was refused for now, and certainly not delivered: it waits for a later run."""
    delivery = session.get(Delivery, digest_id)
    if delivery is None or delivery.status not in _IN_HAND:
        return  # another process has settled it since, or its reader was removed
    if delivery.status is DeliveryStatus.WAITING:  # refused before it was reserved: the attempt counts none the less
        delivery.attempts += 1
    delivery.status = DeliveryStatus.WAITING
    delivery.reserved_at = None
    delivery.next_attempt_at = next_attempt(delivery.attempts, now)
    delivery.answer = answer


def mark_refused(session: Session, digest_id: str, answer: str, now: datetime) -> None:
    """It was refused for good. What it told is owed again; a reader who refuses again and again is paused."""
    delivery = session.get(Delivery, digest_id)
    if delivery is None or delivery.status not in _IN_HAND:
        return  # another process has settled it since, or its reader was removed
    _settle(delivery, DeliveryStatus.REFUSED, answer, now)
    subscriber = _subscriber(session, delivery)
    subscriber.refusals += 1
    subscriber.paused = subscriber.paused or subscriber.refusals >= MAX_REFUSALS
    _take_back(session, digest_id)


def supersede(session: Session, subscriber_id: int, now: datetime) -> bool:
    """Take back what waits for this reader, so that one later digest tells all of it. Whether anything did."""
    waiting_ids = session.exec(_waiting_for(subscriber_id)).all()
    for digest_id in waiting_ids:
        _settle(session.get_one(Delivery, digest_id), DeliveryStatus.SUPERSEDED, "", now)
        _take_back(session, digest_id)
    session.flush()
    return bool(waiting_ids)


def settle_abandoned(session: Session, now: datetime, send_again: bool) -> list[str]:
    """Settle the reservations of processes that died: in doubt, or with `send_again` waiting once more.

    A file in the outbox is written over without harm, so that one always waits once more. The ids of all of them.
    """
    abandoned = session.exec(
        select(Delivery, SubscriberRow.channel)
        .join(SubscriberRow, col(Delivery.subscriber_id) == SubscriberRow.id)
        .where(Delivery.status == DeliveryStatus.RESERVED, col(Delivery.reserved_at) <= now - MAX_RESERVATION)
    ).all()
    for delivery, channel in abandoned:
        if send_again or channel is Channel.OUTBOX:
            _wait_again(delivery, now)
        else:
            mark_in_doubt(session, delivery.digest_id, "the process ended before it could note the answer", now)
    return [delivery.digest_id for delivery, _ in abandoned]


def resend(session: Session, digest_id: str, now: datetime) -> None:
    """Let a digest be handed over again, the very same message. Raises RecordError where that would tell twice."""
    delivery = session.get(Delivery, digest_id)
    if delivery is None:
        raise RecordError(f"digest {digest_id!r}: there is none; `moawatch digest deliveries` shows them")
    if delivery.status in (DeliveryStatus.REFUSED, DeliveryStatus.SUPERSEDED):
        raise RecordError(f"digest {digest_id}: was {delivery.status}; what it told comes with the next digest")
    if delivery.status is DeliveryStatus.RESERVED:
        raise RecordError(
            f"digest {digest_id}: is being handed over at this moment; look again in a quarter of an hour"
        )
    _wait_again(delivery, now)


def _wait_again(delivery: Delivery, now: datetime) -> None:
    delivery.status = DeliveryStatus.WAITING
    delivery.reserved_at = delivery.settled_at = None
    delivery.next_attempt_at = now


def _settle(delivery: Delivery, status: DeliveryStatus, answer: str, now: datetime) -> None:
    delivery.status = status
    delivery.settled_at = now
    delivery.answer = answer or delivery.answer


def _subscriber(session: Session, delivery: Delivery) -> SubscriberRow:
    return session.get_one(SubscriberRow, delivery.subscriber_id)


def _take_back(session: Session, digest_id: str) -> None:
    """Undo what a digest told: its reader is owed it again, from where the journal was read for it."""
    digest = session.get_one(Digest, digest_id)
    session.exec(delete(DeliveredChange).where(col(DeliveredChange.digest_id) == digest_id))
    session.exec(delete(DeliveredNews).where(col(DeliveredNews.digest_id) == digest_id))
    subscriber = session.get_one(SubscriberRow, digest.subscriber_id)
    subscriber.journal_read = min(subscriber.journal_read, digest.journal_from)
