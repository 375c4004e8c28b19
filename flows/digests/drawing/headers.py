"""The head of a mail, in plain ASCII: who it is from and to, what it is called, and how to leave the list.

The lines are our own rather than the email package's: that one encodes a long address as words, which no program takes
for an address, and begins long headers with an empty line.
"""

import re
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote

from models.digests.addresses import Mailbox, mail_address

# RFC 5322, 2.1.1: what a line should hold. One word may be longer; relays must take 998.
LINE_WIDTH = 78

# RFC 2047, 2: the most that a line with an encoded word may hold.
ENCODED_WIDTH = 76

# Where the sender in the settings has no name.
OUR_NAME = "moawatch"

_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


def fixed_head(subject: str, message_id: str, composed_at: datetime) -> bytes:
    """The lines that are stored with the mail: they are the same at every attempt."""
    return _lines(
        ("Subject", _words(subject)),
        ("Date", format_datetime(composed_at)),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-generated"),
    )


def addressed(mail: bytes, sender: Mailbox, address: str | None, subscriber_id: int, leave: str = "") -> bytes:
    """The stored mail with the lines that follow the settings and the subscriber. `address` is None for the outbox.

    A mail program offers `leave`, an address on the web, as a button of its own and sends one POST there (RFC 8058).
    Raises AddressError for an address that mail cannot reach.
    """
    stop = f"mailto:{_in_link(sender.address)}?subject={quote(f'stop {subscriber_id}')}"
    one_click = (("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),) if leave else ()
    list_lines = _lines(
        ("List-Id", f"moawatch digests <digests.{sender.domain}>"),
        ("List-Unsubscribe", f"<{leave}>, <{stop}>" if leave else f"<{stop}>"),
        *one_click,
    )
    return _from_and_to(sender, address) + list_lines + mail


def letter(mail: bytes, sender: Mailbox, address: str) -> bytes:
    """A mail that answers one request and is on no list. Raises AddressError for an address that mail cannot reach."""
    return _from_and_to(sender, address) + mail


def _from_and_to(sender: Mailbox, address: str | None) -> bytes:
    # An empty group is for nobody. A subscriber of an earlier moawatch may be on a network of one's own.
    to = "outbox:;" if address is None else mail_address(address, bare_host=True)
    return _lines(("From", f"{_phrase(sender.name or OUR_NAME)} <{sender.address}>"), ("To", to))


def _in_link(address: str) -> str:
    """An address inside a mailto link (RFC 6068, 2)."""
    local_part, _, domain = address.rpartition("@")
    return f"{quote(local_part, safe=_IN_LINK)}@{domain}"


_IN_LINK = "!$'*+-._~"


def _lines(*headers: tuple[str, str]) -> bytes:
    return "".join(_folded(name, text) for name, text in headers).encode("ascii")


def _folded(name: str, text: str) -> str:
    """The header, folded at spaces alone and never before its first word."""
    lines = [f"{name}:"]
    for number, word in enumerate(text.split(" ")):
        if number and len(lines[-1]) + 1 + len(word) > LINE_WIDTH:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


def _phrase(name: str) -> str:
    """A name before an address: bare, quoted, or as encoded words."""
    if _needs_encoding(name):
        return _encoded(name)
    if _PHRASE.fullmatch(name):
        return name
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def _words(text: str) -> str:
    """Text as words of ASCII."""
    plain = " ".join(text.split())
    return _encoded(plain) if _needs_encoding(plain) else plain


def _needs_encoding(text: str) -> bool:
    """Whether it is not ASCII, or would be taken for an encoded word though it is none."""
    return not text.isascii() or "=?" in text


def _encoded(text: str) -> str:
    return Header(" ".join(text.split()), "utf-8", maxlinelen=ENCODED_WIDTH, header_name="Subject").encode(linesep="")
