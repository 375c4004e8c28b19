"""The life of one delivery, and the rules for trying again."""

from datetime import datetime, timedelta
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """What became of a digest on its way to its one subscriber.

    WAITING has certainly not been delivered: it was never tried, or was refused for now. RESERVED is being sent at this
    moment. If the process dies before it notes the answer, the delivery becomes IN_DOUBT: it may have arrived, so only
    the operator sends it again. A digest that was REFUSED for good, or SUPERSEDED by a later one before it was sent,
    told its subscriber nothing: the next digest tells it.
    """

    WAITING = "waiting"
    RESERVED = "reserved"
    SENT = "sent"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    SUPERSEDED = "superseded"


# These told their subscriber their content, or may have.
TELLING = (DeliveryStatus.WAITING, DeliveryStatus.RESERVED, DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT)

# Greylisting relays ask for five to fifteen minutes. RFC 5321, 4.5.4.1 asks for thirty minutes or more in general, and
# for four to five days before giving up; by then a later digest has superseded this one.
FIRST_PAUSE = timedelta(minutes=10)
MAX_PAUSE = timedelta(hours=6)

# A reservation lasts from just before the message is sent until the answer, which times out after ten minutes
# (`flows.digests.smtp`): a process that has held one for longer is dead.
MAX_RESERVATION = timedelta(minutes=15)

# How the answer begins of a digest that was taken and then not delivered.
CAME_BACK = "came back: "

# A mailbox that refuses five digests in a row is gone; more attempts would cost the sender its reputation.
MAX_REFUSALS = 5


def next_attempt(attempts: int, now: datetime) -> datetime:
    """When to try again after this many attempts: each pause is twice the last."""
    doublings = min(max(attempts - 1, 0), 16)  # beyond that the pause has long been the longest
    return now + min(FIRST_PAUSE * (1 << doublings), MAX_PAUSE)
