"""The headers of an answer as usable values: they are as hostile as the rest of it."""

import re
from collections.abc import Mapping
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from flows.fetching.addresses import joined
from models.calendar import in_utc

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_VALIDATOR = 1_000  # characters; a longer one is neither kept nor sent back
_MAX_NAME = 200


def redirect_target(status: int, headers: Mapping[str, str], url: str) -> str | None:
    """Where an answer redirects to, as an absolute URL; None for no redirect."""
    location = headers.get("Location")
    if status not in _REDIRECTS or not location:
        return None
    # HTTP reads headers as Latin-1; publishers write UTF-8.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    return joined(url, location) or location  # an invalid one is refused later as not a web address


def file_name(headers: Mapping[str, str], url: str) -> str | None:
    """The name in Content-Disposition, else the last part of the URL's path; a name alone, never a path."""
    disposition = Message()
    disposition["Content-Disposition"] = re.sub(r"[\r\n]+", " ", headers.get("Content-Disposition", ""))
    name = disposition.get_filename() or unquote(urlsplit(url).path)
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip()
    return name[-_MAX_NAME:] or None


def validator(headers: Mapping[str, str], name: str) -> str | None:
    """An ETag or Last-Modified as the publisher wrote it, to send back."""
    value = headers.get(name)
    return value if value and len(value) <= _MAX_VALIDATOR else None


def http_date(header: str | None) -> datetime | None:
    """An HTTP date in UTC; None where it is missing or invalid."""
    try:
        return in_utc(parsedate_to_datetime(header or ""))
    except ValueError:
        return None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a publisher asks us to wait; the header is a number or a date."""
    header = headers.get("Retry-After")
    if header is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", header):
        return float(header)
    date = http_date(header)
    return max(0.0, (date - now).total_seconds()) if date else None
