"""The life of one delivery, and the rules for trying again."""

from datetime import datetime, timedelta
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """What became of a digest on its way to its one reader.

    WAITING has certainly not been delivered: it was never tried, or it was refused for now. RESERVED is being handed
    over at this moment. A reservation that nobody marked, because the process died between handing over and marking,
    becomes IN_DOUBT: it may have arrived, so it is not sent again unless a person says so. A digest that was REFUSED
    for good, or SUPERSEDED by a later one before it left, told its reader nothing: what it held is owed again.
    """

    WAITING = "waiting"
    RESERVED = "reserved"
    SENT = "sent"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    SUPERSEDED = "superseded"


# These told their reader what they hold, or may have.
TELLING = (DeliveryStatus.WAITING, DeliveryStatus.RESERVED, DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT)

# Relays that greylist ask for five to fifteen minutes; RFC 5321, 4.5.4.1 asks for at least thirty minutes in general
# and for four to five days before giving up, by when a later digest has taken this one's place.
FIRST_PAUSE = timedelta(minutes=10)
MAX_PAUSE = timedelta(hours=6)

# A reservation lasts from just before the message is handed over until the other side's answer: the time-out of
# that answer is ten minutes (`flows.digests.smtp`), and no process is alive that has held one for longer than this.
MAX_RESERVATION = timedelta(minutes=15)

# A mailbox that refuses five digests in a row is gone; writing on would cost the sender its name.
MAX_REFUSALS = 5


def next_attempt(attempts: int, now: datetime) -> datetime:
    """When to try again after so many attempts that were refused for now: each pause is twice the last."""
    doublings = min(max(attempts - 1, 0), 16)  # beyond that the pause has long been the longest
    return now + min(FIRST_PAUSE * (1 << doublings), MAX_PAUSE)
