"""A reader of mail that forgives nothing: what the strictest relay and the oldest program would refuse is an error."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import SMTP

from flows.digests.drawing.headers import addressed
from flows.digests.drawing.mail import message
from models.digests.addresses import Mailbox
from models.digests.content import DigestContent
from models.digests.subscriptions import Channel, Subscriber

STRICT = SMTP.clone(raise_on_defect=True)

SENDER = Mailbox("", "digest@moawatch.example")
MESSAGE_ID = "<d1@moawatch.example>"
SENT_AT = datetime(2026, 1, 26, 12, tzinfo=UTC)

ONCE = ("From", "To", "Date", "Message-ID", "Subject", "List-Id", "List-Unsubscribe", "MIME-Version", "Content-Type")
MACHINE_MADE = ("List-Id", "List-Unsubscribe", "Message-ID", "Date", "Auto-Submitted")
_HEADER = re.compile(rb"([!-9;-~]+): ([ -~]*[!-~][ -~]*)((?:\r\n[ \t][ -~\t]*[!-~][ -~\t]*)*)\r\n")


def sent_mail(content: DigestContent, subscriber: Subscriber, sender: Mailbox = SENDER) -> bytes:
    """The digest as it goes out to this subscriber, from `sender`; it is checked on the way."""
    address = None if subscriber.channel is Channel.OUTBOX else subscriber.address
    mail = addressed(message(content, subscriber, MESSAGE_ID, SENT_AT), sender, address, subscriber.id)
    checked(mail)
    return mail


def checked(mail: bytes) -> EmailMessage:
    """The mail, parsed, if it keeps to every rule. Raises AssertionError or a defect of the email package."""
    assert mail.isascii(), "a relay without 8BITMIME refuses it"
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", mail), "a line ends in less than CRLF"
    assert max(map(len, mail.split(b"\r\n"))) <= 998
    assert b"\0" not in mail
    parsed = message_from_bytes(mail, policy=STRICT)
    assert isinstance(parsed, EmailMessage)
    raw = _raw_headers(mail)
    names = [name for name, _ in raw]
    assert [name for name in ONCE if names.count(name) != 1] == []
    for name, lines in raw:
        value = re.sub(r"\r\n([ \t])", r"\1", lines)
        if name in MACHINE_MADE:
            assert "=?" not in value, f"{name} has an encoded word"
        for encoded in re.findall(r"=\?[^ ]*\?=", value):
            assert len(encoded) <= 75
        assert not parsed[name].defects
    _check_addresses(parsed, dict(raw))
    for part in parsed.walk():
        assert not part.defects
        assert part["Content-Transfer-Encoding"] in (None, "7bit", "quoted-printable", "base64")
        if not part.is_multipart():
            part.get_content()
    return parsed


def _raw_headers(mail: bytes) -> list[tuple[str, str]]:
    """Each header as it stands in the bytes: its first line is not empty, nor is a line after a fold."""
    head = mail.partition(b"\r\n\r\n")[0] + b"\r\n"
    headers = [(found[1].decode(), (found[2] + found[3]).decode()) for found in _HEADER.finditer(head)]
    assert b"".join(found[0] for found in _HEADER.finditer(head)) == head, "a header is malformed or begins empty"
    return headers


def _check_addresses(parsed: EmailMessage, raw: dict[str, str]) -> None:
    """From is one whole address that stands in its header letter for letter; so does the list's."""
    sender = parsed["From"]
    assert isinstance(sender, AddressHeader)
    (one,) = sender.addresses
    assert isinstance(one, Address)
    assert raw["From"].endswith(f"<{one.addr_spec}>")
    for to in parsed["To"].addresses:
        assert to.addr_spec in raw["To"]
    assert re.fullmatch(r"moawatch digests(\r\n)? <[!-;=?-~]+>", raw["List-Id"])
    leave = re.sub(r"\r\n(?=[ \t])", "", raw["List-Unsubscribe"])
    assert re.fullmatch(r"(<https?://[!-;=?-~]+>, )?<mailto:[!-;=?-~]+@[!-;=?-~]+\?subject=stop%20\d+>", leave)
    # RFC 8058, 3.1: exactly this, and only beside an address on the web.
    assert raw.get("List-Unsubscribe-Post") == ("List-Unsubscribe=One-Click" if leave.startswith("<http") else None)
