"""What became of each digest."""

from sqlmodel import Session, col, select

from models.digests.deliveries import DeliveryStatus
from models.record.asking import Row
from models.record.tables.digests import Delivery, Digest, SubscriberRow


def deliveries(
    session: Session, status: DeliveryStatus | None = None, subscriber_id: int | None = None, limit: int | None = 50
) -> list[Row]:
    """One row for each digest, the newest first: whom it was for, what it was about, where it stands."""
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
            "to": reader.address,
            "channel": reader.channel.value,
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
        for digest, delivery, reader in session.exec(query.limit(limit))
    ]
