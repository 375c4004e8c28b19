"""What stood at each linked address, from when to when: a document, or nothing."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from models.calendar import day_of

# What a document that is no PDF begins with is some error page; real ones have the mark in their first kilobyte.
_MARK = b"%PDF-"
_MARK_WITHIN = 1_024
NO_PDF = "expected a PDF; it is something else, such as an error page"

# A site in trouble answers 404 for hours; a document that it answers so for a day later is gone.
SURE_AFTER = timedelta(days=1)


def is_pdf(content: bytes) -> bool:
    """Whether the bytes begin as a PDF does. An error page in its place is no document that anything leads to."""
    return _MARK in content[:_MARK_WITHIN]


class SeenAt(NamedTuple):
    """What an address was seen to lead to."""

    link: str  # folded
    seen_at: datetime
    sha256: str | None  # None: nothing, the answer was 404 or 410


class Stay(NamedTuple):
    """One thing at one address for one unbroken time."""

    sha256: str | None  # None: nothing
    since: datetime
    until: datetime | None  # when something else was seen there
    again: datetime | None  # of nothing: the second answer that said so, which makes it sure


def stays_of(seen: Iterable[SeenAt]) -> dict[str, list[Stay]]:
    """Link -> what stood there, in its order. However often a thing was seen in a row, it is one stay."""
    found: dict[str, list[Stay]] = {}
    for link, sightings in groupby(sorted(seen, key=attrgetter("link", "seen_at")), key=attrgetter("link")):
        runs = [list(run) for _, run in groupby(sightings, key=attrgetter("sha256"))]
        ends = [run[0].seen_at for run in runs[1:]]
        found[link] = [_stay(run, until) for run, until in zip(runs, [*ends, None], strict=True)]
    return found


def _stay(run: Sequence[SeenAt], until: datetime | None) -> Stay:
    first = run[0]
    again = (one.seen_at for one in run if one.seen_at - first.seen_at >= SURE_AFTER)
    return Stay(first.sha256, first.seen_at, until, None if first.sha256 else next(again, None))


class StoodThere(NamedTuple):
    """One document at one address: days of the publisher."""

    sha256: str
    first_seen: date
    replaced_on: date | None  # when another document was first seen in its place, where it did not come back
    gone_on: date | None  # since when nothing is there, where two answers said so


def stood_there(stays: Sequence[Stay]) -> list[StoodThere]:
    """The documents that stood at one address, in the order in which they came."""
    first: dict[str, Stay] = {}
    documents = [stay for stay in stays if stay.sha256]
    for stay in documents:
        first.setdefault(str(stay.sha256), stay)
    replaced = {before.sha256: after.since for before, after in pairwise(documents)}
    if documents:
        replaced.pop(documents[-1].sha256, None)
    nothing = stays[-1] if stays and stays[-1].again else None
    return [
        StoodThere(
            sha256,
            day_of(stay.since),
            day_of(replaced[sha256]) if sha256 in replaced else None,
            day_of(nothing.since) if nothing and sha256 == documents[-1].sha256 else None,
        )
        for sha256, stay in first.items()
    ]
