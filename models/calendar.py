"""The publisher's calendar: ICE dates its lists by the day in the eastern United States."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE_NAME = "America/New_York"
EASTERN = ZoneInfo(ZONE_NAME)


def day_of(moment: datetime) -> date:
    """The publisher's day at a moment, which must carry its time zone."""
    return moment.astimezone(EASTERN).date()
