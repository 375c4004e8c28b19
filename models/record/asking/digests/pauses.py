"""Subscribers who get nothing because their mail does not arrive."""

from sqlmodel import Session, col, select

from models.digests.health import Trouble
from models.record.tables.digests import SubscriberRow


def pause_troubles(session: Session) -> list[Trouble]:
    """One for each subscriber whom no person paused, until a person resumes or removes them."""
    paused = select(SubscriberRow).where(col(SubscriberRow.paused).is_(True), SubscriberRow.paused_because != "")
    return [
        Trouble(
            f"paused:{row.id}",
            "a subscriber was paused",
            f"subscriber {row.id} ({row.address}) is paused: {row.paused_because}; correct the address, or:"
            f" moawatch subscribers remove {row.id}",
        )
        for row in session.exec(paused.order_by(col(SubscriberRow.id)))
    ]
