"""A letter as it was read, and what is to be done about it: stop, a bounce, or nothing.

Nothing in a letter is proved. Whoever knows a subscriber's address can write 'stop' in their name, which the
confirmation tells them; nobody can bounce a digest without its Message-ID, which has a random part and goes to its
subscriber alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from models.digests.blame import is_mailbox_status

# RFC 5321, 4.5.4.1: relays give up after four or five days. A bounce of an older digest was made up, or helps nobody.
MAX_BOUNCE_AGE = timedelta(days=10)

_STOP = re.compile(r"(please )?(stop|unsubscribe)( me)?( (?P<number>\d{1,9}))?", re.IGNORECASE)
_OUR_LINK = re.compile(r"stop (?P<number>\d{1,9})")
_ANSWERS = re.compile(r"((re|aw|fwd?|sv|antw)\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One recipient of a delivery report (RFC 3464) to whom delivery failed."""

    addresses: frozenset[str]  # final and original, in lower case
    status: str  # '5.1.1'
    said: str  # the other side's words, '' where there are none


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, as far as it says something to us. Texts are short and of one line."""

    sender: str  # '' unless it is from exactly one address
    subject: str
    first_line: str  # of what the writer wrote
    automatic: bool  # written by a program: an out-of-office reply, a list, a report
    returned_ids: tuple[str, ...] = ()  # of the message that comes back with a report
    failed: tuple[FailedRecipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody asks for no more digests; `subscriber_id` where the link in our mail wrote it."""

    address: str
    subscriber_id: int | None


def stop_of(letter: Letter) -> Stop | None:
    """The wish to leave, if the subject or the first line is nothing but that.

    A program may say it only in the words of our own link, which a mail program sends when somebody presses its button:
    an out-of-office reply has them nowhere.
    """
    if not letter.sender:
        return None
    if letter.automatic:
        found = _OUR_LINK.fullmatch(letter.subject)
        return Stop(letter.sender, int(found["number"])) if found else None
    for text in (_ANSWERS.sub("", letter.subject.strip(), count=1), letter.first_line):
        if found := _STOP.fullmatch(" ".join(text.split()).strip(" .!\"'*")):
            return Stop(letter.sender, int(found["number"]) if found["number"] else None)
    return None


def hard_bounces(letter: Letter) -> Sequence[FailedRecipient]:
    """The recipients to whom a message of ours was not delivered, and never will be."""
    return [each for each in letter.failed if each.status.startswith("5.")] if letter.returned_ids else []


def is_of_the_mailbox(bounce: FailedRecipient) -> bool:
    """Whether it says that the address takes no mail; a full mailbox or a rule against our sender may pass."""
    return is_mailbox_status(bounce.status)


def bounce_words(bounce: FailedRecipient) -> str:
    """'5.1.1 no such user'; other servers begin their words with the same number."""
    words = bounce.said.partition(bounce.status)[2] if bounce.status in bounce.said else bounce.said
    return f"{bounce.status} {words.strip(' ;:-')}".strip()
