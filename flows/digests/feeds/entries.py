"""A change as an entry of a feed. It keeps its id forever and is updated when its change is revised."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.digests.drawing.plain import short, web_link
from models.digests.wording import day_words, kind_words, place_name, type_title
from models.kinds import KINDS
from models.record.asking.digests.feed import FeedEntry

# Ids derive from those of the changes, so another copy of the record has the same ones.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/moawatch/moawatch#changes")


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry, the same in every feed and format."""

    id: str
    title: str
    published: str
    updated: str
    terms: tuple[str, ...]
    link: str  # of the agreement's text; '' where none is listed
    text: str


def shown_entry(entry: FeedEntry) -> ShownEntry:
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
    return ShownEntry(
        id=uuid.uuid5(NAMESPACE, change.id).urn,
        title=f"{place_name(change.state)}: {_what(entry).lower()}: {short(change.agency)}",
        published=feed_time(entry.published),
        updated=feed_time(entry.updated),
        terms=(change.kind.value, latest.status.value, change.state),
        link=web_link(latest.moa_url),
        text="\n".join(filter(None, lines)),
    )


def _what(entry: FeedEntry) -> str:
    kind, latest = entry.latest.change.kind, entry.latest
    return f"Withdrawn: {KINDS[kind].phrase}" if latest.withdrawn else kind_words(kind, latest.status)


def feed_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
