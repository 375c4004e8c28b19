"""All changes as one Atom feed. An entry keeps its id for ever, and is updated when its change is read anew."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from flows import __version__
from flows.digests.channels import write_whole
from flows.digests.drawing.plain import short, web_link
from flows.digests.drawing.templates import templates
from flows.settings import Settings
from models.digests.wording import KIND_PHRASES, day_words, place_name, type_title
from models.errors import DeliveryError
from models.record.asking.digests.feed import FeedEntry, feed_entries
from models.vocabulary import ChangeKind, ChangeStatus

FILE_NAME = "changes.atom"

# Two busy weeks of the lists; readers of feeds ask at least once a day.
MAX_ENTRIES = 300

# Ids are made from the change's own, so that another copy of the record has the same ones.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/moawatch/moawatch#changes")


def write_feed(session: Session, settings: Settings) -> Path:
    """Bring the feed in the outbox folder up to date; a file that would be the same is left alone."""
    path = settings.outbox / FILE_NAME
    content = feed(feed_entries(session, MAX_ENTRIES), settings.contact).encode()
    try:
        settings.outbox.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
    except OSError as error:
        raise DeliveryError(f"feed {path}: {error.strerror}; it is written at the next run") from error
    return path


def feed(entries: Sequence[FeedEntry], contact: str) -> str:
    """The feed as XML. It changes only when an entry does, so that a reader's conditional request is answered well."""
    updated = max((entry.updated for entry in entries), default=datetime(1970, 1, 1, tzinfo=UTC))
    values = {
        "feed_id": _NAMESPACE.urn,
        "contact": web_link(contact) or "https://github.com/moawatch/moawatch",
        "updated": _time(updated),
        "version": __version__,
        "entries": [_values(entry) for entry in entries],
    }
    return templates().get_template("feed.atom.jinja").render(values)


def _values(entry: FeedEntry) -> dict[str, Any]:
    reading, change = entry.reading, entry.reading.change
    signed = f"signed {day_words(change.signed)}" if change.signed else ""
    facts = (type_title(change.support_type), signed, short(reading.county))
    row = f", row {change.row}" if change.row else ""
    lines = (
        f"{_what(entry)}: {short(change.agency)}, {place_name(change.state)}.",
        "; ".join(filter(None, facts)) + ".",
        f"Before: {short(change.agency_before)}." if change.agency_before else "",
        f"First showed on the {change.list_kind} list of {day_words(reading.list_date)}{row}, "
        f"sha256 {reading.list_sha256}.",
    )
    status = ChangeStatus.WITHDRAWN if reading.withdrawn else change.status
    return {
        "id": uuid.uuid5(_NAMESPACE, change.id).urn,
        "title": f"{place_name(change.state)}: {_what(entry).lower()}: {short(change.agency)}",
        "published": _time(entry.published),
        "updated": _time(entry.updated),
        "terms": [change.kind.value, status.value, change.state],
        "link": web_link(reading.moa_url),
        "text": "\n".join(filter(None, lines)),
    }


def _what(entry: FeedEntry) -> str:
    change = entry.reading.change
    phrase = KIND_PHRASES[change.kind]
    if entry.reading.withdrawn:
        return f"Withdrawn: {phrase}"
    if change.kind is ChangeKind.AGREEMENT_ENDED and change.status is ChangeStatus.SUSPECTED:
        return "Not on the latest list, not confirmed as ended"
    return phrase[0].upper() + phrase[1:]


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
