"""Moments in UTC, and the publisher's days: ICE dates its lists by the day in the eastern United States."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE_NAME = "America/New_York"
EASTERN = ZoneInfo(ZONE_NAME)


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; without a time zone it is taken to be UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def parsed_moment(text: str) -> datetime | None:
    """An ISO date or time in UTC; None for any other text."""
    try:
        return in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def matched_day(match: re.Match[str]) -> date | None:
    """The day of a match with the groups year (of two digits: of this century), month and day; None for Feb. 30."""
    year = int(match["year"])
    try:
        return date(year if year > 99 else 2000 + year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def day_of(moment: datetime) -> date:
    """The publisher's day at a moment, which must carry its time zone."""
    return moment.astimezone(EASTERN).date()
