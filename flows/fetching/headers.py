"""The headers of an answer as usable values: they are as hostile as the rest of it."""

import codecs
import re
from collections.abc import Mapping
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from flows.fetching.addresses import joined, web_address
from models.calendar import in_utc

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_VALIDATOR = 1_000  # characters; a longer one is neither kept nor sent back
_MAX_NAME = 200
_YEARS = range(1990, 2100)  # of HTTP; 1970, 1 and 9999 are what a server writes that knows no date
_YEAR_OF_NOTHING = re.compile(r"(?<![+-])\b00\d\d\b")  # the library takes 0001 for 2001

# What browsers know, under Python's names; others of Python's are no encodings of text, or raise whatever they get.
_CHARSETS = frozenset(
    {"koi8-r", "koi8-u", "mac-roman", "utf-8", "utf-16", "utf-16-be", "utf-16-le", "cp866", "cp874", "cp949"}
    | {"big5hkscs", "euc_jp", "gb18030", "iso2022_jp", "cp932"}
    | {f"iso8859-{part}" for part in (*range(2, 9), 10, *range(13, 17))}
    | {f"cp{page}" for page in range(1250, 1259)}
)
# What browsers read a label as: the larger set that its writers really use.
_READ_AS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"} | {
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"
}  # fmt: skip


def redirect_target(status: int, headers: Mapping[str, str], url: str) -> str | None:
    """Where an answer redirects to, as an absolute URL; None for no redirect."""
    location = headers.get("Location")
    if status not in _REDIRECTS or not location:
        return None
    # HTTP reads headers as Latin-1; publishers write UTF-8.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    target = joined(url, location) or location
    return web_address(target) or target  # an invalid one is refused later as not a web address


def file_name(headers: Mapping[str, str], url: str) -> str | None:
    """The name in Content-Disposition, else the last part of the URL's path; a name alone, never a path."""
    disposition = Message()
    disposition["Content-Disposition"] = re.sub(r"[\r\n]+", " ", headers.get("Content-Disposition", ""))
    name = disposition.get_filename() or unquote(urlsplit(url).path)
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip()
    return name[-_MAX_NAME:] or None


def validator(headers: Mapping[str, str], name: str) -> str | None:
    """An ETag or Last-Modified as the publisher wrote it, to send back; None where it cannot be sent or stored."""
    value = headers.get(name)
    return value if value and len(value) <= _MAX_VALIDATOR and value.isprintable() else None


def charset(headers: Mapping[str, str]) -> str | None:
    """The character set that Content-Type names, under Python's name for it; None for none that browsers know."""
    kind = Message()
    kind["Content-Type"] = re.sub(r"[\r\n]+", " ", headers.get("Content-Type", ""))
    try:
        name = codecs.lookup(str(kind.get_content_charset(""))).name
    except (LookupError, ValueError):  # unknown; with a null byte in it
        return None
    name = _READ_AS.get(name, name)
    return name if name in _CHARSETS else None


def http_date(header: str | None) -> datetime | None:
    """An HTTP date in UTC; None where it is missing, invalid, or of no year that can be meant."""
    if not header or _YEAR_OF_NOTHING.search(header):
        return None
    try:
        date = in_utc(parsedate_to_datetime(header))
    except (ValueError, OverflowError):  # the year 10000; a time zone of a thousand digits
        return None
    return date if date.year in _YEARS else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a publisher asks us to wait; the header is a number or a date."""
    header = headers.get("Retry-After")
    if header is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", header):
        return float(header)
    date = http_date(header)
    return max(0.0, (date - now).total_seconds()) if date else None
