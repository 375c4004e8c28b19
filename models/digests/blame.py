"""Whose fault a refused mail is, from the relay's code and words: our sender's, the subscriber's, or neither's.

A subscriber is paused after some refusals, so the blame must be right: a wrong setting would else pause everybody.
"""

import re

# 530 asks for a login or for encryption; 535 and 538 are about the login that was tried.
WANTS_LOGIN = frozenset({530, 534, 535, 538})

# RFC 5321, 4.2.3: no such mailbox, not local, no such name. 552 is a full mailbox before the message and too large a
# message after it.
_MAILBOX = frozenset({550, 551, 553})
_FULL = 552

# RFC 3463: '5.1.1' at the start of the words.
_ENHANCED = re.compile(r"\d{3} 5\.(\d{1,3})\.(\d{1,3})\b")
_SENDER_STATUSES = frozenset({("1", "7"), ("1", "8")})
_FULL_NOW = ("2", "2")
_TOO_LONG_FOR_IT = ("2", "3")
_STATUS = re.compile(r"5\.(\d{1,3})\.(\d{1,3})")

# Addressing, the mailbox, and the way to it; the others are the mail system, the protocol, the content and policy.
_MAILBOX_SUBJECTS = frozenset({"1", "2", "4"})

# The relay of Postfix tests the sender when it hears the recipient, and says so in words alone where policy forbids it.
_SENDER_WORDS = re.compile(r"\bsender (address|domain)?\s*(rejected|refused|denied|not allowed|unknown)", re.IGNORECASE)

# With three subscribers refused in the same words and nobody accepted, it is not the three mailboxes.
ALL_ALIKE = 3


def accepts(code: int) -> bool:
    return 200 <= code < 300


def is_about_sender(code: int, said: str) -> bool:
    """Whether a refusal of the recipient means our sender or login. `said` begins with the code."""
    found = _ENHANCED.match(said)
    return code in WANTS_LOGIN or bool(found and found.groups() in _SENDER_STATUSES) or bool(_SENDER_WORDS.search(said))


def is_about_mailbox(code: int, said: str, *, of_message: bool) -> bool:
    """Whether a refusal means the subscriber's mailbox; `of_message` if it came after the message."""
    found = _ENHANCED.match(said)
    if found and found[1] != "0":  # 5.0.x says nothing
        return found[1] in _MAILBOX_SUBJECTS and found.groups() != _TOO_LONG_FOR_IT
    return code in _MAILBOX or (code == _FULL and not of_message)


def is_mailbox_status(status: str) -> bool:
    """Whether an enhanced status ('5.1.1') means that a mailbox takes no mail and will take none: not that it is full
    or that the message was too long for it, and nothing about our sender."""
    found = _STATUS.fullmatch(status)
    if found is None or found[1] not in _MAILBOX_SUBJECTS:
        return False
    return found.groups() not in {_FULL_NOW, _TOO_LONG_FOR_IT, *_SENDER_STATUSES}


def is_theirs(*, of_message: bool, others_accepted: bool, alike: int) -> bool:
    """Whether a refusal in words about a mailbox is the subscriber's fault, now that the run has shown how the others
    fared. After the message it may be the message itself: only another one that was taken clears that."""
    return others_accepted or (not of_message and alike < ALL_ALIKE)
