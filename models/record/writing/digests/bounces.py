"""Digests that came back: not delivered after all, so what they told is owed again."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.digests.deliveries import CAME_BACK, MAX_REFUSALS, DeliveryStatus
from models.record.tables.digests import Delivery, Digest, SubscriberRow
from models.record.writing.digests.ledger import take_back

# Only these were ever on their way.
_SENT = (DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT)


def mark_bounced(session: Session, digest_id: str, words: str, of_the_mailbox: bool, now: datetime) -> bool:
    """Note that a sent digest came back for good. Whether it was news: the same bounce twice changes nothing.

    The subscriber is paused at once where the address takes no mail, else after as many in a row as relays may refuse.
    """
    delivery = session.get(Delivery, digest_id)
    if delivery is None or delivery.status not in _SENT:
        return False
    delivery.status, delivery.settled_at, delivery.answer = DeliveryStatus.REFUSED, now, f"{CAME_BACK}{words}"
    take_back(session, digest_id)
    session.flush()
    subscriber = session.get_one(SubscriberRow, delivery.subscriber_id)
    if not subscriber.paused and (of_the_mailbox or _all_refused(session, subscriber)):
        subscriber.paused = True
        subscriber.paused_because = f"mail to it comes back: {words}"
    return True


def _all_refused(session: Session, subscriber: SubscriberRow) -> bool:
    """Whether the last digests were all refused or came back; those that never went out do not count."""
    last = session.exec(
        select(Delivery.status)
        .join(Digest, col(Delivery.digest_id) == Digest.id)
        .where(Digest.subscriber_id == subscriber.id, col(Delivery.status).in_([*_SENT, DeliveryStatus.REFUSED]))
        .order_by(col(Digest.number).desc())
        .limit(MAX_REFUSALS)
    ).all()
    return len(last) == MAX_REFUSALS and set(last) == {DeliveryStatus.REFUSED}
