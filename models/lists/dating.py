"""When a document was published."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from models.calendar import day_of

# Clocks and time zones differ; a date further ahead of its own sighting is wrong.
_CLOCKS_DIFFER = timedelta(days=1)


def is_ahead(published_at: datetime, seen_at: datetime) -> bool:
    """Whether a list is dated after it was seen. It would stay the newest one for as long."""
    return published_at - seen_at > _CLOCKS_DIFFER


@dataclass(frozen=True, slots=True)
class Dating:
    """When a document was published, and what says so.

    Lists are ordered by `published_at`: its seconds are those of the stamp named by `dated_by`, its microseconds put
    lists with the same stamp in the order of their names ('07082025pm' and '07092025am' were saved in one second).
    """

    published_at: datetime  # UTC
    published_on: date  # the publisher's day
    dated_by: str  # 'workbook properties', 'Last-Modified', 'file name', 'capture' or 'seen'
    remarks: tuple[str, ...] = ()

    @classmethod
    def when_seen(cls, seen_at: datetime) -> "Dating":
        """For a document published now whatever its stamps say: an older copy posted again."""
        return cls(seen_at.astimezone(UTC), day_of(seen_at), "seen")
