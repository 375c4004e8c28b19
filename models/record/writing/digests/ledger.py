"""The ledger of deliveries. A digest is composed, stored, reserved, sent and marked, each step in a transaction of its
own: every function here is one step, to be called inside `models.record.store.write_session`.

Whoever sends a message must hold its reservation. A conditional update takes it just before the message is sent, so
only one of two processes gets it; the answer marks it. If a process dies in between, the reservation stays behind:
that is the only window in which it is unknown whether the message arrived.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, delete, insert, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models.digests.content import LastDigest
from models.digests.deliveries import MAX_PAUSE, MAX_REFUSALS, MAX_RESERVATION, TELLING, DeliveryStatus, next_attempt
from models.digests.owed import Owed
from models.digests.subscriptions import Channel
from models.errors import RecordError
from models.record.tables.digests import DeliveredChange, DeliveredNews, Delivery, Digest, SubscriberRow

# Only these can still be put off or refused; another process has settled any other.
_IN_HAND = (DeliveryStatus.WAITING, DeliveryStatus.RESERVED)


def store(session: Session, digest: Digest, told: Iterable[Owed], news_ids: Iterable[str], now: datetime) -> None:
    """Keep a composed digest, what it tells, and its waiting delivery."""
    session.add(digest)
    session.flush()
    session.add(Delivery(digest_id=digest.id, subscriber_id=digest.subscriber_id, next_attempt_at=now))
    rows = [
        {
            "subscriber_id": digest.subscriber_id,
            "change_id": each.entry.change.id,
            "version": each.entry.version,
            "digest_id": digest.id,
            "kind": each.entry.change.kind,
            "status": each.entry.status,
            "said": each.entry.said,
            # A version that says the same is noted without being told: the day on which it was told stays.
            "told_on": each.told.on if each.told and each.told.said == each.entry.said else digest.day,
        }
        for each in told
    ]
    if rows:  # one statement: a backfill may tell a thousand changes at once
        session.exec(insert(DeliveredChange), params=rows)
    for news_id in news_ids:
        session.add(DeliveredNews(subscriber_id=digest.subscriber_id, news_id=news_id, digest_id=digest.id))
    session.flush()


def last_digest(session: Session, subscriber_id: int, as_of: date | None = None) -> LastDigest | None:
    """The last digest (before the day `as_of`) that reached this subscriber, may have, or is on its way."""
    query = (
        select(Digest)
        .join(Delivery, col(Delivery.digest_id) == Digest.id)
        .where(Digest.subscriber_id == subscriber_id, col(Delivery.status).in_(TELLING))
    )
    if as_of is not None:
        query = query.where(Digest.day < as_of)
    last = session.exec(query.order_by(col(Digest.number).desc()).limit(1)).first()
    return LastDigest(last.day, last.figures, last.troubles, last.list_date) if last else None


def journal_read(session: Session, row: SubscriberRow, as_of: date | None = None) -> int:
    """How far the journal has been read for this subscriber, now or when the day `as_of` began."""
    if as_of is None:
        return row.journal_read
    next_digest = session.exec(
        select(Digest).where(Digest.subscriber_id == row.id, Digest.day >= as_of).order_by(col(Digest.number)).limit(1)
    ).first()
    return next_digest.journal_from if next_digest else row.journal_read


def told_news(session: Session, subscriber_id: int, as_of: date | None = None) -> frozenset[str]:
    """The ids of the news that this subscriber was told (before the day `as_of`)."""
    query = select(DeliveredNews.news_id).where(DeliveredNews.subscriber_id == subscriber_id)
    if as_of is not None:
        query = query.join(Digest, col(DeliveredNews.digest_id) == Digest.id).where(Digest.day < as_of)
    return frozenset(session.exec(query))


def is_waiting(session: Session, subscriber_id: int) -> bool:
    """Whether a digest for this subscriber is still waiting to be sent."""
    return session.exec(_waiting_for(subscriber_id).limit(1)).first() is not None


def _waiting_for(subscriber_id: int) -> SelectOfScalar[str]:
    return select(Delivery.digest_id).where(
        Delivery.subscriber_id == subscriber_id, Delivery.status == DeliveryStatus.WAITING
    )


def waiting(session: Session, now: datetime) -> list[str]:
    """The digests to send now, those that have waited longest first; none to paused subscribers."""
    return list(
        session.exec(
            select(Delivery.digest_id)
            .join(SubscriberRow, col(Delivery.subscriber_id) == SubscriberRow.id)
            .where(
                Delivery.status == DeliveryStatus.WAITING,
                # No pause is that long: a time beyond it was noted by a clock that was wrong, and it is due.
                or_(col(Delivery.next_attempt_at) <= now, col(Delivery.next_attempt_at) > now + MAX_PAUSE),
                col(SubscriberRow.paused).is_(False),
            )
            .order_by(col(Delivery.next_attempt_at), col(Delivery.digest_id))
        )
    )


def reserve(session: Session, digest_id: str, now: datetime) -> bool:
    """Take the right to send this digest. False: another process has it, or it is no longer waiting."""
    taken = session.exec(
        update(Delivery)
        .where(col(Delivery.digest_id) == digest_id, col(Delivery.status) == DeliveryStatus.WAITING)
        .values(status=DeliveryStatus.RESERVED, reserved_at=now, attempts=Delivery.attempts + 1)
    )
    return taken.rowcount == 1


def mark_sent(session: Session, digest_id: str, answer: str, now: datetime, sender: str = "") -> None:
    if delivery := session.get(Delivery, digest_id):  # else its subscriber was removed while it was sent
        delivery.sender = sender
        _settle(delivery, DeliveryStatus.SENT, answer, now)
        session.get_one(SubscriberRow, delivery.subscriber_id).refusals = 0


def mark_in_doubt(session: Session, digest_id: str, answer: str, now: datetime, sender: str = "") -> None:
    """It was sent and no answer came: it may have arrived."""
    if delivery := session.get(Delivery, digest_id):
        delivery.sender = sender
        _settle(delivery, DeliveryStatus.IN_DOUBT, answer, now)


def put_off(session: Session, digest_id: str, answer: str, now: datetime) -> None:
    """It was refused for now and certainly not delivered: a later run tries again."""
    delivery = session.get(Delivery, digest_id)
    if delivery is None or delivery.status not in _IN_HAND:
        return
    if delivery.status is DeliveryStatus.WAITING:  # refused before it was reserved: the attempt counts all the same
        delivery.attempts += 1
    delivery.status = DeliveryStatus.WAITING
    delivery.reserved_at = None
    delivery.next_attempt_at = next_attempt(delivery.attempts, now)
    delivery.answer = answer
    delivery.blocked = False


def block(session: Session, digest_id: str, answer: str, now: datetime) -> None:
    """It was refused for what a person has to correct: it waits, and the operator is told."""
    put_off(session, digest_id, answer, now)
    note_blocked(session, digest_id, answer, now)


def note_blocked(session: Session, digest_id: str, answer: str, now: datetime) -> None:
    """Note why nothing goes out. The message itself was not tried, so its next attempt is not put off."""
    delivery = session.get(Delivery, digest_id)
    if delivery is not None and delivery.status is DeliveryStatus.WAITING:
        delivery.blocked = True
        delivery.answer = answer


def mark_refused(session: Session, digest_id: str, answer: str, now: datetime) -> None:
    """It was refused for good: the next digest tells its content. After too many refusals the subscriber is paused."""
    delivery = session.get(Delivery, digest_id)
    if delivery is None or delivery.status not in _IN_HAND:
        return
    _settle(delivery, DeliveryStatus.REFUSED, answer, now)
    subscriber = session.get_one(SubscriberRow, delivery.subscriber_id)
    subscriber.refusals += 1
    if not subscriber.paused and subscriber.refusals >= MAX_REFUSALS:
        subscriber.paused = True
        subscriber.paused_because = f"{subscriber.refusals} digests in a row were refused: {answer}"
    take_back(session, digest_id)


def supersede(session: Session, subscriber_id: int, now: datetime) -> bool:
    """Take back what is waiting for this subscriber, so that one later digest tells all of it. Whether anything was."""
    waiting_ids = session.exec(_waiting_for(subscriber_id)).all()
    for digest_id in waiting_ids:
        _settle(session.get_one(Delivery, digest_id), DeliveryStatus.SUPERSEDED, "", now)
        take_back(session, digest_id)
    session.flush()
    return bool(waiting_ids)


def settle_abandoned(session: Session, now: datetime, send_again: bool, sender: str = "") -> list[str]:
    """Settle the reservations of processes that died: in doubt, or with `send_again` waiting again.

    A file in the outbox can be written twice without harm, so it always waits again. Returns the ids in doubt.
    """
    abandoned = session.exec(
        select(Delivery, SubscriberRow.channel)
        .join(SubscriberRow, col(Delivery.subscriber_id) == SubscriberRow.id)
        .where(
            Delivery.status == DeliveryStatus.RESERVED,
            # One in the future was made by a clock that was wrong.
            or_(col(Delivery.reserved_at) <= now - MAX_RESERVATION, col(Delivery.reserved_at) > now + MAX_RESERVATION),
        )
    ).all()
    doubtful = []
    for delivery, channel in abandoned:
        delivery.sender = delivery.sender or sender
        if send_again or channel is Channel.OUTBOX:
            _wait_again(delivery, now)
        else:
            _settle(delivery, DeliveryStatus.IN_DOUBT, "the process ended before it could note the answer", now)
            doubtful.append(delivery.digest_id)
    return doubtful


def resend(session: Session, digest_id: str, now: datetime) -> None:
    """Let the very same message be sent again. Raises RecordError where that would tell something twice."""
    delivery = session.get(Delivery, digest_id)
    if delivery is None:
        raise RecordError(f"no digest {digest_id!r}; `moawatch digest deliveries` lists them")
    if delivery.status in (DeliveryStatus.REFUSED, DeliveryStatus.SUPERSEDED):
        raise RecordError(f"digest {digest_id} was {delivery.status}; the next digest tells its content")
    if delivery.status is DeliveryStatus.RESERVED:
        raise RecordError(f"digest {digest_id} is being sent right now; try again in 15 minutes")
    _wait_again(delivery, now)


def _wait_again(delivery: Delivery, now: datetime) -> None:
    delivery.status = DeliveryStatus.WAITING
    delivery.blocked = False
    delivery.reserved_at = delivery.settled_at = None
    delivery.next_attempt_at = now


def _settle(delivery: Delivery, status: DeliveryStatus, answer: str, now: datetime) -> None:
    delivery.status = status
    delivery.settled_at = now
    delivery.blocked = False
    delivery.answer = answer or delivery.answer


def take_back(session: Session, digest_id: str) -> None:
    """Undo what a digest told: its subscriber is owed it again."""
    digest = session.get_one(Digest, digest_id)
    session.exec(delete(DeliveredChange).where(col(DeliveredChange.digest_id) == digest_id))
    session.exec(delete(DeliveredNews).where(col(DeliveredNews.digest_id) == digest_id))
    subscriber = session.get_one(SubscriberRow, digest.subscriber_id)
    subscriber.journal_read = min(subscriber.journal_read, digest.journal_from)
