"""A signing date that had not come when its list was published is a typo: kept as printed, and not as a date.

On 115 lists of five years not one date lay ahead of its list but for a year 5025.
"""

from dataclasses import replace
from datetime import timedelta

from models.calendar import day_of
from models.lists.resolution import IncomingList

# Clocks and time zones differ, and a list may be prepared on the evening before.
_AHEAD = timedelta(days=1)


def without_dates_to_come(incoming: IncomingList) -> IncomingList:
    """The list, with the dates after its own day taken out; their texts stay."""
    last = day_of(incoming.published_at) + _AHEAD
    published = incoming.published
    if all(row.signed is None or row.signed <= last for row in published.rows.values()):
        return incoming
    rows = {
        number: row._replace(signed=None) if row.signed and row.signed > last else row
        for number, row in published.rows.items()
    }
    return replace(incoming, published=replace(published, rows=rows))
