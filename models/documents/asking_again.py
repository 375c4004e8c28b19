"""When the document behind a link is asked for, and again: the newest often, since ICE corrects what it just posted."""

from datetime import datetime, timedelta
from typing import NamedTuple

from models.documents.links.stays import SURE_AFTER

# ICE replaces a document within days of posting it, hardly ever after a season; a month is soon enough to see that an
# old one is gone. Some 1,800 documents come to 60 a day so.
_STEPS = ((timedelta(days=14), timedelta(days=1)), (timedelta(days=90), timedelta(days=7)))
_OLD = timedelta(days=30)
_GONE = timedelta(days=7)  # an address that led nowhere is often a file not uploaded yet


class LinkedFile(NamedTuple):
    """An address that a list links, and what came of asking for it."""

    url: str
    link: str  # folded
    listed: bool  # whether the newest list links it
    first_day: datetime  # since when an agreement with it is listed
    first_seen: datetime | None  # when it first answered with a document
    tried_at: datetime | None
    gone: bool  # it led nowhere when last asked
    unsure: bool = False  # and only one answer said so


def is_due(file: LinkedFile, now: datetime) -> bool:
    """Whether to ask for it now. What no list links any more is asked for until it answers once."""
    if file.tried_at is None or file.tried_at > now:
        return True
    since = now - file.tried_at
    if file.unsure:
        return since >= SURE_AFTER
    if file.gone or file.first_seen is None:
        return since >= _GONE
    if not file.listed:
        return False
    age = now - file.first_seen
    return since >= next((pause for within, pause in _STEPS if age < within), _OLD)


def in_order(files: list[LinkedFile], now: datetime) -> list[LinkedFile]:
    """Those that are due: what was never asked for, of the newest agreements first; then what waited longest."""
    due = [file for file in files if is_due(file, now)]
    return sorted(
        due,
        key=lambda file: (
            file.tried_at is not None,
            not file.listed,
            file.tried_at or now,
            -file.first_day.timestamp(),
            file.link,
        ),
    )
