"""All changes as one Atom feed. An entry keeps its id forever and is updated when its change is revised."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows import __version__
from flows.digests.channels import write_whole
from flows.digests.drawing.plain import short, web_link
from flows.digests.drawing.templates import templates
from flows.settings import Settings
from models.digests.wording import day_words, kind_words, place_name, type_title
from models.errors import DeliveryError
from models.kinds import KINDS
from models.record.asking.digests.feed import FeedEntry, feed_entries
from models.record.store import Session

FILE_NAME = "changes.atom"

# Two busy weeks of the lists; feed programs ask at least once a day.
MAX_ENTRIES = 300

# Ids derive from those of the changes, so another copy of the record has the same ones.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/moawatch/moawatch#changes")


def write_feed(session: Session, settings: Settings) -> Path:
    """Update the feed in the outbox folder; a file that would stay the same is left alone."""
    path = settings.outbox / FILE_NAME
    content = feed(feed_entries(session, MAX_ENTRIES), settings.contact).encode()
    try:
        settings.outbox.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
    except OSError as error:
        raise DeliveryError(f"feed {path}: {error.strerror}; the next run writes it") from error
    return path


def feed(entries: Sequence[FeedEntry], contact: str) -> str:
    """The feed as XML. It changes only when an entry does, so conditional requests work."""
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
    latest, change = entry.latest, entry.latest.change
    signed = f"signed {day_words(change.signed)}" if change.signed else ""
    facts = (type_title(change.support_type), signed, short(latest.county))
    place = f"{change.list_kind} list of {day_words(latest.list_date)}" + (f", row {change.row}" if change.row else "")
    lines = (
        f"{_what(entry)}: {short(change.agency)}, {place_name(change.state)}.",
        "; ".join(filter(None, facts)) + ".",
        f"Previously: {short(change.agency_before)}." if change.agency_before else "",
        f"First seen on the {place}, sha256 {latest.list_sha256}.",
    )
    return {
        "id": uuid.uuid5(_NAMESPACE, change.id).urn,
        "title": f"{place_name(change.state)}: {_what(entry).lower()}: {short(change.agency)}",
        "published": _time(entry.published),
        "updated": _time(entry.updated),
        "terms": [change.kind.value, latest.status.value, change.state],
        "link": web_link(latest.moa_url),
        "text": "\n".join(filter(None, lines)),
    }


def _what(entry: FeedEntry) -> str:
    kind, latest = entry.latest.change.kind, entry.latest
    return f"Withdrawn: {KINDS[kind].phrase}" if latest.withdrawn else kind_words(kind, latest.status)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
