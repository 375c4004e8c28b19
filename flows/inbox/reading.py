"""The bytes of a message -> a letter. Hostile until then: bounded before anything parses them."""

from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

from flows.sources.markup import plain_text
from models.digests.addresses import AddressError, mail_address
from models.digests.inbox.letters import FailedRecipient, Letter
from models.errors import ReadError

# A bounce returns the digest, 100 kB and its table.
MAX_BYTES = 2_000_000

# Mail systems add some 10 kB; the parser takes quadratic time for some long headers.
_MAX_HEAD = 64_000
_MAX_HEADER = 2_000

# What the parser makes of a message grows with its parts, and its time with its lines times the depth of its parts: a
# bounce of a digest has four boundaries, and 2 MB of base64 have 27,000 lines.
_MAX_PARTS = 200
_MAX_SEPARATORS = 1_000
_MAX_BOUNDARIES = 20
_MAX_LINES = 50_000

# A report on one message to one subscriber has one recipient.
_MAX_RECIPIENTS = 20

_SHORT = 200
_TEXT = 20_000  # of a body: the first line is wanted

_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "List-Id")


def read_letter(content: bytes) -> Letter:
    """Raises ReadError for what no mail program writes."""
    _refuse_bombs(content)
    try:
        message = BytesParser(policy=compat32).parsebytes(content)
    except RecursionError as error:
        raise ReadError("parts nested too deeply; left alone") from error
    parts = list(_parts(message))
    return Letter(
        sender=_sender(message),
        subject=_text_of(message, "Subject"),
        first_line=_first_line(parts),
        automatic=_is_automatic(message),
        returned_ids=tuple(dict.fromkeys(_returned_ids(parts))),
        failed=tuple(_failed(parts)),
    )


def _refuse_bombs(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise ReadError(f"larger than {MAX_BYTES / 1e6:.0f} MB; left alone")
    head = content[: _MAX_HEAD + 1]
    if len(head) > _MAX_HEAD and b"\n\n" not in head and b"\n\r\n" not in head:
        raise ReadError(f"more than {_MAX_HEAD // 1000} kB of headers; left alone")
    if content.count(b"\n") + content.count(b"\r") > 2 * _MAX_LINES:  # lines may end in both
        raise ReadError(f"more than {_MAX_LINES:,} lines; left alone")
    lower = content.lower()
    many = content.count(b"\n--") > _MAX_SEPARATORS or lower.count(b"content-type:") > _MAX_PARTS
    if many or lower.count(b"boundary") > _MAX_BOUNDARIES:
        raise ReadError("too many parts; left alone")


def _parts(message: Message) -> Iterator[Message]:
    """The message and its parts, from the outside in; not those of a message that is enclosed."""
    waiting, seen = [message], 0
    while waiting and seen < _MAX_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(each for each in part.get_payload() if isinstance(each, Message))


def _sender(message: Message) -> str:
    """The one address that it is from; '' where there are several, as only a forger writes, or none that we know."""
    lines = message.get_all("From", [])
    if len(lines) != 1 or len(str(lines[0])) > _MAX_HEADER:
        return ""
    found = getaddresses([str(lines[0])])
    try:
        return mail_address(found[0][1]) if len(found) == 1 else ""
    except AddressError:
        return ""


def _is_automatic(message: Message) -> bool:
    """RFC 3834: a reply that a program wrote. Bulk mail is nobody's wish either."""
    submitted = str(message.get("Auto-Submitted", "no")).strip().casefold() != "no"
    bulk = str(message.get("Precedence", "")).strip().casefold() in ("bulk", "junk", "list", "auto_reply")
    marked = any(name in message for name in _AUTOMATIC)
    return submitted or bulk or marked or message.get_content_type() == "multipart/report"


def _first_line(parts: list[Message]) -> str:
    """The first line that is not empty and not quoted, of the text part or else of the HTML."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and part.get_filename() is None:
                text = _body(part)
                lines = (plain_text(text) if kind == "text/html" else text).splitlines()
                written = (line.strip() for line in lines)
                return next((line[:_SHORT] for line in written if line and not line.startswith(">")), "")
    return ""


def _body(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content[:_TEXT].decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError):  # an encoding that nobody has
        return content[:_TEXT].decode("latin-1")


def _returned_ids(parts: list[Message]) -> Iterator[str]:
    """The Message-ID of the message that came back, whole or its headers alone."""
    for part in parts:
        returned: Message | None = None
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            enclosed = part.get_payload()
            returned = enclosed[0] if isinstance(enclosed, list) and isinstance(enclosed[0], Message) else None
        elif part.get_content_type() == "text/rfc822-headers":
            returned = BytesParser(policy=compat32).parsebytes(_body(part).encode("utf-8", "replace"), headersonly=True)
        if returned is not None and (id_ := " ".join(str(returned.get("Message-ID", "")).split())):
            yield id_[:_SHORT]


def _failed(parts: list[Message]) -> Iterator[FailedRecipient]:
    """What a delivery report says of each recipient to whom delivery failed."""
    groups = [
        group
        for part in parts
        if part.get_content_type() == "message/delivery-status" and part.is_multipart()
        for group in part.get_payload()
        if isinstance(group, Message)
    ]
    for group in groups[:_MAX_RECIPIENTS]:
        if _text_of(group, "Action").casefold() != "failed":
            continue
        names = (_typed(group, name) for name in ("Final-Recipient", "Original-Recipient"))
        addresses = frozenset(name.strip("<>").casefold() for name in names if name)
        if status := (_text_of(group, "Status").split() or [""])[0]:
            yield FailedRecipient(addresses, status, _typed(group, "Diagnostic-Code"))


def _typed(group: Message, name: str) -> str:
    """'user@example.org' of 'rfc822; user@example.org'."""
    text = _text_of(group, name)
    return text.partition(";")[2].strip() if ";" in text else text


def _text_of(message: Message, name: str) -> str:
    """A header in one short line, without what a terminal would obey."""
    raw = str(message.get(name, ""))[:_MAX_HEADER]
    try:
        text = str(make_header(decode_header(raw)))
    except (LookupError, ValueError, HeaderParseError):
        text = raw
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(line.split())[:_SHORT]
